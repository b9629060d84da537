import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, signInAgain, signInCodes } from './accounts.js';
import { lastMessage, messagesTo, newPhoneNumber, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, newEmail, password, post, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_CLIENT_URL: 'https://app.example.com',
      AUTH_USERNAME_PASSWORD_ENABLED: 'true',
      AUTH_PHONE_PASSWORD_ENABLED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_PASSWORD_MIN_LENGTH: '8',
    },
  });
});
afterAll(() => server.close());

const unknownId = '11111111-1111-4111-8111-111111111111';
const admin = (name: string, variables: Record<string, unknown>) =>
  mutate(server, name, variables, { admin: true });
const rowOf = async (id: string, fields: string) =>
  (await server.graphql(`{ user(id: "${id}") { ${fields} } }`, { admin: true })).data.user;
const newName = () => `u${newEmail().slice(5, 20)}`;

describe('Actions of administrators', () => {
  const calls: [string, Record<string, unknown>][] = [
    ['adminCreateUser', { user: { email: 'a@example.com' } }],
    ['adminInviteUser', { email: 'a@example.com' }],
    ['adminUpdateUser', { id: unknownId, changes: { disabled: true } }],
    ['adminDeleteUser', { id: unknownId }],
    ['adminSignOutUser', { id: unknownId }],
    ['adminImpersonate', { id: unknownId }],
    ['adminImportUsers', { users: [] }],
  ];

  it.each(calls)('%s is not for users, whatever headers they send', async (name, variables) => {
    const { accessToken, user } = await signUpNew(server);
    const headers = { 'x-hasura-role': 'admin', 'x-hasura-user-id': user.id };
    for (const as of [{}, { token: accessToken }, { token: accessToken, headers }]) {
      const { codes } = await mutate(server, name, variables, as);
      expect(codes).toHaveLength(1);
      expect(['validation-failed', 'access-denied', 'invalid-jwt', 'invalid-headers']).toContain(codes[0]);
    }
  });

  it.each(calls)(
    '%s refuses other roles itself, should Hasura ever let them call it',
    async (name, input) => {
      expect((await callWebhook(server.app, name, input)).code).toBe('unauthenticated-user');
      const session = { 'x-hasura-role': 'user', 'x-hasura-user-id': unknownId };
      expect((await callWebhook(server.app, name, input, session)).code).toBe('forbidden-role');
    },
  );

  it('are refused on the own GraphQL endpoint, which has no admin', async () => {
    const { accessToken } = await signUpNew(server);
    const query = `mutation { adminDeleteUser(id: "${unknownId}") }`;
    const own: Record<string, string> = { authorization: `Bearer ${accessToken}` };
    for (const headers of [{}, own, { 'x-hasura-role': 'admin' }, { ...own, 'x-hasura-role': 'admin' }]) {
      const { body } = await post(server.app, '/graphql', { query }, headers);
      expect(['unauthenticated-user', 'forbidden-role']).toContain(body.errors[0].extensions.code);
    }
  });
});

describe('adminCreateUser', () => {
  it('makes an account that signs in, also while sign-up is closed', async () => {
    const app = await server.startAnother({ AUTH_DISABLE_SIGNUP: 'true' });
    const email = newEmail();
    const user = { email, password, emailVerified: true, displayName: 'Ann', metadata: { a: 1 } };
    const { data } = await callWebhook(app, 'adminCreateUser', { user }, { 'x-hasura-role': 'admin' });
    expect(data).toMatchObject({
      email,
      emailVerified: true,
      displayName: 'Ann',
      metadata: { a: 1 },
      roles: ['me', 'user'],
    });
    expect(await signInCodes(server, email, password)).toEqual([]);
  });

  it('takes each name to sign in with, and none is not enough', async () => {
    const [username, phoneNumber] = [newName(), newPhoneNumber()];
    const named = await admin('adminCreateUser', { user: { username, password } });
    expect(named.data).toMatchObject({ username, displayName: username, email: null, avatarUrl: '' });
    expect((await mutate(server, 'signInUsername', { username, password })).codes).toEqual([]);
    const phoned = await admin('adminCreateUser', {
      user: { phoneNumber, phoneNumberVerified: true, password },
    });
    expect(phoned.data).toMatchObject({ phoneNumber, phoneNumberVerified: true, emailVerified: false });
    expect((await mutate(server, 'signInPhone', { phoneNumber, password })).codes).toEqual([]);
    expect((await admin('adminCreateUser', { user: { displayName: 'x' } })).codes).toEqual([
      'invalid-request',
    ]);
  });

  it('can make an account that is disabled, or has no password', async () => {
    const [one, other] = [newEmail(), newEmail()];
    await admin('adminCreateUser', { user: { email: one, password, disabled: true } });
    expect(await signInCodes(server, one, password)).toEqual(['disabled-user']);
    await admin('adminCreateUser', { user: { email: other } });
    expect(await signInCodes(server, other, password)).toEqual(['invalid-email-password']);
  });

  it('gives any role that there is, but never admin', async () => {
    const create = (roles: object) => admin('adminCreateUser', { user: { email: newEmail(), ...roles } });
    await server.graphql('mutation { insertAuthRole(object: {role: "editor"}) { role } }', { admin: true });
    const { data } = await create({ allowedRoles: ['editor', 'user', 'editor'], defaultRole: 'editor' });
    expect(data).toMatchObject({ roles: ['editor', 'user'], defaultRole: 'editor' });
    expect((await create({ allowedRoles: ['admin', 'user'] })).codes).toEqual(['role-not-allowed']);
    expect((await create({ allowedRoles: ['unknown', 'user'] })).codes).toEqual(['role-not-allowed']);
    expect((await create({ defaultRole: 'editor' })).codes).toEqual([
      'default-role-must-be-in-allowed-roles',
    ]);
  });

  it.each([
    ['an email that is none', { email: 'a@b@c' }, 'invalid-request'],
    ['a username with an @', { username: 'a@b' }, 'invalid-request'],
    ['a number that is none', { phoneNumber: '123' }, 'invalid-request'],
    ['a short password', { email: 'short@example.com', password: 'abc' }, 'password-too-short'],
    ['a picture that is no URL', { email: 'pic@example.com', avatarUrl: 'javascript:1' }, 'invalid-request'],
    ['a long language', { email: 'lang@example.com', locale: 'english' }, 'invalid-request'],
    ['metadata that is no object', { email: 'meta@example.com', metadata: [1] }, 'invalid-request'],
    ['a NUL', { email: 'nul@example.com', displayName: 'a\0' }, 'invalid-request'],
  ])('refuses %s', async (_name, user, code) => {
    expect((await admin('adminCreateUser', { user })).codes).toEqual([code]);
  });

  it('refuses fields that there are not, such as a hash', async () => {
    const user = { email: newEmail(), passwordHash: 'x' };
    expect((await admin('adminCreateUser', { user })).codes).toEqual(['validation-failed']);
    const { code } = await callWebhook(server.app, 'adminCreateUser', { user }, { 'x-hasura-role': 'admin' });
    expect(code).toBe('invalid-request');
  });

  it('refuses names that are taken, in either case, and makes one of 20 at once', async () => {
    const { user } = await signUpNew(server);
    const taken = await admin('adminCreateUser', { user: { email: user.email.toUpperCase() } });
    expect(taken.codes).toEqual(['email-already-in-use']);
    const username = newName();
    const many = await Promise.all(
      Array.from({ length: 20 }, () => admin('adminCreateUser', { user: { username } })),
    );
    expect(many.filter(({ codes }) => codes.length === 0)).toHaveLength(1);
    expect(new Set(many.flatMap(({ codes }) => codes))).toEqual(new Set(['username-already-in-use']));
  });
});

describe('adminInviteUser', () => {
  it('sends a link that signs in and proves the address, once', async () => {
    const email = newEmail();
    const { data } = await admin('adminInviteUser', { email, options: { displayName: 'Bo', locale: 'en' } });
    expect(data).toMatchObject({ email, emailVerified: false, displayName: 'Bo' });
    expect(lastMessage(server.app, email)).toMatchObject({ kind: 'invite' });
    const ticket = ticketTo(server.app, email);
    expect(ticket).toMatch(/^invite:/);
    const confirm = () => mutate(server, 'confirmTicket', { ticket });
    const replies = await Promise.all(Array.from({ length: 20 }, confirm));
    const [won, ...others] = replies.filter(({ codes }) => codes.length === 0);
    expect(others).toEqual([]);
    expect(won?.data.session.user).toMatchObject({ id: data.id, emailVerified: true });
  });

  it('makes no account twice, and none for a refused address, role or redirect', async () => {
    const { user } = await signUpNew(server);
    expect((await admin('adminInviteUser', { email: user.email })).codes).toEqual(['email-already-in-use']);
    const options = { allowedRoles: ['admin'] };
    expect((await admin('adminInviteUser', { email: newEmail(), options })).codes).toEqual([
      'role-not-allowed',
    ]);
    const redirectTo = 'https://evil.example.com';
    expect((await admin('adminInviteUser', { email: newEmail(), options: { redirectTo } })).codes).toEqual([
      'redirectTo-not-allowed',
    ]);
    const asAdmin = { 'x-hasura-role': 'admin' };
    const email = newEmail();
    const choosy = await server.startAnother({ AUTH_ACCESS_CONTROL_BLOCKED_EMAILS: email });
    expect((await callWebhook(choosy, 'adminInviteUser', { email }, asAdmin)).code).toBe(
      'invalid-email-password',
    );
  });
});

describe('adminUpdateUser', () => {
  const update = (id: string, changes: object) => admin('adminUpdateUser', { id, changes });

  it('changes what is given, and leaves the rest', async () => {
    const { user } = await signUpNew(server, { metadata: { a: 1 }, displayName: 'Cy' });
    const username = newName();
    const { data } = await update(user.id, { username, locale: 'fr', avatarUrl: 'https://a.example/b.png' });
    expect(data).toMatchObject({
      username,
      locale: 'fr',
      displayName: 'Cy',
      metadata: { a: 1 },
      email: user.email,
    });
    const cleared = await update(user.id, { username: null, metadata: null });
    expect(cleared.data).toMatchObject({ username: null, metadata: null, email: user.email });
  });

  it('with nothing to change answers the account', async () => {
    const own = await signUpNew(server);
    expect((await update(own.user.id, {})).data).toMatchObject({ id: own.user.id, email: own.user.email });
    expect(await isAlive(server, own)).toBe(true);
  });

  it('sets a password, and ends the sessions', async () => {
    const own = await signUpNew(server);
    expect((await update(own.user.id, { password: 'short' })).codes).toEqual(['password-too-short']);
    expect(await isAlive(server, own)).toBe(true);
    const again = await signInAgain(server, own);
    await update(own.user.id, { password: 'another horse' });
    expect(await isAlive(server, again)).toBe(false);
    expect(await signInCodes(server, own.user.email, password)).toEqual(['invalid-email-password']);
    expect(await signInCodes(server, own.user.email, 'another horse')).toEqual([]);
    await update(own.user.id, { password: null });
    expect(await signInCodes(server, own.user.email, 'another horse')).toEqual(['invalid-email-password']);
  });

  it('changes the address, which counts as unproved unless it is said, and ends sessions and links', async () => {
    const own = await signUpNew(server);
    await update(own.user.id, { emailVerified: true });
    expect(await isAlive(server, own)).toBe(true);
    await mutate(server, 'sendMagicLink', { email: own.user.email });
    const ticket = ticketTo(server.app, own.user.email);
    const same = await update(own.user.id, { email: own.user.email.toUpperCase() });
    expect(same.data).toMatchObject({ emailVerified: true });
    const email = newEmail();
    expect((await update(own.user.id, { email })).data).toMatchObject({ email, emailVerified: false });
    expect((await mutate(server, 'confirmTicket', { ticket })).codes).toEqual(['invalid-ticket']);
    expect(await signInCodes(server, own.user.email, password)).toEqual(['invalid-email-password']);
    expect(await signInCodes(server, email, password)).toEqual([]);
    expect((await update(own.user.id, { email: newEmail(), emailVerified: true })).data.emailVerified).toBe(
      true,
    );
  });

  it('tells the owner at the former address what else signs in now, and of nothing else', async () => {
    const own = await signUpNew(server);
    const { id, email } = own.user;
    await update(id, { displayName: 'Cy', email: email.toUpperCase(), disabled: false, emailVerified: true });
    expect(messagesTo(server.app, email)).toEqual([]);
    const changed = newEmail();
    await update(id, { password: 'another horse', email: changed });
    const [mail, ...others] = messagesTo(server.app, email);
    expect([mail?.kind, others]).toEqual(['changed-by-administrator', []]);
    expect(mail?.text).toMatch(/^- your password\n- your email address\n\n/m);
    expect(mail?.text).not.toContain(changed);
    expect(messagesTo(server.app, changed)).toEqual([]);
    await update(id, { phoneNumber: newPhoneNumber(), username: newName() });
    expect(messagesTo(server.app, changed)[0]?.text).toMatch(/^- your phone number\n- your username\n\n/m);
    await update(id, { email: null });
    await update(id, { password: 'a third horse' });
    expect(messagesTo(server.app, changed)).toHaveLength(2);
    const taken = (await signUpNew(server)).user.email;
    expect((await update(id, { email: taken })).codes).toEqual(['email-already-in-use']);
    expect(messagesTo(server.app, taken)).toEqual([]);
  });

  it('changes the number, and ends sessions', async () => {
    const own = await signUpNew(server);
    const phoneNumber = newPhoneNumber();
    const { data } = await update(own.user.id, { phoneNumber, phoneNumberVerified: true });
    expect(data).toMatchObject({ phoneNumber, phoneNumberVerified: true });
    expect(await isAlive(server, own)).toBe(false);
  });

  it('disables: sessions, personal access tokens and tickets end, and stay so afterwards', async () => {
    const own = await signUpNew(server);
    const pat = await mutate(server, 'createPat', { expiresAt: '2099-01-01' }, { token: own.accessToken });
    await mutate(server, 'sendMagicLink', { email: own.user.email });
    const ticket = ticketTo(server.app, own.user.email);
    await update(own.user.id, { disabled: true });
    expect(await signInCodes(server, own.user.email, password)).toEqual(['disabled-user']);
    await update(own.user.id, { disabled: false });
    expect(await isAlive(server, own)).toBe(false);
    const { personalAccessToken } = pat.data;
    expect((await mutate(server, 'signInPat', { personalAccessToken })).codes).toEqual(['invalid-pat']);
    expect((await mutate(server, 'confirmTicket', { ticket })).codes).toEqual(['invalid-ticket']);
    expect(await signInCodes(server, own.user.email, password)).toEqual([]);
  });

  it('gives and takes roles, which the next token has', async () => {
    const own = await signUpNew(server);
    await server.graphql(
      'mutation { insertAuthRole(object: {role: "moderator"}, on_conflict: {constraint: roles_pkey, update_columns: []}) { role } }',
      { admin: true },
    );
    const { data } = await update(own.user.id, {
      allowedRoles: ['user', 'moderator'],
      defaultRole: 'moderator',
    });
    expect(data).toMatchObject({ roles: ['moderator', 'user'], defaultRole: 'moderator' });
    const { data: refreshed } = await mutate(server, 'refresh', { refreshToken: own.refreshToken });
    expect(decodeJwt(refreshed.accessToken)['https://hasura.io/jwt/claims']).toMatchObject({
      'x-hasura-default-role': 'moderator',
      'x-hasura-allowed-roles': ['moderator', 'user'],
    });
    const refused = async (changes: object) => (await update(own.user.id, changes)).codes;
    expect(await refused({ allowedRoles: ['user'] })).toEqual(['default-role-must-be-in-allowed-roles']);
    expect(await refused({ defaultRole: 'me' })).toEqual(['default-role-must-be-in-allowed-roles']);
    expect(await refused({ allowedRoles: ['moderator', 'admin'] })).toEqual(['role-not-allowed']);
    expect(await refused({ allowedRoles: ['moderator', 'none'] })).toEqual(['role-not-allowed']);
    expect(await rowOf(own.user.id, 'roles(order_by: {role: asc}) { role }')).toEqual({
      roles: [{ role: 'moderator' }, { role: 'user' }],
    });
  });

  it('refuses an unknown account, an id that is none, and what somebody else has', async () => {
    const [one, other] = [await signUpNew(server), await signUpNew(server)];
    expect((await update(unknownId, { disabled: true })).codes).toEqual(['user-not-found']);
    expect((await update(unknownId, { allowedRoles: ['user'] })).codes).toEqual(['user-not-found']);
    expect(
      (
        await callWebhook(
          server.app,
          'adminUpdateUser',
          { id: 'x', changes: {} },
          { 'x-hasura-role': 'admin' },
        )
      ).code,
    ).toBe('invalid-request');
    expect((await update(one.user.id, { email: other.user.email })).codes).toEqual(['email-already-in-use']);
    expect(await isAlive(server, one)).toBe(true);
  });
});

describe('adminDeleteUser', () => {
  it('deletes the account and its sessions; a second time there is none', async () => {
    const own = await signUpNew(server);
    expect((await admin('adminDeleteUser', { id: own.user.id })).data).toBe(true);
    expect((await admin('adminDeleteUser', { id: own.user.id })).data).toBe(false);
    expect(await isAlive(server, own)).toBe(false);
    expect(await rowOf(own.user.id, 'id')).toBeNull();
  });
});

describe('adminSignOutUser', () => {
  it('ends every session of the account and of no other, and says how many', async () => {
    const [own, foreign] = [await signUpNew(server), await signUpNew(server)];
    const again = await signInAgain(server, own);
    const pat = await mutate(server, 'createPat', { expiresAt: '2099-01-01' }, { token: own.accessToken });
    expect((await admin('adminSignOutUser', { id: own.user.id })).data).toBe(2);
    expect(await isAlive(server, own)).toBe(false);
    expect(await isAlive(server, again)).toBe(false);
    expect(await isAlive(server, foreign)).toBe(true);
    const { personalAccessToken } = pat.data;
    expect((await mutate(server, 'signInPat', { personalAccessToken })).codes).toEqual([]);
    expect((await admin('adminSignOutUser', { id: unknownId })).data).toBe(0);
  });
});

describe('adminImpersonate', () => {
  const impersonate = (id: string, reason?: string) => admin('adminImpersonate', { id, reason });
  const claimsOf = (token: string) => decodeJwt(token)['https://hasura.io/jwt/claims'];

  it('opens a short session that says what it is, in the claims, in the rows and in the log', async () => {
    const { user, accessToken } = await signUpNew(server);
    const { data } = await impersonate(user.id, 'ticket 42');
    expect(data).toMatchObject({ accessTokenExpiresIn: 900, user: { id: user.id } });
    expect(claimsOf(data.accessToken)).toMatchObject({
      'x-hasura-user-id': user.id,
      'x-hasura-session-id': data.sessionId,
      'x-hasura-auth-impersonated': 'true',
      'x-hasura-default-role': 'user',
    });
    expect((await server.graphql('{ me { id } }', { token: data.accessToken })).data.me).toEqual({
      id: user.id,
    });
    const query = `{ authRefreshTokens(where: {id: {_eq: "${data.sessionId}"}}) { metadata expiresAt } }`;
    const seen = await server.graphql(query, { token: accessToken });
    expect(seen.data.authRefreshTokens).toEqual([
      { metadata: { impersonation: { reason: 'ticket 42' } }, expiresAt: expect.any(String) },
    ]);
    expect(Date.parse(seen.data.authRefreshTokens[0].expiresAt)).toBeLessThan(Date.now() + 901_000);
    expect(server.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', userId: user.id, sessionId: data.sessionId }),
    );
  });

  it('lasts no longer where access tokens do, and as short where they are short', async () => {
    const { user } = await signUpNew(server);
    for (const [setting, seconds] of [
      ['86400', 900],
      ['60', 60],
    ] as const) {
      const app = await server.startAnother({ AUTH_ACCESS_TOKEN_EXPIRES_IN: setting });
      const { data } = await callWebhook(
        app,
        'adminImpersonate',
        { id: user.id },
        { 'x-hasura-role': 'admin' },
      );
      const { iat = 0, exp = 0 } = decodeJwt(data.accessToken);
      expect([data.accessTokenExpiresIn, exp - iat]).toEqual([seconds, seconds]);
    }
  });

  it('is ended by the owner', async () => {
    const own = await signUpNew(server);
    const { data } = await impersonate(own.user.id);
    const ended = await mutate(server, 'revokeSession', { id: data.sessionId }, { token: own.accessToken });
    expect(ended.data).toBe(true);
  });

  it('is no proof of the owner: no new password, no deletion, no second factor', async () => {
    const own = await signUpNew(server);
    const { data } = await impersonate(own.user.id);
    const as = { token: data.accessToken };
    const refused = async (name: string, variables: object) =>
      (await mutate(server, name, { ...variables }, as)).codes;
    expect(await refused('changePassword', { newPassword: 'another horse' })).toEqual([
      'elevated-claim-required',
    ]);
    expect(await refused('deleteAccount', {})).toEqual(['elevated-claim-required']);
    expect(await signInCodes(server, own.user.email, password)).toEqual([]);
  });

  it('is not for accounts that are disabled or not there', async () => {
    const { user } = await signUpNew(server);
    await admin('adminUpdateUser', { id: user.id, changes: { disabled: true } });
    expect((await impersonate(user.id)).codes).toEqual(['disabled-user']);
    expect((await impersonate(unknownId)).codes).toEqual(['user-not-found']);
  });

  it('marks no token of the owner', async () => {
    const own: ClientSession = await signUpNew(server);
    await impersonate(own.user.id);
    const { data } = await mutate(server, 'refresh', { refreshToken: own.refreshToken });
    expect(claimsOf(data.accessToken)).not.toHaveProperty('x-hasura-auth-impersonated');
  });
});
