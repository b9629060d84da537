import bcrypt from 'bcryptjs';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { newEmail, password, post, signInMutation, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const signIn = (email: string, given = password) =>
  server.graphql(signInMutation, { variables: { email, password: given } });
const update = (id: string, set: string) =>
  server.graphql(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { id } }`, { admin: true });
const insert = async (row: Record<string, unknown>) => {
  const email = newEmail();
  const query = 'mutation ($user: users_insert_input!) { insertUser(object: $user) { id } }';
  const variables = { user: { email, locale: 'en', ...row } };
  const { data } = await server.graphql(query, { admin: true, variables });
  return { email, id: data.insertUser.id as string };
};
const hashOf = async (id: string): Promise<string> =>
  (await server.graphql(`{ user(id: "${id}") { passwordHash } }`, { admin: true })).data.user.passwordHash;

describe('signIn', () => {
  it('answers a session whose token says who it is', async () => {
    const { user } = await signUpNew(server);
    const { data } = await signIn(user.email);
    const { session, mfa } = data.signIn;
    expect(mfa).toBeNull();
    expect(session.user).toEqual({ ...user, updatedAt: expect.any(String) });
    const { iat = 0, ...claims } = decodeJwt(session.accessToken);
    expect(claims).toEqual({
      sub: user.id,
      iss: 'hasura-auth',
      exp: iat + 900,
      'https://hasura.io/jwt/claims': {
        'x-hasura-allowed-roles': ['me', 'user'],
        'x-hasura-default-role': 'user',
        'x-hasura-user-id': user.id,
        'x-hasura-user-is-anonymous': 'false',
        'x-hasura-session-id': session.refreshTokenId,
      },
    });
  });

  it('takes two requests to Hasura', async () => {
    const { user } = await signUpNew(server);
    const before = server.requestsToHasura();
    await signIn(user.email);
    expect(server.requestsToHasura() - before).toBe(2);
  });

  it('does not mind the case of the email', async () => {
    const { user } = await signUpNew(server);
    expect((await signIn(user.email.toUpperCase())).data.signIn.session.user.email).toBe(user.email);
  });

  it('answers the same to a wrong password and to an unknown email', async () => {
    const { user } = await signUpNew(server);
    const wrong = await signIn(user.email, 'wrong horse');
    const unknown = await signIn(newEmail(), 'wrong horse');
    expect(wrong.codes).toEqual(['invalid-email-password']);
    expect(unknown.text).toBe(wrong.text);
  });

  it('tells that an account is disabled only to who knows the password (threat 13)', async () => {
    const { user } = await signUpNew(server);
    await update(user.id, '{disabled: true}');
    expect((await signIn(user.email)).codes).toEqual(['disabled-user']);
    expect((await signIn(user.email, 'wrong horse')).codes).toEqual(['invalid-email-password']);
  });

  it('tells that an email is unverified only to who knows the password', async () => {
    const { user } = await signUpNew(server);
    const app = await server.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    const over = (given: string) =>
      post(app, '/v1/signin/email-password', { email: user.email, password: given });
    expect((await over(password)).body.error).toBe('unverified-user');
    expect((await over('wrong horse')).body.error).toBe('invalid-email-password');
    await update(user.id, '{emailVerified: true}');
    expect((await over(password)).status).toBe(200);
  });

  it('refuses an account whose email has been blocked since', async () => {
    const { user } = await signUpNew(server);
    const app = await server.startAnother({ AUTH_ACCESS_CONTROL_BLOCKED_EMAILS: user.email.toUpperCase() });
    const { body } = await post(app, '/v1/signin/email-password', { email: user.email, password });
    expect(body.error).toBe('invalid-email-password');
  });

  it('accepts a bcrypt hash, and replaces it', async () => {
    const hash = await bcrypt.hash(password, 4);
    const { email, id } = await insert({ passwordHash: hash });
    expect((await signIn(email, 'wrong horse')).codes).toEqual(['invalid-email-password']);
    expect(await hashOf(id)).toBe(hash);
    expect((await signIn(email)).codes).toEqual([]);
    expect(await hashOf(id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await signIn(email)).codes).toEqual([]);
  });

  it.each([
    ['no hash', null],
    ['an empty hash', ''],
    ['something that is no hash', 'nonsense'],
  ])('refuses an account with %s', async (_, passwordHash) => {
    const { email } = await insert({ passwordHash });
    expect((await signIn(email)).codes).toEqual(['invalid-email-password']);
    expect((await signIn(email, passwordHash || 'x')).codes).toEqual(['invalid-email-password']);
  });

  it('lets many sign in at once', async () => {
    const { user } = await signUpNew(server);
    const replies = await Promise.all(Array.from({ length: 12 }, () => signIn(user.email)));
    const ids = replies.map(({ data }) => data.signIn.session.refreshTokenId);
    expect(new Set(ids).size).toBe(12);
  });

  it('answers a hundred aliases only when each of them passes the queue', async () => {
    const { user } = await signUpNew(server);
    const app = await server.startAnother({ AUTH_PASSWORD_QUEUE: '1', AUTH_PASSWORD_WORKERS: '1' });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        post(app, '/v1/signin/email-password', { email: user.email, password }),
      ),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(replies.find(({ status }) => status === 429)?.body.error).toBe('too-many-requests');
  });

  it('answers over REST as Nhost Auth does', async () => {
    const { user } = await signUpNew(server);
    const { status, body } = await post(server.app, '/v1/signin/email-password', {
      email: user.email,
      password,
    });
    expect(status).toBe(200);
    expect(body.mfa).toBeNull();
    expect(body.session.user).toMatchObject({ id: user.id, roles: ['me', 'user'] });
    const wrong = await post(server.app, '/v1/signin/email-password', {
      email: user.email,
      password: 'wrong',
    });
    expect(wrong).toEqual({
      status: 401,
      body: { status: 401, error: 'invalid-email-password', message: 'Incorrect email or password' },
    });
  });

  it('never logs a password, a hash or a token', async () => {
    const { user, refreshToken } = await signUpNew(server);
    await signIn(user.email);
    const all = JSON.stringify(server.logged);
    expect(all).not.toContain(password);
    expect(all).not.toContain('$argon2id$');
    expect(all).not.toContain(refreshToken);
  });
});
