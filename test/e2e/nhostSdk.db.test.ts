import { createClient, type NhostClient } from '@nhost/nhost-js';
import { FetchError } from '@nhost/nhost-js/fetch';
import { MemoryStorage } from '@nhost/nhost-js/session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '../../src/auth/totpCodes.js';
import { fromBase32 } from '../../src/lib/base32.js';
import { newEmail } from '../actions/requests.js';
import { type Listening, listen } from '../support/listen.js';
import { type MailServer, smtpEnv, startMailServer } from '../support/startMailServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { followLink } from './followLink.js';

/** Nhost's present client, unchanged, against this server and the engine: 4.3 is its last release for Node 20. */

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
      AUTH_CLIENT_URL: 'https://app.example.com',
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

const newClient = (): NhostClient =>
  createClient({
    authUrl: url,
    graphqlUrl: `${server.engine.endpoint}/v1/graphql`,
    storage: new MemoryStorage(),
  });

async function signedUp() {
  const nhost = newClient();
  const email = newEmail();
  await nhost.auth.signUpEmailPassword({ email, password });
  return { nhost, email };
}

/** What the client throws, as status and code. */
async function refusalOf(request: Promise<unknown>): Promise<[number, unknown]> {
  const error: unknown = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isFetchError(error)) throw new Error('the request was not refused');
  return [error.status, error.body.error];
}

const isFetchError = (error: unknown): error is FetchError<{ error?: unknown }> =>
  error instanceof FetchError;

async function tokenOfLink(email: string): Promise<string> {
  const target = await followLink(mails.lastTo(email).header('X-Link') ?? '');
  return target.searchParams.get('refreshToken') ?? '';
}

describe('@nhost/nhost-js 4', () => {
  it('signs up, in and out, and keeps the session by itself', async () => {
    const { nhost, email } = await signedUp();
    expect(nhost.getUserSession()?.user).toMatchObject({ email, roles: ['me', 'user'] });
    expect((await nhost.auth.getUser()).body).toMatchObject({ email, emailVerified: false });
    const refreshToken = nhost.getUserSession()?.refreshToken ?? '';
    expect((await nhost.auth.signOut({ refreshToken })).body).toBe('OK');
    expect(nhost.getUserSession()).toBeNull();

    expect(await refusalOf(nhost.auth.signInEmailPassword({ email, password: 'wrong horse' }))).toEqual([
      401,
      'invalid-email-password',
    ]);
    const { body } = await nhost.auth.signInEmailPassword({ email, password });
    expect(body.session?.user?.email).toBe(email);
    expect(await refusalOf(newClient().auth.signUpEmailPassword({ email, password }))).toEqual([
      409,
      'email-already-in-use',
    ]);
  });

  it('asks for data as who is signed in', async () => {
    const { nhost } = await signedUp();
    const insert = 'mutation { insert_notes_one(object: {title: "mine"}) { title } }';
    expect((await nhost.graphql.request({ query: insert })).body.data).toEqual({
      insert_notes_one: { title: 'mine' },
    });
    const other = (await signedUp()).nhost;
    expect((await other.graphql.request({ query: '{ notes { title } }' })).body.data).toEqual({ notes: [] });
  });

  it('refreshes', async () => {
    const { nhost, email } = await signedUp();
    const before = nhost.getUserSession()?.refreshToken;
    const session = await nhost.refreshSession(0);
    expect(session?.refreshToken).not.toBe(before);
    expect(session?.user?.email).toBe(email);
    const { body } = await nhost.auth.verifyToken({ token: session?.accessToken ?? '' });
    expect(body).toBe('OK');
    expect((await nhost.auth.verifyToken()).body).toBe('OK');
    expect(await refusalOf(newClient().auth.verifyToken({ token: 'a.b.c' }))).toEqual([
      400,
      'invalid-request',
    ]);
  });

  it('signs in by a link', async () => {
    const nhost = newClient();
    const email = newEmail();
    expect((await nhost.auth.signInPasswordlessEmail({ email })).body).toBe('OK');
    const { body } = await nhost.auth.refreshToken({ refreshToken: await tokenOfLink(email) });
    expect(body.user).toMatchObject({ email, emailVerified: true });
    expect(nhost.getUserSession()?.user?.email).toBe(email);
  });

  it('signs in by codes', async () => {
    const nhost = newClient();
    const email = newEmail();
    await nhost.auth.signInOTPEmail({ email });
    const mailed = mails.lastTo(email).header('X-Ticket') ?? '';
    expect((await nhost.auth.verifySignInOTPEmail({ email, otp: mailed })).body.session?.user?.email).toBe(
      email,
    );
    expect(await refusalOf(nhost.auth.verifySignInOTPEmail({ email, otp: mailed }))).toEqual([
      401,
      'invalid-ticket',
    ]);

    const phoneNumber = '+33612345679';
    await nhost.auth.signInPasswordlessSms({ phoneNumber });
    const otp = /\d{6}/.exec(server.app.auth.inbox?.list()[0]?.text ?? '')?.[0] ?? '';
    const texted = await nhost.auth.verifySignInPasswordlessSms({ phoneNumber, otp });
    expect(texted.body.session?.user?.phoneNumber).toBe(phoneNumber);
  });

  it('signs in with a second factor', async () => {
    const { nhost, email } = await signedUp();
    const { body: setup } = await nhost.auth.changeUserMfa();
    const code = (later = 0) => totpCode(fromBase32(setup.totpSecret), totpStep(new Date()) + later);
    await nhost.auth.verifyChangeUserMfa({ code: code(), activeMfaType: 'totp' });
    const other = newClient();
    const { body } = await other.auth.signInEmailPassword({ email, password });
    expect(body.session ?? null).toBeNull();
    const ticket = body.mfa?.ticket ?? '';
    const second = await other.auth.verifySignInMfaTotp({ ticket, otp: code(1) });
    expect(second.body.session?.user?.email).toBe(email);
  });

  it('changes password and address', async () => {
    const { nhost, email } = await signedUp();
    await nhost.auth.changeUserPassword({ newPassword: 'another horse' });
    const changed = newEmail();
    await nhost.auth.changeUserEmail({ newEmail: changed });
    await tokenOfLink(changed);
    const signIn = (address: string) =>
      newClient().auth.signInEmailPassword({ email: address, password: 'another horse' });
    expect((await signIn(changed)).body.session?.user?.email).toBe(changed);
    expect(await refusalOf(signIn(email))).toEqual([401, 'invalid-email-password']);
  });

  it('resets a forgotten password by the ticket', async () => {
    const { email } = await signedUp();
    const nhost = newClient();
    await nhost.auth.sendPasswordResetEmail({ email });
    const ticket = mails.lastTo(email).header('X-Ticket') ?? '';
    await nhost.auth.changeUserPassword({ newPassword: 'another horse', ticket });
    const { body } = await nhost.auth.signInEmailPassword({ email, password: 'another horse' });
    expect(body.session?.user?.email).toBe(email);
  });

  it('makes a personal access token, and signs in with it', async () => {
    const { nhost, email } = await signedUp();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await nhost.auth.createPAT({ expiresAt, metadata: { name: 'laptop' } });
    const { personalAccessToken } = body;
    const signedIn = await newClient().auth.signInPAT({ personalAccessToken });
    expect(signedIn.body.session?.user?.email).toBe(email);
  });

  it('makes an account of an anonymous one', async () => {
    const nhost = newClient();
    const { body } = await nhost.auth.signInAnonymous({ displayName: 'Guest' });
    const email = newEmail();
    const wishes = { signInMethod: 'email-password', email, password } as const;
    expect((await nhost.auth.deanonymizeUser(wishes)).body).toBe('OK');
    const signedIn = await newClient().auth.signInEmailPassword({ email, password });
    expect(signedIn.body.session?.user).toMatchObject({ id: body.session?.user?.id, isAnonymous: false });
  });
});
