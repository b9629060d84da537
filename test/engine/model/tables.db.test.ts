import { afterAll, describe, expect, it } from 'vitest';
import { permissionsFor } from '../../../src/engine/model/permissions.js';
import { modelOf, named, openShop, reasons, shopMetadata, sourceOf, tableOf } from './shop.js';

const shop = await openShop();
afterAll(() => shop.close());

describe('names', () => {
  it('prefixes tables of other schemas, and takes custom names', async () => {
    const model = await modelOf(
      shop,
      shopMetadata([
        { table: named('orders', 'archive') },
        {
          table: named('customers'),
          configuration: {
            custom_name: 'Client',
            comment: 'Who buys',
            custom_root_fields: { select: 'clients', insert_one: { name: 'addClient', comment: 'Add' } },
            column_config: { made_at: { custom_name: 'madeAt', comment: 'When' } },
          },
        },
      ]),
    );
    expect(tableOf(model, 'orders', 'archive').graphqlName).toBe('archive_orders');
    const client = tableOf(model, 'customers');
    expect(client).toMatchObject({
      graphqlName: 'Client',
      comment: 'Who buys',
      rootFields: { select: { name: 'clients' }, insert_one: { name: 'addClient', comment: 'Add' } },
    });
    expect(client.columns.find((each) => each.name === 'made_at')).toMatchObject({
      graphqlName: 'madeAt',
      comment: 'When',
      hasDefault: true,
    });
    expect(model.inconsistencies).toEqual([]);
  });

  it('leaves out columns that GraphQL cannot name, unless they get a name', async () => {
    const plain = await modelOf(shop, shopMetadata([{ table: named('orders', 'archive') }]));
    expect(tableOf(plain, 'orders', 'archive').columns.map((each) => each.name)).toEqual([
      'id',
      'customer_id',
    ]);
    const column_config = { 'odd-column': { custom_name: 'odd' } };
    const given = await modelOf(
      shop,
      shopMetadata([{ table: named('orders', 'archive'), configuration: { column_config } }]),
    );
    expect(tableOf(given, 'orders', 'archive').columns.map((each) => each.graphqlName)).toContain('odd');
  });

  it('refuses two columns of one name and two tables of one root field', async () => {
    const model = await modelOf(
      shop,
      shopMetadata([
        { table: named('customers'), configuration: { column_config: { age: { custom_name: 'name' } } } },
      ]),
    );
    expect(reasons(model)).toEqual([
      [
        'table customers in source default',
        'Inconsistent object: the definitions of columns "name" and "age" are in conflict: they are mapped to the same field name, "name"',
      ],
    ]);
  });

  it('cannot share a root field: nothing of such metadata is usable', async () => {
    const tables = [
      { table: named('orders') },
      { table: named('orders', 'archive'), configuration: { custom_root_fields: { select: 'orders' } } },
    ];
    await expect(modelOf(shop, shopMetadata(tables))).rejects.toMatchObject({
      code: 'unexpected',
      status: 500,
      path: '$.args',
      message: expect.stringContaining(
        "conflicting definitions in the selection set for 'query_root' for field 'orders'",
      ),
    });
  });
});

describe('enum tables', () => {
  it('reads their values and marks the columns that refer to them', async () => {
    const model = await modelOf(
      shop,
      shopMetadata([{ table: named('states'), is_enum: true }, { table: named('orders') }]),
    );
    expect(tableOf(model, 'states').enumValues).toEqual([
      { value: 'open', comment: 'Not yet sent' },
      { value: 'sent', comment: null },
    ]);
    const enums = tableOf(model, 'orders').columns.map((each) => [each.name, each.enumTable?.name ?? null]);
    expect(enums).toContainEqual(['state', 'states']);
    expect(enums).toContainEqual(['customer_id', null]);
  });

  it.each([
    [
      'create table x (value int primary key)',
      'because the table’s primary key ("value") must have type "text", not type "int4"',
    ],
    ['create table x (value text)', 'because the table must have a primary key'],
    ['create table x (value text primary key)', 'because the table must have at least one row'],
    [
      `create table x (value text primary key); insert into x values ('a b'), ('true'), ('ok'), ('9')`,
      'because the values "9", "a b", and "true" are not valid GraphQL enum value names',
    ],
    [
      'create table x (value text primary key, b text, c text)',
      'because the table must have exactly one primary key and optionally one comment column, not 3 columns ("b", "c", "value")',
    ],
    [
      'create table x (a int, b text, primary key (a, b))',
      'because the table’s primary key must not span multiple columns ("a", "b")',
    ],
  ])('refuses %s', async (sql, reason) => {
    await shop.pool.query(sql);
    const model = await modelOf(shop, shopMetadata([{ table: named('x'), is_enum: true }]));
    await shop.pool.query('drop table x');
    expect(model.inconsistencies).toEqual([
      {
        type: 'table',
        name: 'table x in source default',
        reason: `Inconsistent object: the table "x" cannot be used as an enum ${reason}`,
        definition: { schema: 'public', name: 'x' },
      },
    ]);
  });
});

describe('what admin may do', () => {
  it('is everything the database takes', async () => {
    const model = await modelOf(shop, shopMetadata([{ table: named('orders') }, { table: named('names') }]));
    const orders = permissionsFor(tableOf(model, 'orders'), 'admin');
    expect(orders.insert?.columns).toEqual(new Set(['customer_id', 'reviewer_id', 'state', 'total']));
    expect(orders.select?.columns.get('id')).toBeNull();
    expect(Object.keys(permissionsFor(tableOf(model, 'names'), 'admin'))).toEqual(['select']);
    expect(permissionsFor(tableOf(model, 'orders'), 'nobody')).toEqual({});
  });
});

it('says which tables are not there, without what hangs on them', async () => {
  const model = await modelOf(
    shop,
    shopMetadata([
      {
        table: named('lost', 'archive'),
        object_relationships: [{ name: 'x', using: { foreign_key_constraint_on: 'x_id' } }],
        select_permissions: [{ role: 'user', permission: { columns: ['a'], filter: {} } }],
      },
      { table: named('orders') },
    ]),
  );
  expect(model.inconsistencies).toEqual([
    {
      type: 'table',
      name: 'table archive.lost in source default',
      reason: 'Inconsistent object: no such table/view exists in source: "archive.lost"',
      definition: { schema: 'archive', name: 'lost' },
    },
  ]);
  expect([...sourceOf(model).tables.values()].map((each) => each.name)).toEqual(['orders']);
});
