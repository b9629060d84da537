import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { addSeconds } from '../../src/lib/clock.js';
import type { SoftAuthenticator } from '../support/softAuthenticator.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { outcomes, signUpVerified, updateUser, userRow } from './accounts.js';
import { messagesTo, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import {
  addKey,
  as,
  elevateByKey,
  finishSignIn,
  newAuthenticator,
  passkeyEnv,
  rpId,
  signUpWithPasskey,
  startSignIn,
} from './passkeys.js';
import { type ClientSession, password, post, signUpNew } from './requests.js';

const start = new Date();
let server: TestServer;
/** Other auth servers on the same Hasura: when sessions are not fresh any more, and with other settings. */
let later: App;
let recommended: App;
let preferring: App;
beforeAll(async () => {
  server = await startTestServer({
    clock: { now: () => start },
    env: {
      ...passkeyEnv,
      AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
    },
  });
  later = await server.startAnother({}, { now: () => addSeconds(start, 901) });
  recommended = await server.startAnother({ AUTH_REQUIRE_ELEVATED_CLAIM: 'recommended' });
  preferring = await server.startAnother({ AUTH_WEBAUTHN_USER_VERIFICATION: 'preferred' });
});
afterAll(() => server.close());

const refused = ['invalid-webauthn-verification'];
const bearer = ({ accessToken }: ClientSession) => ({ authorization: `Bearer ${accessToken}` });
const sessionOf = ({ user, refreshTokenId }: ClientSession) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});
const elevatedClaim = async ({ accessToken }: ClientSession) =>
  (await server.app.auth.accessTokens.verify(accessToken))?.['x-hasura-auth-elevated'];
const keysOf = async (own: ClientSession, fields = 'id') =>
  (await userRow(server, own, `securityKeys(order_by: {id: asc}) { ${fields} }`)).securityKeys;
const remove = (own: ClientSession, where: string) =>
  server.graphql(`mutation { deleteAuthUserSecurityKeys(where: ${where}) { affected_rows } }`, as(own));
/** The owner's session, elevated by the password. */
const elevated = async (own: ClientSession): Promise<ClientSession> =>
  (await mutate(server, 'elevate', { password }, as(own))).data;

describe('startAddPasskey and finishAddPasskey', () => {
  it('add a key, which signs in; the authenticator that has it is asked to make no second one', async () => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator({ transports: ['usb', 'nfc'] });
    const { data } = await addKey(server, own, authenticator, 'YubiKey');
    expect(data).toEqual({ id: expect.any(String), nickname: 'YubiKey' });
    const { data: options } = await mutate(server, 'startAddPasskey', {}, as(own));
    expect(options).toMatchObject({
      user: { id: Buffer.from(own.user.id).toString('base64url'), name: own.user.email },
      excludeCredentials: [{ type: 'public-key', id: authenticator.keys[0]?.id, transports: ['usb', 'nfc'] }],
    });
    const reply = await finishSignIn(server, authenticator.get(await startSignIn(server)));
    expect(reply.data.session.user.id).toBe(own.user.id);
  });

  it('need an account of their own, and a session that is fresh or elevated', async () => {
    expect((await mutate(server, 'startAddPasskey', {})).codes).toEqual(['validation-failed']);
    const anonymous = (await mutate(server, 'signInAnonymous', {})).data.session;
    const { status } = await post(server.app, '/v1/user/webauthn/add', {}, bearer(anonymous));
    expect(status).toBe(403);
    const own = await signUpNew(server);
    const options = (await mutate(server, 'startAddPasskey', {}, as(own))).data;
    const credential = newAuthenticator().create(options);
    expect((await callWebhook(later, 'startAddPasskey', {}, sessionOf(own))).code).toBe(
      'elevated-claim-required',
    );
    expect((await callWebhook(later, 'finishAddPasskey', { credential }, sessionOf(own))).code).toBe(
      'elevated-claim-required',
    );
    const elevation = { ...sessionOf(await elevated(own)), 'x-hasura-auth-elevated': own.user.id };
    expect((await callWebhook(later, 'startAddPasskey', {}, elevation)).code).toBeUndefined();
  });

  it('need an elevated session where the settings say so, and the account has a key', async () => {
    const { own } = await signUpWithPasskey(server);
    const call = (session: object) => callWebhook(recommended, 'startAddPasskey', {}, { ...session });
    expect((await call(sessionOf(own))).code).toBe('elevated-claim-required');
    expect((await call({ ...sessionOf(own), 'x-hasura-auth-elevated': own.user.id })).code).toBeUndefined();
    expect((await call(sessionOf(await signUpNew(server)))).code).toBeUndefined();
  });

  it('need an elevated session where a second factor is active, which a key could else get around', async () => {
    const own = await signUpNew(server);
    await updateUser(server, own, '{activeMfaType: "totp", totpSecret: "sealed"}');
    expect((await mutate(server, 'startAddPasskey', {}, as(own))).codes).toEqual(['elevated-claim-required']);
  });

  it('threats 6: take no challenge of somebody else, or of another purpose', async () => {
    const [own, thief] = [await signUpNew(server), await signUpNew(server)];
    const options = (await mutate(server, 'startAddPasskey', {}, as(own))).data;
    const credential = newAuthenticator().create(options);
    expect((await mutate(server, 'finishAddPasskey', { credential }, as(thief))).codes).toEqual(refused);
    const { challenge } = await startSignIn(server);
    const other = newAuthenticator().create({ ...options, challenge });
    expect((await mutate(server, 'finishAddPasskey', { credential: other }, as(own))).codes).toEqual(refused);
    expect((await mutate(server, 'finishPasskeySignUp', { credential })).codes).toEqual(refused);
    expect((await mutate(server, 'finishAddPasskey', { credential }, as(own))).codes).toEqual([]);
    expect(await keysOf(thief)).toEqual([]);
  });

  it('add one key of twenty times at once', async () => {
    const own = await signUpNew(server);
    const options = (await mutate(server, 'startAddPasskey', {}, as(own))).data;
    const authenticator = newAuthenticator();
    const credentials = Array.from({ length: 20 }, () => authenticator.create(options));
    const calls = credentials.map((credential) =>
      mutate(server, 'finishAddPasskey', { credential }, as(own)),
    );
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: refused });
    expect(await keysOf(own)).toHaveLength(1);
  });

  it('refuse a key that an account has already, a name that is too long, and no verification of the user', async () => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator();
    await addKey(server, own, authenticator);
    const begin = async () => (await mutate(server, 'startAddPasskey', {}, as(own))).data;
    const finish = async (variables: object) =>
      (await mutate(server, 'finishAddPasskey', { ...variables }, as(own))).codes;
    const credential = authenticator.create(await begin());
    const [first] = authenticator.keys;
    await setKey(own, `{credentialId: "${credential.id}"}`);
    expect(await finish({ credential })).toEqual(['security-key-already-in-use']);
    await setKey(own, `{credentialId: "${first?.id}"}`);
    expect(await finish({ credential, nickname: 'a'.repeat(256) })).toEqual(['invalid-request']);
    const unverified = authenticator.create(await begin(), { userVerified: false });
    expect(await finish({ credential: unverified })).toEqual(refused);
  });

  const setKey = (own: ClientSession, set: string) =>
    server.graphql(
      `mutation { updateAuthUserSecurityKeys(where: {userId: {_eq: "${own.user.id}"}}, _set: ${set}) { affected_rows } }`,
      { admin: true },
    );
});

describe('authUserSecurityKeys', () => {
  it('are read by their owner, without public keys and counters, and by nobody else', async () => {
    const [{ own }, other] = [await signUpWithPasskey(server), await signUpWithPasskey(server)];
    const fields = 'id nickname transports credentialId createdAt lastUsedAt userVerified backedUp userId';
    const { data } = await server.graphql(`{ authUserSecurityKeys { ${fields} } }`, as(own));
    expect(data.authUserSecurityKeys).toEqual([
      expect.objectContaining({ userId: own.user.id, userVerified: true, lastUsedAt: null }),
    ]);
    for (const field of ['credentialPublicKey', 'counter', 'useId']) {
      const { codes } = await server.graphql(`{ authUserSecurityKeys { ${field} } }`, as(own));
      expect([field, codes]).toEqual([field, ['validation-failed']]);
    }
    const { id } = data.authUserSecurityKeys[0];
    expect((await server.graphql(`{ authUserSecurityKey(id: "${id}") { id } }`, as(other.own))).data).toEqual(
      {
        authUserSecurityKey: null,
      },
    );
    expect((await server.graphql('{ authUserSecurityKeys { id } }')).codes).toEqual(['validation-failed']);
  });

  it('are named by their owner, and changed in no other way', async () => {
    const [{ own }, other] = [await signUpWithPasskey(server), await signUpWithPasskey(server)];
    const [{ id }] = await keysOf(own);
    const set = (session: ClientSession, values: string) =>
      server.graphql(
        `mutation { updateAuthUserSecurityKey(pk_columns: {id: "${id}"}, _set: ${values}) { nickname } }`,
        as(session),
      );
    expect((await set(own, '{nickname: "Phone"}')).data.updateAuthUserSecurityKey).toEqual({
      nickname: 'Phone',
    });
    expect((await set(other.own, '{nickname: "Mine"}')).data.updateAuthUserSecurityKey).toBeNull();
    expect((await set(own, `{nickname: "${'a'.repeat(256)}"}`)).codes).toEqual(['permission-error']);
    for (const values of ['{counter: 0}', `{userId: "${other.own.user.id}"}`, '{userVerified: null}']) {
      expect([values, (await set(own, values)).codes]).toEqual([values, ['validation-failed']]);
    }
  });

  it('are deleted by their owner in an elevated session only; a deleted key signs in no more', async () => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator();
    const { data: key } = await addKey(server, own, authenticator);
    const thief = await elevated(await signUpNew(server));
    const where = `{id: {_eq: "${key.id}"}}`;
    expect((await remove(own, where)).codes).toEqual(['not-found']);
    expect((await remove(thief, where)).data.deleteAuthUserSecurityKeys.affected_rows).toBe(0);
    const options = await startSignIn(server);
    expect((await remove(await elevated(own), where)).data.deleteAuthUserSecurityKeys.affected_rows).toBe(1);
    expect((await finishSignIn(server, authenticator.get(options))).codes).toEqual(refused);
    await server.app.auth.auditLog.flush();
    const log = `{ authAuditLog(where: {userId: {_eq: "${own.user.id}"}, event: {_eq: "key-change"}}, order_by: {createdAt: asc}) { action outcome details } }`;
    expect((await server.graphql(log, { admin: true })).data.authAuditLog).toEqual([
      { action: 'finishAddPasskey', outcome: 'ok', details: null },
      { action: null, outcome: 'ok', details: { removed: key.id } },
    ]);
  });

  /** What is sent when a server looks into the outbox, to this address. */
  async function laterMessages(email: string, app = later) {
    while ((await app.auth.outbox.deliverDue()) > 0);
    return messagesTo(app, email).map(({ kind }) => kind);
  }

  it('are removed with one mail to the owner, whoever removes however many', async () => {
    const own = await signUpNew(server);
    await addKey(server, own, newAuthenticator());
    await addKey(server, own, newAuthenticator());
    await remove(await elevated(own), '{}');
    const another = await server.startAnother({}, { now: () => addSeconds(start, 901) });
    const [here, there] = await Promise.all([
      laterMessages(own.user.email),
      laterMessages(own.user.email, another),
    ]);
    expect([...here, ...there]).toEqual(['security-key-removed']);
    await addKey(server, own, newAuthenticator());
    const where = `{userId: {_eq: "${own.user.id}"}}`;
    await server.graphql(`mutation { deleteAuthUserSecurityKeys(where: ${where}) { affected_rows } }`, {
      admin: true,
    });
    const silent = await server.startAnother(
      { AUTH_NOTICE_MFA: 'false' },
      { now: () => addSeconds(start, 901) },
    );
    expect(await laterMessages(own.user.email, silent)).toEqual([]);
    const waiting =
      '{kind: {_eq: "security-key-removed"}, deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}}';
    const { data } = await server.graphql(`{ authOutbox(where: ${waiting}) { id } }`, { admin: true });
    expect(data.authOutbox).toEqual([]);
  });

  it('are removed without a mail where there is no address, or somebody else proves it', async () => {
    const removed = async (own: ClientSession) =>
      (await userRow(server, own, 'outbox(where: {kind: {_eq: "security-key-removed"}}) { id }')).outbox;
    const own = await signUpNew(server);
    await addKey(server, own, newAuthenticator());
    await updateUser(server, own, `{email: null, username: "u${own.user.id}"}`);
    await remove(await elevated(own), '{}');
    expect([await keysOf(own), await removed(own)]).toEqual([[], []]);
  });

  it('stay where an account could not be entered again without them', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    const second = newAuthenticator();
    await addKey(server, own, second);
    const session = (await elevateByKey(server, own, authenticator)).data;
    const all = '{}';
    expect((await remove(session, all)).codes).toEqual(['permission-error']);
    expect(await keysOf(own)).toHaveLength(2);
    const ids = (await keysOf(own)).map(({ id }: { id: string }) => `{id: {_eq: "${id}"}}`);
    const both = await Promise.all(ids.map((where: string) => remove(session, where)));
    expect(both.flatMap(({ codes }) => codes)).toEqual(['permission-error']);
    expect(await keysOf(own)).toHaveLength(1);
    await updateUser(server, own, '{emailVerified: true}');
    expect((await remove(session, all)).data.deleteAuthUserSecurityKeys.affected_rows).toBe(1);
  });

  it('go with the account', async () => {
    const { own } = await signUpWithPasskey(server);
    expect((await mutate(server, 'deleteAccount', {}, as(own))).data).toBe(true);
    const where = `{userId: {_eq: "${own.user.id}"}}`;
    const { data } = await server.graphql(`{ authUserSecurityKeys(where: ${where}) { id } }`, {
      admin: true,
    });
    expect(data.authUserSecurityKeys).toEqual([]);
  });

  it('threats 2: go when somebody else proves the address, although they were the only way in', async () => {
    const magic = await server.startAnother({ AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true' });
    const { own, authenticator } = await signUpWithPasskey(server);
    const { email } = own.user;
    await callWebhook(magic, 'sendMagicLink', { email });
    const { data } = await callWebhook(magic, 'confirmTicket', { ticket: ticketTo(magic, email) });
    expect(data.session.user.id).toBe(own.user.id);
    expect(await keysOf(own)).toEqual([]);
    expect(await laterMessages(email)).not.toContain('security-key-removed');
    expect((await finishSignIn(server, authenticator.get(await startSignIn(server)))).codes).toEqual(refused);
  });
});

describe('elevate by a key', () => {
  const methods = async (own: ClientSession) =>
    (await server.graphql('{ elevationMethods }', as(own))).data.elevationMethods;

  it('opens an elevated session, with the claim of the user', async () => {
    const { own, authenticator } = await signUpWithPasskey(server);
    expect(await methods(own)).toEqual(['webauthn']);
    const { data: options } = await mutate(server, 'startPasskeyElevation', {}, as(own));
    expect(options).toEqual({
      challenge: expect.any(String),
      rpId,
      timeout: 60_000,
      allowCredentials: [{ type: 'public-key', id: authenticator.keys[0]?.id, transports: ['internal'] }],
      userVerification: 'required',
    });
    const passkey = authenticator.get(options);
    const calls = Array.from({ length: 20 }, () => mutate(server, 'elevate', { passkey }, as(own)));
    const replies = await Promise.all(calls);
    const [right, ...others] = replies.filter(({ codes }) => codes.length === 0);
    expect(others).toEqual([]);
    expect(await elevatedClaim(right?.data)).toBe(own.user.id);
  });

  it('is refused without a key, with two proofs, and where it is switched off', async () => {
    const own = await signUpNew(server);
    expect((await mutate(server, 'startPasskeyElevation', {}, as(own))).codes).toEqual(['no-security-key']);
    const { own: other, authenticator } = await signUpWithPasskey(server);
    const { data: options } = await mutate(server, 'startPasskeyElevation', {}, as(other));
    const passkey = authenticator.get(options);
    expect((await mutate(server, 'elevate', { passkey, password }, as(other))).codes).toEqual([
      'invalid-request',
    ]);
    const off = await server.startAnother({ AUTH_WEBAUTHN_ENABLED: 'false' });
    expect((await callWebhook(off, 'elevate', { passkey }, sessionOf(other))).code).toBe('disabled-endpoint');
  });

  it('threats 6: is refused with the key of somebody else, and with a challenge of a sign-in', async () => {
    const [victim, thief] = [await signUpWithPasskey(server), await signUpWithPasskey(server)];
    const own = victim.own;
    // The thief has the victim's access token, and a key of an own account.
    const { challenge } = await startSignIn(server);
    const elevation = (await mutate(server, 'startPasskeyElevation', {}, as(own))).data;
    const thiefs = (await mutate(server, 'startPasskeyElevation', {}, as(thief.own))).data;
    for (const each of [challenge, elevation.challenge, thiefs.challenge]) {
      const passkey = thief.authenticator.get({ challenge: each, rpId });
      expect((await mutate(server, 'elevate', { passkey }, as(own))).codes).toEqual(refused);
    }
    for (const each of [challenge, thiefs.challenge]) {
      const passkey = victim.authenticator.get({ challenge: each, rpId });
      expect((await mutate(server, 'elevate', { passkey }, as(own))).codes).toEqual(refused);
    }
    const passkey = victim.authenticator.get(elevation);
    expect(await elevatedClaim((await mutate(server, 'elevate', { passkey }, as(own))).data)).toBe(
      own.user.id,
    );
  });

  it('is enough where a second factor is active, when the key verifies its user', async () => {
    const own = await signUpVerified(server);
    const authenticator = newAuthenticator();
    await addKey(server, own, authenticator);
    await updateUser(server, own, '{activeMfaType: "totp", totpSecret: "sealed"}');
    expect(await methods(own)).toEqual(['totp', 'webauthn']);
    const { data: options } = await callWebhook(preferring, 'startPasskeyElevation', {}, sessionOf(own));
    expect(options.userVerification).toBe('required');
    const call = (lies: object) =>
      callWebhook(preferring, 'elevate', { passkey: authenticator.get(options, lies) }, sessionOf(own));
    expect((await call({ userVerified: false })).code).toBe(refused[0]);
    expect((await call({})).code).toBeUndefined();
  });
});

describe('a key that Nhost Auth stored', () => {
  /** As Nhost Auth writes it: nothing is known but the key. */
  async function storeKey(
    own: ClientSession,
    authenticator: SoftAuthenticator,
    formsOf: (id: Buffer, publicKey: Buffer) => Partial<StoredForms> = () => ({}),
  ) {
    const user = { id: Buffer.from(own.user.id).toString('base64url') };
    authenticator.create({ challenge: '', rp: { id: rpId }, user });
    const key = authenticator.keys.at(-1);
    if (!key) throw new Error('no key');
    const forms = formsOf(Buffer.from(key.id, 'base64url'), key.publicKey);
    const { credentialId = key.id, publicKey = key.publicKey } = forms;
    const object = {
      userId: own.user.id,
      credentialId,
      credentialPublicKey: `\\x${publicKey.toString('hex')}`,
      counter: key.counter,
      transports: '',
      createdAt: null,
    };
    const { codes, text } = await server.graphql(
      'mutation ($object: authUserSecurityKeys_insert_input!) { insertAuthUserSecurityKey(object: $object) { id } }',
      { admin: true, variables: { object } },
    );
    if (codes.length > 0) throw new Error(text);
    return key;
  }
  interface StoredForms {
    readonly credentialId: string;
    readonly publicKey: Buffer;
  }

  it('signs in, also when it is a U2F key, which verifies no user and has no handle', async () => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator({ verifiesUser: false, counts: true });
    await storeKey(own, authenticator);
    const options = await startSignIn(server, { email: own.user.email });
    // Browsers do not ask a U2F key where the user has to be verified; and nobody learns whose key it is.
    expect(options.userVerification).toBe('preferred');
    expect((await startSignIn(server, { email: 'nobody@example.com' })).userVerification).toBe('preferred');
    const { data } = await finishSignIn(server, authenticator.get(options, { userHandle: null }));
    expect(data.session.user.id).toBe(own.user.id);
    expect(await keysOf(own, 'counter userVerified')).toEqual([{ counter: 2, userVerified: null }]);
    const elevation = await elevateByKey(server, own, authenticator);
    expect(await elevatedClaim(elevation.data)).toBe(own.user.id);
  });

  it('has to verify its user once it has done so', async () => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator();
    await storeKey(own, authenticator);
    const signIn = async (userVerified: boolean) => {
      const options = await startSignIn(server, { email: own.user.email });
      return (await finishSignIn(server, authenticator.get(options, { userVerified }))).codes;
    };
    expect(await signIn(false)).toEqual([]);
    expect(await signIn(true)).toEqual([]);
    expect(await keysOf(own, 'userVerified')).toEqual([{ userVerified: true }]);
    expect(await signIn(false)).toEqual(refused);
  });

  it('is less than a second factor, as long as it verifies no user', async () => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator({ verifiesUser: false });
    await storeKey(own, authenticator);
    await updateUser(server, own, '{activeMfaType: "totp", totpSecret: "sealed"}');
    expect((await elevateByKey(server, own, authenticator)).codes).toEqual(refused);
  });

  const forms: readonly [string, (id: Buffer, key: Buffer) => Partial<StoredForms>][] = [
    ['its id in base64', (id) => ({ credentialId: id.toString('base64') })],
    [
      'its id in base64 without padding',
      (id) => ({ credentialId: id.toString('base64').replace(/=+$/, '') }),
    ],
    ['its id in base64url with padding', (id) => ({ credentialId: `${id.toString('base64url')}=` })],
    ['its public key in base64url', (_, key) => ({ publicKey: Buffer.from(key.toString('base64url')) })],
    ['its public key in base64', (_, key) => ({ publicKey: Buffer.from(key.toString('base64')) })],
    ['its public key as a point', (_, key) => ({ publicKey: pointOf(key) })],
  ];
  it.each(forms)('is found with %s', async (_, formsOf) => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator();
    const { id } = await storeKey(own, authenticator, formsOf);
    const options = await startSignIn(server, { email: own.user.email });
    expect(options.allowCredentials).toEqual([{ type: 'public-key', id }]);
    const reply = await finishSignIn(server, authenticator.get(options));
    expect(reply.data?.session.user.id).toBe(own.user.id);
  });

  it.each([null, '', 'no key'])('is refused when its public key is %j', async (publicKey) => {
    const own = await signUpNew(server);
    const authenticator = newAuthenticator();
    await storeKey(own, authenticator);
    const value = publicKey === null ? 'null' : `"\\\\x${Buffer.from(publicKey).toString('hex')}"`;
    await server.graphql(
      `mutation { updateAuthUserSecurityKeys(where: {userId: {_eq: "${own.user.id}"}}, _set: {credentialPublicKey: ${value}}) { affected_rows } }`,
      { admin: true },
    );
    expect((await finishSignIn(server, authenticator.get(await startSignIn(server)))).codes).toEqual(refused);
  });
});

/** The uncompressed point of a COSE key of ES256, as `encodeCbor` writes it: the coordinates stand at its end. */
function pointOf(cose: Buffer): Buffer {
  return Buffer.concat([Buffer.from([4]), cose.subarray(-67, -35), cose.subarray(-32)]);
}
