import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { totpCode, totpStep } from '../../src/auth/totpCodes.js';
import { fromBase32 } from '../../src/lib/base32.js';
import { addSeconds } from '../../src/lib/clock.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, outcomes, signUpVerified, updateUser } from './accounts.js';
import { codeTo, messagesTo, newPhoneNumber, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, password, post, signUpNew } from './requests.js';

const start = new Date();
let server: TestServer;
/** Another auth server on the same Hasura, for which every code of now has expired. */
let afterQuarter: App;
beforeAll(async () => {
  server = await startTestServer({
    clock: { now: () => start },
    env: {
      AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400',
      AUTH_MFA_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
    },
  });
  afterQuarter = await server.startAnother({}, { now: () => addSeconds(start, 901) });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const bearer = ({ accessToken }: ClientSession) => ({ authorization: `Bearer ${accessToken}` });
const sessionOf = ({ user, refreshTokenId }: ClientSession) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});
const elevate = (own: ClientSession, proof: Record<string, unknown>) =>
  mutate(server, 'elevate', proof, as(own));
const send = (own: ClientSession, method: string) => mutate(server, 'sendElevationCode', { method }, as(own));
const methods = async (own: ClientSession) =>
  (await server.graphql('{ elevationMethods }', as(own))).data?.elevationMethods;
const elevatedClaim = async ({ accessToken }: ClientSession) =>
  (await server.app.auth.accessTokens.verify(accessToken))?.['x-hasura-auth-elevated'];
const codeOf = (secret: string, steps = 0) => totpCode(fromBase32(secret), totpStep(start) + steps);

async function signUpWithTotp(): Promise<{ own: ClientSession; secret: string }> {
  const own = await signUpVerified(server);
  const secret = (await mutate(server, 'generateTotp', {}, as(own))).data.totpSecret;
  await mutate(server, 'activateTotp', { code: codeOf(secret, -1) }, as(own));
  return { own, secret };
}

async function signUpWithPhone(): Promise<{ own: ClientSession; phone: string }> {
  const own = await signUpNew(server);
  const phone = newPhoneNumber();
  await updateUser(server, own, `{phoneNumber: "${phone}", phoneNumberVerified: true}`);
  return { own, phone };
}

describe('elevationMethods', () => {
  it('are what the account can prove', async () => {
    expect(await methods(await signUpNew(server))).toEqual(['password']);
    expect(await methods(await signUpVerified(server))).toEqual(['password', 'email']);
    const { own } = await signUpWithPhone();
    expect(await methods(own)).toEqual(['password', 'sms']);
    await updateUser(server, own, '{passwordHash: null, phoneNumberVerified: false}');
    expect(await methods(own)).toEqual([]);
  });

  it('are nothing less than the second factor where one is active', async () => {
    const { own } = await signUpWithTotp();
    expect(await methods(own)).toEqual(['totp']);
    expect((await elevate(own, { password })).codes).toEqual(['invalid-email-password']);
    expect((await send(own, 'email')).codes).toEqual(['invalid-request']);
  });

  it('are nothing that needs a service which is missing', async () => {
    const app = await server.startAnother({
      NODE_ENV: 'production',
      AUTH_SERVER_URL: 'https://auth.example.com',
      AUTH_ENCRYPTION_KEY: '0f'.repeat(32),
    });
    const { data } = await callWebhook(app, 'elevationMethods', {}, sessionOf(await signUpVerified(server)));
    expect(data).toEqual(['password']);
  });
});

describe('elevate', () => {
  it('by password: opens a session whose token has the claim with the user id', async () => {
    const own = await signUpNew(server);
    expect(await elevatedClaim(own)).toBeUndefined();
    const { data } = await elevate(own, { password });
    expect(data.user.id).toBe(own.user.id);
    expect(await elevatedClaim(data)).toBe(own.user.id);
    expect(await isAlive(server, own)).toBe(true);
  });

  it('ends with the access token: refreshing gives a plain one', async () => {
    const { data } = await elevate(await signUpNew(server), { password });
    const { body } = await post(server.app, '/v1/token', { refreshToken: data.refreshToken });
    expect(await elevatedClaim(body)).toBeUndefined();
  });

  it('by a code of the authenticator app, once', async () => {
    const { own, secret } = await signUpWithTotp();
    expect((await elevate(own, { totp: wrongCode(codeOf(secret)) })).codes).toEqual(['invalid-totp']);
    const calls = Array.from({ length: 4 }, () => elevate(own, { totp: codeOf(secret) }));
    expect((await outcomes(calls)).successes).toBe(1);
    expect((await elevate(own, { totp: codeOf(secret) })).codes).toEqual(['invalid-totp']);
  });

  it('threats 11: by no code of the app after five wrong ones', async () => {
    const { own, secret } = await signUpWithTotp();
    for (let guess = 0; guess < 5; guess += 1) await elevate(own, { totp: wrongCode(codeOf(secret)) });
    expect((await elevate(own, { totp: codeOf(secret) })).codes).toEqual(['too-many-requests']);
  });

  it('by a code from a mail, once of twenty times at once', async () => {
    const own = await signUpVerified(server);
    expect((await send(own, 'email')).data).toBe(true);
    expect(messagesTo(server.app, own.user.email)[0]?.kind).toBe('elevate-otp');
    const emailOtp = codeTo(server.app, own.user.email);
    const calls = Array.from({ length: 20 }, () => elevate(own, { emailOtp }));
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: ['invalid-otp'] });
  });

  it('by a code from a text message', async () => {
    const { own, phone } = await signUpWithPhone();
    expect((await send(own, 'sms')).data).toBe(true);
    const { data } = await elevate(own, { smsOtp: codeTo(server.app, phone) });
    expect(await elevatedClaim(data)).toBe(own.user.id);
  });

  it('by no code after five wrong ones, after it has expired, or of the other channel', async () => {
    const own = await signUpVerified(server);
    await send(own, 'email');
    const emailOtp = codeTo(server.app, own.user.email);
    const late = await callWebhook(afterQuarter, 'elevate', { emailOtp }, sessionOf(own));
    expect(late.code).toBe('invalid-otp');
    expect((await elevate(own, { smsOtp: emailOtp })).codes).toEqual(['invalid-otp']);
    for (let guess = 0; guess < 5; guess += 1) await elevate(own, { emailOtp: wrongCode(emailOtp) });
    expect((await elevate(own, { emailOtp })).codes).toEqual(['invalid-otp']);
  });

  it('threats 6: by no code of somebody else, and none of another purpose', async () => {
    const [own, other] = [await signUpVerified(server), await signUpVerified(server)];
    await send(other, 'email');
    const emailOtp = codeTo(server.app, other.user.email);
    expect((await elevate(own, { emailOtp })).codes).toEqual(['invalid-otp']);
    expect((await elevate(other, { totp: emailOtp })).codes).toEqual(['disabled-mfa-totp']);
    expect((await elevate(other, { emailOtp })).codes).toEqual([]);
  });

  it('by no code that went to an address which the account no longer has', async () => {
    const own = await signUpVerified(server);
    await send(own, 'email');
    const emailOtp = codeTo(server.app, own.user.email);
    await updateUser(server, own, `{email: "moved-${own.user.email}"}`);
    expect((await elevate(own, { emailOtp })).codes).toEqual(['invalid-otp']);
  });

  it('refuses wrong proofs, none, several, and unknown ones', async () => {
    const own = await signUpNew(server);
    expect((await elevate(own, { password: 'wrong' })).codes).toEqual(['invalid-email-password']);
    expect((await elevate(own, {})).codes).toEqual(['invalid-request']);
    expect((await elevate(own, { password, totp: '123456' })).codes).toEqual(['invalid-request']);
    expect((await callWebhook(server.app, 'elevate', { userId: 'x' }, sessionOf(own))).code).toBe(
      'invalid-request',
    );
    expect((await send(own, 'pigeon')).codes).toEqual(['invalid-request']);
    expect((await send(own, 'password')).codes).toEqual(['invalid-request']);
  });

  it('refuses nobody, ended sessions, disabled and anonymous accounts', async () => {
    expect((await mutate(server, 'elevate', { password })).codes).toEqual(['validation-failed']);
    const ended = await signUpNew(server);
    await mutate(server, 'signOut', { refreshToken: ended.refreshToken });
    expect((await elevate(ended, { password })).codes).toEqual(['unauthenticated-user']);
    const disabled = await signUpNew(server);
    await updateUser(server, disabled, '{disabled: true}');
    expect((await elevate(disabled, { password })).codes).toEqual(['disabled-user']);
    const { data } = await mutate(server, 'signInAnonymous', {});
    const reply = await post(server.app, '/elevate/password', { password }, bearer(data.session));
    expect(reply.body.error).toBe('forbidden-anonymous');
  });

  it('takes three requests to Hasura at most', async () => {
    const { own, secret } = await signUpWithTotp();
    const before = server.requestsToHasura();
    await post(server.app, '/elevate/totp', { otp: codeOf(secret) }, bearer(own));
    expect(server.requestsToHasura() - before).toBe(3);
  });
});

describe('over REST', () => {
  it('each way has its own path, with a closed body', async () => {
    const own = await signUpVerified(server);
    const { email } = own.user;
    const listed = await server.app.fetch(new Request('http://auth/v1/elevate', { headers: bearer(own) }));
    expect(await listed.json()).toEqual({ methods: ['password', 'email'] });
    const call = (path: string, body: unknown) => post(server.app, `/v1/elevate${path}`, body, bearer(own));
    expect((await call('/otp/email', {})).body).toBe('OK');
    const verified = await call('/otp/email/verify', { otp: codeTo(server.app, email) });
    expect(await elevatedClaim(verified.body.session)).toBe(own.user.id);
    expect((await call('/password', { password })).status).toBe(200);
    expect((await call('/totp', { password })).body.error).toBe('invalid-request');
    expect((await call('/otp/email/verify', { otp: '123456', password })).status).toBe(400);
    expect((await post(server.app, '/v1/elevate/password', { password })).status).toBe(401);
  });
});
