import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { routes } from '../../src/rest/routes.js';
import { appWithoutHasura, send, tokenOf } from '../server/appWithoutHasura.js';

let app: App;
beforeAll(async () => {
  app = await appWithoutHasura({ AUTH_CLIENT_URL: 'https://app.example.com' });
});
afterAll(() => app.close());

const refused = (status: number, error: string) => ({
  status,
  body: { status, error, message: expect.any(String) },
});
const account = { email: 'a@b.com', password: 'abc' };

describe.each(['', '/v1'])('routes under "%s"', (prefix) => {
  it('tell version and keys', async () => {
    expect(await send(app, `${prefix}/version`)).toMatchObject({ status: 200, body: { version: '1.2.3' } });
    expect(await send(app, `${prefix}/.well-known/jwks.json`)).toMatchObject({
      status: 200,
      body: { keys: [] },
    });
  });

  it('are all there', async () => {
    for (const { method, path } of routes) {
      const reply = await send(app, prefix + path, method === 'POST' ? { body: {} } : {});
      expect([path, reply.status]).not.toEqual([path, 404]);
      const wrong = await send(app, prefix + path, { method: 'DELETE' });
      expect(wrong).toMatchObject(refused(405, 'method-not-allowed'));
    }
  });

  it('refuse what they do not know', async () => {
    expect(await send(app, `${prefix}/nope`)).toMatchObject(refused(404, 'route-not-found'));
  });
});

describe('health', () => {
  it('is told in the form of each path', async () => {
    expect((await send(app, '/healthz')).body).toEqual({ status: 'ok' });
    expect((await send(app, '/v1/healthz')).body).toBe('OK');
    expect(await send(app, '/v1/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });
});

describe('bodies', () => {
  it.each([
    ['no JSON', '/signin/email-password', '{'],
    ['nothing', '/signin/email-password', ''],
    ['a list', '/signin/email-password', '[]'],
    ['an unknown key', '/signin/email-password', { ...account, extra: 1 }],
    ['an unknown option', '/signup/email-password', { ...account, options: { extra: 1 } }],
    ['a missing key', '/token', {}],
    ['a wrong type', '/token', { refreshToken: 1 }],
    ['NUL', '/signin/email-password', '{"email":"a@b.com","password":"a\\u0000b"}'],
    ['a lone surrogate', '/signin/email-password', '{"email":"a@b.com","password":"a\\ud800"}'],
    ['__proto__', '/signin/email-password', '{"__proto__":{"email":"a@b.com"},"password":"abc"}'],
    ['neither token nor all', '/signout', {}],
  ])('are refused with %s', async (_, path, body) => {
    expect(await send(app, `/v1${path}`, { body })).toMatchObject(refused(400, 'invalid-request'));
  });

  it('are refused above 1 MiB', async () => {
    const body = { ...account, password: 'p'.repeat(1_048_576) };
    expect(await send(app, '/v1/signin/email-password', { body })).toMatchObject(
      refused(413, 'payload-too-large'),
    );
  });
});

describe('tokens', () => {
  it('are needed where it is about the caller', async () => {
    expect(await send(app, '/v1/user')).toMatchObject(refused(401, 'unauthenticated-user'));
    expect(await send(app, '/v1/signout', { body: { all: true } })).toMatchObject(
      refused(401, 'unauthenticated-user'),
    );
    const headers = { authorization: 'Bearer stale' };
    expect(await send(app, '/v1/user', { headers })).toMatchObject(refused(401, 'unauthenticated-user'));
    expect(await send(app, '/v1/signout', { body: { all: true }, headers })).toMatchObject(
      refused(401, 'unauthenticated-user'),
    );
  });

  it('that are stale do not matter where they are not needed', async () => {
    const headers = { authorization: 'Bearer stale' };
    const reply = await send(app, '/v1/token', { body: { refreshToken: 'abc' }, headers });
    expect(reply).toMatchObject(refused(401, 'invalid-refresh-token'));
  });
});

describe('an outage', () => {
  it('is answered with 503, a code, and when to come again', async () => {
    const headers = { authorization: `Bearer ${tokenOf(app)}` };
    const reply = await send(app, '/v1/user', { headers });
    expect(reply).toMatchObject(refused(503, 'service-unavailable'));
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(await send(app, '/v1/signin/email-password', { body: account })).toMatchObject(
      refused(503, 'service-unavailable'),
    );
  });
});

describe('AUTH_CONCEAL_ERRORS', () => {
  it('answers invalid-request for what tells about an account', async () => {
    const concealing = await appWithoutHasura({ AUTH_CONCEAL_ERRORS: 'true' });
    const reply = await send(concealing, '/v1/token', { body: { refreshToken: 'abc' } });
    expect(reply).toMatchObject(refused(400, 'invalid-request'));
    const short = await send(concealing, '/v1/signup/email-password', {
      body: { ...account, password: 'a' },
    });
    expect(short).toMatchObject(refused(400, 'password-too-short'));
    await concealing.close();
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    send(app, '/v1/token', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  it('lets the client’s origin call, with credentials', async () => {
    const { status, headers } = await preflight('https://app.example.com');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    const reply = await send(app, '/healthz', { headers: { origin: 'https://app.example.com' } });
    expect(reply.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });

  it('tells other origins nothing (threat 4)', async () => {
    for (const origin of ['https://evil.com', 'null', 'https://app.example.com.evil.com']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
      const reply = await send(app, '/v1/user', { headers: { origin } });
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
      expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });
});
