import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Database } from '../../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../../src/engine/engine.js';
import { openTestDatabase } from '../../support/database.js';

/** Asynchronous Actions from the mutation to the query and the subscription of their result. */

let database: Database;
let engine: Engine;
let url: string;
let hook: Server;
/** What the webhook was sent, and what it answers. */
const seen: { body: Record<string, unknown>; headers: Record<string, unknown> }[] = [];
let reply: readonly [status: number, body: unknown] = [200, { id: 1 }];

const definition = (handler: string) => ({
  kind: 'asynchronous',
  handler,
  output_type: 'Printed',
  arguments: [{ name: 'text', type: 'String!' }],
  forward_client_headers: true,
});

const metadata = (handler: string) => ({
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: { from_env: 'DATABASE_URL' } } },
      tables: [
        {
          table: { schema: 'public', name: 'page' },
          select_permissions: [{ role: 'user', permission: { columns: ['id', 'text'], filter: {} } }],
        },
      ],
    },
  ],
  actions: [
    { name: 'print', definition: definition(handler), permissions: [{ role: 'user' }], comment: 'Prints' },
  ],
  custom_types: {
    objects: [
      {
        name: 'Printed',
        fields: [{ name: 'id', type: 'Int!' }],
        relationships: [{ name: 'page', type: 'object', remote_table: 'page', field_mapping: { id: 'id' } }],
      },
    ],
  },
});

const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
};
const user = (id: string) => ({ 'x-hasura-role': 'user', 'x-hasura-user-id': id });

async function print(text: string, headers: Record<string, string>): Promise<string> {
  const query = 'mutation ($text: String!) { print(text: $text) }';
  const { data } = await send('/v1/graphql', { query, variables: { text } }, headers);
  expect(data.print).toMatch(/^[\da-f-]{36}$/);
  return data.print as string;
}

const fields = 'id errors output { id page { text } }';
const result = async (id: string, headers: Record<string, string>, selected = fields) => {
  const query = `query ($id: uuid!) { print(id: $id) { ${selected} } }`;
  return (await send('/v1/graphql', { query, variables: { id } }, headers)).data?.print;
};

beforeAll(async () => {
  hook = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      seen.push({ body: JSON.parse(text), headers: request.headers });
      response.writeHead(reply[0]).end(JSON.stringify(reply[1]));
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  database = await openTestDatabase();
  await database.pool.query(
    `create table page (id int primary key, text text); insert into page values (1, 'one')`,
  );
  engine = await createEngine({
    database,
    env: {
      HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL: '20',
      HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: '20',
    },
  });
  url = (await engine.listen({ host: '127.0.0.1', port: 0 })).url;
  const handler = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  const args = { allow_inconsistent_metadata: false, metadata: metadata(handler) };
  expect(await send('/v1/metadata', { type: 'replace_metadata', version: 2, args })).toMatchObject({
    is_consistent: true,
  });
});
afterAll(async () => {
  await engine.close();
  await database.close();
  hook.close();
});

describe('an asynchronous Action', () => {
  it('answers an id at once, calls the webhook later, and tells the output with related rows', async () => {
    reply = [200, { id: 1, more: true }];
    const id = await print('a', { ...user('7'), 'x-client': 'c' });
    await expect
      .poll(() => result(id, user('7')))
      .toEqual({
        id,
        errors: null,
        output: { id: 1, page: { text: 'one' } },
      });
    expect(seen.at(-1)?.body).toEqual({
      action: { name: 'print' },
      input: { text: 'a' },
      session_variables: user('7'),
    });
    expect(seen.at(-1)?.headers).toMatchObject({ 'x-client': 'c' });
    const selected = '__typename made: created_at o: output { n: id __typename }';
    expect(await result(id, user('7'), selected)).toEqual({
      __typename: 'print',
      made: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+00:00$/),
      o: { n: 1, __typename: 'Printed' },
    });
  });

  it('shows its result to who called it and to admins, by all session variables', async () => {
    const id = await print('b', user('7'));
    expect(await result(id, user('8'), 'id')).toBeNull();
    expect(await result(id, { ...user('7'), 'x-hasura-team': 'x' }, 'id')).toBeNull();
    expect(await result(id, {}, 'id')).toEqual({ id });
    expect(await result('00000000-0000-0000-0000-000000000000', {}, 'id')).toBeNull();
  });

  it.each<[readonly [number, unknown], Record<string, unknown>]>([
    [[400, { message: 'no ink', code: 'ink' }], { path: '$', error: 'no ink', code: 'ink' }],
    [[500, {}], { path: '$', error: 'internal error', code: 'unexpected' }],
    [[200, {}], { error: 'field "id" expected in webhook response, but not found' }],
  ])('tells what went wrong: %j', async (answer, errors) => {
    reply = answer;
    const id = await print('c', user('7'));
    await expect.poll(() => result(id, user('7'))).toMatchObject({ id, errors, output: null });
  });

  it('keeps no secret of a request, and tells details to admins alone', async () => {
    reply = [500, {}];
    const errors = async (headers: Record<string, string>) => {
      const id = await print('e', { ...headers, 'x-hasura-admin-secret': 'top' });
      await expect
        .poll(() => result(id, headers, 'errors'))
        .toMatchObject({ errors: { code: 'unexpected' } });
      return (await result(id, headers, 'errors')) as { errors: Record<string, unknown> };
    };
    expect(Object.keys((await errors(user('7'))).errors)).toEqual(['code', 'path', 'error']);
    expect((await errors({})).errors.internal).toMatchObject({
      request: { body: { action: { name: 'print' } } },
    });
    const { rows } = await database.pool.query(
      `select * from hdb_catalog.hdb_action_log where hdb_action_log::text like '%top%'`,
    );
    expect(rows).toEqual([]);
  });

  it('is called again by the next process when one ends before the reply', async () => {
    let answer = () => {};
    const waiting = new Promise<Response>((resolve) => {
      answer = () => resolve(Response.json({ id: 1 }));
    });
    let calls = 0;
    const other = await createEngine({
      database,
      env: { HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL: '1' },
      webhookFetch: () => {
        calls += 1;
        return waiting;
      },
    });
    reply = [200, { id: 1 }];
    const ids: string[] = [];
    // Either process may take a call.
    while (calls === 0) ids.push(await print('f', user('7')));
    await other.close();
    answer();
    for (const id of ids)
      await expect.poll(() => result(id, user('7'))).toMatchObject({ errors: null, output: { id: 1 } });
  });

  it('can be subscribed to', async () => {
    reply = [200, { id: 1 }];
    const id = await print('d', user('7'));
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/graphql`, 'graphql-transport-ws');
    const results: unknown[] = [];
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'next') results.push(payload.data.print);
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init', payload: { headers: user('7') } }));
    const query = 'subscription ($id: uuid!) { print(id: $id) { output { page { text } } } }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { id } } }));
    await expect.poll(() => results.at(-1)).toEqual({ output: { page: { text: 'one' } } });
    socket.terminate();
  });

  it('refuses an id that is none, and is no field of other roles', async () => {
    const query = '{ print(id: "x") { id } }';
    expect(await send('/v1/graphql', { query }, user('7'))).toMatchObject({
      errors: [
        { message: 'invalid input syntax for type uuid: "x"', extensions: { code: 'data-exception' } },
      ],
    });
    expect(await send('/v1/graphql', { query }, { 'x-hasura-role': 'other' })).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    });
  });

  it('has its types in the schema', async () => {
    const query = `{ type: __type(name: "print") { description fields { name type { kind name ofType { name } } } }
      mutation: __type(name: "mutation_root") { fields { name description type { kind ofType { name } } } } }`;
    const { data } = await send('/v1/graphql', { query }, user('7'));
    expect(data).toEqual({
      type: {
        description: 'fields of action: "print"',
        fields: [
          { name: 'created_at', type: { kind: 'NON_NULL', name: null, ofType: { name: 'timestamptz' } } },
          { name: 'errors', type: { kind: 'SCALAR', name: 'json', ofType: null } },
          { name: 'id', type: { kind: 'NON_NULL', name: null, ofType: { name: 'uuid' } } },
          { name: 'output', type: { kind: 'OBJECT', name: 'Printed', ofType: null } },
        ],
      },
      mutation: {
        fields: [
          { name: 'print', description: 'Prints', type: { kind: 'NON_NULL', ofType: { name: 'uuid' } } },
        ],
      },
    });
  });

  it('takes its log with it when it is dropped', async () => {
    const count = async () =>
      (await database.pool.query('select count(*)::int as n from hdb_catalog.hdb_action_log')).rows[0]?.n;
    expect(Number(await count())).toBeGreaterThan(0);
    await send('/v1/metadata', { type: 'drop_action', args: { name: 'print' } });
    expect(Number(await count())).toBe(0);
  });
});
