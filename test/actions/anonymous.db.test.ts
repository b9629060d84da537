import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';
import { codeTo, lastMessage, messagesTo, newPhoneNumber, ticketTo, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { newEmail, password, post, refreshMutation, signInMutation, signUpNew } from './requests.js';

const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: {
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_LOCALE_ALLOWED_LOCALES: 'en,pt',
    },
  });
});
afterAll(() => server.close());

const signInAnonymous = async (options?: object) =>
  mutate(server, 'signInAnonymous', options === undefined ? {} : { options });
const anonymous = async () => (await signInAnonymous()).data.session;
const deanonymize = (token: string, variables: Record<string, unknown>) =>
  mutate(server, 'deanonymize', variables, { token });
const byPassword = (email: string, more: object = {}) => ({
  signInMethod: 'email-password',
  email,
  password,
  ...more,
});
const refresh = async (refreshToken: string) =>
  server.graphql(refreshMutation, { variables: { refreshToken } });
const admin = (query: string, variables = {}) => server.graphql(query, { admin: true, variables });
const userOf = async (id: string) =>
  (
    await admin(
      `{ user(id: "${id}") { email isAnonymous emailVerified phoneNumber passwordHash displayName locale metadata defaultRole roles(order_by: {role: asc}) { role } refreshTokens { id } tickets { kind } } }`,
    )
  ).data.user;
const claimsOf = (token: string) =>
  decodeJwt(token)['https://hasura.io/jwt/claims'] as Record<string, unknown>;
const authorization = (token: string) => ({ authorization: `Bearer ${token}` });

describe('signInAnonymous', () => {
  it('makes an account with the role anonymous and nothing else', async () => {
    const { data } = await signInAnonymous();
    expect(data.mfa).toBeNull();
    expect(data.session.user).toMatchObject({
      email: null,
      isAnonymous: true,
      displayName: 'Anonymous User',
      defaultRole: 'anonymous',
      roles: ['anonymous'],
      locale: 'en',
    });
    expect(claimsOf(data.session.accessToken)).toMatchObject({
      'x-hasura-allowed-roles': ['anonymous'],
      'x-hasura-default-role': 'anonymous',
      'x-hasura-user-is-anonymous': 'true',
    });
  });

  it('takes the options, in one request', async () => {
    const before = server.requestsToHasura();
    const { data } = await signInAnonymous({ displayName: 'Guest', locale: 'pt', metadata: { a: 1 } });
    expect(server.requestsToHasura() - before).toBe(1);
    expect(data.session.user).toMatchObject({ displayName: 'Guest', locale: 'pt', metadata: { a: 1 } });
  });

  it('opens a session that can be refreshed and ended', async () => {
    const session = await anonymous();
    const refreshed = await refresh(session.refreshToken);
    expect(refreshed.data.refresh.user.id).toBe(session.user.id);
  });

  it.each([
    ['roles', { allowedRoles: ['user'] }],
    ['an email', { email: 'a@b.com' }],
  ])('refuses %s', async (_, options) => {
    expect((await signInAnonymous(options)).codes).toEqual(['validation-failed']);
  });

  it.each([
    [{ AUTH_ANONYMOUS_USERS_ENABLED: 'false' }, 409, 'disabled-endpoint'],
    [{ AUTH_DISABLE_SIGNUP: 'true' }, 403, 'signup-disabled'],
    [{ AUTH_DISABLE_NEW_USERS: 'true' }, 401, 'disabled-user'],
  ])('follows the settings %o', async (env, status, error) => {
    const app = await server.startAnother(env);
    expect(await post(app, '/v1/signin/anonymous', {})).toMatchObject({ status, body: { error } });
  });

  it('answers over REST as Nhost Auth does, with a body or without', async () => {
    const named = await post(server.app, '/v1/signin/anonymous', { displayName: 'Guest' });
    expect([named.status, named.body.session.user.displayName]).toEqual([200, 'Guest']);
    expect(Object.keys(named.body)).toEqual(['session']);
    const bare = await server.app.fetch(new Request('http://auth/signin/anonymous', { method: 'POST' }));
    expect(bare.status).toBe(200);
    const extra = await post(server.app, '/v1/signin/anonymous', { email: 'a@b.com' });
    expect([extra.status, extra.body.error]).toEqual([400, 'invalid-request']);
  });
});

describe('deanonymize by password', () => {
  it('keeps the id and every row, gives the roles, and lets the session go on', async () => {
    const session = await anonymous();
    const { id } = session.user;
    const insert = 'mutation ($id: uuid!) { insert_notes_one(object: {title: "mine", user_id: $id}) { id } }';
    expect((await admin(insert, { id })).codes).toEqual([]);

    const email = newEmail();
    const options = { displayName: 'Ada', metadata: { a: 1 } };
    expect((await deanonymize(session.accessToken, byPassword(email, { options }))).data).toBe(true);
    expect(await userOf(id)).toMatchObject({
      email,
      isAnonymous: false,
      displayName: 'Ada',
      metadata: { a: 1 },
      defaultRole: 'user',
      roles: [{ role: 'me' }, { role: 'user' }],
    });
    expect(messagesTo(server.app, email)).toEqual([]);

    const refreshed = await refresh(session.refreshToken);
    expect(claimsOf(refreshed.data.refresh.accessToken)).toMatchObject({
      'x-hasura-allowed-roles': ['me', 'user'],
      'x-hasura-user-is-anonymous': 'false',
    });
    const signedIn = await server.graphql(signInMutation, { variables: { email, password } });
    expect(signedIn.data.signIn.session.user.id).toBe(id);
    const notes = await server.graphql('{ notes { title } }', {
      token: signedIn.data.signIn.session.accessToken,
    });
    expect(notes.data.notes).toEqual([{ title: 'mine' }]);
  });

  it('keeps what the account has where nothing is wished', async () => {
    const { data } = await signInAnonymous({ displayName: 'Guest', locale: 'pt', metadata: { a: 1 } });
    const { accessToken, user } = data.session;
    await deanonymize(accessToken, byPassword(newEmail()));
    expect(await userOf(user.id)).toMatchObject({ displayName: 'Guest', locale: 'pt', metadata: { a: 1 } });
  });

  it('is refused for an address that is taken, and changes nothing', async () => {
    const { user } = await signUpNew(server);
    const session = await anonymous();
    const taken = await deanonymize(session.accessToken, byPassword(user.email.toUpperCase()));
    expect(taken.codes).toEqual(['email-already-in-use']);
    expect(await userOf(session.user.id)).toMatchObject({
      isAnonymous: true,
      roles: [{ role: 'anonymous' }],
    });
  });

  it('is refused for accounts that are not anonymous, by their row and not by their token', async () => {
    const { accessToken } = await signUpNew(server);
    expect((await deanonymize(accessToken, byPassword(newEmail()))).codes).toEqual(['user-not-anonymous']);
    const session = await anonymous();
    await deanonymize(session.accessToken, byPassword(newEmail()));
    const again = await deanonymize(session.accessToken, byPassword(newEmail()));
    expect(again.codes).toEqual(['user-not-anonymous']);
  });

  it('happens once of twenty times at once, as a whole', async () => {
    const session = await anonymous();
    const emails = Array.from({ length: 20 }, () => newEmail());
    const replies = await Promise.all(
      emails.map((email) => deanonymize(session.accessToken, byPassword(email))),
    );
    expect(replies.filter(({ data }) => data === true)).toHaveLength(1);
    const codes = replies.flatMap((reply) => reply.codes);
    expect(codes).toEqual(Array(19).fill('user-not-anonymous'));
    const winner = emails[replies.findIndex(({ data }) => data === true)];
    expect(await userOf(session.user.id)).toMatchObject({
      email: winner,
      roles: [{ role: 'me' }, { role: 'user' }],
    });
  });

  it.each([
    ['no caller', undefined],
    ['the caller alone, whatever the input says', 'user'],
  ])('is for %s', async (_, role) => {
    const variables = byPassword(newEmail());
    if (role === undefined) {
      expect((await mutate(server, 'deanonymize', variables)).codes).toEqual(['validation-failed']);
      expect((await callWebhook(server.app, 'deanonymize', variables)).code).toBe('unauthenticated-user');
    } else {
      const other = await anonymous();
      const mine = await anonymous();
      const reply = await deanonymize(mine.accessToken, { ...variables, userId: other.user.id });
      expect(reply.codes).toEqual(['validation-failed']);
      expect(await userOf(other.user.id)).toMatchObject({ isAnonymous: true });
    }
  });

  it.each([
    ['no password', { signInMethod: 'email-password', email: newEmail() }, 'invalid-request'],
    ['no email', { signInMethod: 'email-password', password }, 'invalid-request'],
    ['a number too', byPassword(newEmail(), { phoneNumber: newPhoneNumber() }), 'invalid-request'],
    ['another method', byPassword(newEmail(), { signInMethod: 'magic' }), 'invalid-request'],
    ['a password without use', byPassword(newEmail(), { signInMethod: 'passwordless' }), 'invalid-request'],
    ['a short password', byPassword(newEmail(), { password: 'ab' }), 'password-too-short'],
    ['the role admin', byPassword(newEmail(), { options: { allowedRoles: ['admin'] } }), 'role-not-allowed'],
    [
      'a foreign redirect',
      byPassword(newEmail(), { options: { redirectTo: 'https://evil.com' } }),
      'redirectTo-not-allowed',
    ],
  ])('is refused with %s', async (_, variables, code) => {
    const { accessToken } = await anonymous();
    expect((await deanonymize(accessToken, variables)).codes).toEqual([code]);
  });

  it('ends the session and sends a mail where the address has to be verified', async () => {
    const app = await server.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    const session = await anonymous();
    const email = newEmail();
    const sent = await post(app, '/user/deanonymize', byPassword(email), authorization(session.accessToken));
    expect(sent).toEqual({ status: 200, body: 'OK' });
    expect((await refresh(session.refreshToken)).codes).toEqual(['invalid-refresh-token']);
    expect(lastMessage(app, email).kind).toBe('email-verify');
    const unverified = await post(app, '/signin/email-password', { email, password });
    expect(unverified.body.error).toBe('unverified-user');

    const { data } = await callWebhook(app, 'confirmTicket', { ticket: ticketTo(app, email) });
    expect(data.session.user).toMatchObject({ id: session.user.id, isAnonymous: false, emailVerified: true });
    expect((await post(app, '/signin/email-password', { email, password })).status).toBe(200);
  });

  it('does nothing by halves when Hasura does not answer', async () => {
    const session = await anonymous();
    const wishes = byPassword(newEmail());
    server.loseRequestsOf('mutation Deanonymize');
    expect((await deanonymize(session.accessToken, wishes)).codes).toEqual(['service-unavailable']);
    server.loseRequestsOf(undefined);
    expect(await userOf(session.user.id)).toMatchObject({ isAnonymous: true, email: null });
    expect((await deanonymize(session.accessToken, wishes)).data).toBe(true);
  });

  it.each([
    [{ AUTH_EMAIL_PASSWORD_ENABLED: 'false' }, 'email-password', 'disabled-endpoint'],
    [{ AUTH_EMAIL_PASSWORDLESS_ENABLED: 'false' }, 'passwordless', 'disabled-endpoint'],
    [{ AUTH_SMS_PASSWORDLESS_ENABLED: 'false' }, 'sms', 'disabled-endpoint'],
    [{ AUTH_DISABLE_SIGNUP: 'true' }, 'email-password', 'signup-disabled'],
    [{ AUTH_DISABLE_SIGNUP: 'true' }, 'sms', 'signup-disabled'],
  ])('follows the settings %o', async (env, signInMethod, code) => {
    const app = await server.startAnother(env);
    const { user } = await anonymous();
    const wishes = {
      'email-password': { email: newEmail(), password },
      passwordless: { email: newEmail() },
      sms: { phoneNumber: newPhoneNumber() },
    }[signInMethod];
    const session = { 'x-hasura-role': 'anonymous', 'x-hasura-user-id': user.id };
    expect((await callWebhook(app, 'deanonymize', { signInMethod, ...wishes }, session)).code).toBe(code);
  });
});

describe('deanonymize by a link', () => {
  it('ends the session; the link opens the next one', async () => {
    const session = await anonymous();
    const email = newEmail();
    const { data } = await deanonymize(session.accessToken, { signInMethod: 'passwordless', email });
    expect(data).toBe(true);
    expect((await refresh(session.refreshToken)).codes).toEqual(['invalid-refresh-token']);
    expect(await userOf(session.user.id)).toMatchObject({ email, emailVerified: false, isAnonymous: false });
    expect(lastMessage(server.app, email).kind).toBe('signin-passwordless');
    const confirmed = await mutate(server, 'confirmTicket', { ticket: ticketTo(server.app, email) });
    expect(confirmed.data.session.user).toMatchObject({
      id: session.user.id,
      emailVerified: true,
      isAnonymous: false,
      roles: ['me', 'user'],
    });
  });

  it('takes what clients of Nhost send along', async () => {
    const session = await anonymous();
    const email = newEmail();
    const body = { signInMethod: 'passwordless', email, connection: 'email' };
    const sent = await post(server.app, '/v1/user/deanonymize', body, authorization(session.accessToken));
    expect(sent).toEqual({ status: 200, body: 'OK' });
    const alone = await post(server.app, '/v1/user/deanonymize', body);
    expect([alone.status, alone.body.error]).toEqual([401, 'unauthenticated-user']);
  });
});

describe('deanonymize by a text message', () => {
  const asked = async (phoneNumber = newPhoneNumber()) => {
    const session = await anonymous();
    const wishes = { signInMethod: 'sms', phoneNumber, options: { displayName: 'Ada' } };
    expect((await deanonymize(session.accessToken, wishes)).data).toBe(true);
    return { session, phoneNumber, code: codeTo(server.app, phoneNumber) };
  };
  const signIn = (phoneNumber: string, otp: string) => mutate(server, 'signInSmsOtp', { phoneNumber, otp });

  it('converts when the code comes back, and changes nothing before', async () => {
    const { session, phoneNumber, code } = await asked();
    expect(await userOf(session.user.id)).toMatchObject({ isAnonymous: true, phoneNumber: null });
    expect((await signIn(phoneNumber, wrongCode(code))).codes).toEqual(['invalid-otp']);
    const { data } = await signIn(phoneNumber, code);
    expect(data.session.user).toMatchObject({
      id: session.user.id,
      phoneNumber,
      phoneNumberVerified: true,
      isAnonymous: false,
      displayName: 'Ada',
      roles: ['me', 'user'],
    });
    expect(claimsOf(data.session.accessToken)).toMatchObject({ 'x-hasura-default-role': 'user' });
    expect((await signIn(phoneNumber, code)).codes).toEqual(['invalid-otp']);
  });

  it('happens once of twenty times at once', async () => {
    const { session, phoneNumber, code } = await asked();
    const replies = await Promise.all(Array.from({ length: 20 }, () => signIn(phoneNumber, code)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-otp'));
    expect((await userOf(session.user.id)).roles).toEqual([{ role: 'me' }, { role: 'user' }]);
  });

  it('takes back the code of a former wish', async () => {
    const { session, phoneNumber, code } = await asked();
    const later = newPhoneNumber();
    await deanonymize(session.accessToken, { signInMethod: 'sms', phoneNumber: later });
    expect((await signIn(phoneNumber, code)).codes).toEqual(['invalid-otp']);
    expect((await signIn(later, codeTo(server.app, later))).data.session.user.id).toBe(session.user.id);
  });

  it('is refused when the number has an account, to who has proved that it is theirs', async () => {
    const phoneNumber = newPhoneNumber();
    await mutate(server, 'sendSmsOtp', { phoneNumber });
    await signIn(phoneNumber, codeTo(server.app, phoneNumber));
    const { session, code } = await asked(phoneNumber);
    expect((await signIn(phoneNumber, code)).codes).toEqual(['phone-number-already-in-use']);
    expect(await userOf(session.user.id)).toMatchObject({ isAnonymous: true });
  });

  it('ends after five minutes', async () => {
    const { phoneNumber, code } = await asked();
    clock.advance(300);
    expect((await signIn(phoneNumber, code)).codes).toEqual(['invalid-otp']);
    clock.advance(-300);
  });

  it.each([
    ['/v1/user/deanonymize/sms', {}],
    ['/user/deanonymize', { signInMethod: 'passwordless', connection: 'sms' }],
  ])('has a REST twin at %s', async (path, more) => {
    const session = await anonymous();
    const phoneNumber = newPhoneNumber();
    const sent = await post(server.app, path, { phoneNumber, ...more }, authorization(session.accessToken));
    expect(sent).toEqual({ status: 200, body: 'OK' });
    const otp = codeTo(server.app, phoneNumber);
    const { body } = await post(server.app, '/v1/signin/passwordless/sms/otp', { phoneNumber, otp });
    expect(body.session.user.id).toBe(session.user.id);
  });
});
