import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { introspect } from '../../../src/engine/catalog/introspect.js';
import type { Metadata } from '../../../src/engine/metadata/types.js';
import { dependencyError, dependents, removeObjects } from '../../../src/engine/model/dependents.js';
import { followCatalog } from '../../../src/engine/model/followCatalog.js';
import { modelOf, named, openShop, reasons, shopMetadata, tableOf } from './shop.js';

const metadata = shopMetadata(
  [
    {
      table: named('customers'),
      configuration: {
        column_config: { made_at: { custom_name: 'madeAt' }, mail: { custom_name: 'eMail' } },
      },
      array_relationships: [
        {
          name: 'orders',
          using: { foreign_key_constraint_on: { table: named('orders'), column: 'customer_id' } },
        },
      ],
      computed_fields: [{ name: 'label', definition: { function: 'label' } }],
      select_permissions: [
        {
          role: 'user',
          permission: {
            columns: ['id', 'name'],
            filter: {
              _or: [{ orders: { customer_id: 'X-Hasura-User-Id' } }, { name: { _ceq: ['$', 'mail'] } }],
            },
          },
        },
      ],
    },
    {
      table: named('orders'),
      object_relationships: [{ name: 'customer', using: { foreign_key_constraint_on: 'customer_id' } }],
      insert_permissions: [
        {
          role: 'user',
          permission: {
            check: { _exists: { _table: 'customers', _where: { id: { _ceq: ['$', 'customer_id'] } } } },
            set: { customer_id: 'X-Hasura-User-Id', state: 'open' },
          },
        },
      ],
    },
  ],
  {},
  { functions: [{ function: 'find_customers' }] },
);

const database = await openShop();
afterAll(() => database.close());

// Each test changes the tables inside of a transaction that is rolled back.
let shop: { readonly pool: PoolClient };
beforeEach(async () => {
  shop = { pool: await database.pool.connect() };
  await shop.pool.query('begin');
});
afterEach(async () => {
  await shop.pool.query('rollback');
  shop.pool.release();
});

async function follow(sql: string, cascade = false): Promise<Metadata> {
  const model = await modelOf(shop, metadata);
  expect(model.inconsistencies).toEqual([]);
  await shop.pool.query(sql);
  return followCatalog(metadata, model, await introspect(shop.pool), { cascade });
}

const table = (from: Metadata, name: string) =>
  from.sources[0]?.tables.find((each) => each.table.name === name);

describe('renames', () => {
  it('of a column go everywhere', async () => {
    const next = await follow(`
      alter table orders rename column customer_id to client;
      alter table customers rename column mail to address;
      alter table customers rename column made_at to since`);
    const model = await modelOf(shop, next);
    expect(model.inconsistencies).toEqual([]);
    expect(table(next, 'orders')?.insertPermissions[0]?.permission).toMatchObject({
      check: { _exists: { _where: { id: { _ceq: ['$', 'client'] } } } },
      set: { client: 'X-Hasura-User-Id', state: 'open' },
    });
    expect(table(next, 'customers')?.selectPermissions[0]?.permission.filter).toEqual({
      _or: [{ orders: { client: 'X-Hasura-User-Id' } }, { name: { _ceq: ['$', 'address'] } }],
    });
    expect(tableOf(model, 'customers').columns.find((each) => each.name === 'since')?.graphqlName).toBe(
      'madeAt',
    );
  });

  it('of two columns may swap their names', async () => {
    const next = await follow(`
      alter table customers rename column name to hold;
      alter table customers rename column mail to name;
      alter table customers rename column hold to mail`);
    expect(table(next, 'customers')?.selectPermissions[0]?.permission.columns).toEqual(['id', 'mail']);
  });

  it('of a table go everywhere', async () => {
    const followed = await follow('alter table customers rename to clients');
    const model = await modelOf(shop, followed);
    expect(model.inconsistencies).toEqual([]);
    expect(tableOf(model, 'orders').relationships[0]?.target).toEqual(named('clients'));
    expect(table(followed, 'orders')?.insertPermissions[0]?.permission.check).toMatchObject({
      _exists: { _table: named('clients') },
    });
  });
});

describe('drops', () => {
  it('of an unused column forget its customization', async () => {
    const next = await follow('alter table customers drop column made_at');
    expect(table(next, 'customers')?.configuration.columnConfig).toEqual({ mail: { customName: 'eMail' } });
  });

  it('of something in use are refused', async () => {
    await expect(follow('alter table customers drop column mail')).rejects.toMatchObject({
      code: 'dependency-error',
      message:
        'cannot drop due to the following dependent objects: permission customers.user.select in source "default"',
    });
  });

  it('cascade when asked to', async () => {
    const next = await follow('drop table orders cascade', true);
    expect(table(next, 'orders')).toBeUndefined();
    expect(table(next, 'customers')).toMatchObject({ arrayRelationships: [], selectPermissions: [] });
    expect(reasons(await modelOf(shop, next))).toEqual([]);
  });

  it('of a foreign key count its relationships', async () => {
    await expect(follow('alter table orders drop constraint orders_customer_id_fkey')).rejects.toThrow(
      'cannot drop due to the following dependent objects: relationship customers.orders in source "default", ' +
        'relationship orders.customer in source "default", permission customers.user.select in source "default"',
    );
  });

  it('of a function take it out of metadata', async () => {
    const next = await follow('drop function find_customers(text); drop function label(customers)');
    expect(next.sources[0]?.functions).toEqual([]);
    expect(table(next, 'customers')?.computedFields).toEqual([]);
  });
});

it('refuses another type under a value of a permission, but not under a session variable', async () => {
  await expect(follow('alter table orders alter column state type varchar(9)')).rejects.toMatchObject({
    code: 'dependency-error',
    message: expect.stringContaining('cannot change type of column "state" in table "orders"'),
  });
  await expect(follow('alter table customers alter column age type bigint')).resolves.toEqual(metadata);
});

it('refuses a second function of a tracked name', async () => {
  await expect(
    follow(
      `create function find_customers(a int) returns setof customers language sql as 'select * from customers'`,
    ),
  ).rejects.toThrow('The following tracked function(s) cannot be overloaded: "find_customers"');
});

it('names the dependents of a table as Hasura does, and removes them', async () => {
  const model = await modelOf(shop, metadata);
  const customers = { kind: 'table', table: named('customers') } as const;
  const found = dependents(model, [customers]);
  expect(dependencyError(found, 'default').message).toBe(
    'cannot drop due to the following dependent objects: relationship orders.customer in source "default", ' +
      'permission orders.user.insert in source "default", function find_customers in source "default"',
  );
  const left = await modelOf(shop, removeObjects(metadata, 'default', [customers, ...found]));
  expect(left.inconsistencies).toEqual([]);
  expect([...left.tables.values()].map((each) => each.name)).toEqual(['orders']);
});
