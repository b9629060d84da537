import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.js';
import { openTestEngine, type TestEngine } from './library.js';

const sql = `
  create table staff (id serial primary key, name text not null, salary int, boss_id int references staff(id),
    retired boolean not null default false);
  insert into staff (name, salary, boss_id, retired) values
    ('Ann', 30, null, false), ('Bea', 10, 1, true), ('Cid', 20, 1, false), ('Dan', 40, 3, false), ('Eve', 5, 3, true);
  create table doors (code text primary key, room text not null, keeper int not null);
  insert into doors values ('1234', 'cellar', 1), ('5678', 'attic', 2);
`;

const select = (role: string, permission: JsonObject) => ({ role, permission });
const tables = [
  {
    table: { schema: 'public', name: 'staff' },
    object_relationships: [{ name: 'boss', using: { foreign_key_constraint_on: 'boss_id' } }],
    array_relationships: [
      { name: 'team', using: { foreign_key_constraint_on: { table: 'staff', column: 'boss_id' } } },
    ],
    select_permissions: [
      select('everybody', { columns: ['id', 'name', 'boss_id'], filter: {}, allow_aggregations: true }),
      select('self', {
        columns: ['id', 'salary', 'retired'],
        filter: { id: { _eq: 'x-hasura-user-id' } },
        allow_aggregations: true,
      }),
      select('underpaid', { columns: '*', filter: { boss: { salary: { _cgt: ['$', 'salary'] } } } }),
    ],
  },
  {
    table: { schema: 'public', name: 'doors' },
    select_permissions: [
      select('everybody', { columns: ['room'], filter: {} }),
      select('self', { columns: ['code'], filter: { keeper: { _eq: 'x-hasura-user-id' } } }),
    ],
    delete_permissions: [{ role: 'employee', permission: { filter: {} } }],
  },
];

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine(
    sql,
    tables,
    [],
    [{ role_name: 'employee', role_set: ['everybody', 'self'] }],
  );
});
afterAll(() => engine?.database.close());

describe('an inherited role', () => {
  const bea = { role: 'employee', 'x-hasura-user-id': '2' } as const;

  it('sees a column where one of its roles does, null elsewhere', async () => {
    expect(await engine.ask('{ staff(order_by: {id: asc}) { name salary } }', {}, bea)).toEqual({
      data: {
        staff: [
          { name: 'Ann', salary: null },
          { name: 'Bea', salary: 10 },
          { name: 'Cid', salary: null },
          { name: 'Dan', salary: null },
          { name: 'Eve', salary: null },
        ],
      },
    });
  });

  it('learns nothing of hidden values by conditions, orders and aggregates', async () => {
    const query = `{
      equal: staff(where: {salary: {_eq: 30}}) { name }
      more: staff(where: {salary: {_gt: 0}}) { name }
      unknown: staff(where: {salary: {_is_null: true}}, order_by: {id: asc}) { id }
      first: staff(order_by: [{salary: asc_nulls_last}, {id: asc}]) { id }
      staff_aggregate { aggregate { max { salary } sum { salary } } }
    }`;
    expect(await engine.ask(query, {}, bea)).toEqual({
      data: {
        equal: [],
        more: [{ name: 'Bea' }],
        unknown: [{ id: 1 }, { id: 3 }, { id: 4 }, { id: 5 }],
        first: [{ id: 2 }, { id: 1 }, { id: 3 }, { id: 4 }, { id: 5 }],
        staff_aggregate: { aggregate: { max: { salary: 10 }, sum: { salary: 10 } } },
      },
    });
  });

  it('learns nothing of hidden values by counts, distinct rows and conditions on aggregates', async () => {
    const query = `{
      staff_aggregate { aggregate { count(columns: [salary]) variance { salary } } }
      different: staff_aggregate { aggregate { count(columns: [salary], distinct: true) } }
      one: staff(distinct_on: [salary], order_by: [{salary: asc}, {id: asc}]) { id }
      some: staff(where: {team_aggregate: {count: {arguments: [salary], predicate: {_gte: 1}}}}) { id }
      filtered: staff(where: {team_aggregate: {count: {filter: {salary: {_gt: 5}}, predicate: {_gte: 1}}}}) { id }
      every: staff(where: {team_aggregate: {bool_and: {arguments: retired, predicate: {_eq: true}}}}) { id }
      ordered: staff(order_by: [{team_aggregate: {sum: {salary: desc_nulls_last}}}, {id: desc}]) { id }
    }`;
    expect(await engine.ask(query, {}, bea)).toEqual({
      data: {
        staff_aggregate: { aggregate: { count: 1, variance: { salary: null } } },
        different: { aggregate: { count: 1 } },
        one: [{ id: 2 }, { id: 1 }],
        some: [{ id: 1 }],
        filtered: [{ id: 1 }],
        every: [{ id: 1 }],
        ordered: [{ id: 1 }, { id: 5 }, { id: 4 }, { id: 3 }, { id: 2 }],
      },
    });
  });

  it("can't try hidden keys", async () => {
    const query = '{ own: doors_by_pk(code: "5678") { room } other: doors_by_pk(code: "1234") { room } }';
    expect(await engine.ask(query, {}, bea)).toEqual({ data: { own: { room: 'attic' }, other: null } });
    const attempt = 'mutation { delete_doors_by_pk(code: "1234") { room } }';
    expect(await engine.ask(attempt, {}, bea)).toEqual({ data: { delete_doors_by_pk: null } });
  });
});

describe('`$` in a permission', () => {
  it('means the row that the permission is about, however the request comes to it', async () => {
    const query = `{
      staff(order_by: {id: asc}) { name team(order_by: {id: asc}) { name } }
      through: staff(where: {team: {name: {_in: ["Dan", "Eve"]}}}) { name }
      ordered: staff(order_by: [{boss: {name: asc}}, {id: asc}]) { name }
    }`;
    expect(await engine.ask(query, {}, { role: 'underpaid' })).toEqual({
      data: {
        staff: [
          { name: 'Bea', team: [] },
          { name: 'Cid', team: [{ name: 'Eve' }] },
          { name: 'Eve', team: [] },
        ],
        through: [{ name: 'Cid' }],
        ordered: [{ name: 'Eve' }, { name: 'Bea' }, { name: 'Cid' }],
      },
    });
  });
});
