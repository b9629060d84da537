import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { keysCommand } from '../../scripts/keysCommand.js';
import { type App, createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config/config.js';
import type { Database } from '../../src/engine/database/database.js';
import { openPglite } from '../../src/engine/database/pglite.js';
import { openPostgres } from '../../src/engine/database/postgres.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { applyProject } from '../../src/engine/metadata/applyProject.js';
import { createLog } from '../../src/lib/log.js';
import { newEmail, password } from '../actions/requests.js';
import { createDatabase } from '../support/createDatabase.js';

const hasuraDir = resolve(import.meta.dirname, '../../hasura');
const file = join(mkdtempSync(join(tmpdir(), 'rotation-')), 'keys.json');
const keys = (...args: string[]) =>
  keysCommand(args, { env: { AUTH_KEYS_FILE: file }, now: () => new Date() });

let http: Server;
let app: App;
let engine: Engine;
let database: Database;
let authUrl: string;

/** As in production: Hasura reads the keys from the auth server by HTTP, which is up before it. */
beforeAll(async () => {
  await keys('add');
  const postgresUrl = inject('postgresUrl');
  database = postgresUrl
    ? openPostgres({ connectionString: await createDatabase(postgresUrl), onConnectionError: () => {} })
    : await openPglite({ dataDir: 'memory' });
  http = createServer((incoming, outgoing) => app.handle(incoming, outgoing));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  authUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const shared = {
    HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url: `${authUrl}/.well-known/jwks.json` }),
    ACTION_SECRET: 'the-action-secret',
  };
  app = await createApp({
    config: parseConfig({ ...shared, AUTH_KEYS_FILE: file, AUTH_DERIVATION_KEY: 'd'.repeat(64) }),
    version: '0.0.0-test',
    metadataDir: join(hasuraDir, 'metadata'),
    templatesDir: resolve(hasuraDir, '../email-templates'),
    log: createLog('error', () => {}),
    hasuraEndpoint: 'http://hasura.invalid',
    fetch: (input, init) => engine.fetch(input, init),
  });
  // The second key stands by when Hasura reads the keys.
  await keys('add', '--alg', 'EdDSA');
  await untilPublished(2);
  engine = await createEngine({
    database,
    env: { ...shared, HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'public', ACTION_BASE_URL: authUrl },
  });
  await applyProject(engine.metadata, { directory: hasuraDir, say: () => {} });
  await app.prepare();
});

afterAll(async () => {
  await engine.close();
  await app.close();
  http.close();
  await database.close();
});

async function published(): Promise<{ kid: string }[]> {
  const response = await fetch(`${authUrl}/.well-known/jwks.json`);
  expect(response.headers.get('cache-control')).toBe('public, max-age=60');
  return ((await response.json()) as { keys: { kid: string }[] }).keys;
}

/** The server looks at the file once a second. */
async function untilPublished(count: number): Promise<void> {
  while ((await published()).length !== count) await sleep(50);
}

async function ask(query: string, token?: string) {
  const response = await engine.fetch('http://hasura.invalid/v1/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
  return (await response.json()) as any;
}

const session = 'accessToken refreshToken refreshTokenId';
const refresh = async (token: string) =>
  (await ask(`mutation { refresh(refreshToken: "${token}") { ${session} } }`)).data?.refresh;
const kidOf = (token: string) => decodeProtectedHeader(token).kid;
/** What Hasura, and what the auth server itself, says to a token. */
const accepts = async (token: string): Promise<[boolean, boolean]> => {
  const { data } = await ask('{ authRefreshTokens { id } }', token);
  const headers = { authorization: `Bearer ${token}` };
  const own = await fetch(`${authUrl}/v1/user`, { headers });
  return [data?.authRefreshTokens?.length === 1, own.status === 200];
};

describe('a rotation of the signing keys, with Hasura reading them from jwk_url', () => {
  it('signs nobody out, and a retired key counts no more', async () => {
    const signUp = `mutation { signUp(email: "${newEmail()}", password: "${password}") { session { ${session} } } }`;
    const first = (await ask(signUp)).data.signUp.session;
    expect(await accepts(first.accessToken)).toEqual([true, true]);

    // The other key takes over.
    await keys('rotate', '--in', '0');
    let second = first;
    const deadline = Date.now() + 10_000;
    while (kidOf(second.accessToken) === kidOf(first.accessToken) && Date.now() < deadline) {
      await sleep(100);
      second = await refresh(second.refreshToken);
    }
    expect(decodeProtectedHeader(second.accessToken)).toMatchObject({ alg: 'EdDSA' });
    expect(second.refreshTokenId).toBe(first.refreshTokenId);
    expect(await accepts(second.accessToken)).toEqual([true, true]);
    expect(await accepts(first.accessToken)).toEqual([true, true]);

    // Successors of refresh tokens do not follow from the key: a tab that was slow gets the same one as before.
    const third = await refresh(second.refreshToken);
    expect((await refresh(second.refreshToken)).refreshToken).toBe(third.refreshToken);

    await keys('retire', kidOf(first.accessToken) ?? '');
    await untilPublished(1);
    expect((await accepts(first.accessToken))[1]).toBe(false);
    expect(await accepts(third.accessToken)).toEqual([true, true]);
  });
});
