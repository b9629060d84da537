import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config/config.js';
import { silentLog } from '../../src/lib/log.js';
import { actionSecret, send } from '../server/appWithoutHasura.js';

/** The services in this process. A solution is taken once, as they do it. */
const asked: { url: string; form: URLSearchParams; type: string | null }[] = [];
let solutions = new Map<string, object>();
let answer: (() => Promise<Response>) | undefined;
const service: typeof fetch = async (input, init) => {
  const form = new URLSearchParams(String(init?.body));
  asked.push({ url: String(input), form, type: new Headers(init?.headers).get('content-type') });
  if (answer) return answer();
  const token = form.get('response') ?? '';
  const verdict = form.get('secret') === 'the-"secret"&' ? solutions.get(token) : undefined;
  solutions.delete(token);
  return Response.json(verdict ?? { success: false, 'error-codes': ['invalid-input-response'] });
};

afterEach(() => {
  asked.length = 0;
  solutions = new Map();
  answer = undefined;
});

let asksOfHasura = 0;
const apps: App[] = [];
afterAll(() => Promise.all(apps.map((app) => app.close())));

/** Behind the stage a Hasura is missing: `service-unavailable` says that a call has passed. */
const passed = 'service-unavailable';

async function appWith(env: Record<string, string>): Promise<App> {
  const app = await createApp({
    config: parseConfig({
      HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
      ACTION_SECRET: actionSecret,
      AUTH_RATE_LIMIT_ENABLE: 'false',
      AUTH_TRUSTED_PROXIES: '1',
      ...env,
    }),
    version: '1.2.3',
    metadataDir: 'hasura/metadata',
    templatesDir: 'email-templates',
    log: silentLog,
    hasuraEndpoint: 'http://hasura.invalid',
    fetch: () => {
      asksOfHasura += 1;
      return Promise.reject(new TypeError('fetch failed'));
    },
    fetchOutside: service,
  });
  apps.push(app);
  return app;
}

const input = { email: 'ada@example.com', password: 'correct horse' };

async function call(app: App, name: string, headers: Record<string, string> = {}, role = 'public') {
  const { body } = await send(app, '/actions', {
    body: { action: { name }, input, session_variables: { 'x-hasura-role': role } },
    headers: { 'x-action-secret': actionSecret, 'x-forwarded-for': '203.0.113.9', ...headers },
  });
  return body.extensions.code as string;
}

describe.each([
  ['turnstile', 'https://challenges.cloudflare.com/turnstile/v0/siteverify'],
  ['hcaptcha', 'https://api.hcaptcha.com/siteverify'],
  ['recaptcha', 'https://www.google.com/recaptcha/api/siteverify'],
])('a captcha of %s', (name, url) => {
  let app: App;
  beforeAll(async () => {
    app = await appWith({ AUTH_CAPTCHA_SERVICE: name, AUTH_CAPTCHA_SECRET: 'the-"secret"&' });
  });

  it('is needed, and verified at the service with a form that nobody can break out of (threats 12)', async () => {
    const token = 'a"b&secret=other';
    solutions.set(token, { success: true });
    const before = asksOfHasura;
    expect(await call(app, 'signUp', { 'x-captcha-response': token })).toBe(passed);
    expect(asksOfHasura).toBeGreaterThan(before);
    expect(asked.map((each) => each.url)).toEqual([url]);
    expect(asked[0]?.type).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({
      secret: 'the-"secret"&',
      response: token,
      remoteip: '203.0.113.9',
    });
  });

  it('is not solved by nothing, by anything else, or twice', async () => {
    solutions.set('solved', { success: true });
    expect(await call(app, 'signUp')).toBe('invalid-captcha');
    expect(await call(app, 'signUp', { 'x-captcha-response': '' })).toBe('invalid-captcha');
    expect(await call(app, 'signUp', { 'x-captcha-response': 'x'.repeat(9000) })).toBe('invalid-captcha');
    expect(asked).toEqual([]);
    expect(await call(app, 'signUp', { 'x-captcha-response': 'guessed' })).toBe('invalid-captcha');
    expect(await call(app, 'signUp', { 'x-captcha-response': 'solved' })).toBe(passed);
    expect(await call(app, 'signUp', { 'x-captcha-response': 'solved' })).toBe('invalid-captcha');
  });

  it.each<[string, () => Promise<Response>]>([
    ['does not answer', () => Promise.reject(new TypeError('fetch failed'))],
    ['takes too long', () => Promise.reject(new DOMException('timed out', 'TimeoutError'))],
    ['fails', async () => Response.json({ success: true }, { status: 500 })],
    ['answers no JSON', async () => new Response('<html>')],
    ['answers null', async () => Response.json(null)],
  ])('lets nobody pass while the service %s', async (_, reply) => {
    answer = reply;
    const before = asksOfHasura;
    const { body } = await send(app, '/v1/signup/email-password', {
      body: input,
      headers: { 'x-captcha-response': 'solved' },
    });
    expect(body.error).toBe('service-unavailable');
    expect(asksOfHasura).toBe(before);
  });

  it.each([{ success: 'true' }, { success: 1 }, {}, []])(
    'is not solved when the service says %j',
    async (verdict) => {
      answer = async () => Response.json(verdict);
      expect(await call(app, 'signUp', { 'x-captcha-response': 'solved' })).toBe('invalid-captcha');
    },
  );
});

describe('which calls need a captcha', () => {
  it('those of the Actions that are named', async () => {
    const app = await appWith({ AUTH_TURNSTILE_SECRET: 'the-"secret"&', AUTH_CAPTCHA_ACTIONS: 'signIn' });
    expect(await call(app, 'signIn')).toBe('invalid-captcha');
    expect(await call(app, 'signUp')).toBe(passed);
    solutions.set('solved', { success: true });
    // As Nhost Auth's clients send it.
    expect(await call(app, 'signIn', { 'x-cf-turnstile-response': 'solved' })).toBe(passed);
  });

  it('not those of the administrator', async () => {
    const app = await appWith({ AUTH_TURNSTILE_SECRET: 'x' });
    expect(await call(app, 'signUp', {}, 'admin')).toBe(passed);
  });

  it('none without a secret', async () => {
    expect(await call(await appWith({}), 'signUp')).toBe(passed);
  });

  it('an unknown name, and a service without a secret, are faults of the configuration', async () => {
    await expect(appWith({ AUTH_CAPTCHA_SERVICE: 'turnstile' })).rejects.toThrow(
      /AUTH_CAPTCHA_SECRET is not set/,
    );
    await expect(
      appWith({ AUTH_TURNSTILE_SECRET: 'x', AUTH_CAPTCHA_ACTIONS: 'signUp,signupp' }),
    ).rejects.toThrow(/AUTH_CAPTCHA_ACTIONS .*signupp/);
  });
});

describe('what a solution has to be', () => {
  it('of an own page, where pages are named', async () => {
    const app = await appWith({
      AUTH_CAPTCHA_SERVICE: 'hcaptcha',
      AUTH_CAPTCHA_SECRET: 'the-"secret"&',
      AUTH_CAPTCHA_HOSTNAMES: 'app.example.com',
    });
    solutions.set('own', { success: true, hostname: 'app.example.com' });
    solutions.set('foreign', { success: true, hostname: 'evil.example' });
    expect(await call(app, 'signUp', { 'x-captcha-response': 'own' })).toBe(passed);
    expect(await call(app, 'signUp', { 'x-captcha-response': 'foreign' })).toBe('invalid-captcha');
  });

  it('of a human, where the service says how sure it is', async () => {
    const app = await appWith({
      AUTH_CAPTCHA_SERVICE: 'recaptcha',
      AUTH_CAPTCHA_SECRET: 'the-"secret"&',
      AUTH_CAPTCHA_MIN_SCORE: '0.7',
      AUTH_CAPTCHA_VERIFY_URL: 'https://www.recaptcha.net/recaptcha/api/siteverify',
    });
    solutions.set('human', { success: true, score: 0.9 });
    solutions.set('bot', { success: true, score: 0.6 });
    expect(await call(app, 'signUp', { 'x-captcha-response': 'human' })).toBe(passed);
    expect(await call(app, 'signUp', { 'x-captcha-response': 'bot' })).toBe('invalid-captcha');
    expect(asked[0]?.url).toBe('https://www.recaptcha.net/recaptcha/api/siteverify');
  });
});
