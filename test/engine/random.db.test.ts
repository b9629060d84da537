import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import type { Json, JsonObject } from '../../src/engine/json.js';
import { buildRoleSchema } from '../../src/engine/schema/buildRoleSchema.js';
import { openTestDatabase } from '../support/database.js';
import { RandomDocuments } from './plan/randomDocuments.js';
import { type OracleTable, WhereOracle } from './whereOracle.js';

const sql = `
  create table users (
    id serial primary key, name text not null default 'a', age int, height real, info jsonb, tags text[], big bigint,
    ok boolean, price numeric, at timestamptz default now(), org int
  );
  create table colors (value text primary key, comment text);
  insert into colors values ('red', null), ('blue', null);
  create table notes (
    id serial primary key, title text not null default 'b', user_id int references users(id) on delete cascade,
    color text not null default 'red' references colors(value), done boolean not null default false
  );
  insert into users (name, age, height, info, tags, big, ok, price, org)
    select 'n' || n, n, n / 2.0, jsonb_build_object('n', n), array['a', n::text], n, n % 2 = 0, n / 4.0, n % 3
    from generate_series(1, 12) n;
  insert into notes (title, user_id, color, done)
    select 't' || n, 1 + n % 12, case when n % 2 = 0 then 'red' else 'blue' end, n % 5 = 0 from generate_series(1, 40) n;
  create function search_notes(term text, n int default 3) returns setof notes language sql stable as
    $$ select * from notes where title like term limit n $$;
  create function user_label(u users, prefix text default 'x') returns text language sql stable as
    $$ select prefix || u.name $$;
  create function user_done(u users) returns setof notes language sql stable as
    $$ select * from notes where user_id = u.id and done $$;
`;

const ofOrg = { user: { org: { _eq: 'X-Hasura-Org' } } };
const reading = (permission: JsonObject, ...more: JsonObject[]) => [
  { role: 'reader', permission: { columns: '*', allow_aggregations: true, ...permission } },
  ...more,
];
/** Sees of everybody the name, and of one user everything. */
const self = {
  role: 'self',
  permission: { columns: '*', filter: { id: 'X-Hasura-User-Id' }, allow_aggregations: true },
};
const everybody = { role: 'everybody', permission: { columns: ['id', 'name', 'org'], filter: {} } };
const tables: Json = [
  {
    table: { schema: 'public', name: 'users' },
    array_relationships: [
      { name: 'notes', using: { foreign_key_constraint_on: { table: 'notes', column: 'user_id' } } },
    ],
    computed_fields: [
      { name: 'label', definition: { function: 'user_label' } },
      { name: 'done', definition: { function: 'user_done' } },
    ],
    select_permissions: reading(
      { filter: { org: { _eq: 'X-Hasura-Org' } }, computed_fields: ['label'] },
      self,
      everybody,
    ),
  },
  {
    table: { schema: 'public', name: 'notes' },
    object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'user_id' } }],
    select_permissions: reading(
      { filter: { _and: [ofOrg, { done: { _eq: false } }] } },
      { ...self, permission: { columns: '*', filter: {} } },
    ),
  },
  { table: { schema: 'public', name: 'colors' }, is_enum: true },
];

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Of random documents; there are as many conditions. 10,000 take about two minutes. */
const rounds = Number(process.env.ROUNDS ?? 500);
let database: Database;
let engine: Engine;
const bugs: unknown[] = [];

beforeAll(async () => {
  console.log(`SEED=${seed}`);
  database = await openTestDatabase();
  await database.pool.query(sql);
  engine = await createEngine({ database, env: {}, onError: (error) => bugs.push(error) });
  const { sources } = (await command('export_metadata', {})) as { sources: readonly JsonObject[] };
  const functions = [{ function: { schema: 'public', name: 'search_notes' } }];
  const applied = await command('replace_metadata', {
    metadata: {
      version: 3,
      sources: [{ ...sources[0], tables, functions }],
      inherited_roles: [{ role_name: 'staff', role_set: ['everybody', 'self'] }],
    },
  });
  expect(applied).toMatchObject({ is_consistent: true });
});
afterAll(async () => {
  await engine?.close();
  await database?.close();
});

type Headers = Readonly<Record<string, string>>;

async function post(path: string, body: Json, headers: Headers = {}): Promise<Response> {
  return engine.fetch(`http://localhost${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const command = async (type: string, args: Json): Promise<unknown> =>
  (await post('/v1/metadata', { type, args, version: type === 'replace_metadata' ? 2 : 1 })).json();

interface Answer {
  readonly data?: Json;
  readonly errors?: readonly [{ readonly message: string; readonly extensions: { readonly code: string } }];
}

async function ask(query: string, variables: Json, headers: Headers = {}): Promise<Answer> {
  const response = await post('/v1/graphql', { query, variables }, headers);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const reader = { 'x-hasura-role': 'reader', 'x-hasura-org': '1' };
const staff = { 'x-hasura-role': 'staff', 'x-hasura-user-id': '4' };

const documentsFor = (role: string, faults: number) =>
  new RandomDocuments(
    buildRoleSchema(engine.metadata.state().model, role, { backendOnly: false }),
    seed,
    faults,
  );

const usersColumns = {
  id: { values: [1, 4, 7, 11] },
  name: { values: ['n1', 'n4', "n'"] },
  org: { values: [0, 1, 2] },
} as const;
const notesRelation = { to: 'notes', on: (user: string, note: string) => `${note}.user_id = ${user}.id` };
const userRelation = { to: 'users', on: (note: string, user: string) => `${note}.user_id = ${user}.id` };
const notesColumns = {
  title: { values: ['t1', 't2', 't33'] },
  done: { values: [true, false] },
  user_id: { values: [1, 2, 4] },
} as const;
/** The values of a staff member: of others null. */
const own = (column: string) => (row: string) => `(case when ${row}.id = 4 then ${row}.${column} end)`;

const views: Readonly<Record<string, readonly [Headers, readonly OracleTable[]]>> = {
  reader: [
    reader,
    [
      {
        name: 'users',
        filter: (row) => `(${row}.org = 1)`,
        columns: { ...usersColumns, age: { values: [1, 4, 9] }, ok: { values: [true, false] } },
        relations: { notes: notesRelation },
      },
      {
        name: 'notes',
        filter: (row) =>
          `(not ${row}.done and exists (select from users o where o.id = ${row}.user_id and o.org = 1))`,
        columns: notesColumns,
        relations: { user: userRelation },
      },
    ],
  ],
  staff: [
    staff,
    [
      {
        name: 'users',
        filter: () => 'true',
        columns: {
          ...usersColumns,
          age: { values: [1, 4, 9], sql: own('age') },
          ok: { values: [true, false], sql: own('ok') },
        },
        relations: { notes: notesRelation },
      },
      { name: 'notes', filter: () => 'true', columns: notesColumns, relations: { user: userRelation } },
    ],
  ],
};

describe.each(Object.entries(views))('random conditions of %s', (_role, [headers, visible]) => {
  it('find exactly the rows that the same condition in SQL finds', async () => {
    const oracle = new WhereOracle(visible, seed);
    for (let round = 0; round < rounds / 4; round += 1) {
      const table = round % 2 === 0 ? 'users' : 'notes';
      const where = oracle.next(table);
      const rows = oracle.rowsSql(table, where);
      const { rows: found } = await database.pool.query(
        `select array_agg(r.id order by r.id)::text as ids from ${rows}`,
      );
      const query = `query ($where: ${table}_bool_exp!) { ${table}(where: $where, order_by: {id: asc}) { id } }`;
      const { data, errors } = await ask(query, { where }, headers);
      const ids = (data as { readonly [table: string]: readonly { readonly id: number }[] } | undefined)?.[
        table
      ];
      const wanted = found[0].ids ?? '{}';
      if (`{${ids?.map(({ id }) => id).join(',')}}` !== wanted) {
        throw new Error(`${JSON.stringify(where)}: ${JSON.stringify(ids ?? errors)}, not ${wanted}`);
      }
    }
  });

  it('aggregate exactly what SQL aggregates', async () => {
    const oracle = new WhereOracle(visible, seed + 1);
    const age = oracle.columnSql('users', 'age', 'r');
    const query = `query ($where: users_bool_exp!) { users_aggregate(where: $where) { aggregate {
      count ages: count(columns: [age]) different: count(columns: [age], distinct: true) sum { age } max { age name }
    } } }`;
    for (let round = 0; round < rounds / 10; round += 1) {
      const where = oracle.next('users');
      const { rows } = await database.pool.query(
        `select json_build_object('count', count(*), 'ages', count(${age}), 'different', count(distinct ${age}),
          'sum', json_build_object('age', sum(${age})), 'max', json_build_object('age', max(${age}), 'name', max(r.name)))::text as json
         from ${oracle.rowsSql('users', where)}`,
      );
      const { data } = await ask(query, { where }, headers);
      expect(data, JSON.stringify(where)).toEqual({
        users_aggregate: { aggregate: JSON.parse(rows[0].json) },
      });
    }
  });
});

describe('random requests', () => {
  it.each([
    ['admin', {}],
    ['reader', reader],
    ['staff', staff],
  ] as const)('never fail but in what the request asks for (%s)', async (role, headers) => {
    const documents = documentsFor(role, 0.01);
    for (let round = 0; round < rounds / 3; round += 1) {
      const { query, variables } = documents.next();
      if (query.startsWith('subscription')) continue;
      const { errors } = await ask(query, variables, headers);
      if (errors)
        expect(`${errors[0].extensions.code} ${query} ${JSON.stringify(variables)}`).toMatch(faults);
    }
    expect(bugs).toEqual([]);
  });

  it("show no row outside the role's filter, however it is reached", async () => {
    const documents = documentsFor('reader', 0);
    const { rows } = await database.pool.query(
      `select (select string_agg(id::text, ',') from users where org = 1) as users,
        (select string_agg(n.id::text, ',') from notes n join users u on u.id = n.user_id where u.org = 1 and not n.done) as notes`,
    );
    const allowed = {
      users: new Set<string>((rows[0].users ?? '').split(',')),
      notes: new Set<string>((rows[0].notes ?? '').split(',')),
    };
    const query = `query ($u: users_bool_exp!, $n: notes_bool_exp!, $o: users_order_by!) {
      notes(where: $n) { notes: id user { users: id } }
      users(where: $u, order_by: [$o]) { users: id done { notes: id } notes(where: $n) { notes: id user { users: id } } }
      users_aggregate(where: $u) { aggregate { count } nodes { users: id notes_aggregate { nodes { notes: id } } } }
    }`;
    let answered = 0;
    for (let round = 0; round < rounds / 5; round += 1) {
      const variables = {
        u: documents.value('users_bool_exp'),
        n: documents.value('notes_bool_exp'),
        o: documents.value('users_order_by'),
      };
      const { data } = await ask(query, variables, reader);
      if (data === undefined) continue;
      answered += 1;
      for (const [kind, id] of idsIn(data)) {
        if (!allowed[kind].has(id)) throw new Error(`${kind} ${id} shown by ${JSON.stringify(variables)}`);
      }
    }
    expect(answered).toBeGreaterThan(rounds / 10);
  });
});

const faults =
  /^(validation-failed|parse-failed|not-supported|data-exception|constraint-violation|constraint-error)/;

type Kind = 'users' | 'notes';

/** Ids of the rows in an answer, by the alias they were asked under. */
function* idsIn(data: Json): Generator<readonly [Kind, string]> {
  if (Array.isArray(data)) {
    for (const each of data) yield* idsIn(each as Json);
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, each] of Object.entries(data)) {
      if (typeof each === 'number' && (key === 'users' || key === 'notes')) yield [key, String(each)];
      else yield* idsIn((each ?? null) as Json);
    }
  }
}
