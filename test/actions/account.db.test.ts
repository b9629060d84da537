import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { type ClientSession, password, post, refreshMutation, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const isAlive = async (refreshToken: string) =>
  (await server.graphql(refreshMutation, { variables: { refreshToken } })).codes.length === 0;
const signInAgain = async ({ user }: ClientSession): Promise<ClientSession> =>
  (await post(server.app, '/v1/signin/email-password', { email: user.email, password })).body.session;

describe('me', () => {
  const query = '{ me { id email displayName roles metadata activeMfaType } }';

  it('is the caller', async () => {
    const { accessToken, user } = await signUpNew(server, { metadata: { a: 1 } });
    const { data } = await server.graphql(query, { token: accessToken });
    expect(data.me).toEqual({
      id: user.id,
      email: user.email,
      displayName: user.email,
      roles: ['me', 'user'],
      metadata: { a: 1 },
      activeMfaType: null,
    });
  });

  it('has its metadata whatever is in it, also what JavaScript could take for a promise', async () => {
    const metadata = JSON.parse('{"then": 1, "nested": {"then": null}}');
    const { accessToken } = await signUpNew(server, { metadata });
    const headers = { authorization: `Bearer ${accessToken}` };
    const own = await post(server.app, '/graphql', { query }, headers);
    expect(own.body.data.me.metadata).toEqual(metadata);
    const { data } = await server.graphql(query, { token: accessToken });
    expect(data.me.metadata).toEqual(metadata);
  });

  it('is nobody without a token, whatever headers say', async () => {
    const { user } = await signUpNew(server);
    const headers = { 'x-hasura-user-id': user.id, 'x-hasura-role': 'user' };
    expect((await server.graphql(query, { headers })).codes).toEqual(['validation-failed']);
  });

  it('ignores another user id in a header beside a token', async () => {
    const [one, other] = [await signUpNew(server), await signUpNew(server)];
    const { data } = await server.graphql(query, {
      token: one.accessToken,
      headers: { 'x-hasura-user-id': other.user.id },
    });
    expect(data.me.id).toBe(one.user.id);
  });

  it('is refused for an account that was disabled or deleted', async () => {
    const { accessToken, user } = await signUpNew(server);
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: {disabled: true}) { id } }`,
      { admin: true },
    );
    expect((await server.graphql(query, { token: accessToken })).codes).toEqual(['disabled-user']);
    await server.graphql(`mutation { deleteUser(id: "${user.id}") { id } }`, { admin: true });
    expect((await server.graphql(query, { token: accessToken })).codes).toEqual(['unauthenticated-user']);
  });

  it('is GET /user over REST, and the same on the own GraphQL endpoint', async () => {
    const { accessToken, user } = await signUpNew(server);
    const headers = { authorization: `Bearer ${accessToken}` };
    const rest = await server.app.fetch(new Request('http://auth/v1/user', { headers }));
    expect([rest.status, await rest.json()]).toMatchObject([200, user]);
    const own = await post(server.app, '/graphql', { query: '{ me { id } }' }, headers);
    expect(own.body).toEqual({ data: { me: { id: user.id } } });
  });
});

describe('signOut', () => {
  const signOut = (args: string, token?: string) =>
    server.graphql(`mutation { signOut(${args}) }`, token === undefined ? {} : { token });

  it('ends the session of a refresh token, and no other', async () => {
    const first = await signUpNew(server);
    const second = await signInAgain(first);
    expect((await signOut(`refreshToken: "${first.refreshToken}"`)).data).toEqual({ signOut: true });
    expect(await isAlive(first.refreshToken)).toBe(false);
    expect(await isAlive(second.refreshToken)).toBe(true);
  });

  it('ends a session that another tab has just refreshed', async () => {
    const { refreshToken } = await signUpNew(server);
    const { body } = await post(server.app, '/v1/token', { refreshToken });
    await signOut(`refreshToken: "${refreshToken}"`);
    expect(await isAlive(body.refreshToken)).toBe(false);
  });

  it('with all ends every session of the caller', async () => {
    const first = await signUpNew(server);
    const second = await signInAgain(first);
    const foreign = await signUpNew(server);
    expect((await signOut('all: true', first.accessToken)).data).toEqual({ signOut: true });
    expect(await isAlive(first.refreshToken)).toBe(false);
    expect(await isAlive(second.refreshToken)).toBe(false);
    expect(await isAlive(foreign.refreshToken)).toBe(true);
  });

  it('with all and a refresh token ends every session of its user', async () => {
    const first = await signUpNew(server);
    const second = await signInAgain(first);
    await signOut(`refreshToken: "${first.refreshToken}", all: true`);
    expect(await isAlive(second.refreshToken)).toBe(false);
  });

  it('is content with a token that is no more', async () => {
    expect((await signOut('refreshToken: "11111111-1111-4111-8111-111111111111"')).data).toEqual({
      signOut: true,
    });
  });

  it('is refused with nothing to end', async () => {
    expect((await server.graphql('mutation { signOut }')).codes).toEqual(['invalid-request']);
    expect((await signOut('all: true')).codes).toEqual(['unauthenticated-user']);
  });

  it('answers "OK" over REST', async () => {
    const { refreshToken, accessToken } = await signUpNew(server);
    const headers = { authorization: `Bearer ${accessToken}` };
    expect(await post(server.app, '/v1/signout', { refreshToken, other: 1 })).toEqual({
      status: 200,
      body: 'OK',
    });
    expect(await post(server.app, '/v1/signout', { all: true }, headers)).toEqual({
      status: 200,
      body: 'OK',
    });
  });
});

describe('the profile', () => {
  const change = (id: string, set: string, token: string) =>
    server.graphql(
      `mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { displayName locale avatarUrl metadata } }`,
      {
        token,
      },
    );
  const profile =
    '{displayName: "Ada L.", locale: "fr", avatarUrl: "https://a.example/a.png", metadata: {a: 1}}';

  it('is changed by its owner as a row, and by nobody else', async () => {
    const [own, foreign] = [await signUpNew(server), await signUpNew(server)];
    expect((await change(own.user.id, profile, own.accessToken)).data.updateUser).toEqual({
      displayName: 'Ada L.',
      locale: 'fr',
      avatarUrl: 'https://a.example/a.png',
      metadata: { a: 1 },
    });
    expect((await change(foreign.user.id, profile, own.accessToken)).data.updateUser).toBeNull();
    const { data } = await server.graphql('{ me { displayName locale } }', { token: foreign.accessToken });
    expect(data.me.displayName).not.toBe('Ada L.');
  });

  it.each([
    ['email', '{email: "eve@example.com"}', 'validation-failed'],
    ['emailVerified', '{emailVerified: true}', 'validation-failed'],
    ['disabled', '{disabled: false}', 'validation-failed'],
    ['defaultRole', '{defaultRole: "admin"}', 'validation-failed'],
    ['passwordHash', '{passwordHash: "x"}', 'validation-failed'],
    ['a script as avatar', '{avatarUrl: "javascript:alert(1)"}', 'permission-error'],
    ['a locale that is none', '{locale: "F1"}', 'permission-error'],
    ['a name with a line break', String.raw`{displayName: "a\nb"}`, 'permission-error'],
  ])('has no way to %s', async (_, set, code) => {
    const own = await signUpNew(server);
    expect((await change(own.user.id, set, own.accessToken)).codes).toEqual([code]);
  });
});

describe('sessions as rows', () => {
  it('are read and ended by their owner, who sees no hash', async () => {
    const mine = await signUpNew(server);
    const foreign = await signUpNew(server);
    const { data } = await server.graphql('{ authRefreshTokens { id type expiresAt } }', {
      token: mine.accessToken,
    });
    expect(data.authRefreshTokens.map(({ id }: { id: string }) => id)).toEqual([mine.refreshTokenId]);
    const hashes = await server.graphql('{ authRefreshTokens { refreshTokenHash } }', {
      token: mine.accessToken,
    });
    expect(hashes.codes).toEqual(['validation-failed']);

    const end = (id: string) =>
      server.graphql(`mutation { deleteAuthRefreshTokens(where: {id: {_eq: "${id}"}}) { affected_rows } }`, {
        token: mine.accessToken,
      });
    expect((await end(foreign.refreshTokenId)).data.deleteAuthRefreshTokens.affected_rows).toBe(0);
    expect((await end(mine.refreshTokenId)).data.deleteAuthRefreshTokens.affected_rows).toBe(1);
    expect(await isAlive(mine.refreshToken)).toBe(false);
    expect(await isAlive(foreign.refreshToken)).toBe(true);
  });
});
