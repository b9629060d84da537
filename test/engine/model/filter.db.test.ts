import { afterAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/json.js';
import type { Condition } from '../../../src/engine/model/condition.js';
import { modelOf, named, openShop, reasons, shopMetadata, tableOf } from './shop.js';

const shop = await openShop();
afterAll(() => shop.close());

const tables = (filter: Json): JsonObject[] => [
  { table: named('states') },
  { table: named('orders', 'archive') },
  {
    table: named('customers'),
    array_relationships: [
      {
        name: 'orders',
        using: { foreign_key_constraint_on: { table: named('orders'), column: 'customer_id' } },
      },
    ],
    computed_fields: [
      { name: 'label', definition: { function: 'label' } },
      { name: 'prefixed', definition: { function: 'label_for' } },
      { name: 'open', definition: { function: 'open_orders' } },
    ],
    select_permissions: [{ role: 'user', permission: { columns: '*', filter } }],
  },
  {
    table: named('orders'),
    object_relationships: [{ name: 'customer', using: { foreign_key_constraint_on: 'customer_id' } }],
  },
];

async function filterOf(filter: Json): Promise<Condition | undefined> {
  const model = await modelOf(shop, shopMetadata(tables(filter)));
  expect(model.inconsistencies).toEqual([]);
  return tableOf(model, 'customers').permissions.get('user')?.select?.filter;
}

const literal = (value: Json) => ({ kind: 'value', source: { from: 'literal', value } });
const session = (variable: string) => ({ kind: 'value', source: { from: 'session', variable } });
const age = { kind: 'column', row: 'current', column: 'age', through: [], nullable: true };
const compareAge = (operator: string, right: object) => ({ kind: 'compare', left: age, operator, right });

describe('comparisons', () => {
  it.each([
    [{ age: { _eq: 3 } }, compareAge('_eq', literal(3))],
    [{ age: { $eq: 3 } }, compareAge('_eq', literal(3))],
    [{ age: 3 }, compareAge('_eq', literal(3))],
    [{ age: { _ne: 3 } }, compareAge('_neq', literal(3))],
    [{ age: 'X-Hasura-Age' }, compareAge('_eq', session('x-hasura-age'))],
    [{ age: { $gt: 'x-HASURA-Age' } }, compareAge('_gt', session('x-hasura-age'))],
    [{ age: { _in: [1, 2] } }, compareAge('_in', { ...literal([1, 2]), type: { sql: 'int4[]' } })],
    [
      { age: { _in: 'X-Hasura-Ages' } },
      compareAge('_in', { ...session('x-hasura-ages'), type: { sql: 'int4[]' } }),
    ],
    [
      { age: { $nin: [1, 'X-Hasura-Age'] } },
      compareAge('_nin', { kind: 'list', of: [literal(1), session('x-hasura-age')], type: { sql: 'int4' } }),
    ],
    [{ age: { _is_null: true } }, { kind: 'isNull', of: age, negated: false }],
    [{ age: { _is_null: false } }, { kind: 'isNull', of: age, negated: true }],
    [
      { tags: { _contains: ['a'] } },
      { kind: 'compare', operator: '_contains', right: { ...literal(['a']), type: { sql: 'text[]' } } },
    ],
    [
      { notes: { _contains: { a: 1 } } },
      { operator: '_contains', right: { ...literal({ a: 1 }), type: { sql: 'jsonb' } } },
    ],
    [{ notes: { _has_keys_any: ['a'] } }, { operator: '_has_keys_any', right: { type: { sql: 'text[]' } } }],
    [
      { notes: { _cast: { String: { _like: '%x%' } } } },
      {
        kind: 'and',
        of: [{ left: { kind: 'cast', type: { name: 'text' } }, operator: '_like', right: literal('%x%') }],
      },
    ],
    [
      { label: { _eq: 'Ann' } },
      { left: { kind: 'call', call: { arguments: [{ kind: 'row' }] } }, right: literal('Ann') },
    ],
  ])('%o', async (filter, condition) => {
    expect(await filterOf(filter)).toMatchObject(condition);
  });

  it('joins several operators and columns by and', async () => {
    expect(await filterOf({ age: { _gt: 1, _lt: 5 }, name: 'x' })).toMatchObject({
      kind: 'and',
      of: [{ kind: 'and', of: [{ operator: '_gt' }, { operator: '_lt' }] }, { operator: '_eq' }],
    });
  });
});

describe('structure', () => {
  it.each([
    [{}, { kind: 'and', of: [] }],
    [{ _or: [] }, { kind: 'or', of: [] }],
    [{ $and: [{ age: 1 }] }, { kind: 'and', of: [compareAge('_eq', literal(1))] }],
    [{ $not: { age: 1 } }, { kind: 'not', of: compareAge('_eq', literal(1)) }],
    [
      {
        _exists: {
          _table: { schema: 'archive', name: 'orders' },
          _where: { customer_id: { _ceq: ['$', 'id'] } },
        },
      },
      {
        kind: 'exists',
        table: named('orders', 'archive'),
        where: { operator: '_eq', right: { kind: 'column', row: 'root', column: 'id' } },
      },
    ],
    [
      { orders: { state: 'open' } },
      {
        kind: 'related',
        join: { table: named('orders'), columns: [['id', 'customer_id']] },
        where: { left: { column: 'state' } },
      },
    ],
    [
      { orders: { customer_id: { _ceq: ['customer', 'age'] } } },
      {
        where: {
          right: { row: 'current', column: 'age', through: [{ table: named('customers') }], nullable: true },
        },
      },
    ],
    [
      { open: { state: 'open' } },
      { kind: 'relatedCall', call: { function: named('open_orders') }, where: {} },
    ],
    [{ name: { _cne: 'mail' } }, { operator: '_neq', right: { row: 'current', column: 'mail' } }],
    [{ name: { $ceq: ['mail'] } }, { operator: '_eq', right: { row: 'current', column: 'mail' } }],
  ])('%o', async (filter, condition) => {
    expect(await filterOf(filter)).toMatchObject(condition);
  });
});

describe('faults', () => {
  it.each([
    [{ nothing: 1 }, '"nothing" does not exist'],
    [{ age: { _near: 1 } }, 'Unknown operator: _near'],
    [{ age: { eq: 1 } }, 'Unknown operator: eq'],
    [{ age: { _eq: null } }, 'unexpected null value for "_eq" of "age"'],
    [{ age: { _like: '1%' } }, expect.stringContaining('incompatible column types')],
    [
      { age: { _ceq: 'name' } },
      expect.stringContaining('column "age" has type "int4", but column "name" has type "text"'),
    ],
    [{ _exists: { _table: 'nothing', _where: {} } }, 'table "nothing" does not exist in source: default'],
    [{ orders: { nothing: 1 } }, '"nothing" does not exist'],
    [
      { prefixed: 'a' },
      expect.stringContaining('Computed columns with input arguments can not be part of the where clause'),
    ],
  ])('%o', async (filter, reason) => {
    const model = await modelOf(shop, shopMetadata(tables(filter)));
    const [[name, text] = []] = reasons(model);
    expect(name).toBe('select_permission user in table customers in source default');
    const prefix = 'Inconsistent object: in table "customers": in permission for role "user": ';
    expect(text?.slice(0, prefix.length)).toBe(prefix);
    expect(text?.slice(prefix.length)).toEqual(reason);
    expect(tableOf(model, 'customers').permissions.size).toBe(0);
  });
});
