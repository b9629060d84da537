import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngineServer, type EngineServer } from '../../../src/engine/server/engineServer.js';
import { type EngineServerOptions, readServerOptions } from '../../../src/engine/server/options.js';
import { adminSecret, asAdmin, jwtKey, openTestService, type TestService } from './testService.js';

const opened: EngineServer[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

interface Running {
  readonly engine: EngineServer;
  readonly service: TestService;
  readonly url: string;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
}

async function start(options: Partial<EngineServerOptions> = {}): Promise<Running> {
  const service = await openTestService();
  const engine = createEngineServer(service, options);
  opened.push(engine);
  await new Promise<void>((resolve) => engine.server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(engine.server.address() as AddressInfo).port}`;
  return {
    engine,
    service,
    url,
    post: (path, body, headers = asAdmin) =>
      fetch(url + path, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

const outcome = async (response: Response) => `${response.status} ${await response.text()}`;

describe('POST /v1/graphql', () => {
  it('answers data, with what the session, headers and variables say', async () => {
    const { post } = await start();
    const response = await post('/v1/graphql', { query: '{ value }' });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await outcome(response)).toBe('200 {"data":{"value":1}}');
    const spoken = { 'content-type': 'text/plain', 'X-Test': 'yes', ...asAdmin };
    expect(await outcome(await post('/v1/graphql', { query: '{ header }' }, spoken))).toBe(
      '200 {"data":{"header":"yes"}}',
    );
    expect(await outcome(await post('/v1/graphql', { query: '{ role }', variables: null }, {}))).toBe(
      '200 {"data":{"role":"anonymous"}}',
    );
    const variables = { v: { deep: [1] } };
    expect(
      await outcome(await post('/v1/graphql', { query: '{ variable }', variables, operationName: null })),
    ).toBe('200 {"data":{"variable":{"deep":[1]}}}');
  });

  it.each([
    [
      '{',
      '{"errors":[{"message":"Error in $: Failed reading: not a valid json value","extensions":{"path":"$","code":"invalid-json"}}]}',
    ],
    [
      '',
      '{"errors":[{"message":"Error in $: not enough input","extensions":{"path":"$","code":"invalid-json"}}]}',
    ],
    [
      '{}',
      '{"errors":[{"message":"the key \'query\' was not present","extensions":{"path":"$","code":"parse-failed"}}]}',
    ],
    [
      '{"query":1}',
      '{"errors":[{"message":"parsing Text failed, expected String, but encountered Number","extensions":{"path":"$.query","code":"parse-failed"}}]}',
    ],
    [
      '{"query":"{ value }","variables":[]}',
      '{"errors":[{"message":"parsing HashMap failed, expected Object, but encountered Array","extensions":{"path":"$.variables","code":"parse-failed"}}]}',
    ],
    [
      '{"query":"x"}',
      '{"errors":[{"message":"not a field","extensions":{"path":"$.selectionSet.x","code":"validation-failed"}}]}',
    ],
    [
      '{"query":"subscription { value }"}',
      '{"errors":[{"message":"subscriptions are not supported over HTTP, use websockets instead","extensions":{"path":"$","code":"unexpected-payload"}}]}',
    ],
  ])('answers 200 with one error for %s', async (body, expected) => {
    const { post } = await start();
    expect(await outcome(await post('/v1/graphql', body))).toBe(`200 ${expected}`);
  });

  it('reports a bug without a word about it', async () => {
    const seen: unknown[] = [];
    const { post } = await start({ onError: (error) => seen.push(error) });
    expect(await outcome(await post('/v1/graphql', { query: '{ crashes }' }))).toBe(
      '200 {"errors":[{"message":"internal error","extensions":{"path":"$","code":"unexpected"}}]}',
    );
    expect(seen).toEqual([new TypeError('secret stack')]);
  });

  it.each([
    ['admin', asAdmin, true],
    ['admin', {}, false],
    ['everyone', {}, true],
    ['nobody', asAdmin, false],
  ] as const)('shows internal details to %s (%j): %s', async (internalErrors, headers, shown) => {
    const { post } = await start({ internalErrors });
    const text = await (await post('/v1/graphql', { query: '{ fails }' }, headers)).text();
    const internal = shown ? ',"internal":{"why":"test"}' : '';
    expect(text).toBe(
      `{"errors":[{"message":"it failed","extensions":{"path":"$","code":"data-exception"${internal}}}]}`,
    );
  });

  it('answers a list of requests with a list, each with its own outcome', async () => {
    const { post } = await start();
    const batch = [{ query: '{ value }' }, { query: 'x' }, { query: '{ cookie }' }];
    const response = await post('/v1/graphql', batch, {});
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.json()).toEqual([
      { data: { value: 1 } },
      {
        errors: [
          { message: 'not a field', extensions: { path: '$.selectionSet.x', code: 'validation-failed' } },
        ],
      },
      { data: { cookie: true } },
    ]);
    expect(await (await post('/v1/graphql', [...batch, batch[0]])).text()).toContain('at most 3 are allowed');
    expect(await (await post('/v1/graphql', [{}])).text()).toContain('"path":"$[0]"');
  });

  it('passes cookies of Actions on', async () => {
    const { post } = await start();
    expect((await post('/v1/graphql', { query: '{ cookie }' })).headers.getSetCookie()).toEqual([
      'a=1',
      'b=2',
    ]);
  });

  it('answers refused credentials with 200, or 401 on wish and on the older path', async () => {
    const wrong = { 'x-hasura-admin-secret': 'no' };
    const body =
      '{"errors":[{"message":"invalid \\"x-hasura-admin-secret\\"/\\"x-hasura-access-key\\"","extensions":{"path":"$","code":"access-denied"}}]}';
    const { post } = await start();
    expect(await outcome(await post('/v1/graphql', { query: '{ value }' }, wrong))).toBe(`200 ${body}`);
    expect(await outcome(await post('/v1alpha1/graphql', { query: '{ value }' }, wrong))).toBe(`401 ${body}`);
    const strict = await start({ preserve401Errors: true });
    expect(await outcome(await strict.post('/v1/graphql', { query: '{ value }' }, wrong))).toBe(
      `401 ${body}`,
    );
    expect((await strict.post('/v1/graphql', { query: 'x' })).status).toBe(200);
  });

  it('reads no more than the limit', async () => {
    const { post } = await start({ maxBodyBytes: 100 });
    const response = await post('/v1/graphql', { query: ' '.repeat(200) });
    expect(await outcome(response)).toContain(
      '413 {"errors":[{"message":"the request body is larger than 100 bytes"',
    );
    expect((await post('/v1/graphql', { query: '{ value }' })).status).toBe(200);
  });

  it('streams events on wish', async () => {
    const { post, service, engine } = await start({ liveQueryIntervalMilliseconds: 20 });
    const headers = { ...asAdmin, accept: 'text/event-stream' };
    const read = async (query: string) => (await post('/v1/graphql', { query }, headers)).text();
    expect(await read('{ value }')).toBe(
      'event: next\ndata: {"data":{"value":1}}\n\nevent: complete\ndata: \n\n',
    );
    expect(await read('x')).toMatch(/^event: next\ndata: {"errors":.*}\n\nevent: complete\ndata: \n\n$/);

    const response = await post('/v1/graphql', { query: 'subscription { value }' }, headers);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('event: next\ndata: {"data":{"value":1,"role":"admin"}}\n\n');
    service.value = 2;
    expect((await reader?.read())?.value).toBe('event: next\ndata: {"data":{"value":2,"role":"admin"}}\n\n');
    await reader?.cancel();
    await expect.poll(() => engine.liveQueries.count()).toEqual({ groups: 0, listeners: 0 });

    const second = await post('/v1/graphql', { query: 'subscription { value }' }, headers);
    const text = second.text();
    engine.metadataChanged();
    await text;
    expect(engine.liveQueries.count().listeners).toBe(0);
  });

  it('can be called without a socket', async () => {
    const { engine } = await start();
    const call = (query: string, headers = {}) =>
      engine.fetch('http://engine/v1/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
    expect(await outcome(await call('{ role }', asAdmin))).toBe('200 {"data":{"role":"admin"}}');
    expect((await call('{ cookie }')).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await outcome(await call('{ value }', { accept: 'text/event-stream' }))).toContain(
      'event: complete',
    );
  });
});

describe('the other endpoints', () => {
  it.each(['/v1/metadata', '/v1/query', '/v2/query'])('POST %s runs commands', async (path) => {
    const { post } = await start();
    const command = { type: 'export_metadata', args: {} };
    expect(await outcome(await post(path, command))).toBe(
      `200 ${JSON.stringify({ endpoint: path, command })}`,
    );
    const denied = '400 {"path":"$.args","error":"restricted access : admin only","code":"access-denied"}';
    // On the query endpoints the command itself decides.
    if (path === '/v1/metadata') {
      expect(await outcome(await post(path, command, {}))).toBe(denied);
      expect(await outcome(await post(path, command, { ...asAdmin, 'x-hasura-role': 'user' }))).toBe(denied);
    }
    expect(await outcome(await post(path, '{'))).toBe(
      '400 {"path":"$","error":"Error in $: Failed reading: not a valid json value","code":"invalid-json"}',
    );
    expect(await outcome(await post(path, command, { 'x-hasura-admin-secret': 'no' }))).toBe(
      '401 {"path":"$","error":"invalid \\"x-hasura-admin-secret\\"/\\"x-hasura-access-key\\"","code":"access-denied"}',
    );
  });

  it('tells version, configuration and SQL', async () => {
    const { url, post } = await start();
    expect(await outcome(await fetch(`${url}/v1/version`))).toBe(
      '200 {"version":"v2.48.0","server_type":"ce"}',
    );
    expect(await outcome(await fetch(`${url}/v1alpha1/config`, { headers: asAdmin }))).toBe(
      '200 {"is_jwt_set":true}',
    );
    expect((await fetch(`${url}/v1alpha1/config`)).status).toBe(400);
    expect(await outcome(await post('/v1alpha1/pg_dump', { opts: [] }))).toBe('200 create table a ();');
    expect((await post('/v1alpha1/pg_dump', {}, {})).status).toBe(400);
  });

  it.each([
    [true, true, '200 OK', '200 OK'],
    [true, false, '200 WARN: inconsistent objects in schema', '500 ERROR: inconsistent objects in schema'],
    [false, true, '500 ERROR', '500 ERROR'],
  ])('tells health: database %s, metadata %s', async (database, consistentMetadata, plain, strict) => {
    const { url, service } = await start();
    service.health_ = { database, consistentMetadata };
    for (const path of ['/healthz', '/hasura/healthz']) {
      expect(await outcome(await fetch(url + path))).toBe(plain);
      expect(await outcome(await fetch(`${url + path}?strict=true`))).toBe(strict);
    }
  });

  it('knows no other path and method', async () => {
    const { url, post } = await start();
    const body = '404 {"path":"$","error":"resource does not exist","code":"not-found"}';
    expect(await outcome(await post('/v1/relay', {}))).toBe(body);
    expect(await outcome(await fetch(`${url}/v1/graphql?query={value}`))).toBe(body);
    expect(await outcome(await fetch(`${url}/constructor`))).toBe(body);
  });

  it('serves the APIs alone that are switched on', async () => {
    const { url, post } = await start(readServerOptions({ HASURA_GRAPHQL_ENABLED_APIS: 'metadata' }));
    const body = '404 {"path":"$","error":"resource does not exist","code":"not-found"}';
    for (const path of ['/v1/graphql', '/v1alpha1/graphql', '/v1alpha1/pg_dump'])
      expect(await outcome(await post(path, { query: '{ value }' }))).toBe(body);
    expect(await outcome(await fetch(`${url}/v1alpha1/config`, { headers: asAdmin }))).toBe(body);
    expect((await post('/v1/metadata', { type: 'x' })).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const other = await start(readServerOptions({ HASURA_GRAPHQL_ENABLED_APIS: 'graphql' }));
    for (const path of ['/v1/metadata', '/v1/query', '/v2/query'])
      expect(await outcome(await other.post(path, { type: 'x' }))).toBe(body);
    expect(await outcome(await other.post('/v1/graphql', { query: '{ value }' }))).toBe(
      '200 {"data":{"value":1}}',
    );
  });

  it('shows GraphiQL, with its tabs, and sends the console there', async () => {
    const { url } = await start({ graphiql: { title: 'Notes', tabs: [{ query: '{ first }' }] } });
    const page = await (await fetch(url, { redirect: 'manual' })).text();
    expect(page).toContain('<title>Notes</title>');
    expect(page).toContain('"defaultTabs":[{"query":"{ first }"}]');
    const moved = await fetch(`${url}/console/data`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, '/']);
    const without = await start({ graphiql: null });
    expect((await fetch(without.url)).status).toBe(404);
  });
});

describe('CORS', () => {
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/v1/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-headers': 'authorization',
        'access-control-request-method': 'POST',
      },
    });

  it.each([
    ['*', 'https://any.example', true],
    ['https://app.example', 'https://app.example', true],
    ['https://app.example', 'http://app.example', false],
    ['https://a.example, https://*.app.example:3000', 'https://x.app.example:3000', true],
    ['https://*.app.example', 'https://app.example', false],
    ['https://*.app.example', 'https://a.b.app.example', false],
    ['https://*.app.example', 'https://evil.example/.app.example', false],
  ])('%s allows %s: %s', async (domain, origin, allowed) => {
    const { url, post } = await start(readServerOptions({ HASURA_GRAPHQL_CORS_DOMAIN: domain }));
    const asked = await preflight(url, origin);
    expect(asked.status).toBe(allowed ? 204 : 404);
    expect(asked.headers.get('access-control-allow-headers')).toBe(allowed ? 'authorization' : null);
    const answered = await post('/v1/graphql', { query: '{ value }' }, { ...asAdmin, origin });
    expect(answered.headers.get('access-control-allow-origin')).toBe(allowed ? origin : null);
    expect(answered.headers.get('access-control-allow-credentials')).toBe(allowed ? 'true' : null);
  });

  it('refuses what it cannot read', () => {
    expect(() => readServerOptions({ HASURA_GRAPHQL_CORS_DOMAIN: 'app.example' })).toThrow(
      'HASURA_GRAPHQL_CORS_DOMAIN',
    );
    expect(() => readServerOptions({ HASURA_GRAPHQL_DEV_MODE: 'perhaps' })).toThrow(
      'HASURA_GRAPHQL_DEV_MODE',
    );
    expect(readServerOptions({ HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS: 'false' }).internalErrors).toBe(
      'nobody',
    );
  });
});

it('takes tokens, and echoes the id of a request', async () => {
  const { post, url } = await start();
  const token = await new SignJWT({
    'https://hasura.io/jwt/claims': { 'x-hasura-allowed-roles': ['user'], 'x-hasura-default-role': 'user' },
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(jwtKey));
  const response = await post(
    '/v1/graphql',
    { query: '{ role }' },
    { authorization: `Bearer ${token}`, 'x-request-id': 'r1' },
  );
  expect(response.headers.get('x-request-id')).toBe('r1');
  expect(await outcome(response)).toBe('200 {"data":{"role":"user"}}');
  expect((await fetch(`${url}/v1/version`)).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

it('survives a client that leaves in the middle of a body', async () => {
  const seen: unknown[] = [];
  const { url, post } = await start({ onError: (error) => seen.push(error) });
  const request = httpRequest(`${url}/v1/graphql`, {
    method: 'POST',
    headers: { 'content-length': 100, 'x-hasura-admin-secret': adminSecret },
  });
  request.on('error', () => {});
  request.write('{"query"');
  await new Promise((resolve) => setTimeout(resolve, 50));
  request.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await post('/v1/graphql', { query: '{ value }' })).status).toBe(200);
  expect(seen).toEqual([]);
});
