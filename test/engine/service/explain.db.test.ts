import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../../src/engine/engine.js';
import type { Json } from '../../../src/engine/json.js';
import { openTestDatabase } from '../../support/database.js';

let database: Database;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await createEngine({ database, env: {} });
  const own = { id: { _eq: 'X-Hasura-Keeper' } };
  const { status } = await post('/v1/query', {
    type: 'bulk',
    args: [
      { type: 'run_sql', args: { sql: 'create table hive (id int primary key, "place" text)' } },
      { type: 'track_table', args: 'hive' },
      {
        type: 'create_select_permission',
        args: { table: 'hive', role: 'keeper', permission: { columns: ['place'], filter: own } },
      },
      {
        type: 'set_custom_types',
        args: { scalars: [], enums: [], objects: [], input_objects: [] },
      },
      {
        type: 'create_action',
        args: { name: 'ping', definition: { handler: 'http://x', type: 'query', output_type: 'String' } },
      },
    ],
  });
  expect(status).toBe(200);
});
afterAll(async () => {
  await engine?.close();
  await database?.close();
});

async function post(path: string, body: Json, headers: Record<string, string> = {}) {
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await engine.fetch(`http://engine${path}`, init);
  return { status: response.status, body: (await response.json()) as Json };
}

const explain = (query: Json, user?: Json, headers?: Record<string, string>) =>
  post('/v1/graphql/explain', { query, ...(user === undefined ? {} : { user }) }, headers);

interface Explained {
  readonly field: string;
  readonly sql: string;
  readonly plan: readonly string[];
}

describe('POST /v1/graphql/explain', () => {
  it('answers the statement and the plan of each root field of a query, and runs none', async () => {
    const { status, body } = await explain({
      query:
        'query q($like: String) { __typename a: hive(where: {place: {_like: $like}}) { id } hive_by_pk(id: 1) { place } }',
      variables: { like: "o'r\\x%" },
      operationName: 'q',
    });
    expect(status).toBe(200);
    const [name, list, one] = body as unknown as readonly Explained[];
    expect(name).toEqual({ field: '__typename', sql: null, plan: null });
    expect(list).toMatchObject({ field: 'a', sql: expect.stringContaining(" E'o''r\\\\x%'") });
    expect(one).toMatchObject({ field: 'hive_by_pk', sql: expect.stringContaining('"hive"') });
    expect(list?.plan.join('\n')).toContain('Seq Scan on hive');
    expect(one?.plan.join('\n')).toContain('Index Scan using hive_pkey');
    const { rows } = await database.pool.query(list?.sql ?? '');
    expect(rows).toHaveLength(1);
  });

  it("is for the role and the variables of 'user'", async () => {
    const user = { 'X-Hasura-Role': 'keeper', 'X-Hasura-Keeper': '7' };
    const { body } = await explain({ query: '{ hive { place } }' }, user);
    expect(body).toMatchObject([{ field: 'hive', sql: expect.stringMatching(/"id" = \( *'7'\)::int4/) }]);
    const { status, body: refusal } = await explain({ query: '{ hive { id } }' }, user);
    expect(status).toBe(400);
    expect(refusal).toMatchObject({
      path: '$.selectionSet.hive.selectionSet.id',
      code: 'validation-failed',
    });
  });

  it('answers one object for a subscription', async () => {
    const { body } = await explain({ query: 'subscription { hive { id } }' });
    expect(body).toMatchObject({ sql: expect.stringContaining('"hive"'), plan: expect.any(Array) });
  });

  it.each([
    [{ query: 'mutation { delete_hive(where: {}) { affected_rows } }' }, 'only queries can be explained'],
    [{ query: '{ ping }' }, 'query actions cannot be explained'],
  ])('refuses %o', async (query, error) => {
    const { status, body } = await explain(query);
    expect({ status, body }).toEqual({ status: 400, body: { path: '$', error, code: 'invalid-params' } });
  });

  it('refuses streams', async () => {
    const query = 'subscription { hive_stream(batch_size: 1, cursor: {initial_value: {id: 0}}) { id } }';
    expect((await explain({ query })).body).toMatchObject({ code: 'not-supported' });
  });

  it('is for admins, whoever it explains for', async () => {
    const { status, body } = await explain({ query: '{ hive { place } }' }, null, {
      'x-hasura-role': 'keeper',
    });
    expect({ status, body }).toEqual({
      status: 400,
      body: { path: '$', error: 'restricted access : admin only', code: 'access-denied' },
    });
  });

  it.each([
    [[], '$'],
    [{}, '$'],
    [{ query: 1 }, '$.query'],
    [{ query: { query: '{ hive { id } }' }, user: { 'x-hasura-role': 1 } }, "$.user['x-hasura-role']"],
  ])('says what is wrong with %o', async (body, path) => {
    expect(await post('/v1/graphql/explain', body)).toMatchObject({
      status: 400,
      body: { path, code: 'parse-failed' },
    });
  });
});
