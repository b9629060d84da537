import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { signUpNew } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { type HasuraProxy, startHasuraProxy } from './hasuraProxy.js';
import { startBehindProxy, until } from './startBehindProxy.js';

let server: TestServer;
let proxy: HasuraProxy;
let refreshToken: string;
const apps: App[] = [];

beforeAll(async () => {
  server = await startTestServer();
  proxy = await startHasuraProxy(server.engine.endpoint);
  refreshToken = (await signUpNew(server)).refreshToken;
});
afterEach(() => proxy.release());
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await proxy.close();
  await server.close();
});

async function start(env: Record<string, string>): Promise<App> {
  const { app } = await startBehindProxy(proxy.url, env);
  apps.push(app);
  return app;
}

const get = (app: App, path: string) => app.fetch(new Request(`http://auth${path}`));

/** All with one token: each of them is a request to Hasura, and all get the same successor. */
async function refresh(app: App): Promise<Response> {
  return app.fetch(
    new Request('http://auth/v1/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken }),
    }),
  );
}

describe('a Hasura that is slow', () => {
  it('gets no more requests at once than it may; some wait, and further ones are told to come back', async () => {
    const app = await start({ AUTH_HASURA_MAX_IN_FLIGHT: '2', AUTH_HASURA_MAX_WAITING: '3' });
    proxy.hold();
    const running = Array.from({ length: 5 }, () => refresh(app));
    await until(() => proxy.pending() === 2);

    const turnedAway = await Promise.all([refresh(app), refresh(app)]);
    for (const response of turnedAway) {
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ error: 'service-unavailable' });
    }
    expect(proxy.pending()).toBe(2);

    proxy.release();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await refresh(app)).status).toBe(200);
  });

  it('lets nobody wait for longer than the limit, and is asked again as soon as it answers', async () => {
    const app = await start({
      AUTH_HASURA_MAX_IN_FLIGHT: '1',
      AUTH_HASURA_MAX_WAIT: '50ms',
      AUTH_HASURA_TIMEOUT: '10m',
    });
    proxy.hold();
    const first = refresh(app);
    await until(() => proxy.pending() === 1);
    const others = await Promise.all(Array.from({ length: 20 }, () => refresh(app)));
    expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 503));
    // None of them is sent when there is room again: their clients have their answers.
    const before = proxy.received('RefreshSession');
    proxy.release();
    expect((await first).status).toBe(200);
    expect(proxy.received('RefreshSession')).toBe(before);
    expect((await refresh(app)).status).toBe(200);
  });

  it('counts as down when it does not answer in time, and takes nothing with it for good', async () => {
    const app = await start({ AUTH_HASURA_MAX_IN_FLIGHT: '2', AUTH_HASURA_TIMEOUT: '100ms' });
    proxy.hold();
    const statuses = await Promise.all(Array.from({ length: 3 }, async () => (await refresh(app)).status));
    expect(statuses).toEqual([503, 503, 503]);
    proxy.release();
    expect((await refresh(app)).status).toBe(200);
  });
});

describe('a Hasura that is down', () => {
  it('is told as 503 at once, and used again when it is back', async () => {
    const app = await start({});
    expect((await refresh(app)).status).toBe(200);
    await proxy.stop();
    try {
      expect((await refresh(app)).status).toBe(503);
      expect((await get(app, '/healthz')).status).toBe(200);
    } finally {
      await proxy.start();
    }
    expect((await refresh(app)).status).toBe(200);
  });
});
