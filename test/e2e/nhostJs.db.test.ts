import {
  activateMfaPromise,
  createEnableMfaMachine,
  disableMfaPromise,
  generateQrCodePromise,
  type HasuraAuthClient,
} from '@nhost/hasura-auth-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interpret } from 'xstate';
import { totpCode, totpStep } from '../../src/auth/totpCodes.js';
import { fromBase32 } from '../../src/lib/base32.js';
import { newEmail } from '../actions/requests.js';
import { type Listening, listen } from '../support/listen.js';
import { type MailServer, smtpEnv, startMailServer } from '../support/startMailServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { followLink } from './followLink.js';
import { newNhostClient } from './nhostClient.js';

/**
 * Nhost's own client, unchanged, against this server: over HTTP, with mails over SMTP. `@nhost/hasura-auth-js` 2.12 is the
 * last release of that package.
 */

const clientUrl = 'https://app.example.com';
const password = 'correct horse';

let http: Listening;
let url: string;
let mails: MailServer;
let server: TestServer;

beforeAll(async () => {
  mails = await startMailServer();
  http = await listen((request, response) => server.app.handle(request, response));
  url = `${http.origin}/v1`;
  server = await startTestServer({
    env: {
      ...smtpEnv(mails),
      AUTH_SERVER_URL: url,
      AUTH_CLIENT_URL: clientUrl,
      AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_OTP_EMAIL_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
    },
  });
});
afterAll(async () => {
  await http.close();
  await server.close();
  await mails.close();
});

const newClient = () => newNhostClient(url);

/** Uses the link of the last mail to `email`, as the application that it leads to does. */
async function openLink(client: HasuraAuthClient, email: string) {
  const target = await followLink(mails.lastTo(email).header('X-Link') ?? '');
  expect(target.origin).toBe(clientUrl);
  const refreshToken = target.searchParams.get('refreshToken');
  expect(target.searchParams.get('error')).toBeNull();
  const { session, error } = await client.refreshSession(refreshToken ?? '');
  expect(error).toBeNull();
  return { session, type: target.searchParams.get('type') };
}

async function signedUp(client = newClient()) {
  const email = newEmail();
  await client.signUp({ email, password });
  await openLink(client, email);
  return { client, email };
}

describe('@nhost/hasura-auth-js', () => {
  it('signs up, verifies the address by the mail, signs in and out', async () => {
    const client = newClient();
    const email = newEmail();
    const signUp = await client.signUp({
      email,
      password,
      options: { displayName: 'Ada', metadata: { plan: 'free' } },
    });
    expect(signUp).toMatchObject({ error: null, session: null });
    expect(mails.lastTo(email).header('X-Email-Template')).toBe('email-verify');

    const early = await client.signIn({ email, password });
    expect(early).toMatchObject({ session: null, error: { error: 'unverified-user' } });

    const { session, type } = await openLink(client, email);
    expect(type).toBe('verifyEmail');
    expect(session?.user).toMatchObject({ email, displayName: 'Ada', metadata: { plan: 'free' } });
    expect(client.isAuthenticated()).toBe(true);
    expect(client.getHasuraClaims()).toMatchObject({ 'x-hasura-user-id': session?.user?.id });

    expect((await client.signOut()).error).toBeNull();
    expect(client.isAuthenticated()).toBe(false);
    const wrong = await client.signIn({ email, password: 'wrong horse' });
    expect(wrong.error).toMatchObject({ error: 'invalid-email-password', status: 401 });
    const right = await client.signIn({ email, password });
    expect(right).toMatchObject({
      error: null,
      mfa: null,
      session: { user: { email, emailVerified: true } },
    });
    await client.signOut({ all: true });
  });

  it('sends the verification mail again', async () => {
    const client = newClient();
    const email = newEmail();
    await client.signUp({ email, password });
    const first = mails.lastTo(email).header('X-Ticket');
    expect((await client.sendVerificationEmail({ email })).error).toBeNull();
    expect(mails.lastTo(email).header('X-Ticket')).not.toBe(first);
    expect((await openLink(client, email)).session?.user?.email).toBe(email);
  });

  it('refreshes, and is signed out when the session was ended elsewhere', async () => {
    const { client, email } = await signedUp();
    const before = client.getSession();
    const { session } = await client.refreshSession();
    expect(session?.refreshToken).not.toBe(before?.refreshToken);
    expect(session?.user?.email).toBe(email);
    await server.graphql(
      `mutation { deleteAuthRefreshTokens(where: {userId: {_eq: "${session?.user?.id}"}}) { affected_rows } }`,
      { admin: true },
    );
    const ended = await client.refreshSession();
    expect(ended.session).toBeNull();
  });

  it('signs in by a link, with an account or without', async () => {
    const email = newEmail();
    for (const isNew of [true, false]) {
      const client = newClient();
      const sent = await client.signIn({ email, options: { redirectTo: `${clientUrl}/welcome` } });
      expect(sent).toMatchObject({ error: null, session: null });
      const { header } = mails.lastTo(email);
      expect(header('Subject')).toBe('Secure sign-in link');
      expect(header('X-Redirect-To')).toBe(`${clientUrl}/welcome`);
      const { session, type } = await openLink(client, email);
      expect(type).toBe('passwordlessEmail');
      expect(session?.user).toMatchObject({ email, ...(isNew && { displayName: email }) });
    }
  });

  it('signs in by a code in a mail', async () => {
    const client = newClient();
    const email = newEmail();
    expect((await client.signInEmailOTP(email)).error).toBeNull();
    const code = mails.lastTo(email).header('X-Ticket') ?? '';
    const wrong = await client.verifyEmailOTP(email, code === '000000' ? '000001' : '000000');
    expect(wrong.session).toBeNull();
    expect(client.isAuthenticated()).toBe(false);
    expect((await client.verifyEmailOTP(email, code)).session?.user?.email).toBe(email);
  });

  it('signs in by a code in a text message', async () => {
    const client = newClient();
    const phoneNumber = '+33612345678';
    expect((await client.signIn({ phoneNumber })).error).toBeNull();
    const [message] = server.app.auth.inbox?.list() ?? [];
    const otp = /\d{6}/.exec(message?.text ?? '')?.[0] ?? '';
    expect((await client.signIn({ phoneNumber, otp })).session?.user?.phoneNumber).toBe(phoneNumber);
  });

  it('resets a forgotten password', async () => {
    const { client, email } = await signedUp();
    await client.signOut();
    const asked = await client.resetPassword({ email, options: { redirectTo: `${clientUrl}/reset` } });
    expect(asked.error).toBeNull();
    const { type } = await openLink(client, email);
    expect(type).toBe('passwordReset');
    expect((await client.changePassword({ newPassword: 'another horse' })).error).toBeNull();
    await client.signOut();
    expect((await client.signIn({ email, password })).error).toMatchObject({ status: 401 });
    expect((await client.signIn({ email, password: 'another horse' })).error).toBeNull();
  });

  it('resets a forgotten password by the ticket alone', async () => {
    const { client, email } = await signedUp();
    await client.signOut();
    await client.resetPassword({ email });
    const ticket = mails.lastTo(email).header('X-Ticket') ?? '';
    expect((await client.changePassword({ newPassword: 'another horse', ticket })).error).toBeNull();
    expect((await client.signIn({ email, password: 'another horse' })).error).toBeNull();
  });

  it('changes the address, once the new one is proved', async () => {
    const { client, email } = await signedUp();
    const changed = newEmail();
    expect((await client.changeEmail({ newEmail: changed })).error).toBeNull();
    expect(client.getUser()?.email).toBe(email);
    const { session, type } = await openLink(client, changed);
    expect(type).toBe('emailConfirmChange');
    expect(session?.user).toMatchObject({ email: changed, emailVerified: true });
    expect(mails.lastTo(email).header('X-Email-Template')).toBe('email-changed');
    await client.signOut();
    expect((await client.signIn({ email: changed, password })).error).toBeNull();
  });

  it('switches a second factor on, signs in with it, and switches it off', async () => {
    const { client, email } = await signedUp();
    const machine = interpret(createEnableMfaMachine(client.client)).start();
    const { totpSecret, qrCodeDataUrl } = await generateQrCodePromise(machine);
    expect(qrCodeDataUrl).toMatch(/^data:image\/png;base64,/);
    const code = (later = 0) => totpCode(fromBase32(totpSecret ?? ''), totpStep(new Date()) + later);
    expect(await activateMfaPromise(machine, code())).toMatchObject({ isActivated: true, error: null });

    // A code counts once, also for what follows: time passes.
    await server.graphql(
      `mutation { updateUsers(where: {email: {_eq: "${email}"}}, _set: {totpStep: 0}) { affected_rows } }`,
      {
        admin: true,
      },
    );
    await client.signOut();
    const first = await client.signIn({ email, password });
    expect(first.session).toBeNull();
    expect(first.mfa?.ticket).toMatch(/^mfaTotp:/);
    const second = await client.signIn({ otp: code(), ticket: first.mfa?.ticket ?? '' });
    expect(second.error).toBeNull();
    expect(second.session?.user?.email).toBe(email);

    const off = interpret(createEnableMfaMachine(client.client)).start();
    expect(await disableMfaPromise(off, code(1))).toMatchObject({ isDisabled: true, error: null });
    await client.signOut();
    expect((await client.signIn({ email, password })).session?.user?.email).toBe(email);
  });

  it('signs out everywhere', async () => {
    const { client, email } = await signedUp();
    const other = newClient();
    await other.signIn({ email, password });
    expect((await client.signOut({ all: true })).error).toBeNull();
    const { session, error } = await other.refreshSession();
    expect(session).toBeNull();
    expect(error).toMatchObject({ error: 'invalid-refresh-token' });
  });

  it('hears what was refused', async () => {
    const { client } = await signedUp();
    const machine = interpret(createEnableMfaMachine(client.client)).start();
    await generateQrCodePromise(machine);
    const wrongCode = await activateMfaPromise(machine, 'abcdef');
    expect(wrongCode.error).toMatchObject({ status: 401, error: 'invalid-totp' });
    const options = { allowedRoles: ['admin'] };
    const wrongRole = await newClient().signUp({ email: newEmail(), password, options });
    expect(wrongRole.error).toMatchObject({ status: 400, error: 'role-not-allowed' });
    const elsewhere = { redirectTo: 'https://evil.example' };
    const reset = await newClient().resetPassword({ email: newEmail(), options: elsewhere });
    expect(reset.error).toMatchObject({ status: 400, error: 'redirectTo-not-allowed' });
  });

  it('makes a personal access token, and signs in with it', async () => {
    const { client, email } = await signedUp();
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { data, error } = await client.createPAT(expiresAt, { name: 'laptop' });
    expect(error).toBeNull();
    const other = newClient();
    const signedIn = await other.signInPAT(data?.personalAccessToken ?? '');
    expect(signedIn).toMatchObject({ error: null, session: { user: { email } } });
    // It stays: it is no session.
    await other.signOut();
    expect((await other.signInPAT(data?.personalAccessToken ?? '')).error).toBeNull();
    const wrong = await newClient().signInPAT('00000000-0000-4000-8000-000000000000');
    expect(wrong.error).toMatchObject({ status: 401, error: 'invalid-pat' });
  });

  it('makes an account of an anonymous one, with a password', async () => {
    const client = newClient();
    const { session } = await client.signIn();
    expect(session?.user).toMatchObject({ isAnonymous: true, defaultRole: 'anonymous' });
    const email = newEmail();
    const done = await client.deanonymize({ signInMethod: 'email-password', email, password });
    expect(done.error).toBeNull();
    const opened = await openLink(client, email);
    expect(opened.session?.user).toMatchObject({ id: session?.user?.id, email, isAnonymous: false });
    await client.signOut();
    expect((await client.signIn({ email, password })).session?.user?.id).toBe(session?.user?.id);
  });

  it('makes an account of an anonymous one, by a link', async () => {
    const client = newClient();
    const { session } = await client.signIn();
    const email = newEmail();
    const wishes = { signInMethod: 'passwordless', connection: 'email', email } as const;
    expect((await client.deanonymize(wishes)).error).toBeNull();
    expect((await openLink(client, email)).session?.user).toMatchObject({ id: session?.user?.id, email });
  });
});
