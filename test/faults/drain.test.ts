import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from './startBehindProxy.js';

const root = resolve(import.meta.dirname, '../..');

/** Answers what is needed to start; other requests stay until they are let go, refused as a broken database would. */
let hasura: Server;
let held: (() => void)[];
let server: ChildProcess;
let output: string;
let exited: Promise<number | null>;

beforeEach(async () => {
  held = [];
  output = '';
  hasura = createServer(async (incoming, outgoing): Promise<unknown> => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const answer = (json: unknown) =>
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (body.includes('UpsertRoles')) return answer({ data: { insertAuthRoles: { affected_rows: 0 } } });
    if (body.includes('export_metadata')) return answer({ actions: [] });
    if (body.includes('ListDueMessages')) return answer({ data: { authOutbox: [] } });
    if (body.includes('CheckReady')) {
      return answer({ data: { authRoles: ['user', 'me', 'anonymous'].map((role) => ({ role })) } });
    }
    return held.push(() => answer({ errors: [{ message: 'down', extensions: { code: 'postgres-error' } }] }));
  });
  await new Promise<void>((done) => hasura.listen(0, '127.0.0.1', done));
});
afterEach(() => {
  server.kill('SIGKILL');
  hasura.closeAllConnections();
  hasura.close();
});

async function start(env: Record<string, string> = {}): Promise<string> {
  server = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HASURA_GRAPHQL_ENDPOINT: `http://127.0.0.1:${(hasura.address() as AddressInfo).port}`,
      HASURA_GRAPHQL_ADMIN_SECRET: 'a',
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
      ACTION_SECRET: 'b',
      AUTH_PORT: '0',
      // Nothing but the end of the process may end a request to Hasura.
      AUTH_HASURA_TIMEOUT: '10m',
      ...env,
    },
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
  }
  let ended = false;
  exited = new Promise((done) =>
    server.once('close', (code) => {
      ended = true;
      done(code);
    }),
  );
  await until(() => /^ready/m.test(output) || ended);
  return /^ready: auth server at (\S+)$/m.exec(output)?.[1] ?? expect.fail(output);
}

/** Status and body of an answer; undefined when the connection was ended or refused. */
function send(url: string, { body, agent }: { body?: object; agent?: Agent } = {}) {
  return new Promise<{ status: number | undefined; text: string } | undefined>((done) => {
    const method = body ? 'POST' : 'GET';
    const outgoing = httpRequest(url, { method, ...(agent && { agent }) }, (incoming: IncomingMessage) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      incoming.on('end', () => done({ status: incoming.statusCode, text }));
    });
    outgoing.once('error', () => done(undefined));
    outgoing.end(body && JSON.stringify(body));
  });
}

const signIn = (url: string, agent?: Agent) =>
  send(`${url}/v1/signin/email-password`, {
    body: { email: 'ada@example.com', password: 'correct horse' },
    ...(agent && { agent }),
  });

describe('SIGTERM', () => {
  it('lets what is under way finish, takes nothing new, and ends with 0', async () => {
    const url = await start();
    expect((await send(`${url}/readyz`))?.status).toBe(200);
    const agent = new Agent({ keepAlive: true });
    const underWay = signIn(url, agent);
    await until(() => held.length === 1);
    server.kill('SIGTERM');
    await expect.poll(() => send(`${url}/healthz`)).toBeUndefined();
    for (const answer of held) answer();
    // What came in before has its answer: here the one that the database is down.
    expect(await underWay).toMatchObject({
      status: 503,
      text: expect.stringContaining('service-unavailable'),
    });
    expect(await exited).toBe(0);
    agent.destroy();
  });

  it('ends with 0 even when a request never ends', async () => {
    const url = await start();
    const stuck = signIn(url);
    await until(() => held.length === 1);
    server.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(await stuck).toBeUndefined();
  });

  it('takes a second one as an order to end at once', async () => {
    const url = await start();
    void signIn(url);
    await until(() => held.length === 1);
    server.kill('SIGTERM');
    await expect.poll(() => send(`${url}/healthz`)).toBeUndefined();
    server.kill('SIGTERM');
    expect(await exited).toBe(1);
  });
});
