import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/json.js';
import { buildRoleSchema } from '../../../src/engine/schema/buildRoleSchema.js';
import { openTestEngine, type TestEngine } from './library.js';
import { RandomDocuments } from './randomDocuments.js';

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
const reading = (permission: JsonObject) => [
  { role: 'reader', permission: { columns: '*', allow_aggregations: true, ...permission } },
];
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
    select_permissions: reading({
      filter: { org: { _eq: 'X-Hasura-Org' } },
      computed_fields: ['label'],
    }),
  },
  {
    table: { schema: 'public', name: 'notes' },
    object_relationships: [{ name: 'user', using: { foreign_key_constraint_on: 'user_id' } }],
    select_permissions: reading({ filter: { _and: [ofOrg, { done: { _eq: false } }] } }),
  },
  { table: { schema: 'public', name: 'colors' }, is_enum: true },
];

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.ROUNDS ?? 150);
let engine: TestEngine;

beforeAll(async () => {
  console.log(`SEED=${seed}`);
  engine = await openTestEngine(sql, tables, [{ function: { schema: 'public', name: 'search_notes' } }]);
});
afterAll(() => engine?.database.close());

const documentsFor = (role: string, faults: number) =>
  new RandomDocuments(buildRoleSchema(engine.model, role, { backendOnly: false }), seed, faults);

describe('random requests on a database', () => {
  it("show no row outside the role's filter, however it is reached", async () => {
    const documents = documentsFor('reader', 0);
    const { rows } = await engine.database.pool.query(
      `select (select string_agg(id::text, ',') from users where org = 1) as users,
        (select string_agg(n.id::text, ',') from notes n join users u on u.id = n.user_id where u.org = 1 and not n.done) as notes`,
    );
    const allowed = {
      users: new Set<string>(rows[0].users.split(',')),
      notes: new Set<string>(rows[0].notes.split(',')),
    };
    const query = `query ($u: users_bool_exp!, $n: notes_bool_exp!, $o: users_order_by!) {
      notes(where: $n) { notes: id user { users: id } }
      users(where: $u, order_by: [$o]) { users: id done { notes: id } notes(where: $n) { notes: id user { users: id } } }
      users_aggregate(where: $u) { aggregate { count } nodes { users: id notes_aggregate { nodes { notes: id } } } }
    }`;
    let answered = 0;
    for (let round = 0; round < rounds; round += 1) {
      const variables = {
        u: documents.value('users_bool_exp'),
        n: documents.value('notes_bool_exp'),
        o: documents.value('users_order_by'),
      };
      const answer = await engine.ask(query, variables, { role: 'reader', 'x-hasura-org': '1' });
      if (!('data' in answer)) continue;
      answered += 1;
      for (const [kind, id] of idsIn(answer.data)) {
        if (!allowed[kind].has(id)) throw new Error(`${kind} ${id} shown by ${JSON.stringify(variables)}`);
      }
    }
    expect(answered).toBeGreaterThan(rounds / 2);
  });

  it('never fail but in what the request asks for', async () => {
    const documents = documentsFor('admin', 0.01);
    for (let round = 0; round < rounds; round += 1) {
      const { query, variables } = documents.next();
      if (query.startsWith('subscription')) continue;
      const answer = await engine.ask(query, variables);
      if ('code' in answer) expect(`${answer.code} ${query} ${JSON.stringify(variables)}`).toMatch(faults);
    }
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
