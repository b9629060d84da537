import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHasura, HasuraRefusal, violatedConstraint, violates } from '../../src/hasura/client.js';
import { createPoolFetch, type PoolFetch } from '../../src/hasura/poolFetch.js';
import { Secret } from '../../src/lib/secret.js';

let server: Server;
let pool: PoolFetch;
let answer: { status: number; body: string } | 'hang' | 'hang up';
const requests: { path: string; headers: Record<string, unknown>; body: Record<string, unknown> }[] = [];

beforeEach(async () => {
  requests.length = 0;
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    requests.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
    if (answer === 'hang up') request.socket.destroy();
    else if (answer !== 'hang') {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    }
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  pool = createPoolFetch({ origin: endpoint(), timeoutMs: 300, connections: 8 });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await pool.close();
});

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const find = () =>
  createHasura({ endpoint: endpoint(), adminSecret: new Secret('admin'), fetch: pool.fetch }).FindUserByEmail(
    {
      email: 'secret@example.com',
    },
  );
const refusal = (code: string, message: string) => {
  answer = { status: 200, body: JSON.stringify({ errors: [{ message, extensions: { code, path: '$' } }] }) };
};

describe('the client of Hasura', () => {
  it('asks as admin, over one path', async () => {
    answer = { status: 200, body: '{"data":{"users":[]}}' };
    expect(await find()).toEqual({ users: [] });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      path: '/v1/graphql',
      headers: { 'x-hasura-admin-secret': 'admin', 'content-type': 'application/json' },
      body: { variables: { email: 'secret@example.com' } },
    });
  });

  it('keeps its connections', async () => {
    answer = { status: 200, body: '{"data":{"users":[]}}' };
    for (let round = 0; round < 20; round += 1) await find();
    // A second one when the first was not yet done with its answer; without reuse there were twenty.
    const count = await new Promise<number>((done) => server.getConnections((_, open) => done(open)));
    expect(count).toBeLessThanOrEqual(3);
  });

  it('tells a violated constraint by its name', async () => {
    refusal(
      'constraint-violation',
      'Uniqueness violation. duplicate key value violates unique constraint "users_email_key"',
    );
    const error = await find().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HasuraRefusal);
    expect(error).toMatchObject({ code: 'constraint-violation', constraint: 'users_email_key' });
    expect(violatedConstraint(error)).toBe('users_email_key');
    expect(violates(error, 'users_pkey', 'users_email_key')).toBe(true);
    expect(violates(error, 'users_pkey')).toBe(false);
    for (const other of [
      new Error('constraint "users_pkey"'),
      new HasuraRefusal('constraint "users_pkey"', 'not-found'),
    ]) {
      expect([violatedConstraint(other), violates(other, 'users_pkey')]).toEqual([undefined, false]);
    }
  });

  it('tells other refusals by their code', async () => {
    refusal('validation-failed', 'field "x" not found');
    await expect(find()).rejects.toMatchObject({
      name: 'HasuraRefusal',
      code: 'validation-failed',
      constraint: undefined,
    });
  });

  it.each<[string, typeof answer]>([
    ['a status of a proxy', { status: 502, body: 'Bad Gateway' }],
    ['a page in place of JSON', { status: 200, body: '<html>' }],
    ['JSON that is no answer', { status: 200, body: 'null' }],
    ['errors that are none', { status: 200, body: '{"errors":[null]}' }],
    [
      'a database that is down',
      {
        status: 200,
        body: '{"errors":[{"message":"connection error","extensions":{"code":"postgres-error"}}]}',
      },
    ],
    [
      'an internal error',
      { status: 500, body: '{"errors":[{"message":"x","extensions":{"code":"unexpected"}}]}' },
    ],
    ['an error without a code', { status: 500, body: '{"error":"x"}' }],
    ['a connection that ends', 'hang up'],
    ['no answer in time', 'hang'],
  ])('takes %s for an outage, asks once, and repeats no variable', async (_, reply) => {
    answer = reply;
    const error = await find().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'OutageError' });
    expect(JSON.stringify([(error as Error).message, String((error as Error).cause)])).not.toContain(
      'secret@',
    );
    expect(requests).toHaveLength(1);
  });

  it('works again when Hasura does', async () => {
    answer = 'hang up';
    await expect(find()).rejects.toMatchObject({ name: 'OutageError' });
    answer = { status: 200, body: '{"data":{"users":[]}}' };
    expect(await find()).toEqual({ users: [] });
  });
});
