import { createClient } from '@nhost/nhost-js';
import { MemoryStorage } from '@nhost/nhost-js/session';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { finishSignIn, newAuthenticator, passkeyEnv, startSignIn } from '../actions/passkeys.js';
import { newEmail } from '../actions/requests.js';
import { browserGlobals } from '../support/credentialsContainer.js';
import { type Listening, listen } from '../support/listen.js';
import type { SoftAuthenticator } from '../support/softAuthenticator.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { newNhostClient } from './nhostClient.js';

/**
 * Security keys by Nhost's own clients, unchanged, over HTTP. What it finds in a browser is put in place: a page at an
 * allowed origin, and an authenticator.
 */

const password = 'correct horse';

let http: Listening;
let url: string;
let server: TestServer;
let authenticator: SoftAuthenticator;

beforeAll(async () => {
  server = await startTestServer({ env: { ...passkeyEnv, AUTH_REQUIRE_ELEVATED_CLAIM: 'recommended' } });
  http = await listen(server.app.handle);
  url = `${http.origin}/v1`;
});
afterAll(async () => {
  await http.close();
  await server.close();
});
beforeEach(() => {
  authenticator = newAuthenticator({ counts: true });
  for (const [name, value] of Object.entries(browserGlobals(authenticator))) vi.stubGlobal(name, value);
});
afterEach(() => void vi.unstubAllGlobals());

const newClient = () => newNhostClient(url, { broadcastKey: '' });

describe('@nhost/hasura-auth-js with a security key', () => {
  it('signs up, with a name for the key, and signs in with and without the address', async () => {
    const email = newEmail();
    const options = { nickname: 'My key', displayName: 'Ada', metadata: { plan: 'free' } };
    const signUp = await newClient().signUp({ email, securityKey: true, options });
    expect(signUp).toMatchObject({ error: null, session: { user: { email, displayName: 'Ada' } } });
    const { data } = await server.graphql(
      `{ users(where: {email: {_eq: "${email}"}}) { metadata securityKeys { nickname } } }`,
      { admin: true },
    );
    expect(data.users).toEqual([{ metadata: { plan: 'free' }, securityKeys: [{ nickname: 'My key' }] }]);

    const byEmail = await newClient().signIn({ email, securityKey: true });
    expect(byEmail).toMatchObject({ error: null, session: { user: { email } } });
    const discovered = await newClient().signInSecurityKey();
    expect(discovered).toMatchObject({ error: null, session: { user: { email } } });
    // Its keys hold the id of the account in another form; they work with other clients all the same.
    const other = await finishSignIn(server, authenticator.get(await startSignIn(server)));
    expect(other.data.session.user.email).toBe(email);
  });

  it('adds a key, and elevates by it what the next key needs', async () => {
    const client = newClient();
    const email = newEmail();
    await client.signUp({ email, password });
    const added = await client.addSecurityKey('First');
    expect(added).toMatchObject({ error: null, key: { id: expect.any(String), nickname: 'First' } });
    const early = await client.addSecurityKey('Second');
    expect(early).toMatchObject({ error: { error: 'elevated-claim-required' } });
    expect(await client.elevateEmailSecurityKey(email)).toMatchObject({ elevated: true, error: null });
    const claims = client.getHasuraClaims() as Record<string, unknown>;
    expect(claims['x-hasura-auth-elevated']).toBe(client.getUser()?.id);
    expect(await client.addSecurityKey('Second')).toMatchObject({
      error: null,
      key: { nickname: 'Second' },
    });
  });

  it('hears what is wrong', async () => {
    const email = newEmail();
    await newClient().signUp({ email, securityKey: true });
    const again = await newClient().signUp({ email, securityKey: true });
    expect(again).toMatchObject({ session: null, error: { error: 'email-already-in-use', status: 409 } });
    authenticator.keys.forEach((key) => {
      key.counter = -1;
    });
    const copied = await newClient().signIn({ email, securityKey: true });
    expect(copied).toMatchObject({ session: null, error: { error: 'invalid-webauthn-verification' } });
  });
});

describe('@nhost/nhost-js with a security key', () => {
  const newNhost = () =>
    createClient({
      authUrl: url,
      graphqlUrl: `${server.engine.endpoint}/v1/graphql`,
      storage: new MemoryStorage(),
    });

  it('signs up and in, elevates, and adds a key', async () => {
    const email = newEmail();
    const nhost = newNhost();
    const begun = await nhost.auth.signUpWebauthn({ email, options: { displayName: 'Ada' } });
    const credential = authenticator.create(begun.body) as never;
    const signUp = await nhost.auth.verifySignUpWebauthn({ credential, nickname: 'First' });
    expect(signUp.body.session?.user).toMatchObject({ email, displayName: 'Ada' });

    const other = newNhost();
    for (const body of [undefined, { email }]) {
      const { body: options } = await other.auth.signInWebauthn(body);
      const assertion = authenticator.get(options as never) as never;
      const signIn = await other.auth.verifySignInWebauthn({ credential: assertion });
      expect(signIn.body.session?.user).toMatchObject({ email });
    }

    const { body: request } = await other.auth.elevateWebauthn();
    const proof = authenticator.get(request as never) as never;
    const elevated = await other.auth.verifyElevateWebauthn({ credential: proof });
    expect(elevated.body.session?.user).toMatchObject({ email });
    // The client keeps the session that it had: the elevated one is the application's to use.
    const headers = { authorization: `Bearer ${elevated.body.session?.accessToken}` };
    const { body: creation } = await other.auth.addSecurityKey({ headers });
    const second = authenticator.create(creation) as never;
    const added = await other.auth.verifyAddSecurityKey(
      { credential: second, nickname: 'Second' },
      { headers },
    );
    expect(added.body).toEqual({ id: expect.any(String), nickname: 'Second' });
  });
});
