import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { signUpVerified, updateUser, userRow } from './accounts.js';
import { messagesTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, password, post, signUpNew } from './requests.js';

/** Stands still. */
const start = new Date();
const clock = { now: () => start };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: { AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400', AUTH_ANONYMOUS_USERS_ENABLED: 'true' },
  });
});
afterAll(() => server.close());

const as = ({ accessToken }: Pick<ClientSession, 'accessToken'>) => ({ token: accessToken });
const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
const create = (own: Pick<ClientSession, 'accessToken'>, more: object = {}) =>
  mutate(server, 'createPat', { expiresAt: inSeconds(3600), ...more }, as(own));
const signIn = (personalAccessToken: string) => mutate(server, 'signInPat', { personalAccessToken });

async function newPat(own: ClientSession): Promise<{ id: string; personalAccessToken: string }> {
  const { data, text } = await create(own);
  if (!data) throw new Error(text);
  return data;
}

const rowsOf = async (own: ClientSession) =>
  (
    await server.graphql(
      '{ authRefreshTokens(order_by: {type: asc}) { id type metadata lastUsedAt } }',
      as(own),
    )
  ).data.authRefreshTokens;

describe('createPat', () => {
  it('makes a token that its owner lists and deletes as a row', async () => {
    const own = await signUpNew(server);
    const { data } = await create(own, { metadata: { name: 'laptop' } });
    expect(data.personalAccessToken).toMatch(/^[0-9a-f-]{36}$/);
    expect(await rowsOf(own)).toEqual([
      { id: data.id, type: 'pat', metadata: { name: 'laptop' }, lastUsedAt: null },
      expect.objectContaining({ id: own.refreshTokenId, type: 'regular' }),
    ]);
    await server.graphql(
      `mutation { deleteAuthRefreshTokens(where: {id: {_eq: "${data.id}"}}) { affected_rows } }`,
      as(own),
    );
    expect((await signIn(data.personalAccessToken)).codes).toEqual(['invalid-pat']);
  });

  it('tells the owner by mail, and until when it counts', async () => {
    const own = await signUpNew(server);
    await create(own, { expiresAt: '2099-01-02T03:04:05Z' });
    const [mail, ...others] = messagesTo(server.app, own.user.email);
    expect([mail?.kind, others]).toEqual(['pat-created', []]);
    expect(mail?.text).toContain('2099-01-02 03:04 UTC');
    expect((await create(own, { expiresAt: 'never' })).codes).toEqual(['invalid-request']);
    expect(messagesTo(server.app, own.user.email)).toHaveLength(1);
  });

  it('is stored as a hash only', async () => {
    const own = await signUpNew(server);
    const { personalAccessToken } = await newPat(own);
    const row = await userRow(server, own, 'refreshTokens { refreshTokenHash metadata userAgent }');
    expect(JSON.stringify(row)).not.toContain(personalAccessToken);
    expect(JSON.stringify(server.logged)).not.toContain(personalAccessToken);
  });

  it.each([
    ['now', 0],
    ['in the past', -1],
    ['in ten thousand years', 10_000 * 366 * 86_400],
  ])('refuses a token that ends %s', async (_name, seconds) => {
    expect((await create(await signUpNew(server), { expiresAt: inSeconds(seconds) })).codes).toEqual([
      'invalid-request',
    ]);
  });

  it('refuses what is no time, no object, or unknown', async () => {
    const own = await signUpNew(server);
    expect((await create(own, { expiresAt: 'infinity' })).codes).toEqual(['invalid-request']);
    expect((await create(own, { metadata: ['a'] })).codes).toEqual(['invalid-request']);
    expect((await create(own, { userId: own.user.id })).codes).toEqual(['validation-failed']);
  });

  it('is refused without a session, and for one that has ended', async () => {
    const expiresAt = inSeconds(60);
    expect((await callWebhook(server.app, 'createPat', { expiresAt })).code).toBe('unauthenticated-user');
    const own = await signUpNew(server);
    await mutate(server, 'signOut', { refreshToken: own.refreshToken });
    expect((await create(own)).codes).toEqual(['unauthenticated-user']);
  });

  it('makes no token for the user that input or headers name', async () => {
    const [own, other] = [await signUpNew(server), await signUpNew(server)];
    const headers = { 'x-hasura-user-id': other.user.id };
    const { data } = await mutate(server, 'createPat', { expiresAt: inSeconds(60) }, { ...as(own), headers });
    expect((await signIn(data.personalAccessToken)).data.session.user.id).toBe(own.user.id);
  });

  it('is not for anonymous accounts, nor for disabled ones', async () => {
    const { data } = await mutate(server, 'signInAnonymous', {});
    const session = { 'x-hasura-role': 'user', 'x-hasura-user-id': data.session.user.id };
    const expiresAt = inSeconds(60);
    expect((await callWebhook(server.app, 'createPat', { expiresAt }, session)).code).toBe(
      'forbidden-anonymous',
    );
    const own = await signUpNew(server);
    await updateUser(server, own, '{disabled: true}');
    expect((await create(own)).codes).toEqual(['disabled-user']);
  });

  it('is not for a session that a token or an administrator opened, unless it is elevated', async () => {
    const own = await signUpNew(server);
    const { data } = await signIn((await newPat(own)).personalAccessToken);
    expect((await create(data.session)).codes).toEqual(['elevated-claim-required']);
    const impersonation = await mutate(server, 'adminImpersonate', { id: own.user.id }, { admin: true });
    expect((await create(impersonation.data)).codes).toEqual(['elevated-claim-required']);
    const elevated = await mutate(server, 'elevate', { password }, as(data.session));
    expect((await create(elevated.data)).codes).toEqual([]);
  });

  it('needs an elevated session by setting', async () => {
    const app = await server.startAnother({ AUTH_REQUIRE_ELEVATED_CLAIM: 'required' });
    const { user, refreshTokenId } = await signUpNew(server);
    const session = {
      'x-hasura-role': 'user',
      'x-hasura-user-id': user.id,
      'x-hasura-session-id': refreshTokenId,
    };
    const input = { expiresAt: inSeconds(60) };
    expect((await callWebhook(app, 'createPat', input, session)).code).toBe('elevated-claim-required');
    const elevated = { ...session, 'x-hasura-auth-elevated': user.id };
    expect((await callWebhook(app, 'createPat', input, elevated)).code).toBeUndefined();
  });
});

describe('signInPat', () => {
  it('opens sessions, also 20 at once, and notes its use', async () => {
    const own = await signUpNew(server);
    const { id, personalAccessToken } = await newPat(own);
    const before = server.requestsToHasura();
    const { data } = await signIn(personalAccessToken);
    expect(server.requestsToHasura() - before).toBe(2);
    expect(data).toMatchObject({ session: { user: { id: own.user.id } }, mfa: null });
    const many = await Promise.all(
      Array.from({ length: 20 }, () => signIn(personalAccessToken.toUpperCase())),
    );
    expect(many.map(({ data }) => data?.session?.user.id)).toEqual(Array(20).fill(own.user.id));
    const rows = await rowsOf(own);
    expect(rows.find((row: { id: string }) => row.id === id).lastUsedAt).not.toBeNull();
    expect(rows.filter(({ metadata }: { metadata: unknown }) => metadata !== null)).toHaveLength(21);
    expect((await mutate(server, 'refresh', { refreshToken: data.session.refreshToken })).codes).toEqual([]);
  });

  it('ends when the token expires', async () => {
    const own = await signUpNew(server);
    const { data } = await create(own, { expiresAt: inSeconds(60) });
    const { personalAccessToken } = data;
    const codeAfter = async (seconds: number) => {
      const app = await server.startAnother({}, { now: () => new Date(start.getTime() + seconds * 1000) });
      return (await callWebhook(app, 'signInPat', { personalAccessToken })).code;
    };
    expect(await codeAfter(59)).toBeUndefined();
    expect(await codeAfter(61)).toBe('invalid-pat');
  });

  it('is refused for unknown tokens, other texts, and a refresh token', async () => {
    const { refreshToken, refreshTokenId } = await signUpNew(server);
    for (const text of ['11111111-1111-4111-8111-111111111111', '', 'a', refreshToken, refreshTokenId]) {
      expect((await signIn(text)).codes).toEqual(['invalid-pat']);
    }
  });

  it('takes no part in refreshing', async () => {
    const { personalAccessToken } = await newPat(await signUpNew(server));
    const { codes } = await mutate(server, 'refresh', { refreshToken: personalAccessToken });
    expect(codes).toEqual(['invalid-refresh-token']);
    expect((await signIn(personalAccessToken)).codes).toEqual([]);
  });

  it('ends with an account that is disabled, also when that is taken back', async () => {
    const own = await signUpNew(server);
    const { personalAccessToken } = await newPat(own);
    await updateUser(server, own, '{disabled: true}');
    expect((await signIn(personalAccessToken)).codes).toEqual(['invalid-pat']);
    await updateUser(server, own, '{disabled: false}');
    expect((await signIn(personalAccessToken)).codes).toEqual(['invalid-pat']);
  });

  it('passes the gate: unverified', async () => {
    const { personalAccessToken } = await newPat(await signUpNew(server));
    const app = await server.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    expect((await callWebhook(app, 'signInPat', { personalAccessToken })).code).toBe('unverified-user');
  });

  it('passes the gate: a second factor is asked for', async () => {
    const own = await signUpVerified(server);
    const { personalAccessToken } = await newPat(own);
    await updateUser(server, own, '{activeMfaType: "totp", totpSecret: "x"}');
    expect((await signIn(personalAccessToken)).data).toMatchObject({
      session: null,
      mfa: { ticket: expect.stringMatching(/^mfaTotp:/) },
    });
  });

  it('can be switched off', async () => {
    const app = await server.startAnother({ AUTH_PAT_ENABLED: 'false' });
    const { personalAccessToken } = await newPat(await signUpNew(server));
    expect((await callWebhook(app, 'signInPat', { personalAccessToken })).code).toBe('disabled-endpoint');
    expect((await callWebhook(app, 'createPat', { expiresAt: inSeconds(9) })).code).toBe('disabled-endpoint');
  });
});

describe('over REST', () => {
  it('POST /pat and /signin/pat answer as Nhost Auth does', async () => {
    const { accessToken, user } = await signUpNew(server);
    const headers = { authorization: `Bearer ${accessToken}` };
    const body = { expiresAt: inSeconds(60), metadata: { name: 'ci' } };
    const made = await post(server.app, '/v1/pat', body, headers);
    expect(made).toEqual({
      status: 200,
      body: { id: expect.any(String), personalAccessToken: expect.any(String) },
    });
    const { personalAccessToken } = made.body;
    const signedIn = await post(server.app, '/signin/pat', { personalAccessToken });
    expect(signedIn).toMatchObject({ status: 200, body: { session: { user: { id: user.id } } } });
    const claims = decodeJwt(signedIn.body.session.accessToken)['https://hasura.io/jwt/claims'];
    expect(claims).toMatchObject({ 'x-hasura-user-id': user.id });
  });

  it('refuse a missing bearer, unknown keys and unknown tokens', async () => {
    const { accessToken } = await signUpNew(server);
    const headers = { authorization: `Bearer ${accessToken}` };
    const body = { expiresAt: inSeconds(60) };
    expect(await post(server.app, '/pat', body)).toMatchObject({ status: 401 });
    expect(await post(server.app, '/pat', { ...body, other: 1 }, headers)).toMatchObject({ status: 400 });
    expect(await post(server.app, '/pat', {}, headers)).toMatchObject({ status: 400 });
    const personalAccessToken = '11111111-1111-4111-8111-111111111111';
    expect(await post(server.app, '/signin/pat', { personalAccessToken })).toMatchObject({
      status: 401,
      body: { error: 'invalid-pat', message: 'Invalid or expired personal access token' },
    });
    expect(await post(server.app, '/signin/pat', { personalAccessToken, a: 1 })).toMatchObject({
      status: 400,
    });
  });
});
