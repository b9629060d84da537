import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';
import { codeTo, lastMessage, messagesTo, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { newEmail, password, post, signUpNew } from './requests.js';

const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ clock, env: { AUTH_OTP_EMAIL_ENABLED: 'true' } });
});
afterAll(() => server.close());

const send = (email: string, more: object = {}) => mutate(server, 'sendEmailOtp', { email, ...more });
const signIn = (email: string, otp: string) => mutate(server, 'signInEmailOtp', { email, otp });
const sent = async (email = newEmail()) => {
  await send(email);
  return { email, code: codeTo(server.app, email) };
};
const update = (id: string, set: string) =>
  server.graphql(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { id } }`, { admin: true });

describe('sendEmailOtp and signInEmailOtp', () => {
  it('sign up who has no account', async () => {
    const email = newEmail();
    expect((await send(email, { options: { displayName: 'Ada' } })).data).toBe(true);
    expect(lastMessage(server.app, email)).toMatchObject({ kind: 'signin-otp', link: undefined });
    const { data } = await signIn(email.toUpperCase(), codeTo(server.app, email));
    expect(data.mfa).toBeNull();
    expect(data.session.user).toMatchObject({ email, emailVerified: true, displayName: 'Ada' });
  });

  it('sign in who has one, and drop what was set before the first proof (threat 2)', async () => {
    const { user, refreshToken } = await signUpNew(server);
    const { code } = await sent(user.email);
    expect((await signIn(user.email, code)).data.session.user).toMatchObject({
      id: user.id,
      emailVerified: true,
    });
    const again = await sent(user.email);
    expect((await signIn(user.email, again.code)).data.session.user.id).toBe(user.id);
    const byPassword = await post(server.app, '/signin/email-password', { email: user.email, password });
    expect(byPassword.body.error).toBe('invalid-email-password');
    expect((await post(server.app, '/token', { refreshToken })).status).toBe(401);
  });

  it('lead to the second factor where one is active (threat 9)', async () => {
    const { user } = await signUpNew(server);
    await update(user.id, '{emailVerified: true, totpSecret: "x", activeMfaType: "totp"}');
    const { code } = await sent(user.email);
    const { data } = await signIn(user.email, code);
    expect(data).toEqual({ session: null, mfa: { ticket: expect.stringMatching(/^mfaTotp:/) } });
  });

  it('take two requests', async () => {
    const { email, code } = await sent();
    await server.app.auth.outbox.close();
    const before = server.requestsToHasura();
    await signIn(email, code);
    expect(server.requestsToHasura() - before).toBe(2);
  });

  it('refuse a wrong code, and one for another address, and one that was used', async () => {
    const { email, code } = await sent();
    const other = await sent();
    expect((await signIn(email, wrongCode(code))).codes).toEqual(['invalid-otp']);
    expect((await signIn(newEmail(), code)).codes).toEqual(['invalid-otp']);
    if (other.code !== code) expect((await signIn(other.email, code)).codes).toEqual(['invalid-otp']);
    expect((await signIn(email, code)).codes).toEqual([]);
    expect((await signIn(email, code)).codes).toEqual(['invalid-otp']);
  });

  it('answer the same to a wrong code whether there is an account, a code or nothing', async () => {
    const { user } = await signUpNew(server);
    const { email, code } = await sent();
    const replies = [
      await signIn(email, wrongCode(code)),
      await signIn(user.email, code),
      await signIn(newEmail(), code),
      await signIn(newEmail(), 'not a code'),
    ];
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });

  it('end a code after five wrong ones, from however many addresses (threat 11)', async () => {
    const { email, code } = await sent();
    const guess = (index: number) =>
      post(
        server.app,
        '/signin/otp/email/verify',
        { email, otp: wrongCode(code) },
        { 'x-forwarded-for': `10.0.0.${index}` },
      );
    const guesses = await Promise.all(Array.from({ length: 100 }, (_, index) => guess(index)));
    expect(new Set(guesses.map(({ body }) => body.error))).toEqual(new Set(['invalid-ticket']));
    expect((await signIn(email, code)).codes).toEqual(['invalid-otp']);
  });

  it('accept the right code as the fifth guess, not as the sixth', async () => {
    for (const [wrong, codes] of [
      [4, []],
      [5, ['invalid-otp']],
    ] as const) {
      const { email, code } = await sent();
      for (let guess = 0; guess < wrong; guess += 1) await signIn(email, wrongCode(code));
      expect((await signIn(email, code)).codes).toEqual(codes);
    }
  });

  it('let one of twenty uses at once succeed, at most five being tried', async () => {
    const { email, code } = await sent();
    const replies = await Promise.all(Array.from({ length: 20 }, () => signIn(email, code)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-otp'));
  });

  it('let one of twenty uses at once succeed for an account', async () => {
    const { user } = await signUpNew(server);
    const { code } = await sent(user.email);
    const replies = await Promise.all(Array.from({ length: 20 }, () => signIn(user.email, code)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-otp'));
  });

  it('end after an hour', async () => {
    const { email, code } = await sent();
    clock.advance(3600);
    expect((await signIn(email, code)).codes).toEqual(['invalid-otp']);
    clock.advance(-3600);
  });

  it('accept the codes of several mails at once (threat 17)', async () => {
    const first = await sent();
    await sent(first.email);
    expect((await signIn(first.email, first.code)).codes).toEqual([]);
  });

  it('store nothing that a code could be read or guessed from', async () => {
    const { email, code } = await sent();
    const query = 'query ($to: citext!) { authTickets(where: {recipient: {_eq: $to}}) { hash payload } }';
    const { data } = await server.graphql(query, { admin: true, variables: { to: email } });
    expect(data.authTickets).toEqual([
      { hash: expect.stringMatching(/^[0-9a-f]{64}$/), payload: expect.anything() },
    ]);
    expect(JSON.stringify(server.logged)).not.toContain(code);
  });

  it('answer the same when the account is disabled, but send nothing', async () => {
    const { user } = await signUpNew(server);
    await update(user.id, '{disabled: true}');
    expect((await send(user.email)).data).toBe(true);
    expect(messagesTo(server.app, user.email)).toEqual([]);
  });

  it('say that an account is disabled to who has its code', async () => {
    const { user } = await signUpNew(server);
    const { code } = await sent(user.email);
    await update(user.id, '{disabled: true}');
    expect((await signIn(user.email, code)).codes).toEqual(['disabled-user']);
  });

  it('can be sent again when Hasura does not answer', async () => {
    const { email, code } = await sent();
    server.loseRequestsOf('mutation SpendCodeAttempt');
    expect((await signIn(email, code)).codes).toEqual(['service-unavailable']);
    server.loseRequestsOf('mutation SignUpByTicket');
    expect((await signIn(email, code)).codes).toEqual(['service-unavailable']);
    server.loseRequestsOf(undefined);
    expect((await signIn(email, code)).codes).toEqual([]);
  });

  it.each([
    ['an email that is none', 'sendEmailOtp', { email: 'x' }, 'invalid-request'],
    ['an unknown argument', 'sendEmailOtp', { email: newEmail(), userId: randomUUID() }, 'validation-failed'],
    [
      'an unknown argument',
      'signInEmailOtp',
      { email: newEmail(), otp: '1', role: 'admin' },
      'validation-failed',
    ],
    [
      'a code that is far too long',
      'signInEmailOtp',
      { email: newEmail(), otp: '1'.repeat(65) },
      'invalid-request',
    ],
  ])('are refused with %s', async (_, name, variables, code) => {
    expect((await mutate(server, name, variables)).codes).toEqual([code]);
  });

  it('are off by default', async () => {
    const app = await server.startAnother({ AUTH_OTP_EMAIL_ENABLED: 'false' });
    const { code } = await callWebhook(app, 'sendEmailOtp', { email: newEmail() });
    expect(code).toBe('disabled-endpoint');
    expect((await callWebhook(app, 'signInEmailOtp', { email: newEmail(), otp: '1' })).code).toBe(
      'disabled-endpoint',
    );
  });

  it('answer over REST as Nhost Auth does', async () => {
    const email = newEmail();
    expect(await post(server.app, '/v1/signin/otp/email', { email })).toEqual({ status: 200, body: 'OK' });
    const code = codeTo(server.app, email);
    const wrong = await post(server.app, '/v1/signin/otp/email/verify', { email, otp: wrongCode(code) });
    expect(wrong).toEqual({
      status: 401,
      body: { status: 401, error: 'invalid-ticket', message: 'Invalid ticket' },
    });
    const { status, body } = await post(server.app, '/v1/signin/otp/email/verify', { email, otp: code });
    expect([status, body.session.user.email]).toEqual([200, email]);
  });

  it('AUTH_DISABLE_AUTO_SIGNUP makes accounts only where it is asked for', async () => {
    const app = await server.startAnother({ AUTH_DISABLE_AUTO_SIGNUP: 'true' });
    const email = newEmail();
    expect(await post(app, '/signin/otp/email', { email })).toEqual({ status: 200, body: 'OK' });
    expect(messagesTo(app, email)).toEqual([]);
    expect(await post(app, '/signup/otp/email', { email })).toEqual({ status: 200, body: 'OK' });
    expect((await signIn(email, codeTo(app, email))).data.session.user.email).toBe(email);
  });
});
