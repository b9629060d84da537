import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Database } from '../../src/engine/database/database.js';
import { openPostgres } from '../../src/engine/database/postgres.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import type { Json } from '../../src/engine/json.js';
import { findPostgresBinaries, type PostgresServer, startPostgresServer } from '../support/postgresServer.js';

/** A PostgreSQL that is killed and started again under a running engine. */
const binaries = findPostgresBinaries();
let server: PostgresServer;
let database: Database;
let engine: Engine;
let url: string;

beforeAll(async () => {
  if (!binaries) return;
  server = await startPostgresServer(binaries);
  database = openPostgres({ connectionString: server.url });
  await database.pool.query('create table note (id serial primary key, text text)');
  engine = await createEngine({
    database,
    env: { HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: '50' },
  });
  url = (await engine.listen({ host: '127.0.0.1', port: 0 })).url;
  await post('/v1/query', { type: 'track_table', args: 'note' });
});
afterAll(async () => {
  await engine?.close();
  await database?.close();
  server?.stop();
});

async function post(path: string, body: Json): Promise<{ status: number; body: Json }> {
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Json };
}

const graphql = async (query: string) => (await post('/v1/graphql', { query })).body;

function subscribe(query: string): { readonly messages: Json[]; close(): void } {
  const messages: Json[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/graphql`, 'graphql-transport-ws');
  socket.on('open', () => {
    socket.send('{"type":"connection_init"}');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  });
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data)) as { type: string; payload: Json };
    if (type !== 'ping' && type !== 'connection_ack') messages.push(payload);
  });
  return { messages, close: () => socket.terminate() };
}

const list = '{ note { id text } }';
const change = `mutation {
  a: insert_note_one(object: {text: "a"}) { text }
  b: insert_note_one(object: {text: "b"}) { text }
}`;
const outage = { message: 'connection error', extensions: { path: '$', code: 'postgres-error' } };

describe.runIf(binaries)('while the database is away', () => {
  it("every request fails in Hasura's form; then all goes on, live queries too", async () => {
    for (let run = 0; run < 3; run += 1) expect(await graphql(list)).toEqual({ data: { note: [] } });
    const live = subscribe(`subscription ${list}`);
    await expect.poll(() => live.messages).toEqual([{ data: { note: [] } }]);

    server.crash();
    expect(await graphql(list)).toMatchObject({ errors: [outage] });
    expect(await graphql(change)).toMatchObject({ errors: [outage] });
    expect(await post('/v2/query', { type: 'run_sql', args: { sql: 'select 1' } })).toMatchObject({
      status: 500,
      body: { path: '$', error: 'connection error', code: 'postgres-error' },
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(500);
    await expect.poll(() => live.messages.at(-1)).toMatchObject({ errors: [outage] });

    server.start();
    expect(await graphql(list)).toEqual({ data: { note: [] } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await expect.poll(() => live.messages.at(-1)).toEqual({ data: { note: [] } });
    expect(await graphql(change)).toEqual({ data: { a: { text: 'a' }, b: { text: 'b' } } });
    await expect
      .poll(() => live.messages.at(-1))
      .toMatchObject({ data: { note: [{ text: 'a' }, { text: 'b' }] } });
    live.close();
  });
});
