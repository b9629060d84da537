import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { addSeconds } from '../../src/lib/clock.js';
import type { Algorithm, Lies } from '../support/softAuthenticator.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { outcomes, updateUser, userRow } from './accounts.js';
import { lastMessage, messagesTo, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import {
  addKey,
  as,
  elevateByKey,
  finishSignIn,
  newAuthenticator,
  origin,
  passkeyEnv,
  rpId,
  signUpWithPasskey,
  startSignIn,
} from './passkeys.js';
import { newEmail, post, signUpNew } from './requests.js';

const start = new Date();
let server: TestServer;
/** Other auth servers on the same Hasura: ten minutes later, and for another domain. */
let later: App;
let elsewhere: App;
/** One where addresses have to be verified first. */
let verifying: App;
beforeAll(async () => {
  server = await startTestServer({
    clock: { now: () => start },
    env: { ...passkeyEnv, AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400', AUTH_MFA_ENABLED: 'true' },
  });
  later = await server.startAnother({}, { now: () => addSeconds(start, 601) });
  elsewhere = await server.startAnother({ AUTH_WEBAUTHN_RP_ID: 'app.example.com' });
  verifying = await server.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
});
afterAll(() => server.close());

const refused = ['invalid-webauthn-verification'];
const startSignUp = async (email = newEmail()) => {
  const { data, text } = await mutate(server, 'startPasskeySignUp', { email });
  if (!data) throw new Error(text);
  return data;
};
const finishSignUp = (credential: object, more: object = {}) =>
  mutate(server, 'finishPasskeySignUp', { credential, ...more });
const keysOf = async (own: Parameters<typeof userRow>[1], fields: string) =>
  (await userRow(server, own, `securityKeys { ${fields} }`)).securityKeys;

describe('startPasskeySignUp', () => {
  it('gives the options of WebAuthn, with a user handle that names nobody', async () => {
    const email = newEmail();
    const options = await startSignUp(email);
    expect(options).toEqual({
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      rp: { id: rpId, name: 'Acme & Sons' },
      user: { id: expect.any(String), name: email, displayName: email },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 60_000,
      excludeCredentials: [],
      authenticatorSelection: {
        residentKey: 'preferred',
        requireResidentKey: false,
        userVerification: 'required',
      },
      attestation: 'none',
      extensions: { credProps: true },
    });
    expect(Buffer.from(options.user.id, 'base64url').toString()).toMatch(/^[0-9a-f-]{36}$/);
    expect((await startSignUp(email)).challenge).not.toBe(options.challenge);
  });

  it('is refused for a taken address, bad options, and where it is switched off', async () => {
    const { user } = await signUpNew(server);
    const begin = async (variables: object) =>
      (await mutate(server, 'startPasskeySignUp', { ...variables })).codes;
    expect(await begin({ email: user.email.toUpperCase() })).toEqual(['email-already-in-use']);
    expect(await begin({ email: newEmail(), options: { allowedRoles: ['boss'] } })).toEqual([
      'role-not-allowed',
    ]);
    expect(await begin({ email: 'no address' })).toEqual(['invalid-request']);
    const closed = await server.startAnother({ AUTH_DISABLE_SIGNUP: 'true' });
    const off = await server.startAnother({ AUTH_WEBAUTHN_ENABLED: 'false' });
    const input = { email: newEmail() };
    expect((await callWebhook(closed, 'startPasskeySignUp', input)).code).toBe('signup-disabled');
    expect((await callWebhook(off, 'startPasskeySignUp', input)).code).toBe('disabled-endpoint');
    expect((await callWebhook(off, 'startPasskeySignIn', {})).code).toBe('disabled-endpoint');
  });
});

describe('finishPasskeySignUp', () => {
  it('makes the account with the key, whose handle is the id of the account, and signs in', async () => {
    const options = await startSignUp();
    const authenticator = newAuthenticator({
      backedUp: true,
      transports: ['hybrid', 'internal', 'telepathy'],
    });
    const credential = authenticator.create(options);
    const { data } = await finishSignUp(credential, { nickname: 'My phone' });
    const own = data.session;
    expect(own.user).toMatchObject({ email: options.user.name, emailVerified: false, defaultRole: 'user' });
    expect(Buffer.from(options.user.id, 'base64url').toString()).toBe(own.user.id);
    expect(await keysOf(own, 'credentialId nickname transports counter userVerified backedUp')).toEqual([
      {
        credentialId: credential.id,
        nickname: 'My phone',
        transports: 'hybrid,internal',
        counter: 0,
        userVerified: true,
        backedUp: true,
      },
    ]);
  });

  it('threats 8: honours the options of the second step, and checks roles again', async () => {
    const options = { displayName: 'First', metadata: { a: 1 } };
    const begin = async () =>
      (await mutate(server, 'startPasskeySignUp', { email: newEmail(), options })).data;
    const authenticator = newAuthenticator();
    const { data } = await finishSignUp(authenticator.create(await begin()), {
      options: { displayName: 'Second', defaultRole: null },
    });
    expect(data.session.user).toMatchObject({
      displayName: 'Second',
      metadata: { a: 1 },
      defaultRole: 'user',
    });
    const boss = await finishSignUp(authenticator.create(await begin()), {
      options: { defaultRole: 'boss' },
    });
    expect(boss.codes).toEqual(['default-role-must-be-in-allowed-roles']);
  });

  it.each<Algorithm>(['ES256', 'EdDSA', 'RS256'])('takes keys of %s, which sign in', async (algorithm) => {
    const { authenticator } = await signUpWithPasskey(server, newAuthenticator({ algorithm }));
    const { codes } = await finishSignIn(server, authenticator.get(await startSignIn(server)));
    expect(codes).toEqual([]);
  });

  it('takes a key that attests itself, and refuses a wrong attestation', async () => {
    const make = { attestation: 'packed' } as const;
    await signUpWithPasskey(server, newAuthenticator(make));
    const credential = newAuthenticator(make).create(await startSignUp());
    const signed = Buffer.from(credential.response.attestationObject, 'base64url');
    const at = signed.indexOf('sig') + 12;
    signed[at] = (signed[at] ?? 0) ^ 1;
    const response = { ...credential.response, attestationObject: signed.toString('base64url') };
    expect((await finishSignUp({ ...credential, response })).codes).toEqual(refused);
  });

  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['a subdomain that is not listed', { origin: 'https://other.example.com' }],
    ['another domain', { rpId: 'evil.example' }],
    ['no verification of the user', { userVerified: false }],
    ['no presence of the user', { userPresent: false }],
    ['an invented challenge', { challenge: 'A'.repeat(43) }],
    ['another ceremony', { type: 'webauthn.get' }],
    ['a frame of another site', { crossOrigin: true }],
  ])('is refused with %s', async (_, lies) => {
    const options = await startSignUp();
    const { codes } = await finishSignUp(newAuthenticator().create(options, lies));
    expect(codes).toEqual(refused);
    const { users } = (
      await server.graphql(`{ users(where: {email: {_eq: "${options.user.name}"}}) { id } }`, { admin: true })
    ).data;
    expect(users).toEqual([]);
  });

  it('works once, also of twenty times at once', async () => {
    const credential = newAuthenticator().create(await startSignUp());
    const calls = Array.from({ length: 20 }, () => finishSignUp(credential));
    const { successes, codes } = await outcomes(calls);
    expect(successes).toBe(1);
    expect(codes.filter((code) => ![...refused, 'email-already-in-use'].includes(code))).toEqual([]);
    expect((await finishSignUp(credential)).codes).toEqual(refused);
  });

  it('is refused when the challenge has expired, is of another purpose or of another domain', async () => {
    const authenticator = newAuthenticator();
    const credential = authenticator.create(await startSignUp());
    const call = (app: App) => callWebhook(app, 'finishPasskeySignUp', { credential });
    expect((await call(later)).code).toBe(refused[0]);
    expect((await call(elsewhere)).code).toBe(refused[0]);
    const { challenge } = await startSignIn(server);
    const options = { ...(await startSignUp()), challenge };
    expect((await finishSignUp(authenticator.create(options))).codes).toEqual(refused);
    expect((await finishSignUp(credential)).codes).toEqual([]);
  });

  it('refuses an address that was taken meanwhile, and a key that another account has', async () => {
    const email = newEmail();
    const [first, second] = [await startSignUp(email), await startSignUp(email)];
    expect((await finishSignUp(newAuthenticator().create(first))).codes).toEqual([]);
    expect((await finishSignUp(newAuthenticator().create(second))).codes).toEqual(['email-already-in-use']);
    const { authenticator, own } = await signUpWithPasskey(server);
    await server.graphql(
      `mutation { updateAuthUserSecurityKeys(where: {userId: {_eq: "${own.user.id}"}}, _set: {credentialId: "AAAA"}) { affected_rows } }`,
      { admin: true },
    );
    const credential = authenticator.create(await startSignUp());
    await server.graphql(
      `mutation { updateAuthUserSecurityKeys(where: {userId: {_eq: "${own.user.id}"}}, _set: {credentialId: "${credential.id}"}) { affected_rows } }`,
      { admin: true },
    );
    expect((await finishSignUp(credential)).codes).toEqual(['security-key-already-in-use']);
  });

  it.each([{}, { id: 1 }, 'text', { id: 'a', rawId: 'a', type: 'public-key', response: {} }])(
    'is refused for %j',
    async (credential) => {
      expect((await finishSignUp(credential as object)).codes).toEqual(['invalid-request']);
    },
  );

  it('gives no session where addresses are verified first; the link of the mail signs in, and so does the key then', async () => {
    const email = newEmail();
    const authenticator = newAuthenticator();
    const { data: options } = await callWebhook(verifying, 'startPasskeySignUp', { email });
    const credential = authenticator.create(options);
    const end = await callWebhook(verifying, 'finishPasskeySignUp', { credential });
    expect(end).toEqual({ data: { session: null, mfa: null }, code: undefined });
    const signIn = async () => {
      const { data } = await callWebhook(verifying, 'startPasskeySignIn', {});
      return callWebhook(verifying, 'finishPasskeySignIn', { credential: authenticator.get(data) });
    };
    expect((await signIn()).code).toBe('unverified-user');
    const ticket = ticketTo(verifying, email);
    expect((await callWebhook(verifying, 'confirmTicket', { ticket })).data.session.user.email).toBe(email);
    expect((await signIn()).data.session.user).toMatchObject({ email, emailVerified: true });
  });

  it('threats 13: tells only the owner, where addresses are verified first, that there is an account', async () => {
    const { user } = await signUpNew(server);
    const { data: options } = await callWebhook(verifying, 'startPasskeySignUp', { email: user.email });
    const credential = newAuthenticator().create(options);
    const end = await callWebhook(verifying, 'finishPasskeySignUp', { credential });
    expect(end).toEqual({ data: { session: null, mfa: null }, code: undefined });
    expect(messagesTo(verifying, user.email)[0]).toMatchObject({ kind: 'account-exists' });
    expect((await userRow(server, { user } as never, 'securityKeys { id }')).securityKeys).toEqual([]);
  });
});

describe('a sign-up with a code challenge', () => {
  it('hands it on to the link of its mail', async () => {
    const email = newEmail();
    const verifier = 'v'.repeat(43);
    const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
    const { data: options } = await callWebhook(verifying, 'startPasskeySignUp', { email });
    const credential = newAuthenticator().create(options);
    await callWebhook(verifying, 'finishPasskeySignUp', { credential, codeChallenge });
    const { link } = lastMessage(verifying, email);
    const url = new URL(link ?? '');
    expect(url.searchParams.get('ticket')).toMatch(/^verifyEmail:/);
    expect(url.searchParams.get('codeChallenge')).toBe(codeChallenge);
  });
});

describe('startPasskeySignIn', () => {
  it('asks for any passkey without an address, so that a form can offer them', async () => {
    expect(await startSignIn(server)).toEqual({
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      rpId,
      timeout: 60_000,
      allowCredentials: [],
      userVerification: 'required',
    });
  });

  it('threats 13: answers an address with keys, without keys and without an account alike', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    const bare = await signUpNew(server);
    const emails = [own.user.email, bare.user.email, newEmail()];
    for (const email of emails) {
      const before = server.requestsToHasura();
      const options = await startSignIn(server, { email });
      expect(server.requestsToHasura() - before).toBe(2);
      expect(options).toEqual({
        challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        rpId,
        timeout: 60_000,
        allowCredentials: expect.any(Array),
        userVerification: 'required',
      });
      expect(options.allowCredentials.length).toBeGreaterThan(0);
      for (const { type, id, transports = [], ...others } of options.allowCredentials) {
        expect({ type, others }).toEqual({ type: 'public-key', others: {} });
        expect(id).toMatch(/^[A-Za-z0-9_-]{22,86}$/);
        expect(transports).toEqual(expect.any(Array));
      }
      const again = await startSignIn(server, { email: email.toUpperCase() });
      expect(again.allowCredentials).toEqual(options.allowCredentials);
    }
    const { allowCredentials } = await startSignIn(server, { email: own.user.email });
    expect(allowCredentials).toEqual([
      { type: 'public-key', id: authenticator.keys[0]?.id, transports: ['internal'] },
    ]);
    // Another server with the same secrets makes up the same keys.
    const [email] = [newEmail()];
    const here = await startSignIn(server, { email });
    const there = (await callWebhook(later, 'startPasskeySignIn', { email })).data;
    expect(there.allowCredentials).toEqual(here.allowCredentials);
  });

  it('makes up keys that nobody can answer with', async () => {
    const { authenticator } = await signUpWithPasskey(server);
    const { challenge } = await startSignIn(server, { email: newEmail() });
    expect((await finishSignIn(server, authenticator.get({ challenge, rpId }))).codes).toEqual(refused);
  });
});

describe('finishPasskeySignIn', () => {
  it('signs in without an address, and with it', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    for (const variables of [{}, { email: own.user.email }]) {
      const credential = authenticator.get(await startSignIn(server, variables));
      const { data } = await finishSignIn(server, credential);
      expect(data).toMatchObject({ mfa: null, session: { user: { id: own.user.id } } });
    }
    const [key] = await keysOf(own, 'lastUsedAt');
    expect(new Date(key.lastUsedAt)).toEqual(start);
  });

  it('threats 7: takes an assertion once; a replay is refused with 400 over REST', async () => {
    const { authenticator } = await signUpWithPasskey(server);
    const credential = authenticator.get(await startSignIn(server));
    const first = await post(server.app, '/v1/signin/webauthn/verify', { credential });
    expect(first).toMatchObject({ status: 200, body: { session: { user: {} }, mfa: null } });
    const second = await post(server.app, '/v1/signin/webauthn/verify', { credential });
    expect(second).toMatchObject({ status: 400, body: { error: refused[0] } });
    expect((await finishSignIn(server, credential)).codes).toEqual(refused);
  });

  it('opens one session of twenty uses of an assertion at once', async () => {
    const { own, authenticator } = await signUpWithPasskey(server, newAuthenticator({ counts: true }));
    const credential = authenticator.get(await startSignIn(server));
    const calls = Array.from({ length: 20 }, () => finishSignIn(server, credential));
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: refused });
    expect((await userRow(server, own, 'refreshTokens { id }')).refreshTokens).toHaveLength(2);
    expect((await userRow(server, own, 'tickets { id }')).tickets).toEqual([]);
    // What was sent twice is no copy of the key.
    expect(server.logged.filter(({ userId }) => userId === own.user.id)).toEqual([]);
  });

  it('threats 7: refuses a counter that goes back or stands still, and logs it', async () => {
    const { own, authenticator } = await signUpWithPasskey(server, newAuthenticator({ counts: true }));
    const use = async (counter: number) =>
      (await finishSignIn(server, authenticator.get(await startSignIn(server), { counter }))).codes;
    expect(await use(7)).toEqual([]);
    for (const counter of [7, 6, 0]) expect([counter, await use(counter)]).toEqual([counter, refused]);
    expect(await keysOf(own, 'counter')).toEqual([{ counter: 7 }]);
    const warnings = server.logged.filter(({ userId }) => userId === own.user.id);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toMatchObject({ level: 'warn', storedCounter: 7, presentedCounter: 7 });
    const where = `{userId: {_eq: "${own.user.id}"}, event: {_eq: "security-key-copied"}}`;
    const { data } = await server.graphql(`{ authAuditLog(where: ${where}) { outcome action reason } }`, {
      admin: true,
    });
    const [action, reason] = ['finishPasskeySignIn', refused[0]];
    expect(data.authAuditLog).toEqual(Array(3).fill({ outcome: 'refused', action, reason }));
    expect(await use(8)).toEqual([]);
  });

  it('threats 7: lets a key and its copy in once, when both come at once with one counter', async () => {
    const { authenticator } = await signUpWithPasskey(server, newAuthenticator({ counts: true }));
    const challenges = await Promise.all(Array.from({ length: 8 }, () => startSignIn(server)));
    const calls = challenges.map((options) =>
      finishSignIn(server, authenticator.get(options, { counter: 5 })),
    );
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: refused });
  });

  it('does not take a wrong counter for a copy when the signature is wrong too', async () => {
    const { own, authenticator } = await signUpWithPasskey(server, newAuthenticator({ counts: true }));
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const credential = authenticator.get(await startSignIn(server), { counter: 0, privateKey });
    expect((await finishSignIn(server, credential)).codes).toEqual(refused);
    expect(server.logged.filter(({ userId }) => userId === own.user.id)).toEqual([]);
  });

  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin with another port', { origin: `${origin}:8443` }],
    ['another domain', { rpId: 'evil.example' }],
    ['no verification of the user', { userVerified: false }],
    ['no presence of the user', { userPresent: false }],
    ['an invented challenge', { challenge: 'A'.repeat(43) }],
    ['another ceremony', { type: 'webauthn.create' }],
    ['a frame of another site', { crossOrigin: true }],
    ['another private key', { privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['an unknown key', { id: Buffer.alloc(20).toString('base64url') }],
    ['the handle of somebody else', { userHandle: Buffer.from(randomUUID()).toString('base64url') }],
  ])('is refused with %s, which does not use the challenge up', async (_, lies) => {
    const { authenticator } = await signUpWithPasskey(server);
    const options = await startSignIn(server);
    expect((await finishSignIn(server, authenticator.get(options, lies))).codes).toEqual(refused);
    expect((await finishSignIn(server, authenticator.get(options))).codes).toEqual([]);
  });

  it('does without a user handle, and takes the forms in which older clients write it', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    const { id } = own.user;
    const encode = (text: string) => Buffer.from(text).toString('base64url');
    for (const userHandle of [null, '', id, encode(id), encode(encode(id))]) {
      const credential = authenticator.get(await startSignIn(server), { userHandle });
      expect([userHandle, (await finishSignIn(server, credential)).codes]).toEqual([userHandle, []]);
    }
  });

  it('is refused when the challenge has expired, or is of another purpose or domain', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    const credential = authenticator.get(await startSignIn(server));
    const call = (app: App) => callWebhook(app, 'finishPasskeySignIn', { credential });
    expect((await call(later)).code).toBe(refused[0]);
    expect((await call(elsewhere)).code).toBe(refused[0]);
    // The challenge is of this domain, also when the key signs for the other one.
    const options = await startSignIn(server);
    const credentialThere = authenticator.get(options, { rpId: 'app.example.com' });
    const there = await callWebhook(elsewhere, 'finishPasskeySignIn', { credential: credentialThere });
    expect(there.code).toBe(refused[0]);
    for (const other of [
      await startSignUp(),
      (await mutate(server, 'startAddPasskey', {}, as(own))).data,
      (await mutate(server, 'startPasskeyElevation', {}, as(own))).data,
    ]) {
      const { challenge } = other;
      expect((await finishSignIn(server, authenticator.get({ challenge, rpId }))).codes).toEqual(refused);
    }
    expect((await finishSignIn(server, credential)).codes).toEqual([]);
  });

  it('threats 6: is refused with a challenge that was made for somebody else', async () => {
    const [victim, thief] = [await signUpWithPasskey(server), await signUpWithPasskey(server)];
    const { challenge } = await startSignIn(server, { email: victim.own.user.email });
    const credential = thief.authenticator.get({ challenge, rpId });
    expect((await finishSignIn(server, credential)).codes).toEqual(refused);
    const right = victim.authenticator.get({ challenge, rpId });
    expect((await finishSignIn(server, right)).data.session.user.id).toBe(victim.own.user.id);
  });

  it('is refused with a key that was deleted, and of an account that is disabled', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    const second = newAuthenticator();
    await addKey(server, own, second);
    const credential = authenticator.get(await startSignIn(server));
    const where = `{credentialId: {_eq: "${credential.id}"}}`;
    await server.graphql(`mutation { deleteAuthUserSecurityKeys(where: ${where}) { affected_rows } }`, {
      admin: true,
    });
    expect((await finishSignIn(server, credential)).codes).toEqual(refused);
    await updateUser(server, own, '{disabled: true}');
    expect((await finishSignIn(server, second.get(await startSignIn(server)))).codes).toEqual([
      'disabled-user',
    ]);
  });

  it('threats 9: is followed by a challenge where a second factor is active', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    await updateUser(server, own, '{activeMfaType: "totp", totpSecret: "sealed"}');
    const credential = authenticator.get(await startSignIn(server));
    const calls = Array.from({ length: 5 }, () => finishSignIn(server, credential));
    const replies = await Promise.all(calls);
    const tickets = replies.filter(({ codes }) => codes.length === 0).map(({ data }) => data);
    expect(tickets).toEqual([{ session: null, mfa: { ticket: expect.stringMatching(/^mfaTotp:/) } }]);
    const { refreshTokens, tickets: left } = await userRow(
      server,
      own,
      'refreshTokens { id } tickets { kind }',
    );
    expect(refreshTokens).toHaveLength(1);
    expect(left).toEqual([{ kind: 'mfaTotp' }]);
  });

  it('elevates nobody: signing in with a key is not enough', async () => {
    const { authenticator } = await signUpWithPasskey(server);
    const { data } = await finishSignIn(server, authenticator.get(await startSignIn(server)));
    const { accessToken } = data.session;
    const claims = await server.app.auth.accessTokens.verify(accessToken);
    expect(claims?.['x-hasura-auth-elevated']).toBeUndefined();
    expect((await elevateByKey(server, data.session, authenticator)).codes).toEqual([]);
  });
});

describe('apps', () => {
  it.each([
    'https://other.example.com',
    'http://localhost:3000',
    `android:apk-key-hash:${Buffer.alloc(32, 7).toString('base64url')}`,
    'ios:bundle-id:com.example.app',
  ])('sign in at %s, when it is listed', async (place) => {
    const { authenticator } = await signUpWithPasskey(server);
    const app = await server.startAnother({
      AUTH_WEBAUTHN_RP_ORIGINS: `https://third.example.com/, ${place}`,
    });
    const credential = authenticator.get(await startSignIn(server), { origin: place });
    expect((await finishSignIn(server, credential)).codes).toEqual(refused);
    expect((await callWebhook(app, 'finishPasskeySignIn', { credential })).code).toBeUndefined();
  });
});
