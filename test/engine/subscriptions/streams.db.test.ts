import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Database } from '../../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../../src/engine/engine.js';
import type { Json } from '../../../src/engine/json.js';
import { openTestDatabase } from '../../support/database.js';

/** Streaming subscriptions from the socket to the rows: the permissions of the role hold in each batch. */

let database: Database;
let engine: Engine;
let url: string;

const table = { schema: 'public', name: 'staff' };
const selectable = (role: string, permission: Json) => ({ role, permission });
const metadata = {
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'DATABASE_URL' } } },
      tables: [
        {
          table,
          object_relationships: [{ name: 'boss', using: { foreign_key_constraint_on: 'boss_id' } }],
          select_permissions: [
            selectable('own', {
              columns: ['id', 'name', 'boss_id'],
              filter: { team: { _eq: 'X-Hasura-Team' } },
            }),
            selectable('few', { columns: ['id'], filter: {}, limit: 2 }),
            selectable('everybody', { columns: ['id', 'name'], filter: {} }),
            selectable('self', { columns: ['id', 'salary'], filter: { id: { _eq: 'X-Hasura-User-Id' } } }),
          ],
        },
      ],
    },
  ],
  inherited_roles: [{ role_name: 'employee', role_set: ['everybody', 'self'] }],
};

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query(`create table staff (id int primary key, name text not null, team text not null,
    salary int, boss_id int references staff(id))`);
  engine = await createEngine({
    database,
    env: {
      HASURA_GRAPHQL_ADMIN_SECRET: 'secret',
      HASURA_GRAPHQL_STREAMING_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: '20',
      HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: '20',
    },
  });
  url = (await engine.listen({ host: '127.0.0.1', port: 0 })).url;
  const response = await fetch(`${url}/v1/metadata`, {
    method: 'POST',
    headers: { 'x-hasura-admin-secret': 'secret' },
    body: JSON.stringify({
      type: 'replace_metadata',
      version: 2,
      args: { allow_inconsistent_metadata: false, metadata },
    }),
  });
  if (!response.ok) throw new Error(await response.text());
});
afterAll(async () => {
  await engine.close();
  await database.close();
});
beforeEach(() =>
  database.pool.query(`truncate staff; insert into staff values
    (1, 'Ann', 'red', 30, null), (2, 'Bea', 'blue', 10, 1), (3, 'Cid', 'red', 20, 1), (4, 'Dan', 'red', 40, 2)`),
);

interface Stream {
  /** `staff_stream` of each batch, or the errors. */
  readonly batches: Json[];
  close(): void;
}

function stream(
  fields: string,
  cursor: string,
  headers: Readonly<Record<string, string>>,
  more = '',
): Stream {
  const batches: Json[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/graphql`, 'graphql-transport-ws');
  const query = `subscription { staff_stream(batch_size: 10, cursor: {${cursor}} ${more}) { ${fields} } }`;
  socket.on('open', () => {
    const payload = { headers: { 'x-hasura-admin-secret': 'secret', ...headers } };
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  });
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data)) as {
      type: string;
      payload: { data?: { staff_stream: Json }; errors?: Json };
    };
    if (type === 'next' || type === 'error')
      batches.push(payload.data?.staff_stream ?? (payload as unknown as Json));
  });
  return { batches, close: () => socket.terminate() };
}

const fromTheStart = 'initial_value: {id: 0}';
const insert = (values: string) => database.pool.query(`insert into staff values ${values}`);

describe('a stream under permissions', () => {
  const red = { 'x-hasura-role': 'own', 'x-hasura-team': 'red' };
  const blue = { 'x-hasura-role': 'own', 'x-hasura-team': 'blue' };

  it('has the rows of the filter alone, in later batches too, for each session its own', async () => {
    const [ofRed, ofBlue] = [stream('id name', fromTheStart, red), stream('id name', fromTheStart, blue)];
    const first = [
      [
        { id: 1, name: 'Ann' },
        { id: 3, name: 'Cid' },
        { id: 4, name: 'Dan' },
      ],
    ];
    await expect.poll(() => ofRed.batches).toEqual(first);
    await expect.poll(() => ofBlue.batches).toEqual([[{ id: 2, name: 'Bea' }]]);
    await insert("(5, 'Eve', 'blue', 5, 1), (6, 'Fay', 'red', 6, 1)");
    await expect.poll(() => ofRed.batches).toEqual([...first, [{ id: 6, name: 'Fay' }]]);
    await expect.poll(() => ofBlue.batches).toEqual([[{ id: 2, name: 'Bea' }], [{ id: 5, name: 'Eve' }]]);
    ofRed.close();
    ofBlue.close();
  });

  it('holds a condition of the client within the filter, and related rows to theirs', async () => {
    const all = stream(
      'id boss { name }',
      fromTheStart,
      red,
      ', where: {_or: [{id: {_gt: 0}}, {name: {_eq: "Bea"}}]}',
    );
    await expect
      .poll(() => all.batches)
      .toEqual([
        [
          { id: 1, boss: null },
          { id: 3, boss: { name: 'Ann' } },
          // Bea is of another team.
          { id: 4, boss: null },
        ],
      ]);
    all.close();
  });

  it.each([
    ['a field', 'id salary', fromTheStart, '', "field 'salary' not found in type: 'staff'"],
    [
      'a cursor',
      'id',
      'initial_value: {salary: 0}',
      '',
      "field 'salary' not found in type: 'staff_stream_cursor_value_input'",
    ],
    [
      'a condition',
      'id',
      fromTheStart,
      ', where: {salary: {_gt: 0}}',
      "field 'salary' not found in type: 'staff_bool_exp'",
    ],
  ])('knows no other columns as %s', async (_, fields, cursor, more, message) => {
    const refused = stream(fields, cursor, red, more);
    await expect.poll(() => JSON.stringify(refused.batches)).toContain(message);
    refused.close();
  });

  it('has no more rows in a batch than the role may read at once', async () => {
    const few = stream('id', fromTheStart, { 'x-hasura-role': 'few' });
    await expect
      .poll(() => few.batches)
      .toEqual([
        [{ id: 1 }, { id: 2 }],
        [{ id: 3 }, { id: 4 }],
      ]);
    few.close();
  });
});

describe("a stream of an inherited role's rows", () => {
  const cid = { 'x-hasura-role': 'employee', 'x-hasura-user-id': '3' };

  it('shows a column where one of its roles does', async () => {
    const rows = stream('name salary', fromTheStart, cid);
    await expect
      .poll(() => rows.batches)
      .toEqual([
        [
          { name: 'Ann', salary: null },
          { name: 'Bea', salary: null },
          { name: 'Cid', salary: 20 },
          { name: 'Dan', salary: null },
        ],
      ]);
    rows.close();
  });

  it.each(['ASC', 'DESC'])('tells nothing of hidden values by a cursor, going %s', async (ordering) => {
    const initial = ordering === 'ASC' ? '0' : '1000';
    const rows = stream('id', `initial_value: {salary: ${initial}}, ordering: ${ordering}`, cid);
    await expect.poll(() => rows.batches).toEqual([[{ id: 3 }]]);
    await insert("(5, 'Eve', 'blue', 25, 1), (6, 'Fay', 'red', 15, 1)");
    // The next batch would come within one interval; that of another stream says that it has passed.
    const probe = stream('id', 'initial_value: {id: 4}', cid);
    await expect.poll(() => probe.batches).toEqual([[{ id: 5 }, { id: 6 }]]);
    await insert("(7, 'Gus', 'red', 22, 1)");
    await expect.poll(() => probe.batches).toHaveLength(2);
    expect(rows.batches).toEqual([[{ id: 3 }]]);
    rows.close();
    probe.close();
  });
});
