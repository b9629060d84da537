import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVerifier } from '../support/providers/providerServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, outcomes, signInCodes, signUpVerified, updateUser, userRow } from './accounts.js';
import { lastMessage } from './messages.js';
import { mutate } from './mutate.js';
import { newEmail, password, post, signUpNew } from './requests.js';

const clientUrl = 'https://app.example.com';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_CLIENT_URL: clientUrl,
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
    },
  });
});
afterAll(() => server.close());

/** Presses the button behind the link of the newest mail; gives what the application is told. */
async function press(email: string, app = server.app) {
  const link = new URL(lastMessage(app, email).link ?? '');
  const page = await (await app.fetch(new Request(link))).text();
  const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
  const form = new URLSearchParams(fields.map(([, name = '', value = '']) => [name, value]));
  const answer = await app.fetch(new Request(link.origin + link.pathname, { method: 'POST', body: form }));
  expect(answer.status).toBe(303);
  return Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams);
}

const exchange = (code: string | undefined, codeVerifier: string) =>
  mutate(server, 'exchangeCode', { code, codeVerifier });

describe('a link of a mail that was asked for with codeChallenge', () => {
  it('ends with a code, for a new account too', async () => {
    const { codeChallenge, codeVerifier } = newVerifier();
    const email = newEmail();
    await mutate(server, 'sendMagicLink', { email, codeChallenge });
    const { code, ...told } = await press(email);
    expect(told).toEqual({ type: 'passwordlessEmail' });
    const calls = Array.from({ length: 20 }, () => exchange(code, codeVerifier));
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: ['invalid-code'] });
    const { data } = await server.graphql(`{ users(where: {email: {_eq: "${email}"}}) { emailVerified } }`, {
      admin: true,
    });
    expect(data.users).toEqual([{ emailVerified: true }]);
  });

  it('opens no session before the code is redeemed, and asks for the second factor then', async () => {
    const session = await signUpVerified(server);
    await updateUser(server, session, '{activeMfaType: "totp", totpSecret: "secret"}');
    const { codeChallenge, codeVerifier } = newVerifier();
    const { email } = session.user;
    await mutate(server, 'sendMagicLink', { email, codeChallenge });
    const { code } = await press(email);
    const { refreshTokens } = await userRow(server, session, 'refreshTokens { id }');
    expect(refreshTokens).toHaveLength(1);
    const { data } = await exchange(code, codeVerifier);
    expect(data).toEqual({ session: null, mfa: { ticket: expect.stringMatching(/^mfaTotp:/) } });
  });

  it('drops what was set before, at the first proof of the address', async () => {
    const attacker = await signUpNew(server);
    const { email } = attacker.user;
    const { codeChallenge, codeVerifier } = newVerifier();
    await mutate(server, 'sendPasswordReset', { email, codeChallenge });
    const { code } = await press(email);
    expect(await isAlive(server, attacker)).toBe(false);
    expect(await signInCodes(server, email, password)).toEqual(['invalid-email-password']);
    const { data } = await exchange(code, codeVerifier);
    expect(data.session.user).toMatchObject({ id: attacker.user.id, emailVerified: true });
    const token = data.session.accessToken;
    expect((await mutate(server, 'setPassword', { password: 'new horse' }, { token })).codes).toEqual([]);
  });

  it('changes an address', async () => {
    const session = await signUpVerified(server);
    const [newAddress, { codeChallenge, codeVerifier }] = [newEmail(), newVerifier()];
    const token = session.accessToken;
    await mutate(server, 'changeEmail', { newEmail: newAddress, codeChallenge }, { token });
    const { code } = await press(newAddress);
    expect((await exchange(code, codeVerifier)).data.session.user.email).toBe(newAddress);
  });

  it('verifies an address, and an anonymous account', async () => {
    const session = await signUpNew(server);
    const { codeChallenge, codeVerifier } = newVerifier();
    await mutate(server, 'sendVerificationEmail', { email: session.user.email, codeChallenge });
    const { code } = await press(session.user.email);
    expect((await exchange(code, codeVerifier)).data.session.user.emailVerified).toBe(true);

    const anonymous = (await mutate(server, 'signInAnonymous', {})).data.session;
    const email = newEmail();
    const wishes = { signInMethod: 'passwordless', email, codeChallenge };
    await mutate(server, 'deanonymize', wishes, { token: anonymous.accessToken });
    const converted = await exchange((await press(email)).code, codeVerifier);
    expect(converted.data.session.user).toMatchObject({ id: anonymous.user.id, email });
  });

  it('is taken in the bodies of Nhost', async () => {
    const app = await server.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    const [email, { codeChallenge, codeVerifier }] = [newEmail(), newVerifier()];
    expect((await post(app, '/v1/signup/email-password', { email, password, codeChallenge })).status).toBe(
      200,
    );
    const { code } = await press(email, app);
    const { status, body } = await post(app, '/v1/token/exchange', { code, codeVerifier });
    expect(status).toBe(200);
    expect(body.session.user).toMatchObject({ email, emailVerified: true });
    const plain = await post(app, '/v1/signin/passwordless/email', { email, codeChallenge: 'plain' });
    expect(plain.body.error).toBe('invalid-request');
  });
});
