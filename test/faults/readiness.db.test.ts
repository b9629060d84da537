import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { createReadiness } from '../../src/auth/readiness.js';
import { silentLog } from '../../src/lib/log.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { type HasuraProxy, startHasuraProxy } from './hasuraProxy.js';
import { startBehindProxy } from './startBehindProxy.js';

let server: TestServer;
let proxy: HasuraProxy;
const apps: App[] = [];

beforeAll(async () => {
  server = await startTestServer();
  proxy = await startHasuraProxy(server.engine.endpoint);
});
afterEach(() => proxy.release());
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await proxy.close();
  await server.close();
});

async function start(env: Record<string, string> = {}): Promise<App> {
  const { app } = await startBehindProxy(proxy.url, env);
  apps.push(app);
  return app;
}

async function ask(app: App, path = '/readyz', method = 'GET') {
  const response = await app.fetch(new Request(`http://auth${path}`, { method }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

describe('/readyz', () => {
  it('says that Hasura answers and has what is needed', async () => {
    const app = await start();
    expect(await ask(app)).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await ask(app, '/readyz', 'HEAD')).toMatchObject({ status: 200, body: undefined });
    expect(await ask(app, '/readyz', 'POST')).toMatchObject({ status: 405 });
  });

  it('says what is missing, while /healthz says that the process is well', async () => {
    const withRole = await start({ AUTH_USER_DEFAULT_ALLOWED_ROLES: 'user,me,nobody-wrote-this' });
    const answer = await ask(withRole);
    expect(answer).toMatchObject({ status: 503, body: { status: 'not-ready', reason: 'roles-missing' } });
    expect(answer.headers.get('retry-after')).toBe('1');

    const app = await start();
    await proxy.stop();
    try {
      expect(await ask(app)).toMatchObject({ status: 503, body: { reason: 'hasura-unavailable' } });
      expect(await ask(app, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    } finally {
      await proxy.start();
    }
    await expect.poll(() => ask(app)).toMatchObject({ status: 200 });
  });

  it('asks Hasura once for all who ask at the same time', async () => {
    const app = await start();
    const before = proxy.received('CheckReady');
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(app)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(proxy.received('CheckReady') - before).toBe(1);
  });

  it('does not wait for a Hasura that does not answer', async () => {
    proxy.hold();
    const app = await start({ AUTH_HASURA_TIMEOUT: '10m' });
    expect(await ask(app)).toMatchObject({ status: 503, body: { reason: 'hasura-unavailable' } });
  });

  it('is not ready from the moment at which the process is told to end', async () => {
    const app = await start();
    expect((await ask(app)).status).toBe(200);
    app.drain();
    expect(await ask(app)).toMatchObject({ status: 503, body: { reason: 'draining' } });
    // What is asked for all the same is done.
    expect((await ask(app, '/healthz')).status).toBe(200);
  });
});

describe('createReadiness', () => {
  it('keeps an answer for as long as it says, then asks again', async () => {
    let asked = 0;
    const hasura = {
      CheckReady: async () => {
        asked += 1;
        return { authRoles: [{ role: 'user' }] };
      },
    };
    const kept = createReadiness({ hasura, roles: ['user'], log: silentLog, keepMs: 3_600_000 });
    expect([await kept.check(), await kept.check()]).toEqual([undefined, undefined]);
    expect(asked).toBe(1);
    const fresh = createReadiness({ hasura, roles: ['user'], log: silentLog, keepMs: 0 });
    await fresh.check();
    await fresh.check();
    expect(asked).toBe(3);
  });
});
