import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestClock, type TestServer, testClock } from '../support/startTestServer.js';
import { post, refreshMutation, signUpNew } from './requests.js';

let server: TestServer;
let clock: TestClock;
beforeAll(async () => {
  clock = testClock();
  server = await startTestServer({ clock });
});
afterAll(() => server.close());

const refresh = async (refreshToken: string) => {
  const { data, codes } = await server.graphql(refreshMutation, { variables: { refreshToken } });
  return { session: data?.refresh, codes };
};
const refused = { session: undefined, codes: ['invalid-refresh-token'] };
const sessionsOf = async (userId: string): Promise<{ id: string }[]> => {
  const query = `{ authRefreshTokens(where: {userId: {_eq: "${userId}"}}) { id refreshTokenHash expiresAt } }`;
  return (await server.graphql(query, { admin: true })).data.authRefreshTokens;
};

describe('refresh', () => {
  it('gives a new token for the same session, in one request to Hasura', async () => {
    const first = await signUpNew(server);
    const before = server.requestsToHasura();
    const { session } = await refresh(first.refreshToken);
    expect(server.requestsToHasura() - before).toBe(1);
    expect(session.refreshTokenId).toBe(first.refreshTokenId);
    expect(session.refreshToken).not.toBe(first.refreshToken);
    expect(session.user.id).toBe(first.user.id);
    expect(await sessionsOf(first.user.id)).toHaveLength(1);
  });

  it('gives twenty tabs that refresh at once the same successor (threat 20)', async () => {
    const { refreshToken, user } = await signUpNew(server);
    const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(replies.flatMap(({ codes }) => codes)).toEqual([]);
    const successors = new Set(replies.map(({ session }) => session.refreshToken));
    expect(successors.size).toBe(1);
    expect(await sessionsOf(user.id)).toHaveLength(1);
    const [successor = ''] = successors;
    expect((await refresh(successor)).codes).toEqual([]);
  });

  it('answers a replaced token for ten seconds, and ends the session when it is used later', async () => {
    const { refreshToken, user } = await signUpNew(server);
    const { session } = await refresh(refreshToken);
    clock.advance(9.5);
    expect((await refresh(refreshToken)).session.refreshToken).toBe(session.refreshToken);
    clock.advance(1);
    expect(await refresh(refreshToken)).toEqual(refused);
    expect(await refresh(session.refreshToken)).toEqual(refused);
    expect(await sessionsOf(user.id)).toEqual([]);
    expect(server.logged).toContainEqual(expect.objectContaining({ level: 'warn', userId: user.id }));
  });

  it('ends the session when a token of long ago is used', async () => {
    const { refreshToken, user } = await signUpNew(server);
    let current = refreshToken;
    for (let generation = 0; generation < 5; generation += 1) {
      clock.advance(60);
      current = (await refresh(current)).session.refreshToken;
    }
    expect(await refresh(refreshToken)).toEqual(refused);
    expect(await sessionsOf(user.id)).toEqual([]);
    expect(await refresh(current)).toEqual(refused);
  });

  it('leaves other sessions alone when one ends', async () => {
    const { refreshToken, user } = await signUpNew(server);
    const other = await post(server.app, '/v1/signin/email-password', {
      email: user.email,
      password: 'correct horse',
    });
    await refresh(refreshToken);
    clock.advance(60);
    expect(await refresh(refreshToken)).toEqual(refused);
    expect((await refresh(other.body.session.refreshToken)).codes).toEqual([]);
  });

  it('accepts a token in capitals, as Nhost Auth does', async () => {
    const { refreshToken } = await signUpNew(server);
    expect((await refresh(refreshToken.toUpperCase())).codes).toEqual([]);
  });

  it('counts the lifetime from the last refresh', async () => {
    const { refreshToken } = await signUpNew(server);
    clock.advance(2_592_000 - 1);
    const { session } = await refresh(refreshToken);
    clock.advance(2_592_000 - 1);
    const next = await refresh(session.refreshToken);
    expect(next.codes).toEqual([]);
    clock.advance(2_592_000 + 1);
    expect(await refresh(next.session.refreshToken)).toEqual(refused);
  });

  it.each(['', 'abc', '11111111-1111-4111-8111-111111111111', "' or 1=1 --"])('refuses %j', async (token) => {
    expect(await refresh(token)).toEqual(refused);
  });

  it('refuses a disabled user, also one without an email (threat 26)', async () => {
    const { refreshToken, user } = await signUpNew(server);
    const disable = `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: {disabled: true, email: null}) { id } }`;
    await server.graphql(disable, { admin: true });
    expect((await refresh(refreshToken)).session).toBeUndefined();
  });

  it('refuses a user whose domain has been blocked since (threat 26)', async () => {
    const { refreshToken } = await signUpNew(server);
    const app = await server.startAnother({ AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS: 'example.com' });
    expect((await post(app, '/v1/token', { refreshToken })).status).toBe(401);
  });

  it('refuses the sessions of a user who was deleted', async () => {
    const { refreshToken, user } = await signUpNew(server);
    await server.graphql(`mutation { deleteUser(id: "${user.id}") { id } }`, { admin: true });
    expect(await refresh(refreshToken)).toEqual(refused);
  });

  it('knows the roles of this moment', async () => {
    const { refreshToken, user } = await signUpNew(server);
    const remove = `mutation { deleteAuthUserRoles(where: {userId: {_eq: "${user.id}"}, role: {_eq: "me"}}) { affected_rows } }`;
    await server.graphql(remove, { admin: true });
    const { body } = await post(server.app, '/v1/token', { refreshToken });
    expect(body.user.roles).toEqual(['user']);
  });

  it('works across servers that share the secret', async () => {
    const { refreshToken } = await signUpNew(server);
    const other = await server.startAnother({});
    const [here, there] = await Promise.all([
      post(server.app, '/v1/token', { refreshToken }),
      post(other, '/v1/token', { refreshToken }),
    ]);
    expect(here.body.refreshToken).toBe(there.body.refreshToken);
  });

  it('with a reuse interval of 0 ends the session at the first reuse', async () => {
    const { refreshToken } = await signUpNew(server);
    const app = await server.startAnother({ AUTH_REFRESH_TOKEN_REUSE_INTERVAL: '0' });
    const first = await post(app, '/v1/token', { refreshToken });
    expect(first.status).toBe(200);
    clock.advance(1);
    expect((await post(app, '/v1/token', { refreshToken })).status).toBe(401);
    expect((await post(app, '/v1/token', { refreshToken: first.body.refreshToken })).status).toBe(401);
  });

  it('answers over REST with a bare session', async () => {
    const { refreshToken, refreshTokenId } = await signUpNew(server);
    const { status, body } = await post(server.app, '/v1/token', { refreshToken });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'accessToken',
      'accessTokenExpiresIn',
      'refreshToken',
      'refreshTokenId',
      'user',
    ]);
    expect(body.refreshTokenId).toBe(refreshTokenId);
  });
});
