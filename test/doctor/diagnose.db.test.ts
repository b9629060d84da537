import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { Finding } from '../../src/doctor/finding.js';
import { reportOf } from '../../src/doctor/report.js';
import { startMailServer } from '../support/startMailServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const root = resolve(import.meta.dirname, '../..');

const jwtKey = 'qW7vZ2mT9xLr4KdE8pBn6YsHc3JfUg5A';
const secrets = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: jwtKey }),
  ACTION_SECRET: 'v8Jd0sQk2LmX7tRw',
  AUTH_ENCRYPTION_KEY: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
};

let server: TestServer;
let mails: Awaited<ReturnType<typeof startMailServer>>;
let sane: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer({ env: secrets });
  mails = await startMailServer();
  sane = {
    ...secrets,
    NODE_ENV: 'production',
    HASURA_GRAPHQL_ENDPOINT: server.engine.endpoint,
    AUTH_SERVER_URL: 'https://auth.example.com',
    AUTH_CLIENT_URL: 'https://app.example.com',
    AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS: 'https://*.example.com/**,myapp://',
    AUTH_TRUSTED_PROXIES: '1',
    AUTH_SMTP_HOST: '127.0.0.1',
    AUTH_SMTP_PORT: String(mails.port),
    AUTH_SMTP_SENDER: 'auth@example.com',
  };
});
afterAll(async () => {
  await mails.close();
  await server.close();
});

async function findings(
  changes: Record<string, string | undefined> = {},
  now?: () => Date,
): Promise<readonly Finding[]> {
  const env = { ...sane, ...changes };
  const found = await diagnose({
    env,
    metadataDir: resolve(root, 'hasura/metadata'),
    templatesDir: resolve(root, 'email-templates'),
    ...(now && { now }),
  });
  const said = JSON.stringify(found) + reportOf(found);
  const secretTexts = [
    ...Object.entries(env).flatMap(([name, value]) =>
      /SECRET|KEY|PASS|REDIS/.test(name) && value ? [value] : [],
    ),
    jwtKey,
  ];
  for (const text of secretTexts) expect(said).not.toContain(text);
  return found;
}

/** What is not in order, as `check state`. */
const faults = (found: readonly Finding[]) =>
  found
    .filter(({ state }) => state === 'warning' || state === 'failure')
    .map(({ check, state }) => `${check} ${state}`);

describe('a sane deployment', () => {
  it('has nothing to be said against', async () => {
    const found = await findings();
    expect(found.filter(({ state }) => state === 'failure' || state === 'warning')).toEqual([]);
    const checked = new Set(found.filter(({ state }) => state === 'good').map(({ check }) => check));
    for (const check of [
      'secrets',
      'tokens',
      'webhook',
      'Actions',
      'metadata',
      'clock',
      'mail',
      'redirects',
      'tables',
    ])
      expect(checked).toContain(check);
    expect(reportOf(found)).toContain('0 failures, 0 warnings');
    expect(mails.mails).toEqual([]);
  });
});

describe('npm run doctor', () => {
  const run = promisify(execFile);
  const doctor = (changes: Record<string, string>) =>
    run('node_modules/.bin/tsx', ['scripts/doctor.ts', '--json'], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', ...sane, ...changes },
    });

  it('tells programs the same, and ends with 1 when something fails', async () => {
    const { stdout } = await doctor({ AUTH_LOG_LEVEL: 'debug' });
    expect(faults(JSON.parse(stdout))).toEqual(['log warning']);
    await expect(doctor({ ACTION_SECRET: 'short' })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"failure"'),
    });
  });
});

describe('a deployment whose', () => {
  it.each<[string, Record<string, string | undefined>, string[]]>([
    [
      'configuration can not be read',
      { ACTION_SECRET: undefined, AUTH_PORT: 'x' },
      ['configuration failure', 'configuration failure'],
    ],
    ['Hasura is not named', { HASURA_GRAPHQL_ENDPOINT: undefined }, ['Hasura failure']],
    ['Hasura is not there', { HASURA_GRAPHQL_ENDPOINT: 'http://127.0.0.1:1' }, ['Hasura failure']],
    [
      'admin secret is another',
      { HASURA_GRAPHQL_ADMIN_SECRET: 'another-admin-key' },
      ['admin secret failure'],
    ],
    [
      'token key is another',
      { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: `${jwtKey}x` }) },
      ['tokens failure'],
    ],
    [
      'claims are elsewhere than Hasura looks',
      {
        HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({
          type: 'HS256',
          key: jwtKey,
          claims_namespace: 'elsewhere',
        }),
      },
      ['tokens failure'],
    ],
    ['Action secret is short', { ACTION_SECRET: 'short' }, ['secrets failure']],
    ['Action secret is an example', { ACTION_SECRET: 'nhost-webhook-secret' }, ['secrets failure']],
    ['secrets are one', { ACTION_SECRET: 'the-admin-secret' }, ['secrets failure']],
    ['encryption key is no random one', { AUTH_ENCRYPTION_KEY: '0'.repeat(64) }, ['encryption failure']],
    ['links go over http', { AUTH_SERVER_URL: 'http://auth.example.com' }, ['server URL failure']],
    [
      'redirects go anywhere',
      { AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS: 'https://**' },
      ['redirects failure'],
    ],
    [
      'redirects go to a host of many',
      { AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS: 'https://*.vercel.app' },
      ['redirects failure'],
    ],
    [
      'redirects go over http',
      { AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS: 'http://app.example.com' },
      ['redirects failure'],
    ],
    ['limits are off', { AUTH_RATE_LIMIT_ENABLE: 'false' }, ['limits warning']],
    ['clients are not known', { AUTH_TRUSTED_PROXIES: '0' }, ['proxies warning']],
    ['log tells all', { AUTH_LOG_LEVEL: 'debug' }, ['log warning']],
    ['mail server is not there', { AUTH_SMTP_PORT: '1' }, ['mail failure']],
    ['Redis is not there', { REDIS_URL: 'redis://:canary@127.0.0.1:1' }, ['Redis failure']],
    ['environment is not named', { NODE_ENV: undefined }, ['environment warning']],
    ['roles are not written yet', { AUTH_USER_DEFAULT_ALLOWED_ROLES: 'user,me,editor' }, ['tables warning']],
  ])('%s', async (_what, changes, expected) => {
    expect(faults(await findings(changes))).toEqual(expected);
  });

  it('clock is off', async () => {
    const off = (seconds: number) => () => new Date(Date.now() + seconds * 1000);
    expect(faults(await findings({}, off(20)))).toEqual(['clock warning']);
    expect(faults(await findings({}, off(-600)))).toEqual(['clock failure']);
  });
});

describe('a Hasura that', () => {
  let url: string;
  let fake: Server;
  let answer: (body: string, headers: Record<string, unknown>) => Promise<unknown> | unknown;

  beforeAll(async () => {
    fake = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const json = JSON.stringify(await answer(body, request.headers));
      response.writeHead(200, { 'content-type': 'application/json' }).end(json);
    });
    await new Promise<void>((done) => fake.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(fake.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    fake.closeAllConnections();
    fake.close();
  });

  /** The real one, but for what the test answers in its place. */
  const except = (own: (body: string, headers: Record<string, unknown>) => unknown) => {
    answer = async (body, headers) => {
      const given = own(body, headers);
      if (given !== undefined || body === '') return given ?? 'OK';
      const { type } = JSON.parse(body) as { type?: string };
      const passed = ['x-hasura-admin-secret', 'authorization'].flatMap((name) =>
        headers[name] === undefined ? [] : [[name, String(headers[name])] as [string, string]],
      );
      const response = await fetch(`${server.engine.endpoint}/v1/${type ? 'metadata' : 'graphql'}`, {
        method: 'POST',
        headers: passed,
        body,
      });
      return response.json();
    };
  };
  const refusal = (code: string) => ({ errors: [{ message: 'no', extensions: { code, path: '$' } }] });
  const at = () => findings({ HASURA_GRAPHQL_ENDPOINT: url });

  it('passes everything on is in order', async () => {
    except(() => undefined);
    expect(faults(await at())).toEqual([]);
  });

  it('lacks Actions is told which', async () => {
    except((body) => (body.includes('export_metadata') ? { version: 3, actions: [] } : undefined));
    const found = await at();
    expect(faults(found)).toEqual(['Actions failure']);
    expect(found.find(({ check }) => check === 'Actions')?.says).toMatch(
      /lacks \d+ of \d+ Actions.*npm run apply/,
    );
  });

  it('has inconsistent metadata', async () => {
    const inconsistent = { is_consistent: false, inconsistent_objects: [{}, {}] };
    except((body) => (body.includes('get_inconsistent_metadata') ? inconsistent : undefined));
    expect(faults(await at())).toEqual(['metadata failure']);
  });

  it('takes any token', async () => {
    except((_body, { authorization }) =>
      authorization ? { data: { __typename: 'query_root' } } : undefined,
    );
    expect(faults(await at())).toEqual(['tokens failure']);
  });

  it.each([
    ['invalid-action-secret', /same ACTION_SECRET/],
    ['access-denied', /HASURA_GRAPHQL_UNAUTHORIZED_ROLE to public/],
    ['validation-failed', /apply hasura\/metadata/],
    ['unexpected', /ACTION_BASE_URL/],
  ])('answers an Action with %s', async (code, remedy) => {
    except((body) => (body.includes('authConfig') ? refusal(code) : undefined));
    const found = await at();
    expect(faults(found)).toEqual(['webhook failure']);
    expect(found.find(({ check }) => check === 'webhook')?.says).toMatch(remedy);
  });

  it('has no auth tables', async () => {
    except((body) => (body.includes('authRoles') ? refusal('validation-failed') : undefined));
    expect(faults(await at())).toEqual(['tables failure']);
  });
});
