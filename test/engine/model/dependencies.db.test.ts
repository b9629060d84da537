import { afterAll, expect, it } from 'vitest';
import type { ObjectId } from '../../../src/engine/model/types.js';
import { modelOf, named, openShop, shopMetadata, sourceOf } from './shop.js';

const shop = await openShop();
afterAll(() => shop.close());

const text = (object: ObjectId): string => {
  switch (object.kind) {
    case 'table':
      return object.table.name;
    case 'column':
      return `${object.table.name}.${object.column}`;
    case 'constraint':
      return object.constraint;
    case 'relationship':
    case 'computedField':
      return `${object.table.name}.${object.name}`;
    case 'permission':
      return `${object.table.name} ${object.type} ${object.role}`;
    case 'function':
      return object.function.name;
    case 'customTypes':
      return 'types';
  }
};

it('says what every object needs, and where the type of a column matters', async () => {
  const model = await modelOf(
    shop,
    shopMetadata(
      [
        {
          table: named('customers'),
          array_relationships: [
            {
              name: 'orders',
              using: { foreign_key_constraint_on: { table: named('orders'), column: 'customer_id' } },
            },
          ],
          computed_fields: [{ name: 'open', definition: { function: 'open_orders' } }],
          select_permissions: [
            {
              role: 'user',
              permission: {
                columns: ['id'],
                filter: { orders: { state: 'open', customer_id: 'X-Hasura-User-Id' } },
              },
            },
          ],
        },
        {
          table: named('orders'),
          insert_permissions: [
            {
              role: 'user',
              permission: {
                columns: [],
                check: { _exists: { _table: 'customers', _where: { id: { _ceq: ['$', 'customer_id'] } } } },
                set: { total: 0, reviewer_id: 'X-Hasura-User-Id' },
              },
            },
          ],
        },
      ],
      {},
      { functions: [{ function: 'find_customers' }] },
    ),
  );
  expect(model.inconsistencies).toEqual([]);
  const lines = sourceOf(model).dependencies.map(
    ({ of, on, onType }) => `${text(of)} -> ${text(on)}${onType ? ' (type)' : ''}`,
  );
  expect(new Set(lines)).toEqual(
    new Set([
      'customers.orders -> orders_customer_id_fkey',
      'customers.orders -> orders.customer_id',
      'customers.orders -> orders',
      'customers.open -> orders',
      'customers select user -> customers.id',
      'customers select user -> customers.orders',
      'customers select user -> orders.state (type)',
      'customers select user -> orders.customer_id',
      'orders insert user -> customers',
      'orders insert user -> customers.id',
      'orders insert user -> orders.customer_id',
      'orders insert user -> orders.total (type)',
      'orders insert user -> orders.reviewer_id',
      'find_customers -> customers',
    ]),
  );
});
