import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { callWebhook, mutate } from './mutate.js';
import { password } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { AUTH_USERNAME_PASSWORD_ENABLED: 'true' } });
});
afterAll(() => server.close());

const newUsername = () => `Ada.${randomUUID()}`;
const signUp = (variables: Record<string, unknown>) =>
  mutate(server, 'signUpUsername', { username: newUsername(), password, ...variables });
const signIn = (username: string, given = password) =>
  mutate(server, 'signInUsername', { username, password: given });
const update = (id: string, set: string) =>
  server.graphql(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { id } }`, { admin: true });

describe('signUpUsername and signInUsername', () => {
  it('make an account and sign in to it, whatever the case of the name', async () => {
    const username = newUsername();
    const made = await signUp({ username, options: { metadata: { a: 1 } } });
    expect(made.data.mfa).toBeNull();
    expect(made.data.session.user).toMatchObject({
      username,
      displayName: username,
      email: null,
      avatarUrl: '',
      roles: ['me', 'user'],
      metadata: { a: 1 },
    });
    const { data } = await signIn(username.toUpperCase());
    expect(data.session.user.id).toBe(made.data.session.user.id);
    expect(data.session.refreshTokenId).not.toBe(made.data.session.refreshTokenId);
  });

  it('take one request, and two', async () => {
    const username = newUsername();
    const before = server.requestsToHasura();
    await signUp({ username });
    expect(server.requestsToHasura() - before).toBe(1);
    await signIn(username);
    expect(server.requestsToHasura() - before).toBe(3);
  });

  it.each([
    ['an address', 'ada@example.com'],
    ['a number', '+33612345678'],
    ['blanks', 'a b'],
    ['nothing', ''],
    ['65 characters', 'a'.repeat(65)],
    ['another alphabet', 'аdа'],
  ])('refuse %s as a name', async (_, username) => {
    expect((await signUp({ username })).codes).toEqual(['invalid-request']);
  });

  it.each([
    ['a short password', { password: 'ab' }, 'password-too-short'],
    ['the role admin', { options: { allowedRoles: ['admin'], defaultRole: 'admin' } }, 'role-not-allowed'],
    ['an email', { email: 'ada@example.com' }, 'validation-failed'],
    ['a user id', { userId: randomUUID() }, 'validation-failed'],
  ])('refuse %s', async (_, change, code) => {
    expect((await signUp(change)).codes).toEqual([code]);
  });

  it('refuse a name that is taken, whatever its case', async () => {
    const username = newUsername();
    await signUp({ username });
    expect((await signUp({ username: username.toLowerCase() })).codes).toEqual(['username-already-in-use']);
  });

  it('make one account of twenty sign-ups at once', async () => {
    const username = newUsername();
    const replies = await Promise.all(Array.from({ length: 20 }, () => signUp({ username })));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('username-already-in-use'));
  });

  it('answer the same to a wrong password and an unknown name', async () => {
    const username = newUsername();
    await signUp({ username });
    const wrong = await signIn(username, 'wrong horse');
    expect(wrong.codes).toEqual(['invalid-username-password']);
    expect((await signIn(newUsername(), 'wrong horse')).text).toBe(wrong.text);
  });

  it('say that an account is disabled to who knows the password (threat 13)', async () => {
    const username = newUsername();
    const { data } = await signUp({ username });
    await update(data.session.user.id, '{disabled: true}');
    expect((await signIn(username)).codes).toEqual(['disabled-user']);
    expect((await signIn(username, 'wrong horse')).codes).toEqual(['invalid-username-password']);
  });

  it('lead to the second factor where one is active (threat 9)', async () => {
    const username = newUsername();
    const { data } = await signUp({ username });
    await update(data.session.user.id, '{totpSecret: "x", activeMfaType: "totp"}');
    expect((await signIn(username)).data).toEqual({
      session: null,
      mfa: { ticket: expect.stringMatching(/^mfaTotp:/) },
    });
  });

  it('do nothing when Hasura does not answer', async () => {
    const username = newUsername();
    server.loseRequestsOf('mutation InsertUser');
    expect((await signUp({ username })).codes).toEqual(['service-unavailable']);
    server.loseRequestsOf(undefined);
    expect((await signIn(username)).codes).toEqual(['invalid-username-password']);
    expect((await signUp({ username })).codes).toEqual([]);
  });

  it.each([
    [{ AUTH_USERNAME_PASSWORD_ENABLED: 'false' }, 'disabled-endpoint', 'disabled-endpoint'],
    [{ AUTH_DISABLE_SIGNUP: 'true' }, 'signup-disabled', 'invalid-username-password'],
    [{ AUTH_DISABLE_NEW_USERS: 'true' }, 'disabled-user', 'disabled-user'],
    [{ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' }, undefined, undefined],
  ])('follow the settings %o', async (env, atSignUp, atSignIn) => {
    const app = await server.startAnother(env);
    const input = { username: newUsername(), password };
    expect((await callWebhook(app, 'signUpUsername', input)).code).toBe(atSignUp);
    expect((await callWebhook(app, 'signInUsername', input)).code).toBe(atSignIn);
  });
});
