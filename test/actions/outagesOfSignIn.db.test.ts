import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { signUpVerified, updateUser } from './accounts.js';
import { codeTo, newPhoneNumber, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, newEmail, password, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
      AUTH_OTP_EMAIL_ENABLED: 'true',
      AUTH_PHONE_PASSWORD_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_USERNAME_PASSWORD_ENABLED: 'true',
    },
  });
});
afterAll(() => server.close());

type Input = Record<string, unknown>;

interface Case {
  readonly action: string;
  /** The request to Hasura that makes the change. */
  readonly operation: string;
  /** How the input comes about, and who calls; nobody without `own`. */
  readonly prepare: () => Promise<{
    readonly input: Input;
    readonly own?: ClientSession;
    readonly isAdmin?: true;
  }>;
}

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const username = () => `user${Math.random().toString(36).slice(2, 12)}`;

/** The rest of the table of outages.db.test.ts: sign-up, sign-in, sessions and administration. */
const cases: readonly Case[] = [
  {
    action: 'signUp',
    operation: 'InsertUser',
    prepare: async () => ({ input: { email: newEmail(), password } }),
  },
  {
    action: 'signIn',
    operation: 'OpenSession',
    prepare: async () => ({ input: { email: (await signUpNew(server)).user.email, password } }),
  },
  {
    action: 'signUpUsername',
    operation: 'InsertUser',
    prepare: async () => ({ input: { username: username(), password } }),
  },
  {
    action: 'signInUsername',
    operation: 'OpenSession',
    async prepare() {
      const input = { username: username(), password };
      await mutate(server, 'signUpUsername', input);
      return { input };
    },
  },
  {
    action: 'signUpPhone',
    operation: 'CreateTicket',
    prepare: async () => ({ input: { phoneNumber: newPhoneNumber(), password } }),
  },
  {
    action: 'verifyPhone',
    operation: 'SignUpByTicket',
    async prepare() {
      const phoneNumber = newPhoneNumber();
      await mutate(server, 'signUpPhone', { phoneNumber, password });
      return { input: { phoneNumber, otp: codeTo(server.app, phoneNumber) } };
    },
  },
  {
    action: 'sendMagicLink',
    operation: 'CreateTicket',
    prepare: async () => ({ input: { email: newEmail() } }),
  },
  {
    action: 'sendEmailOtp',
    operation: 'CreateTicket',
    prepare: async () => ({ input: { email: newEmail() } }),
  },
  {
    action: 'sendSmsOtp',
    operation: 'CreateTicket',
    prepare: async () => ({ input: { phoneNumber: newPhoneNumber() } }),
  },
  {
    action: 'sendVerificationEmail',
    operation: 'CreateTicket',
    prepare: async () => ({ input: { email: (await signUpNew(server)).user.email } }),
  },
  {
    action: 'confirmTicket',
    operation: 'SignUpByTicket',
    async prepare() {
      const email = newEmail();
      await mutate(server, 'sendMagicLink', { email });
      return { input: { ticket: ticketTo(server.app, email) } };
    },
  },
  {
    action: 'confirmTicket',
    operation: 'ConsumeTicket',
    async prepare() {
      const { email } = (await signUpVerified(server)).user;
      await mutate(server, 'sendMagicLink', { email });
      return { input: { ticket: ticketTo(server.app, email) } };
    },
  },
  {
    action: 'confirmTicket',
    operation: 'ConsumeTicketAsFirstProof',
    async prepare() {
      const { email } = (await signUpNew(server)).user;
      await mutate(server, 'sendMagicLink', { email });
      return { input: { ticket: ticketTo(server.app, email) } };
    },
  },
  {
    action: 'confirmTicket',
    operation: 'ConfirmContactChange',
    async prepare() {
      const own = await signUpVerified(server);
      const email = newEmail();
      await mutate(server, 'changeEmail', { newEmail: email }, as(own));
      return { input: { ticket: ticketTo(server.app, email) } };
    },
  },
  {
    action: 'signInEmailOtp',
    operation: 'ConsumeTicket',
    async prepare() {
      const { email } = (await signUpVerified(server)).user;
      await mutate(server, 'sendEmailOtp', { email });
      return { input: { email, otp: codeTo(server.app, email) } };
    },
  },
  {
    action: 'signInSmsOtp',
    operation: 'SignUpByTicket',
    async prepare() {
      const phoneNumber = newPhoneNumber();
      await mutate(server, 'sendSmsOtp', { phoneNumber });
      return { input: { phoneNumber, otp: codeTo(server.app, phoneNumber) } };
    },
  },
  { action: 'signInAnonymous', operation: 'InsertUser', prepare: async () => ({ input: {} }) },
  {
    action: 'deanonymize',
    operation: 'Deanonymize',
    async prepare() {
      const { data } = await mutate(server, 'signInAnonymous', {});
      return { input: { signInMethod: 'email-password', email: newEmail(), password }, own: data.session };
    },
  },
  {
    action: 'deanonymize',
    operation: 'RequestContactChange',
    async prepare() {
      const { data } = await mutate(server, 'signInAnonymous', {});
      return { input: { signInMethod: 'sms', phoneNumber: newPhoneNumber() }, own: data.session };
    },
  },
  {
    action: 'signInSmsOtp',
    operation: 'DeanonymizeByTicket',
    async prepare() {
      const { data } = await mutate(server, 'signInAnonymous', {});
      const phoneNumber = newPhoneNumber();
      await mutate(server, 'deanonymize', { signInMethod: 'sms', phoneNumber }, as(data.session));
      return { input: { phoneNumber, otp: codeTo(server.app, phoneNumber) } };
    },
  },
  {
    action: 'refresh',
    operation: 'RefreshSession',
    prepare: async () => ({ input: { refreshToken: (await signUpNew(server)).refreshToken } }),
  },
  {
    action: 'signOut',
    operation: 'CloseSession',
    prepare: async () => ({ input: { refreshToken: (await signUpNew(server)).refreshToken } }),
  },
  {
    action: 'signOut',
    operation: 'CloseAllSessions',
    prepare: async () => ({ input: { all: true }, own: await signUpNew(server) }),
  },
  {
    action: 'revokeSession',
    operation: 'RevokeSession',
    async prepare() {
      const own = await signUpNew(server);
      return { input: { id: own.refreshTokenId }, own };
    },
  },
  {
    action: 'createPat',
    operation: 'InsertPat',
    prepare: async () => ({ input: { expiresAt: '2999-01-01T00:00:00Z' }, own: await signUpNew(server) }),
  },
  {
    action: 'signInPat',
    operation: 'OpenSession',
    async prepare() {
      const own = await signUpNew(server);
      const { data } = await mutate(server, 'createPat', { expiresAt: '2999-01-01T00:00:00Z' }, as(own));
      return { input: { personalAccessToken: data.personalAccessToken } };
    },
  },
  {
    action: 'generateTotp',
    operation: 'SetPendingTotp',
    prepare: async () => ({ input: {}, own: await signUpNew(server) }),
  },
  {
    action: 'replaceRecoveryCodes',
    operation: 'ReplaceRecoveryCodes',
    async prepare() {
      const own = await signUpNew(server);
      await updateUser(server, own, '{totpSecret: "x", activeMfaType: "totp"}');
      return { input: {}, own };
    },
  },
  {
    action: 'setPassword',
    operation: 'ReplacePassword',
    async prepare() {
      const own = await signUpNew(server);
      await updateUser(server, own, '{passwordHash: null}');
      return { input: { password: 'another horse' }, own };
    },
  },
  {
    action: 'sendElevationCode',
    operation: 'CreateTicket',
    prepare: async () => ({ input: { method: 'email' }, own: await signUpVerified(server) }),
  },
  {
    action: 'elevate',
    operation: 'OpenSession',
    prepare: async () => ({ input: { password }, own: await signUpNew(server) }),
  },
  {
    action: 'adminCreateUser',
    operation: 'InsertUser',
    prepare: async () => ({ input: { user: { email: newEmail(), password } }, isAdmin: true }),
  },
  {
    action: 'adminInviteUser',
    operation: 'InsertUser',
    prepare: async () => ({ input: { email: newEmail() }, isAdmin: true }),
  },
  {
    action: 'adminUpdateUser',
    operation: 'UpdateUser',
    async prepare() {
      const { id } = (await signUpNew(server)).user;
      return { input: { id, changes: { email: newEmail() } }, isAdmin: true };
    },
  },
  {
    action: 'adminUpdateUser',
    operation: 'UpdateUserAndRoles',
    async prepare() {
      const { id } = (await signUpNew(server)).user;
      return { input: { id, changes: { allowedRoles: ['user'], disabled: true } }, isAdmin: true };
    },
  },
  {
    action: 'adminSignOutUser',
    operation: 'EndSessions',
    prepare: async () => ({ input: { id: (await signUpNew(server)).user.id }, isAdmin: true }),
  },
  {
    action: 'adminImpersonate',
    operation: 'OpenImpersonation',
    prepare: async () => ({ input: { id: (await signUpNew(server)).user.id }, isAdmin: true }),
  },
  {
    action: 'adminDeleteUser',
    operation: 'DeleteUser',
    prepare: async () => ({ input: { id: (await signUpNew(server)).user.id }, isAdmin: true }),
  },
  {
    action: 'adminImportUsers',
    operation: 'ImportUsers',
    prepare: async () => ({
      input: { users: [{ email: newEmail() }, { email: newEmail() }] },
      isAdmin: true,
    }),
  },
];

const sent = (): number => server.app.auth.inbox?.list().length ?? 0;

/** Everything that these Actions write, with as much of each row as they change. */
async function state(): Promise<string> {
  const query = `{
    users(order_by: {id: asc}) {
      id email newEmail passwordHash phoneNumber newPhoneNumber isAnonymous disabled totpPendingSecret changeId
      roles(order_by: {role: asc}) { role } recoveryCodes(order_by: {id: asc}) { id }
    }
    authTickets(order_by: {id: asc}) { id useId }
    authRefreshTokens(order_by: {id: asc}) { id refreshTokenHash }
    authOutbox(order_by: {id: asc}) { id }
  }`;
  const { data, text } = await server.graphql(query, { admin: true });
  if (!data) throw new Error(text);
  return JSON.stringify([data, sent()]);
}

function sessionOf({ own, isAdmin }: { own?: ClientSession; isAdmin?: true }): Record<string, string> {
  if (isAdmin) return { 'x-hasura-role': 'admin' };
  if (!own) return { 'x-hasura-role': 'public' };
  return {
    'x-hasura-role': 'user',
    'x-hasura-user-id': own.user.id,
    'x-hasura-session-id': own.refreshTokenId,
  };
}

describe('when Hasura goes down half-way', () => {
  it.each(cases)(
    '$action at $operation changes nothing, and can be sent again, in two requests or three',
    async ({ action, operation, prepare }) => {
      const { input, ...who } = await prepare();
      const session = sessionOf(who);
      const before = await state();
      server.loseRequestsOf(`mutation ${operation}(`);
      const failed = await callWebhook(server.app, action, input, session);
      server.loseRequestsOf(undefined);
      expect(failed.code).toBe('service-unavailable');
      expect(await state()).toBe(before);

      const requests = server.requestsToHasura();
      const again = await callWebhook(server.app, action, input, session);
      // An account that is converted is a change of it, which is logged before the answer. The note that a message was delivered is written when the client has its answer.
      const waitedFor = server
        .operationsSent()
        .slice(requests)
        .filter((name) => name !== 'CompleteMessages');
      const most =
        /^(signIn|signUp|confirm|refresh)/.test(action) && operation !== 'DeanonymizeByTicket' ? 2 : 3;
      expect(waitedFor.slice(most)).toEqual([]);
      expect(again.code).toBeUndefined();
      expect(await state()).not.toBe(before);
    },
  );
});
