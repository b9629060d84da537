import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { parse } from 'yaml';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, signInAgain } from './accounts.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, password, post, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: { AUTH_TRUSTED_PROXIES: '1', AUTH_ANONYMOUS_USERS_ENABLED: 'true' },
  });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const bearer = ({ accessToken }: ClientSession) => ({ authorization: `Bearer ${accessToken}` });
const revoke = (own: ClientSession, id: string) => mutate(server, 'revokeSession', { id }, as(own));
const rowsQuery =
  'authRefreshTokens(order_by: {createdAt: asc}) { id ip userAgent createdAt lastUsedAt type }';

describe('the row of a session', () => {
  const forwarded = { 'user-agent': 'Safari on a phone', 'x-forwarded-for': '6.6.6.6, 203.0.113.7' };

  it('tells its owner from where it was opened: by a sign-up and a sign-in through Hasura, and over REST', async () => {
    const own = await signUpNew(server);
    const { email } = own.user;
    await mutate(server, 'signIn', { email, password }, { headers: forwarded });
    await post(
      server.app,
      '/signin/email-password',
      { email, password },
      { ...forwarded, 'user-agent': 'App' },
    );
    const { data } = await server.graphql(`{ ${rowsQuery} }`, as(own));
    const [, second, third] = data.authRefreshTokens;
    expect(second).toMatchObject({ ip: '203.0.113.7', userAgent: 'Safari on a phone', type: 'regular' });
    expect(third).toMatchObject({ ip: '203.0.113.7', userAgent: 'App' });
  });

  it('believes no X-Forwarded-For that no proxy is trusted for', async () => {
    const app = await server.startAnother({ AUTH_TRUSTED_PROXIES: '0' });
    const own = await signUpNew(server);
    await post(app, '/signin/email-password', { email: own.user.email, password }, forwarded);
    const { data } = await server.graphql(`{ ${rowsQuery} }`, as(own));
    expect(data.authRefreshTokens[1]).toMatchObject({ ip: null, userAgent: 'Safari on a phone' });
  });

  it('tells when it was last used, and keeps its id, when it is refreshed', async () => {
    const own = await signUpNew(server);
    const { body } = await post(server.app, '/v1/token', { refreshToken: own.refreshToken });
    expect(body.refreshTokenId).toBe(own.refreshTokenId);
    const { data } = await server.graphql(`{ ${rowsQuery} }`, as(own));
    const [row] = data.authRefreshTokens;
    expect(Date.parse(row.lastUsedAt)).toBeGreaterThan(Date.parse(row.createdAt));
  });

  it('is seen live by its owner', async () => {
    const own = await signUpNew(server);
    const client = createClient({
      url: `${server.engine.endpoint.replace('http', 'ws')}/v1/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { headers: bearer(own) },
    });
    const results = client.iterate<{ authRefreshTokens: { id: string }[] }>({
      query: `subscription { ${rowsQuery} }`,
    });
    // Two sessions may be opened in one millisecond, so their order says nothing.
    const nextIds = async () =>
      new Set((await results.next()).value.data.authRefreshTokens.map(({ id }: { id: string }) => id));
    expect(await nextIds()).toEqual(new Set([own.refreshTokenId]));
    const other = await signInAgain(server, own);
    expect(await nextIds()).toEqual(new Set([own.refreshTokenId, other.refreshTokenId]));
    await revoke(own, other.refreshTokenId);
    expect(await nextIds()).toEqual(new Set([own.refreshTokenId]));
    await client.dispose();
  });
});

describe('revokeSession', () => {
  it('ends one session of the caller', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    expect((await revoke(own, other.refreshTokenId)).data).toBe(true);
    expect(await isAlive(server, other)).toBe(false);
    expect((await revoke(own, other.refreshTokenId)).data).toBe(false);
    expect((await revoke(own, own.refreshTokenId)).data).toBe(true);
  });

  it("does not end somebody else's, nor a personal access token", async () => {
    const [own, foreign] = [await signUpNew(server), await signUpNew(server)];
    expect((await revoke(own, foreign.refreshTokenId)).data).toBe(false);
    expect(await isAlive(server, foreign)).toBe(true);
    const insert = `mutation { insertAuthRefreshToken(object: {userId: "${own.user.id}", type: pat, refreshTokenHash: "h-${own.user.id}", expiresAt: "2999-01-01"}) { id } }`;
    const { data } = await server.graphql(insert, { admin: true });
    expect((await revoke(own, data.insertAuthRefreshToken.id)).data).toBe(false);
  });

  it('refuses nobody and what is no id', async () => {
    const id = '6f1c2a52-1f0b-4a36-8a53-7a4c6a0a2b22';
    expect((await mutate(server, 'revokeSession', { id })).codes).toEqual(['validation-failed']);
    const own = await signUpNew(server);
    const session = { 'x-hasura-role': 'user', 'x-hasura-user-id': own.user.id };
    expect((await callWebhook(server.app, 'revokeSession', { id: 'x' }, session)).code).toBe(
      'invalid-request',
    );
    expect((await callWebhook(server.app, 'revokeSession', { id, userId: id }, session)).code).toBe(
      'invalid-request',
    );
  });
});

describe('signOut with others', () => {
  it('ends every session of the caller but the present one', async () => {
    const own = await signUpNew(server);
    const foreign = await signUpNew(server);
    const others = [await signInAgain(server, own), await signInAgain(server, own)];
    expect((await mutate(server, 'signOut', { others: true }, as(own))).data).toBe(true);
    for (const each of others) expect(await isAlive(server, each)).toBe(false);
    expect(await isAlive(server, own)).toBe(true);
    expect(await isAlive(server, foreign)).toBe(true);
  });

  it('needs the access token, and goes with nothing else', async () => {
    const own = await signUpNew(server);
    const { refreshToken } = own;
    expect((await mutate(server, 'signOut', { others: true })).codes).toEqual(['unauthenticated-user']);
    for (const more of [{ refreshToken }, { all: true }]) {
      expect((await mutate(server, 'signOut', { others: true, ...more }, as(own))).codes).toEqual([
        'invalid-request',
      ]);
    }
    expect((await mutate(server, 'signOut', { others: false }, as(own))).codes).toEqual(['invalid-request']);
    expect(await isAlive(server, own)).toBe(true);
  });
});

describe('the permission of docs/sessions.md', () => {
  beforeAll(async () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/sessions.md'), 'utf8');
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const [{ role, permission }] = parse(yaml).select_permissions;
    const table = { schema: 'public', name: 'notes' };
    await metadata({ type: 'pg_drop_select_permission', args: { source: 'default', table, role } });
    await metadata({
      type: 'pg_create_select_permission',
      args: { source: 'default', table, role, permission },
    });
  });

  async function metadata(command: unknown): Promise<void> {
    const response = await server.engine.fetch(`${server.engine.endpoint}/v1/metadata`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': 'the-admin-secret' },
      body: JSON.stringify(command),
    });
    expect([response.status, await response.text()]).toEqual([200, '{"message":"success"}']);
  }

  const notes = async (own: ClientSession) =>
    (await server.graphql('{ notes { title } notes_aggregate { aggregate { count } } }', as(own))).data;

  it('refuses an ended session at once, although its access token has not expired', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    await server.graphql('mutation { insert_notes_one(object: {title: "mine"}) { id } }', as(own));
    const seen = { notes: [{ title: 'mine' }], notes_aggregate: { aggregate: { count: 1 } } };
    expect(await notes(own)).toEqual(seen);
    expect(await notes(other)).toEqual(seen);

    await revoke(own, other.refreshTokenId);
    expect((await server.app.auth.accessTokens.verify(other.accessToken))?.['x-hasura-user-id']).toBe(
      own.user.id,
    );
    expect(await notes(other)).toEqual({ notes: [], notes_aggregate: { aggregate: { count: 0 } } });
    expect(await notes(own)).toEqual(seen);
  });

  it("lets nobody in by somebody else's session", async () => {
    const [own, foreign] = [await signUpNew(server), await signUpNew(server)];
    await server.graphql('mutation { insert_notes_one(object: {title: "mine"}) { id } }', as(own));
    const token = server.app.auth.accessTokens.sign({
      userId: own.user.id,
      defaultRole: 'user',
      allowedRoles: ['user'],
      isAnonymous: false,
      sessionId: foreign.refreshTokenId,
    });
    expect((await server.graphql('{ notes { title } }', { token })).data).toEqual({ notes: [] });
  });
});
