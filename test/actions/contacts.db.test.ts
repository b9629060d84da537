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
import { codeTo, lastMessage, messagesTo, newPhoneNumber, ticketTo, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, newEmail, password, post, signUpNew } from './requests.js';

let server: TestServer;
/** Another auth server on the same Hasura, for which every code and link of now has expired. */
let afterHour: App;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_CLIENT_URL: 'https://app.example.com',
      AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS: 'blocked.example.com',
    },
  });
  afterHour = await server.startAnother({}, { now: () => addSeconds(new Date(), 3601) });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const bearer = ({ accessToken }: ClientSession) => ({ authorization: `Bearer ${accessToken}` });
const sessionOf = ({ user, refreshTokenId }: ClientSession) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});
const newestTo = (address: string) => messagesTo(server.app, address)[0];

describe('changeEmail', () => {
  const change = (own: ClientSession, newEmail: string, options?: object) =>
    mutate(server, 'changeEmail', { newEmail, ...(options && { options }) }, as(own));
  const confirm = (ticket: string) => mutate(server, 'confirmTicket', { ticket });
  const emails = (own: ClientSession) => userRow(server, own, 'email newEmail emailVerified');

  it('changes the address when the link to it is used; the old one gets a notice, other sessions end', async () => {
    const own = await signUpVerified(server);
    const wanted = newEmail();
    expect((await change(own, wanted)).data).toBe(true);
    expect(await emails(own)).toEqual({ email: own.user.email, newEmail: wanted, emailVerified: true });
    expect(newestTo(own.user.email)).toBeUndefined();
    expect(newestTo(wanted)?.kind).toBe('email-confirm-change');

    const { data } = await confirm(ticketTo(server.app, wanted));
    expect(data.session.user).toMatchObject({ id: own.user.id, email: wanted, emailVerified: true });
    expect(await emails(own)).toEqual({ email: wanted, newEmail: null, emailVerified: true });
    expect(newestTo(own.user.email)).toMatchObject({ kind: 'email-changed' });
    expect(newestTo(own.user.email)?.text).toContain(wanted);
    expect(await isAlive(server, own)).toBe(false);
    expect(await signInCodes(server, wanted, password)).toEqual([]);
  });

  it('threats 5: leaves the address unverified until the link is used', async () => {
    const own = await signUpNew(server);
    const wanted = newEmail();
    await change(own, wanted);
    expect((await emails(own)).emailVerified).toBe(false);
    await confirm(ticketTo(server.app, wanted));
    expect((await emails(own)).emailVerified).toBe(true);
  });

  it('makes links that work once, also of twenty uses at once', async () => {
    const own = await signUpVerified(server);
    const wanted = newEmail();
    await change(own, wanted);
    const ticket = ticketTo(server.app, wanted);
    expect(await outcomes(Array.from({ length: 20 }, () => confirm(ticket)))).toEqual({
      successes: 1,
      codes: ['invalid-ticket'],
    });
    expect(messagesTo(server.app, own.user.email)).toHaveLength(1);
  });

  it('makes links that end after an hour, or with the next wish', async () => {
    const own = await signUpVerified(server);
    const [first, second] = [newEmail(), newEmail()];
    await change(own, first);
    const late = await callWebhook(afterHour, 'confirmTicket', { ticket: ticketTo(server.app, first) });
    expect(late.code).toBe('invalid-ticket');
    await change(own, second);
    expect((await confirm(ticketTo(server.app, first))).codes).toEqual(['invalid-ticket']);
    expect((await confirm(ticketTo(server.app, second))).codes).toEqual([]);
  });

  it('does not tell that somebody has the address: its owner gets another mail', async () => {
    const own = await signUpNew(server);
    const holder = await signUpNew(server);
    expect((await change(own, holder.user.email.toUpperCase())).data).toBe(true);
    expect(newestTo(holder.user.email)?.kind).toBe('account-exists');
    expect((await emails(own)).newEmail).toBeNull();
  });

  it('is refused when somebody got the address before the link was used', async () => {
    const own = await signUpVerified(server);
    const wanted = newEmail();
    await change(own, wanted);
    await mutate(server, 'signUp', { email: wanted, password });
    expect((await confirm(ticketTo(server.app, wanted))).codes).toEqual(['email-already-in-use']);
    expect((await emails(own)).email).toBe(own.user.email);
    expect(await isAlive(server, own)).toBe(true);
  });

  it('changes the letters of the own address, and refuses the very same', async () => {
    const own = await signUpVerified(server);
    expect((await change(own, own.user.email)).codes).toEqual(['email-already-in-use']);
    const wanted = own.user.email.toUpperCase();
    expect((await change(own, wanted)).data).toBe(true);
    await confirm(ticketTo(server.app, wanted));
    expect((await emails(own)).email).toBe(wanted);
  });

  it('refuses addresses that the lists refuse, what is no address, and other redirects', async () => {
    const own = await signUpNew(server);
    const codesOf = async (wanted: string, options?: object) => (await change(own, wanted, options)).codes;
    expect(await codesOf('a@BLOCKED.example.com')).toEqual(['invalid-email-password']);
    expect(await codesOf('"a@x.com"@y.com')).toEqual(['invalid-request']);
    expect(await codesOf(newEmail(), { redirectTo: 'https://evil.example.com' })).toEqual([
      'redirectTo-not-allowed',
    ]);
  });

  it('refuses nobody, anonymous and disabled accounts, and ended sessions', async () => {
    const wanted = newEmail();
    expect((await mutate(server, 'changeEmail', { newEmail: wanted })).codes).toEqual(['validation-failed']);
    const { data } = await mutate(server, 'signInAnonymous', {});
    const anonymous = await post(
      server.app,
      '/v1/user/email/change',
      { newEmail: wanted },
      bearer(data.session),
    );
    expect([anonymous.status, anonymous.body.error]).toEqual([403, 'forbidden-anonymous']);
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    await mutate(server, 'signOut', { refreshToken: other.refreshToken });
    expect((await change(other, wanted)).codes).toEqual(['unauthenticated-user']);
    await updateUser(server, own, '{disabled: true}');
    expect((await change(own, wanted)).codes).toEqual(['disabled-user']);
    expect(messagesTo(server.app, wanted)).toEqual([]);
  });

  it('is refused in a session that the owner did not open', async () => {
    const own = await signUpNew(server);
    const mark = `mutation { updateAuthRefreshToken(pk_columns: {id: "${own.refreshTokenId}"}, _set: {metadata: {pat: "x"}}) { id } }`;
    await server.graphql(mark, { admin: true });
    const body = { newEmail: newEmail() };
    const input = (more: object) =>
      callWebhook(server.app, 'changeEmail', body, { ...sessionOf(own), ...more });
    expect((await input({})).code).toBe('elevated-claim-required');
    const elevated = { 'x-hasura-auth-elevated': own.user.id };
    const impersonated = { ...elevated, 'x-hasura-auth-impersonated': 'true' };
    expect((await input(impersonated)).code).toBe('elevated-claim-required');
    expect((await input(elevated)).data).toBe(true);
  });

  it('needs an elevated token where the settings say so', async () => {
    const app = await server.startAnother({ AUTH_REQUIRE_ELEVATED_CLAIM: 'required' });
    const own = await signUpNew(server);
    const body = { newEmail: newEmail() };
    const refused = await post(app, '/v1/user/email/change', body, bearer(own));
    expect([refused.status, refused.body.error]).toEqual([403, 'elevated-claim-required']);
    const { data } = await mutate(server, 'elevate', { password }, as(own));
    expect((await post(app, '/v1/user/email/change', body, bearer(data))).body).toBe('OK');
  });

  it('is POST /user/email/change over REST, with a closed body', async () => {
    const own = await signUpNew(server);
    const path = '/user/email/change';
    const wanted = newEmail();
    expect((await post(server.app, path, { newEmail: wanted }, bearer(own))).body).toBe('OK');
    expect(lastMessage(server.app, wanted).link).toContain('type=emailConfirmChange');
    const extra = { newEmail: wanted, userId: own.user.id };
    expect((await post(server.app, path, extra, bearer(own))).status).toBe(400);
    expect((await post(server.app, path, { newEmail: wanted })).status).toBe(401);
  });
});

describe('changePhone and confirmPhoneChange', () => {
  const change = (own: ClientSession, number: string) =>
    mutate(server, 'changePhone', { newPhoneNumber: number }, as(own));
  const confirm = (own: ClientSession, otp: string) => mutate(server, 'confirmPhoneChange', { otp }, as(own));
  const phones = (own: ClientSession) =>
    userRow(server, own, 'phoneNumber newPhoneNumber phoneNumberVerified');

  it('change the number by the code that went to it; the owner is told by mail, other sessions end', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    const number = newPhoneNumber();
    expect((await change(own, number)).data).toBe(true);
    expect(await phones(own)).toEqual({
      phoneNumber: null,
      newPhoneNumber: number,
      phoneNumberVerified: false,
    });
    expect((await confirm(own, codeTo(server.app, number))).data).toBe(true);
    expect(await phones(own)).toEqual({
      phoneNumber: number,
      newPhoneNumber: null,
      phoneNumberVerified: true,
    });
    expect(newestTo(own.user.email)).toMatchObject({ kind: 'phone-changed' });
    expect(await isAlive(server, own)).toBe(true);
    expect(await isAlive(server, other)).toBe(false);
  });

  it('accept a code once, also of twenty uses at once', async () => {
    const own = await signUpNew(server);
    const number = newPhoneNumber();
    await change(own, number);
    const otp = codeTo(server.app, number);
    const { successes, codes } = await outcomes(Array.from({ length: 20 }, () => confirm(own, otp)));
    expect([successes, codes]).toEqual([1, ['invalid-otp']]);
  });

  it('threats 11: accept no code after five wrong ones', async () => {
    const own = await signUpNew(server);
    const number = newPhoneNumber();
    await change(own, number);
    const otp = codeTo(server.app, number);
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await confirm(own, wrongCode(otp))).codes).toEqual(['invalid-otp']);
    }
    expect((await confirm(own, otp)).codes).toEqual(['invalid-otp']);
    expect((await phones(own)).phoneNumber).toBeNull();
  });

  it("refuse a code after five minutes, and somebody else's", async () => {
    const own = await signUpNew(server);
    const number = newPhoneNumber();
    await change(own, number);
    const otp = codeTo(server.app, number);
    const late = await callWebhook(afterHour, 'confirmPhoneChange', { otp }, sessionOf(own));
    expect(late.code).toBe('invalid-otp');
    expect((await confirm(await signUpNew(server), otp)).codes).toEqual(['invalid-otp']);
    expect((await confirm(own, otp)).codes).toEqual([]);
  });

  it('threats 23: a wish keeps no number from its owner, and tells nothing about it', async () => {
    const number = newPhoneNumber();
    const squatter = await signUpNew(server);
    const owner = await signUpNew(server);
    await change(squatter, number);
    const squattersCode = codeTo(server.app, number);
    await change(owner, number);
    expect((await confirm(owner, codeTo(server.app, number))).codes).toEqual([]);
    expect((await confirm(squatter, squattersCode)).codes).toEqual(['phone-number-already-in-use']);
    const before = messagesTo(server.app, number).length;
    expect((await change(squatter, number)).data).toBe(true);
    expect(messagesTo(server.app, number)).toHaveLength(before);
  });

  it('refuse what is no number, the own one, nobody and anonymous accounts', async () => {
    const own = await signUpNew(server);
    const number = newPhoneNumber();
    expect((await change(own, '0612345678')).codes).toEqual(['invalid-request']);
    await updateUser(server, own, `{phoneNumber: "${number}", phoneNumberVerified: true}`);
    expect((await change(own, number)).codes).toEqual(['phone-number-already-in-use']);
    const { data } = await mutate(server, 'signInAnonymous', {});
    const body = { newPhoneNumber: newPhoneNumber() };
    const path = '/v1/user/phone-number/change';
    expect((await post(server.app, path, body, bearer(data.session))).body.error).toBe('forbidden-anonymous');
    expect((await post(server.app, path, body)).status).toBe(401);
  });

  it('are switched off together with all other codes by text message', async () => {
    const app = await server.startAnother({ AUTH_SMS_PASSWORDLESS_ENABLED: 'false' });
    const own = await signUpNew(server);
    const body = { newPhoneNumber: newPhoneNumber() };
    const reply = await post(app, '/v1/user/phone-number/change', body, bearer(own));
    expect([reply.status, reply.body.error]).toEqual([409, 'disabled-endpoint']);
  });

  it('answer "OK" over REST', async () => {
    const own = await signUpNew(server);
    const number = newPhoneNumber();
    const path = '/v1/user/phone-number/change';
    expect((await post(server.app, path, { newPhoneNumber: number }, bearer(own))).body).toBe('OK');
    const body = { newPhoneNumber: number, otp: codeTo(server.app, number) };
    expect((await post(server.app, `${path}/verify`, body, bearer(own))).body).toBe('OK');
  });
});
