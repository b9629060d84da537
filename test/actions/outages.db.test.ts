import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '../../src/auth/totpCodes.js';
import { fromBase32 } from '../../src/lib/base32.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { signUpVerified, userRow } from './accounts.js';
import { codeTo, messagesTo, newPhoneNumber, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, newEmail, password } from './requests.js';

const start = new Date();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock: { now: () => start },
    env: { AUTH_MFA_ENABLED: 'true', AUTH_SMS_PASSWORDLESS_ENABLED: 'true' },
  });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const sessionOf = ({ user, refreshTokenId }: ClientSession) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});
const codeOf = (secret: string, steps = 0) => totpCode(fromBase32(secret), totpStep(start) + steps);

async function newSecret(own: ClientSession): Promise<string> {
  return (await mutate(server, 'generateTotp', {}, as(own))).data.totpSecret;
}

async function withTotp(own: ClientSession): Promise<{ secret: string; recoveryCode: string }> {
  const secret = await newSecret(own);
  const { data } = await mutate(server, 'activateTotp', { code: codeOf(secret, -1) }, as(own));
  return { secret, recoveryCode: data.recoveryCodes[0] };
}

async function challenge({ user }: ClientSession): Promise<string> {
  return (await mutate(server, 'signIn', { email: user.email, password })).data.mfa.ticket;
}

type Input = Record<string, unknown>;

/** Of each Action, the request to Hasura that makes the change, and how the input comes about. */
const cases: readonly [action: string, operation: string, input: (own: ClientSession) => Promise<Input>][] = [
  [
    'changePassword',
    'ReplacePassword',
    async () => ({ oldPassword: password, newPassword: 'another horse' }),
  ],
  [
    'changePassword',
    'ResetPassword',
    async ({ user: { email } }) => {
      await mutate(server, 'sendPasswordReset', { email });
      return { newPassword: 'another horse', ticket: ticketTo(server.app, email) };
    },
  ],
  ['sendPasswordReset', 'CreateTicket', async ({ user: { email } }) => ({ email })],
  ['changeEmail', 'RequestContactChange', async () => ({ newEmail: newEmail() })],
  ['changePhone', 'RequestContactChange', async () => ({ newPhoneNumber: newPhoneNumber() })],
  [
    'confirmPhoneChange',
    'ConfirmContactChange',
    async (own) => {
      const number = newPhoneNumber();
      await mutate(server, 'changePhone', { newPhoneNumber: number }, as(own));
      return { otp: codeTo(server.app, number) };
    },
  ],
  ['activateTotp', 'ActivateTotp', async (own) => ({ code: codeOf(await newSecret(own)) })],
  ['disableTotp', 'DisableTotp', async (own) => ({ code: codeOf((await withTotp(own)).secret) })],
  [
    'signInTotp',
    'SignInByTotp',
    async (own) => {
      const { secret } = await withTotp(own);
      return { ticket: await challenge(own), otp: codeOf(secret) };
    },
  ],
  [
    'signInRecoveryCode',
    'SignInByRecoveryCode',
    async (own) => {
      const { recoveryCode } = await withTotp(own);
      return { ticket: await challenge(own), code: recoveryCode };
    },
  ],
  ['elevate', 'ElevateByTotp', async (own) => ({ totp: codeOf((await withTotp(own)).secret) })],
  [
    'elevate',
    'ConsumeTicket',
    async (own) => {
      await mutate(server, 'sendElevationCode', { method: 'email' }, as(own));
      return { emailOtp: codeTo(server.app, own.user.email) };
    },
  ],
  ['deleteAccount', 'DeleteUser', async () => ({ password })],
];

describe('when Hasura goes down half-way', () => {
  it.each(cases)('%s at %s changes nothing, and can be sent again', async (action, operation, inputOf) => {
    const own = await signUpVerified(server);
    const input = await inputOf(own);
    const state = async () => [
      await userRow(
        server,
        own,
        'email newEmail passwordHash phoneNumber newPhoneNumber activeMfaType totpSecret totpPendingSecret changeId refreshTokens { id } tickets { id useId } recoveryCodes { id useId } outbox { id }',
      ),
      messagesTo(server.app, own.user.email).length,
    ];
    const before = await state();
    server.loseRequestsOf(`mutation ${operation}(`);
    const failed = await callWebhook(server.app, action, input, sessionOf(own));
    server.loseRequestsOf(undefined);
    expect(failed.code).toBe('service-unavailable');
    expect(await state()).toEqual(before);

    const again = await callWebhook(server.app, action, input, sessionOf(own));
    expect(again.code).toBeUndefined();
    expect(await state()).not.toEqual(before);
  });
});
