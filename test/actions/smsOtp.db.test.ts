import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';
import { codeTo, lastMessage, messagesTo, newPhoneNumber, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { post, signUpNew } from './requests.js';

const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: { AUTH_SMS_PASSWORDLESS_ENABLED: 'true', AUTH_LOCALE_ALLOWED_LOCALES: 'en,es' },
  });
});
afterAll(() => server.close());

const send = (phoneNumber: string, more: object = {}) =>
  mutate(server, 'sendSmsOtp', { phoneNumber, ...more });
const signIn = (phoneNumber: string, otp: string) => mutate(server, 'signInSmsOtp', { phoneNumber, otp });
const sent = async (phoneNumber = newPhoneNumber()) => {
  await send(phoneNumber);
  return { phoneNumber, code: codeTo(server.app, phoneNumber) };
};
const admin = (query: string, variables = {}) => server.graphql(query, { admin: true, variables });
const update = (id: string, set: string) =>
  admin(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { id } }`);
const withPhone = async () => {
  const { phoneNumber, code } = await sent();
  const { data } = await signIn(phoneNumber, code);
  return { phoneNumber, session: data.session };
};

describe('sendSmsOtp and signInSmsOtp', () => {
  it('sign up who has no account, when the code comes back', async () => {
    const phoneNumber = newPhoneNumber();
    const options = { displayName: 'Ada', locale: 'es', allowedRoles: ['user'] };
    expect((await send(phoneNumber, { options })).data).toBe(true);
    expect(lastMessage(server.app, phoneNumber)).toMatchObject({
      channel: 'sms',
      kind: 'signin-passwordless-sms',
    });
    const query = 'query ($n: String!) { users(where: {phoneNumber: {_eq: $n}}) { id } }';
    expect((await admin(query, { n: phoneNumber })).data.users).toEqual([]);

    const { data } = await signIn(phoneNumber, codeTo(server.app, phoneNumber));
    expect(data.mfa).toBeNull();
    expect(data.session.user).toMatchObject({
      phoneNumber,
      phoneNumberVerified: true,
      email: null,
      displayName: 'Ada',
      locale: 'es',
      roles: ['user'],
    });
  });

  it('sign in who has one, whatever way the number is written', async () => {
    const { phoneNumber, session } = await withPhone();
    const spaced = `${phoneNumber.slice(0, 3)} ${phoneNumber.slice(3, 6)}-${phoneNumber.slice(6)}`;
    await send(spaced);
    const { data } = await signIn(spaced, codeTo(server.app, phoneNumber));
    expect(data.session.user.id).toBe(session.user.id);
  });

  it('let nobody keep a number from its owner by asking first (threat 23)', async () => {
    const stranger = await sent();
    const owner = await sent(stranger.phoneNumber);
    expect((await signIn(owner.phoneNumber, owner.code)).data.session.user.phoneNumber).toBe(
      owner.phoneNumber,
    );
    // The stranger's wish is worth nothing now.
    if (stranger.code !== owner.code) {
      expect((await signIn(stranger.phoneNumber, stranger.code)).codes).toEqual(['invalid-otp']);
    }
  });

  it('lead to the second factor where one is active (threat 9)', async () => {
    const { phoneNumber, session } = await withPhone();
    await update(session.user.id, '{totpSecret: "x", activeMfaType: "totp"}');
    const { code } = await sent(phoneNumber);
    expect((await signIn(phoneNumber, code)).data).toEqual({
      session: null,
      mfa: { ticket: expect.stringMatching(/^mfaTotp:/) },
    });
  });

  it('refuse to refresh for a disabled account that has only a number (threat 26)', async () => {
    const { phoneNumber, session } = await withPhone();
    const { code } = await sent(phoneNumber);
    await update(session.user.id, '{disabled: true}');
    const { status } = await post(server.app, '/token', { refreshToken: session.refreshToken });
    expect(status).toBe(401);
    expect((await signIn(phoneNumber, code)).codes).toEqual(['disabled-user']);
    const before = messagesTo(server.app, phoneNumber).length;
    expect((await send(phoneNumber)).data).toBe(true);
    expect(messagesTo(server.app, phoneNumber)).toHaveLength(before);
  });

  it('take two requests', async () => {
    const { phoneNumber, code } = await sent();
    await server.app.auth.outbox.close();
    const before = server.requestsToHasura();
    await signIn(phoneNumber, code);
    expect(server.requestsToHasura() - before).toBe(2);
  });

  it('answer the same to a wrong code, one for another number, and one that was used', async () => {
    const { phoneNumber, code } = await sent();
    const replies = [
      await signIn(phoneNumber, wrongCode(code)),
      await signIn(newPhoneNumber(), code),
      await signIn(phoneNumber, 'abc'),
    ];
    expect((await signIn(phoneNumber, code)).codes).toEqual([]);
    replies.push(await signIn(phoneNumber, code));
    expect(replies.map(({ codes }) => codes)).toEqual(Array(4).fill(['invalid-otp']));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });

  it('end a code after five wrong ones, also when they come at once', async () => {
    const { phoneNumber, code } = await sent();
    await Promise.all(Array.from({ length: 20 }, () => signIn(phoneNumber, wrongCode(code))));
    expect((await signIn(phoneNumber, code)).codes).toEqual(['invalid-otp']);
  });

  it.each([
    ['makes the account', async () => newPhoneNumber()],
    ['belongs to one', async () => (await withPhone()).phoneNumber],
  ])('let one of twenty uses at once succeed, when the code %s', async (_, number) => {
    const { phoneNumber, code } = await sent(await number());
    const replies = await Promise.all(Array.from({ length: 20 }, () => signIn(phoneNumber, code)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-otp'));
  });

  it('end after five minutes', async () => {
    const { phoneNumber, code } = await sent();
    clock.advance(300);
    expect((await signIn(phoneNumber, code)).codes).toEqual(['invalid-otp']);
    clock.advance(-300);
  });

  it.each([
    ['a number without its country', { phoneNumber: '0612345678' }, 'invalid-request'],
    ['something that is no number', { phoneNumber: '+33' }, 'invalid-request'],
    [
      'a foreign role',
      { phoneNumber: newPhoneNumber(), options: { defaultRole: 'boss' } },
      'default-role-must-be-in-allowed-roles',
    ],
    ['an unknown argument', { phoneNumber: newPhoneNumber(), userId: randomUUID() }, 'validation-failed'],
  ])('are refused with %s', async (_, variables, code) => {
    expect((await mutate(server, 'sendSmsOtp', variables)).codes).toEqual([code]);
  });

  it('are off by default', async () => {
    const app = await server.startAnother({ AUTH_SMS_PASSWORDLESS_ENABLED: 'false' });
    const phoneNumber = newPhoneNumber();
    expect((await callWebhook(app, 'sendSmsOtp', { phoneNumber })).code).toBe('disabled-endpoint');
    expect((await callWebhook(app, 'signInSmsOtp', { phoneNumber, otp: '1' })).code).toBe(
      'disabled-endpoint',
    );
  });

  it('need a service in production', async () => {
    const app = await server.startAnother({
      NODE_ENV: 'production',
      AUTH_SERVER_URL: 'https://auth.example.com',
    });
    const { code } = await callWebhook(app, 'sendSmsOtp', { phoneNumber: newPhoneNumber() });
    expect(code).toBe('service-unavailable');
  });

  it('AUTH_DISABLE_AUTO_SIGNUP and AUTH_DISABLE_SIGNUP are kept, with the same answer for all', async () => {
    const { phoneNumber: known } = await withPhone();
    const unknown = newPhoneNumber();
    const app = await server.startAnother({ AUTH_DISABLE_AUTO_SIGNUP: 'true' });
    for (const phoneNumber of [known, unknown]) {
      expect(await post(app, '/signin/passwordless/sms', { phoneNumber })).toEqual({
        status: 200,
        body: 'OK',
      });
    }
    expect(messagesTo(app, known)).toHaveLength(1);
    expect(messagesTo(app, unknown)).toEqual([]);
    expect(await post(app, '/signup/passwordless/sms', { phoneNumber: unknown })).toEqual({
      status: 200,
      body: 'OK',
    });
    expect(messagesTo(app, unknown)).toHaveLength(1);

    const closed = await server.startAnother({ AUTH_DISABLE_SIGNUP: 'true' });
    const refused = await post(closed, '/signup/passwordless/sms', { phoneNumber: newPhoneNumber() });
    expect(refused.body.error).toBe('signup-disabled');
  });

  it('answer over REST as Nhost Auth does', async () => {
    const phoneNumber = newPhoneNumber();
    expect(await post(server.app, '/v1/signin/passwordless/sms', { phoneNumber })).toEqual({
      status: 200,
      body: 'OK',
    });
    const otp = codeTo(server.app, phoneNumber);
    const { status, body } = await post(server.app, '/v1/signin/passwordless/sms/otp', { phoneNumber, otp });
    expect([status, body.mfa, body.session.user.phoneNumber]).toEqual([200, null, phoneNumber]);
    const used = await post(server.app, '/v1/signin/passwordless/sms/otp', { phoneNumber, otp });
    expect(used).toEqual({
      status: 400,
      body: { status: 400, error: 'invalid-otp', message: 'Invalid or expired OTP' },
    });
  });

  it('answer with cannot-send-sms when the service will not have the number', async () => {
    const refusing: typeof fetch = async () => new Response('{}', { status: 400 });
    const app = await server.startAnother(
      { AUTH_SMS_PROVIDER: 'generic', AUTH_SMS_GENERIC_URL: 'https://sms.example.com' },
      clock,
      refusing,
    );
    const { status, body } = await post(app, '/signin/passwordless/sms', { phoneNumber: newPhoneNumber() });
    expect([status, body.error]).toEqual([400, 'cannot-send-sms']);
  });

  it.each(['MG1', 'VA1'])(
    'ask Twilio (%s) neither to send to numbers of tests nor to check their codes',
    async (sid) => {
      const [tested, other] = [newPhoneNumber(), newPhoneNumber()];
      const asked: string[] = [];
      const twilio: typeof fetch = async (_url, init) => {
        asked.push(String(new URLSearchParams(String(init?.body)).get('To')));
        return Response.json({ status: 'pending' });
      };
      const app = await server.startAnother(
        {
          AUTH_SMS_PROVIDER: 'twilio',
          AUTH_SMS_TWILIO_ACCOUNT_SID: 'AC1',
          AUTH_SMS_TWILIO_AUTH_TOKEN: 'token',
          AUTH_SMS_TWILIO_MESSAGING_SERVICE_ID: sid,
          AUTH_SMS_TEST_PHONE_NUMBERS: ` ${tested.slice(0, 5)} ${tested.slice(5)}, +15005550006`,
        },
        clock,
        twilio,
      );
      for (const phoneNumber of [tested, other]) await post(app, '/signin/passwordless/sms', { phoneNumber });
      expect(asked).toEqual([other]);
      const verify = (otp: string) => post(app, '/signin/passwordless/sms/otp', { phoneNumber: tested, otp });
      const code = codeTo(app, tested);
      expect((await verify(wrongCode(code))).body.error).toBe('invalid-otp');
      expect((await verify(code)).body.session.user.phoneNumber).toBe(tested);
      expect(asked).toEqual([other]);
    },
  );

  it('concern no account with an email only', async () => {
    const { user } = await signUpNew(server);
    const { phoneNumber, code } = await sent();
    expect((await signIn(phoneNumber, code)).data.session.user.id).not.toBe(user.id);
  });
});
