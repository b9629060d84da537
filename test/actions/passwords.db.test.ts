import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { addSeconds } from '../../src/lib/clock.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import {
  isAlive,
  outcomes,
  signInAgain,
  signInCodes,
  signUpVerified,
  updateUser,
  userRow,
} from './accounts.js';
import { lastMessage, messagesTo, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, newEmail, password, post, signUpNew } from './requests.js';

let server: TestServer;
/** Other auth servers on the same Hasura, for which no session of now is fresh, and no reset mail of any use. */
let afterQuarter: App;
let afterHour: App;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_PASSWORD_MIN_LENGTH: '4',
      AUTH_CLIENT_URL: 'https://app.example.com',
    },
  });
  const later = (seconds: number) => ({ now: () => addSeconds(new Date(), seconds) });
  afterQuarter = await server.startAnother({}, later(901));
  afterHour = await server.startAnother({}, later(3601));
});
afterAll(() => server.close());

const newPassword = 'another horse';
const change = (variables: Record<string, unknown>, session?: ClientSession) =>
  mutate(server, 'changePassword', variables, session ? { token: session.accessToken } : {});
const bearer = ({ accessToken }: ClientSession) => ({ authorization: `Bearer ${accessToken}` });
describe('changePassword with the present password', () => {
  it('threats 19: changes it, ends the other sessions, and tells the owner', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    const body = { newPassword, oldPassword: password };
    expect((await post(afterQuarter, '/v1/user/password', body, bearer(own))).body).toBe('OK');
    expect(await signInCodes(server, own.user.email, password)).toEqual(['invalid-email-password']);
    expect(await signInCodes(server, own.user.email, newPassword)).toEqual([]);
    expect(await isAlive(server, own)).toBe(true);
    expect(await isAlive(server, other)).toBe(false);
    expect(lastMessage(afterQuarter, own.user.email).kind).toBe('password-changed');
  });

  it('is refused with a wrong one, also in a fresh session, and changes nothing', async () => {
    const own = await signUpNew(server);
    const reply = await change({ newPassword, oldPassword: 'wrong' }, own);
    expect(reply.codes).toEqual(['invalid-email-password']);
    expect(await signInCodes(server, own.user.email, password)).toEqual([]);
    expect(messagesTo(server.app, own.user.email)).toEqual([]);
  });

  it('is refused for an account without one', async () => {
    const own = await signUpNew(server);
    await updateUser(server, own, '{passwordHash: null}');
    const reply = await change({ newPassword, oldPassword: password }, own);
    expect(reply.codes).toEqual(['invalid-email-password']);
  });

  it('succeeds once of five times at once', async () => {
    const own = await signUpNew(server);
    const calls = Array.from({ length: 5 }, (_, index) =>
      change({ newPassword: `${newPassword} ${index}`, oldPassword: password }, own),
    );
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: ['invalid-email-password'] });
    expect(messagesTo(server.app, own.user.email)).toHaveLength(1);
  });
});

describe('changePassword without it', () => {
  it('takes a session that was opened moments ago', async () => {
    const own = await signUpNew(server);
    expect((await change({ newPassword }, own)).data).toBe(true);
    expect(await signInCodes(server, own.user.email, newPassword)).toEqual([]);
  });

  it('refuses an older one, which refreshing does not make fresh', async () => {
    const own = await signUpNew(server);
    const { body: refreshed } = await post(afterQuarter, '/v1/token', { refreshToken: own.refreshToken });
    const { status, body } = await post(
      afterQuarter,
      '/v1/user/password',
      { newPassword },
      bearer(refreshed),
    );
    expect([status, body.error]).toEqual([403, 'elevated-claim-required']);
    expect(await signInCodes(server, own.user.email, password)).toEqual([]);
  });

  it('refuses a session that somebody else opened, as an administrator', async () => {
    const own = await signUpNew(server);
    const mark = `mutation { updateAuthRefreshToken(pk_columns: {id: "${own.refreshTokenId}"}, _set: {metadata: {impersonator: "admin"}}) { id } }`;
    await server.graphql(mark, { admin: true });
    expect((await change({ newPassword }, own)).codes).toEqual(['elevated-claim-required']);
  });

  it('gives one to an account without one', async () => {
    const own = await signUpNew(server);
    await updateUser(server, own, '{passwordHash: null}');
    expect((await change({ newPassword }, own)).data).toBe(true);
    expect(await signInCodes(server, own.user.email, newPassword)).toEqual([]);
  });

  it('refuses with AUTH_FRESH_SESSION_SECONDS=0', async () => {
    const app = await server.startAnother({ AUTH_FRESH_SESSION_SECONDS: '0' });
    const { body } = await post(app, '/v1/user/password', { newPassword }, bearer(await signUpNew(server)));
    expect(body.error).toBe('elevated-claim-required');
  });
});

describe('changePassword refuses', () => {
  it('who is not signed in, whose session is ended, and whose account is disabled', async () => {
    expect((await change({ newPassword })).codes).toEqual(['unauthenticated-user']);
    const ended = await signUpNew(server);
    await mutate(server, 'signOut', { refreshToken: ended.refreshToken });
    const reply = await change({ newPassword, oldPassword: password }, ended);
    expect(reply.codes).toEqual(['unauthenticated-user']);
    const disabled = await signUpNew(server);
    await updateUser(server, disabled, '{disabled: true}');
    expect((await change({ newPassword }, disabled)).codes).toEqual(['disabled-user']);
  });

  it('an anonymous account', async () => {
    const { data } = await mutate(server, 'signInAnonymous', {});
    expect((await change({ newPassword }, data.session)).codes).toEqual(['forbidden-anonymous']);
  });

  it('passwords that are too short or too long, before anything is asked', async () => {
    const own = await signUpNew(server);
    const before = server.requestsToHasura();
    expect((await change({ newPassword: 'abc' }, own)).codes).toEqual(['password-too-short']);
    expect((await change({ newPassword: 'x'.repeat(1025) }, own)).codes).toEqual(['invalid-request']);
    expect(server.requestsToHasura()).toBe(before);
  });

  it('threats 21: no password for its bytes, when its characters are few', async () => {
    const own = await signUpNew(server);
    const emoji = '\u{1f40e}'.repeat(50);
    expect((await change({ newPassword: emoji }, own)).data).toBe(true);
    expect(await signInCodes(server, own.user.email, emoji)).toEqual([]);
    expect(await signInCodes(server, own.user.email, '\u{1f40e}'.repeat(49))).toEqual([
      'invalid-email-password',
    ]);
  });

  it('unknown fields', async () => {
    const own = await signUpNew(server);
    const reply = await post(server.app, '/user/password', { newPassword, userId: 'x' }, bearer(own));
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid-request']);
  });
});

describe('POST /user/password', () => {
  it('answers "OK", and 401 without a token or with a stale one', async () => {
    const own = await signUpNew(server);
    const done = await post(server.app, '/v1/user/password', { newPassword }, bearer(own));
    expect(done).toEqual({ status: 200, body: 'OK' });
    expect((await post(server.app, '/v1/user/password', { newPassword })).status).toBe(401);
    const stale = { authorization: 'Bearer stale' };
    expect((await post(server.app, '/v1/user/password', { newPassword }, stale)).status).toBe(401);
  });

  it('takes three requests to Hasura at most', async () => {
    const own = await signUpNew(server);
    const before = server.requestsToHasura();
    await post(server.app, '/v1/user/password', { newPassword, oldPassword: password }, bearer(own));
    expect(server.requestsToHasura() - before).toBeLessThanOrEqual(3);
  });
});

describe('AUTH_REQUIRE_ELEVATED_CLAIM', () => {
  const elevated = async (own: ClientSession) =>
    (await mutate(server, 'elevate', { password }, { token: own.accessToken })).data as ClientSession;

  it('required: only an elevated token changes the password', async () => {
    const app = await server.startAnother({ AUTH_REQUIRE_ELEVATED_CLAIM: 'required' });
    const own = await signUpNew(server);
    const body = { newPassword, oldPassword: password };
    const refused = await post(app, '/v1/user/password', body, bearer(own));
    expect([refused.status, refused.body.error]).toEqual([403, 'elevated-claim-required']);
    expect((await post(app, '/v1/user/password', body, bearer(await elevated(own)))).body).toBe('OK');
  });

  it('recommended: demanded of accounts with a security key or a second factor only', async () => {
    const app = await server.startAnother({ AUTH_REQUIRE_ELEVATED_CLAIM: 'recommended' });
    const plain = await signUpNew(server);
    const body = { newPassword, oldPassword: password };
    expect((await post(app, '/v1/user/password', body, bearer(plain))).body).toBe('OK');
    const keyed = await signUpNew(server);
    const key = `mutation { insertAuthUserSecurityKey(object: {userId: "${keyed.user.id}", credentialId: "${keyed.user.id}", credentialPublicKey: "\\\\x00"}) { id } }`;
    expect((await server.graphql(key, { admin: true })).codes).toEqual([]);
    const refused = await post(app, '/v1/user/password', body, bearer(keyed));
    expect(refused.body.error).toBe('elevated-claim-required');
    expect((await post(app, '/v1/user/password', body, bearer(await elevated(keyed)))).body).toBe('OK');
  });
});

describe('setPassword', () => {
  const set = (own: ClientSession, word = newPassword) =>
    mutate(server, 'setPassword', { password: word }, { token: own.accessToken });

  it('gives a password to an account that has none, once', async () => {
    const own = await signUpNew(server);
    await updateUser(server, own, '{passwordHash: null}');
    expect(await outcomes(Array.from({ length: 5 }, () => set(own)))).toEqual({
      successes: 1,
      codes: ['password-already-set'],
    });
    expect(await signInCodes(server, own.user.email, newPassword)).toEqual([]);
  });

  it('refuses an account that has one, an old session, a short password and nobody', async () => {
    const own = await signUpNew(server);
    expect((await set(own)).codes).toEqual(['password-already-set']);
    expect((await set(own, 'abc')).codes).toEqual(['password-too-short']);
    await updateUser(server, own, '{passwordHash: null}');
    const variables = {
      'x-hasura-role': 'user',
      'x-hasura-user-id': own.user.id,
      'x-hasura-session-id': own.refreshTokenId,
    };
    const old = await callWebhook(afterQuarter, 'setPassword', { password: newPassword }, variables);
    expect(old.code).toBe('elevated-claim-required');
    expect((await mutate(server, 'setPassword', { password })).codes).toEqual(['validation-failed']);
  });
});

describe('sendPasswordReset', () => {
  const send = (variables: Record<string, unknown>) => mutate(server, 'sendPasswordReset', variables);
  const resetTicket = async ({ user }: ClientSession) => {
    await send({ email: user.email });
    return ticketTo(server.app, user.email);
  };

  it('is off where no way signs in with a password, as its link would', async () => {
    const { user } = await signUpVerified(server);
    const off = await server.startAnother({ AUTH_EMAIL_PASSWORD_ENABLED: 'false' });
    const call = { email: user.email };
    expect((await callWebhook(off, 'sendPasswordReset', call)).code).toBe('disabled-endpoint');
    expect(messagesTo(off, user.email)).toEqual([]);
    for (const way of ['USERNAME', 'PHONE']) {
      const on = await server.startAnother({
        AUTH_EMAIL_PASSWORD_ENABLED: 'false',
        [`AUTH_${way}_PASSWORD_ENABLED`]: 'true',
      });
      expect((await callWebhook(on, 'sendPasswordReset', call)).code).toBeUndefined();
    }
  });

  it('sends a link whose ticket sets the password, without a session, and ends all sessions', async () => {
    const own = await signUpVerified(server);
    const ticket = await resetTicket(own);
    expect(lastMessage(server.app, own.user.email).kind).toBe('password-reset');
    expect((await change({ newPassword, ticket })).data).toBe(true);
    expect(await signInCodes(server, own.user.email, newPassword)).toEqual([]);
    expect(await isAlive(server, own)).toBe(false);
    expect(lastMessage(server.app, own.user.email).kind).toBe('password-changed');
  });

  it('answers the same for every address, in as many requests', async () => {
    const disabled = await signUpNew(server);
    await updateUser(server, disabled, '{disabled: true}');
    const emails = [(await signUpNew(server)).user.email, disabled.user.email, newEmail()];
    const seen = [];
    for (const email of emails) {
      const before = server.requestsToHasura();
      const reply = await post(server.app, '/v1/user/password/reset', { email });
      // A third one notes, after the answer, that a mail is delivered.
      seen.push([reply, Math.min(server.requestsToHasura() - before, 2)]);
    }
    expect(seen).toEqual(emails.map(() => [{ status: 200, body: 'OK' }, 2]));
    expect(messagesTo(server.app, disabled.user.email)).toEqual([]);
  });

  it('refuses a redirectTo that is not allowed, for every address', async () => {
    const options = { redirectTo: 'https://evil.example.com' };
    for (const email of [(await signUpNew(server)).user.email, newEmail()]) {
      expect((await send({ email, options })).codes).toEqual(['redirectTo-not-allowed']);
    }
  });

  it('leads to the redirectTo that was asked for', async () => {
    const { user } = await signUpNew(server);
    await send({ email: user.email, options: { redirectTo: 'https://app.example.com/reset' } });
    const link = new URL(lastMessage(server.app, user.email).link ?? '');
    expect(link.searchParams.get('redirectTo')).toBe('https://app.example.com/reset');
    expect(link.searchParams.get('type')).toBe('passwordReset');
  });

  it('makes tickets that work once, also of twenty uses at once', async () => {
    const ticket = await resetTicket(await signUpVerified(server));
    const calls = Array.from({ length: 20 }, (_, index) => change({ newPassword: `pass ${index}`, ticket }));
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: ['invalid-ticket'] });
    expect((await change({ newPassword, ticket })).codes).toEqual(['invalid-ticket']);
  });

  it('makes tickets that end after an hour', async () => {
    const ticket = await resetTicket(await signUpVerified(server));
    const late = await callWebhook(afterHour, 'changePassword', { newPassword, ticket });
    expect(late.code).toBe('invalid-ticket');
    expect((await change({ newPassword, ticket })).data).toBe(true);
  });

  it('makes tickets that end with a change of the password', async () => {
    const own = await signUpVerified(server);
    const ticket = await resetTicket(own);
    await change({ newPassword: 'third horse', oldPassword: password }, own);
    expect((await change({ newPassword, ticket })).codes).toEqual(['invalid-ticket']);
  });

  it('makes tickets of another kind than all others', async () => {
    const own = await signUpVerified(server);
    const asOther = (await resetTicket(own)).replace('passwordReset:', 'verifyEmail:');
    expect((await change({ newPassword, ticket: asOther })).codes).toEqual(['invalid-ticket']);
    expect((await change({ newPassword, ticket: `mfaTotp:${own.user.id}` })).codes).toEqual([
      'invalid-ticket',
    ]);
    expect((await change({ newPassword, ticket: 'nothing' })).codes).toEqual(['invalid-ticket']);
  });

  it('is of no use after the address was changed, or for a disabled account', async () => {
    const moved = await signUpVerified(server);
    const ticket = await resetTicket(moved);
    await updateUser(server, moved, `{email: "${newEmail()}"}`);
    expect((await change({ newPassword, ticket })).codes).toEqual(['invalid-ticket']);
    const disabled = await signUpVerified(server);
    const second = await resetTicket(disabled);
    await updateUser(server, disabled, '{disabled: true}');
    expect((await change({ newPassword, ticket: second })).codes).toEqual(['disabled-user']);
  });

  it('threats 2: drops what was set before the first proof of the address', async () => {
    const attacker = await signUpNew(server);
    await updateUser(server, attacker, '{totpSecret: "sealed", activeMfaType: "totp"}');
    const ticket = await resetTicket(attacker);
    expect((await change({ newPassword, ticket })).data).toBe(true);
    expect(await isAlive(server, attacker)).toBe(false);
    expect(await userRow(server, attacker, 'emailVerified activeMfaType totpSecret')).toEqual({
      emailVerified: true,
      activeMfaType: null,
      totpSecret: null,
    });
  });

  it('keeps the second factor of an address that was proved before', async () => {
    const own = await signUpVerified(server);
    await updateUser(server, own, '{totpSecret: "sealed", activeMfaType: "totp"}');
    await change({ newPassword, ticket: await resetTicket(own) });
    expect((await userRow(server, own, 'activeMfaType')).activeMfaType).toBe('totp');
  });
});
