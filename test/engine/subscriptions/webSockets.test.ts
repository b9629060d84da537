import type { AddressInfo } from 'node:net';
import { createClient } from 'graphql-ws';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createEngineServer, type EngineServer } from '../../../src/engine/server/engineServer.js';
import type { EngineServerOptions } from '../../../src/engine/server/options.js';
import { asAdmin, jwtKey, openTestService, type TestService } from '../server/testService.js';

const modern = 'graphql-transport-ws';
const legacy = 'graphql-ws';
/** How the two say the same things. */
const words = {
  [modern]: {
    start: 'subscribe',
    stop: 'complete',
    next: 'next',
    alive: { type: 'ping', payload: { message: 'keepalive' } },
  },
  [legacy]: { start: 'start', stop: 'stop', next: 'data', alive: { type: 'ka' } },
} as const;
const both = [modern, legacy] as const;

const opened: EngineServer[] = [];
const clients: WebSocket[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

interface Running {
  readonly engine: EngineServer;
  readonly service: TestService;
  readonly url: string;
}

async function start(options: Partial<EngineServerOptions> = {}): Promise<Running> {
  const service = await openTestService();
  const engine = createEngineServer(service, { liveQueryIntervalMilliseconds: 20, ...options });
  opened.push(engine);
  await new Promise<void>((resolve) => engine.server.listen(0, '127.0.0.1', resolve));
  return {
    engine,
    service,
    url: `ws://127.0.0.1:${(engine.server.address() as AddressInfo).port}/v1/graphql`,
  };
}

interface Client {
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** The next message, read as JSON; keep-alives are passed over. */
  next(): Promise<unknown>;
  /** Code and reason of the end. */
  readonly closed: Promise<string>;
}

async function connect(
  url: string,
  protocol: string | undefined,
  headers: Record<string, string> = {},
): Promise<Client> {
  const socket = new WebSocket(url, protocol ? [protocol] : [], { headers });
  clients.push(socket);
  const received: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as { type: string };
    if (message.type === 'ka' || message.type === 'ping') return;
    const take = waiting.shift();
    if (take) take(message);
    else received.push(message);
  });
  const closed = new Promise<string>((resolve) =>
    socket.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`)),
  );
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () =>
      received.length > 0
        ? Promise.resolve(received.shift())
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    closed,
  };
}

async function initialised(
  url: string,
  protocol: string,
  headers: Record<string, string> = asAdmin,
): Promise<Client> {
  const client = await connect(url, protocol);
  client.send({ type: 'connection_init', payload: { headers } });
  expect(await client.next()).toEqual({ type: 'connection_ack' });
  return client;
}

const reason = (text: string) => JSON.stringify({ server_error_msg: text });

describe.each(both)('%s', (protocol) => {
  const say = words[protocol];

  it('runs queries, subscriptions, and stops them', async () => {
    const { url, service, engine } = await start();
    const client = await initialised(url, protocol);
    client.send({ type: say.start, id: 'q', payload: { query: '{ value }' } });
    expect(await client.next()).toEqual({ type: say.next, id: 'q', payload: { data: { value: 1 } } });
    expect(await client.next()).toEqual({ type: 'complete', id: 'q' });

    client.send({ type: say.start, id: 's', payload: { query: 'subscription { value }' } });
    const push = (value: number) => ({
      type: say.next,
      id: 's',
      payload: { data: { value, role: 'admin' } },
    });
    expect(await client.next()).toEqual(push(1));
    service.value = 2;
    expect(await client.next()).toEqual(push(2));
    client.send({ type: say.stop, id: 's' });
    await expect.poll(() => engine.liveQueries.count()).toEqual({ groups: 0, listeners: 0 });
    // The id is free again.
    client.send({ type: say.start, id: 's', payload: { query: '{ value }' } });
    expect(await client.next()).toEqual({ type: say.next, id: 's', payload: { data: { value: 2 } } });
  });

  it('takes credentials from connection_init, and from the upgrade', async () => {
    const { url } = await start();
    const role = async (client: Client) => {
      client.send({ type: say.start, id: '1', payload: { query: '{ role }' } });
      return client.next();
    };
    const payload = (name: string) => ({ type: say.next, id: '1', payload: { data: { role: name } } });
    expect(await role(await initialised(url, protocol, { ...asAdmin, 'X-Hasura-Role': 'user' }))).toEqual(
      payload('user'),
    );
    const upgraded = await connect(url, protocol, asAdmin);
    upgraded.send({ type: 'connection_init' });
    await upgraded.next();
    expect(await role(upgraded)).toEqual(payload('admin'));
  });

  it('takes operations that come right behind connection_init', async () => {
    const { url } = await start();
    const client = await connect(url, protocol);
    client.send({ type: 'connection_init', payload: { headers: asAdmin } });
    client.send({ type: say.start, id: '1', payload: { query: '{ value }' } });
    expect(await client.next()).toEqual({ type: 'connection_ack' });
    expect(await client.next()).toMatchObject({ id: '1', payload: { data: { value: 1 } } });
  });

  it('refuses what validation refuses', async () => {
    const { url } = await start();
    const client = await initialised(url, protocol);
    const errors = [
      { message: 'not a field', extensions: { path: '$.selectionSet.x', code: 'validation-failed' } },
    ];
    client.send({ type: say.start, id: '1', payload: { query: 'x' } });
    expect(await client.next()).toEqual({
      type: 'error',
      id: '1',
      payload: protocol === modern ? errors : { errors },
    });
    expect(await client.next()).toEqual({ type: 'complete', id: '1' });
    client.send({ type: say.start, id: '1', payload: { nothing: true } });
    expect(await client.next()).toMatchObject({ type: 'error', id: '1' });
  });

  it('says when a query fails', async () => {
    const { url } = await start({ internalErrors: 'nobody' });
    const client = await initialised(url, protocol);
    const errors = [{ message: 'it failed', extensions: { path: '$', code: 'data-exception' } }];
    client.send({ type: say.start, id: '1', payload: { query: '{ fails }' } });
    expect(await client.next()).toEqual(
      protocol === modern
        ? { type: 'error', id: '1', payload: errors }
        : { type: 'data', id: '1', payload: { data: null, errors } },
    );
    expect(await client.next()).toEqual({ type: 'complete', id: '1' });
  });

  it('keeps the client posted while polls fail, and goes on', async () => {
    const { url, service } = await start();
    const client = await initialised(url, protocol);
    client.send({ type: say.start, id: '1', payload: { query: 'subscription { value }' } });
    await client.next();
    service.broken = true;
    expect(await client.next()).toEqual({
      type: say.next,
      id: '1',
      payload: {
        data: null,
        errors: [{ message: 'database query error', extensions: { path: '$', code: 'unexpected' } }],
      },
    });
    service.broken = false;
    expect(await client.next()).toMatchObject({ payload: { data: { value: 1 } } });
  });

  it('refuses an id that is in use', async () => {
    const { url } = await start();
    const client = await initialised(url, protocol);
    client.send({ type: say.start, id: '1', payload: { query: 'subscription { value }' } });
    await client.next();
    client.send({ type: say.start, id: '1', payload: { query: '{ value }' } });
    const error = {
      message: 'an operation already exists with this id: 1',
      extensions: { path: '$', code: 'start-failed' },
    };
    expect(await client.next()).toEqual({
      type: 'error',
      id: '1',
      payload: protocol === modern ? [error] : error,
    });
  });

  it('sends keep-alives, at once and again', async () => {
    const { url } = await start({ keepAliveSeconds: 0.02 });
    const { socket, send } = await connect(url, protocol, asAdmin);
    const seen: unknown[] = [];
    socket.on('message', (data) => seen.push(JSON.parse(data.toString())));
    send({ type: 'connection_init' });
    await expect.poll(() => seen.length).toBeGreaterThan(2);
    expect(seen.slice(0, 3)).toEqual([{ type: 'connection_ack' }, say.alive, say.alive]);
  });

  it('closes when nobody initialises', async () => {
    const { url } = await start({ initTimeoutSeconds: 0.05 });
    const { closed } = await connect(url, protocol);
    expect(await closed).toBe(`4408 ${reason('4408: Connection initialisation timeout')}`);
  });

  it('closes when the token ends', async () => {
    const { url, engine } = await start();
    const token = await new SignJWT({
      'https://hasura.io/jwt/claims': { 'x-hasura-allowed-roles': ['user'], 'x-hasura-default-role': 'user' },
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor(Date.now() / 1000) + 2)
      .sign(Buffer.from(jwtKey));
    const client = await initialised(url, protocol, { Authorization: `Bearer ${token}` });
    client.send({ type: say.start, id: '1', payload: { query: 'subscription { value }' } });
    await client.next();
    expect(await client.closed).toContain('4403');
    expect(engine.liveQueries.count().listeners).toBe(0);
  });

  it('closes on a change of metadata', async () => {
    const { url, engine } = await start();
    const client = await initialised(url, protocol);
    client.send({ type: say.start, id: '1', payload: { query: 'subscription { value }' } });
    await client.next();
    engine.metadataChanged();
    expect(await client.closed).toContain('1012');
    expect(engine.liveQueries.count().listeners).toBe(0);
  });

  it('leaves nothing behind when a client vanishes', async () => {
    const { url, engine } = await start();
    const client = await initialised(url, protocol);
    client.send({ type: say.start, id: '1', payload: { query: 'subscription { value }' } });
    await client.next();
    client.socket.terminate();
    await expect.poll(() => engine.liveQueries.count()).toEqual({ groups: 0, listeners: 0 });
  });
});

describe('where the two differ', () => {
  const wrongSecret = { headers: { 'x-hasura-admin-secret': 'no' } };

  it('refused credentials', async () => {
    const { url } = await start();
    const client = await connect(url, modern);
    client.send({ type: 'connection_init', payload: wrongSecret });
    expect(await client.closed).toBe(`4403 ${reason('4403: Forbidden')}`);

    const old = await connect(url, legacy);
    old.send({ type: 'connection_init', payload: wrongSecret });
    const text = 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"';
    expect(await old.next()).toEqual({ type: 'connection_error', payload: text });
    expect(await old.closed).toMatch(/^4400 /);
  });

  it.each(['{', '[]', '{"type":"nonsense"}', '{"type":1}', '{"type":"subscribe"}', 'null'])(
    'a bad message: %s',
    async (text) => {
      const { url } = await start();
      const client = await connect(url, modern);
      client.send(text);
      expect(await client.closed).toMatch(/^4400 {"server_error_msg":"4400: parsing ClientMessage failed/);

      const old = await initialised(url, legacy);
      old.send(text);
      expect(await old.next()).toMatchObject({ type: 'connection_error' });
      old.send({ type: 'start', id: '1', payload: { query: '{ value }' } });
      expect(await old.next()).toMatchObject({ type: 'data', id: '1' });
    },
  );

  it('an operation before connection_init', async () => {
    const { url } = await start();
    const message = 'start received before the connection is initialised';
    const error = { message, extensions: { path: '$', code: 'start-failed' } };
    const client = await connect(url, modern);
    client.send({ type: 'subscribe', id: '1', payload: { query: '{ value }' } });
    expect(await client.next()).toEqual({ type: 'error', id: '1', payload: [error] });
    expect(await client.closed).toBe(`4400 ${reason(`4400: ${message}`)}`);

    const old = await connect(url, legacy);
    old.send({ type: 'start', id: '1', payload: { query: '{ value }' } });
    expect(await old.next()).toEqual({ type: 'error', id: '1', payload: error });
    old.send({ type: 'connection_init', payload: { headers: asAdmin } });
    expect(await old.next()).toEqual({ type: 'connection_ack' });
  });

  it('ping of one, connection_terminate of the other; a second connection_init', async () => {
    const { url } = await start();
    const client = await initialised(url, modern);
    client.send({ type: 'ping', payload: { n: 1 } });
    expect(await client.next()).toEqual({ type: 'pong', payload: { n: 1 } });
    client.send({ type: 'connection_init' });
    expect(await client.closed).toMatch(/^4429 /);

    const old = await initialised(url, legacy);
    old.send({ type: 'connection_terminate' });
    expect(await old.closed).toBe('1000 ');
  });

  it('legacy is also what a client without a sub-protocol gets', async () => {
    const { url } = await start();
    const client = await connect(url, undefined);
    client.send({ type: 'connection_init', payload: { headers: asAdmin } });
    expect(await client.next()).toEqual({ type: 'connection_ack' });
    client.send({ type: 'start', id: '1', payload: { query: '{ value }' } });
    expect(await client.next()).toMatchObject({ type: 'data' });
  });
});

describe('the upgrade', () => {
  it('is refused on other paths and for other origins', async () => {
    const { url } = await start({
      cors: { kind: 'listed', matches: [(origin) => origin === 'https://app.example'] },
    });
    await expect(connect(url.replace('/v1/graphql', '/v1/relay'), modern)).rejects.toThrow('404');
    await expect(connect(url, modern, { origin: 'https://evil.example' })).rejects.toThrow('400');
    await connect(url, modern, { origin: 'https://app.example' });
  });

  it('is refused where the GraphQL API is switched off', async () => {
    const { url } = await start({ enabledApis: new Set(['metadata']) });
    await expect(connect(url, modern)).rejects.toThrow('404');
  });

  const disabled = { kind: 'disabled' } as const;
  it.each<[Partial<EngineServerOptions>, string | undefined, string | null]>([
    [{}, 'https://page.example', 'a=1'],
    [{ cors: disabled }, 'https://page.example', null],
    [{ cors: disabled }, undefined, 'a=1'],
    [{ cors: disabled, readsCookiesOfSockets: true }, 'https://page.example', 'a=1'],
  ])('brings cookies unless CORS is disabled: %o from %s', async (options, origin, cookies) => {
    const { url } = await start(options);
    const client = await connect(url, modern, { ...asAdmin, cookie: 'a=1', ...(origin && { origin }) });
    client.send({ type: 'connection_init' });
    await client.next();
    client.send({ type: 'subscribe', id: '1', payload: { query: '{ cookies }' } });
    expect(await client.next()).toEqual({ type: 'next', id: '1', payload: { data: { cookies } } });
  });
});

it('serves 500 subscribers of one query by one statement', async () => {
  const { url, service, engine } = await start({ liveQueryIntervalMilliseconds: 100 });
  const sockets = await Promise.all(Array.from({ length: 10 }, () => initialised(url, modern)));
  let received = 0;
  for (const { socket, send } of sockets) {
    socket.on('message', () => {
      received += 1;
    });
    for (let id = 0; id < 50; id += 1) {
      send({ type: 'subscribe', id: String(id), payload: { query: 'subscription { value }' } });
    }
  }
  await expect
    .poll(() => engine.liveQueries.count(), { timeout: 5_000 })
    .toEqual({ groups: 1, listeners: 500 });
  await expect.poll(() => received).toBe(500);
  service.polls.length = 0;
  service.value = 'changed';
  await expect.poll(() => received).toBe(1000);
  expect(service.polls.length).toBeLessThanOrEqual(3);
  expect(new Set(service.polls)).toEqual(new Set([1]));
  for (const { socket } of sockets) socket.close();
  await expect.poll(() => engine.liveQueries.count()).toEqual({ groups: 0, listeners: 0 });
});

it.each(both)('survives 500 damaged frames (%s)', async (protocol) => {
  const faults: unknown[] = [];
  const { url, engine } = await start({ onError: (error) => faults.push(error) });
  const seed = Math.floor(Math.random() * 2 ** 31);
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };
  const good = [
    { type: 'connection_init', payload: { headers: asAdmin } },
    { type: words[protocol].start, id: '1', payload: { query: '{ value }', variables: { a: [1, null] } } },
    { type: words[protocol].start, id: '2', payload: { query: 'subscription { value }' } },
    { type: words[protocol].stop, id: '2' },
    { type: 'ping', payload: {} },
  ].map((each) => JSON.stringify(each));
  for (let round = 0; round < 50; round += 1) {
    const { socket } = await connect(url, protocol);
    for (let frame = 0; frame < 10 && socket.readyState === socket.OPEN; frame += 1) {
      const bytes = Buffer.from(good[random(good.length)] ?? '');
      for (let damage = random(3); damage > 0; damage -= 1) bytes[random(bytes.length)] = random(256);
      socket.send(bytes.subarray(0, bytes.length - random(5)), { binary: random(2) === 0 });
    }
    socket.close();
  }
  const client = await initialised(url, protocol);
  client.send({ type: words[protocol].start, id: '1', payload: { query: '{ value }' } });
  expect(await client.next(), `seed ${seed}`).toMatchObject({ payload: { data: { value: 1 } } });
  expect(faults, `seed ${seed}`).toEqual([]);
  await expect
    .poll(() => engine.liveQueries.count(), { message: `seed ${seed}` })
    .toEqual({ groups: 0, listeners: 0 });
});

it('suits the graphql-ws client', async () => {
  const { url, service } = await start();
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { headers: asAdmin } });
  const results = client.iterate({ query: 'subscription { value }' });
  expect((await results.next()).value).toEqual({ data: { value: 1, role: 'admin' } });
  service.value = 5;
  expect((await results.next()).value).toEqual({ data: { value: 5, role: 'admin' } });
  await results.return?.();
  await expect(client.iterate({ query: 'x' }).next()).rejects.toMatchObject([{ message: 'not a field' }]);
  await client.dispose();
});
