import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import { modelOf, named, openShop, reasons, shopMetadata, sourceOf, tableOf } from './shop.js';

const shop = await openShop();
afterAll(() => shop.close());

const customers = (parts: JsonObject): JsonObject => ({ table: named('customers'), ...parts });
const orders = (parts: JsonObject): JsonObject => ({ table: named('orders'), ...parts });
const ordersOfCustomer = { foreign_key_constraint_on: { table: named('orders'), column: 'customer_id' } };

describe('relationships', () => {
  it('follow foreign keys in both directions, and columns', async () => {
    const model = await modelOf(
      shop,
      shopMetadata([
        customers({
          array_relationships: [{ name: 'orders', using: ordersOfCustomer, comment: 'All' }],
          object_relationships: [{ name: 'lastOrder', using: ordersOfCustomer }],
        }),
        orders({
          object_relationships: [
            { name: 'customer', using: { foreign_key_constraint_on: 'customer_id' } },
            { name: 'reviewer', using: { foreign_key_constraint_on: ['reviewer_id'] } },
            {
              name: 'archived',
              using: {
                manual_configuration: {
                  remote_table: named('orders', 'archive'),
                  column_mapping: { id: 'id', customer_id: 'customer_id' },
                  insertion_order: 'after_parent',
                },
              },
            },
          ],
        }),
        { table: named('orders', 'archive') },
      ]),
    );
    expect(model.inconsistencies).toEqual([]);
    const [lastOrder, all] = tableOf(model, 'customers').relationships;
    expect(all).toEqual({
      name: 'orders',
      kind: 'array',
      target: named('orders'),
      columns: [['id', 'customer_id']],
      nullable: true,
      insertOrder: 'after',
      comment: 'All',
    });
    expect(lastOrder).toMatchObject({ kind: 'object', nullable: true, insertOrder: 'after' });
    expect(tableOf(model, 'orders').relationships).toMatchObject([
      { name: 'customer', nullable: false, insertOrder: 'before', columns: [['customer_id', 'id']] },
      { name: 'reviewer', nullable: true, insertOrder: 'before' },
      { name: 'archived', nullable: true, insertOrder: 'after', target: named('orders', 'archive') },
    ]);
  });

  it.each([
    [
      'no key',
      { foreign_key_constraint_on: 'total' },
      'in table "orders": in relationship "r": no foreign constraint exists on the given column(s)',
    ],
    ['an untracked table', { foreign_key_constraint_on: 'customer_id' }, 'table "customers" is not tracked'],
    [
      'a table that is not there',
      { foreign_key_constraint_on: { table: 'gone', column: 'x' } },
      'in table "orders": in relationship "r": table "gone" does not exist in source: default',
    ],
    [
      'a column that is not there',
      { manual_configuration: { remote_table: 'states', column_mapping: { state: 'nothing' } } },
      'table "states" has no field named "nothing"',
    ],
  ])('refuse %s', async (_, using, reason) => {
    const model = await modelOf(
      shop,
      shopMetadata([orders({ object_relationships: [{ name: 'r', using }] }), { table: named('states') }]),
    );
    expect(reasons(model)).toEqual([
      ['object_relation r in table orders in source default', `Inconsistent object: ${reason}`],
    ]);
    expect(tableOf(model, 'orders').relationships).toEqual([]);
  });

  it('are listed with their definition as metadata has it', async () => {
    const using = { foreign_key_constraint_on: { table: named('orders'), column: 'total' } };
    const model = await modelOf(
      shop,
      shopMetadata([customers({ array_relationships: [{ name: 'r', using }] }), orders({})]),
    );
    expect(model.inconsistencies[0]).toMatchObject({
      type: 'array_relation',
      definition: { name: 'r', source: 'default', table: named('customers'), comment: null, using },
    });
  });
});

describe('names that are taken', () => {
  const relationship = (name: string) => [{ name, using: ordersOfCustomer }];

  it.each([
    ['by a column', 'mail', {}, 'field definition conflicts with postgres column'],
    [
      'by a renamed column',
      'years',
      { age: { custom_name: 'years' } },
      'field definition conflicts with custom field name for postgres column "age"',
    ],
    [
      'for the aggregate',
      'years',
      { age: { custom_name: 'years_aggregate' } },
      'field definition conflicts with custom field name for postgres column "age"',
    ],
  ])('%s', async (_, name, column_config, reason) => {
    const model = await modelOf(
      shop,
      shopMetadata([
        customers({ array_relationships: relationship(name), configuration: { column_config } }),
        orders({}),
      ]),
    );
    expect(reasons(model)).toEqual([
      [`array_relation ${name} in table customers in source default`, `Inconsistent object: ${reason}`],
    ]);
  });

  it('by each other', async () => {
    const model = await modelOf(
      shop,
      shopMetadata([
        customers({
          array_relationships: relationship('same'),
          computed_fields: [{ name: 'same', definition: { function: 'label' } }],
        }),
        orders({}),
      ]),
    );
    expect(reasons(model).map(([, reason]) => reason)).toEqual(
      Array(2).fill('Inconsistent object: conflicting definitions for field "same"'),
    );
  });
});

describe('computed fields', () => {
  it('find their row and session arguments', async () => {
    const model = await modelOf(
      shop,
      shopMetadata([
        orders({}),
        customers({
          computed_fields: [
            {
              name: 'label',
              definition: { function: 'label_for', table_argument: 'customer', session_argument: 'session' },
            },
            { name: 'open', definition: { function: 'open_orders' } },
          ],
        }),
      ]),
    );
    expect(model.inconsistencies).toEqual([]);
    expect(tableOf(model, 'customers').computedFields).toMatchObject([
      { name: 'label', rowArgument: 0, sessionArgument: 1, returnsTable: null },
      { name: 'open', rowArgument: 0, sessionArgument: null, returnsTable: named('orders') },
    ]);
  });

  it.each([
    [{ function: 'nothing' }, 'no such function exists: "nothing"'],
    [
      { function: 'label_for', table_argument: 'prefix' },
      'the computed field "c" cannot be added to table "customers" because "prefix" argument of the function "label_for" is not COMPOSITE type',
    ],
    [
      { function: 'label_for', session_argument: 'prefix' },
      'the computed field "c" cannot be added to table "customers" because "prefix" argument of the function "label_for" is not of type JSON',
    ],
    [
      { function: 'open_orders' },
      'the computed field "c" cannot be added to table "customers" because the function "open_orders" returning set of table "orders" is not tracked',
    ],
  ])('refuse %o', async (definition, reason) => {
    const model = await modelOf(
      shop,
      shopMetadata([customers({ computed_fields: [{ name: 'c', definition }] })]),
    );
    expect(reasons(model)).toEqual([
      [
        'computed_field c in table customers in source default',
        `Inconsistent object: in table "customers": in computed field "c": ${reason}`,
      ],
    ]);
  });
});

describe('tracked functions', () => {
  const track = (definition: JsonObject) => shopMetadata([customers({})], {}, { functions: [definition] });

  it('are queries, or mutations when volatile', async () => {
    const model = await modelOf(
      shop,
      shopMetadata(
        [customers({})],
        {},
        {
          functions: [
            { function: 'find_customers' },
            {
              function: 'make_customer',
              configuration: { session_argument: 'session', custom_name: 'makeOne' },
              permissions: [{ role: 'clerk' }],
            },
          ],
        },
      ),
    );
    expect(model.inconsistencies).toEqual([]);
    expect(sourceOf(model).functions).toMatchObject([
      {
        graphqlName: 'find_customers',
        exposedAs: 'query',
        returnsTable: named('customers'),
        sessionArgument: null,
      },
      { graphqlName: 'makeOne', exposedAs: 'mutation', sessionArgument: 1, permissions: new Set(['clerk']) },
    ]);
  });

  it.each([
    [
      { function: 'label' },
      'in function "label": the function "label" cannot be tracked because the function does not return a "COMPOSITE" type',
    ],
    [{ function: 'open_orders' }, 'table "orders" is not tracked'],
    [
      { function: 'find_customers', configuration: { exposed_as: 'mutation' } },
      expect.stringContaining('but is not marked VOLATILE'),
    ],
  ])('refuse %o', async (definition, reason) => {
    const model = await modelOf(shop, track(definition));
    const expected = typeof reason === 'string' ? `Inconsistent object: ${reason}` : reason;
    expect(reasons(model)).toEqual([[`function ${definition.function} in source default`, expected]]);
    expect(sourceOf(model).functions).toEqual([]);
  });
});
