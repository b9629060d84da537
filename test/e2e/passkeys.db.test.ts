import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { newEmail } from '../actions/requests.js';
import { hasChromium, launchChromium, plugIn, type VirtualAuthenticator } from '../support/chromium.js';
import { freePort } from '../support/postgresServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

/**
 * Passkeys in Chromium, with authenticators of the browser's own (https://chromedevtools.github.io/devtools-protocol, domain
 * WebAuthn): the page does what any application does, and speaks GraphQL to Hasura. What the browser does is the same on
 * every database, so one will do.
 */
const onPglite = inject('postgresUrl') === '';
if (!onPglite) console.log('skipped in Chromium on PostgreSQL: it is done on PGlite');

/** What an application has: options from JSON, and what the browser gives to JSON. */
const page = `<!doctype html><title>Passkeys</title><input id="name" autocomplete="username webauthn">
<script>
  const creation = (json) => ({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) });
  const request = (json) => ({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
  const jsonOf = (credential) => credential.toJSON();
  const create = async (json) => jsonOf(await navigator.credentials.create(creation(json)));
  const get = async (json, more = {}) => jsonOf(await navigator.credentials.get({ ...request(json), ...more }));
  async function graphql(query, variables = {}, token) {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: 'Bearer ' + token }) };
    const body = JSON.stringify({ query, variables });
    const { data, errors } = await (await fetch('/v1/graphql', { method: 'POST', headers, body })).json();
    if (errors) throw new Error(errors[0].extensions.code);
    return data;
  }
  const session = '{ session { accessToken user { id email } } mfa { ticket } }';
  async function signUp(email) {
    const begun = await graphql('mutation ($email: String!) { startPasskeySignUp(email: $email) }', { email });
    const variables = { credential: await create(begun.startPasskeySignUp), nickname: 'First' };
    const done = await graphql('mutation ($credential: jsonb!, $nickname: String) {' +
      'finishPasskeySignUp(credential: $credential, nickname: $nickname) ' + session + '}', variables);
    return done.finishPasskeySignUp.session;
  }
  async function signIn(email, more) {
    const begun = await graphql('mutation ($email: String) { startPasskeySignIn(email: $email) }', { email });
    const credential = await get(begun.startPasskeySignIn, more);
    const done = await graphql('mutation ($credential: jsonb!) {' +
      'finishPasskeySignIn(credential: $credential) ' + session + '}', { credential });
    return done.finishPasskeySignIn.session;
  }
  async function add(token, nickname) {
    const begun = await graphql('mutation { startAddPasskey }', {}, token);
    const variables = { credential: await create(begun.startAddPasskey), nickname };
    const done = await graphql('mutation ($credential: jsonb!, $nickname: String) {' +
      'finishAddPasskey(credential: $credential, nickname: $nickname) { id nickname } }', variables, token);
    return done.finishAddPasskey;
  }
  async function elevate(token) {
    const begun = await graphql('mutation { startPasskeyElevation }', {}, token);
    const variables = { passkey: await get(begun.startPasskeyElevation) };
    const done = await graphql('mutation ($passkey: jsonb!) {' +
      'elevate(passkey: $passkey) { accessToken user { id } } }', variables, token);
    return done.elevate;
  }
</script>`;

interface Session {
  readonly accessToken: string;
  readonly user: { readonly id: string; readonly email: string };
}

describe.skipIf(!onPglite || !hasChromium())('passkeys in Chromium', () => {
  let server: TestServer;
  let http: Server;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Page;
  let phone: VirtualAuthenticator;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    // Browsers let keys be used on localhost without TLS.
    origin = `http://localhost:${port}`;
    server = await startTestServer({ env: { AUTH_WEBAUTHN_ENABLED: 'true', AUTH_CLIENT_URL: origin } });
    http = createServer(async (request, response) => {
      if (request.url !== '/v1/graphql')
        return void response.setHeader('content-type', 'text/html').end(page);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization } = request.headers;
      const reply = await server.engine.fetch(`${server.engine.endpoint}/v1/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text());
    });
    await new Promise<void>((resolve) => {
      http.listen(port, 'localhost', resolve);
    });
    expect((http.address() as AddressInfo).port).toBe(port);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    http?.closeAllConnections();
    http?.close();
    await server?.close();
  });

  beforeEach(async () => {
    context = await browser.newContext();
    tab = await context.newPage();
    await tab.goto(origin);
    phone = await plugIn(context, tab, {
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    });
  });
  afterEach(() => context.close());

  /** Calls a function of the page. */
  const call = <T>(name: string, ...args: readonly unknown[]): Promise<T> =>
    tab.evaluate(`${name}(...${JSON.stringify(args)})`) as Promise<T>;
  const keysOf = (own: Session) =>
    server.graphql('{ authUserSecurityKeys(order_by: {createdAt: asc}) { id nickname transports } }', {
      token: own.accessToken,
    });

  it('signs up, and signs in with the address and without it', async () => {
    const email = newEmail();
    const own = await call<Session>('signUp', email);
    expect(own.user.email).toBe(email);
    expect(await phone.keys()).toHaveLength(1);
    expect(await call<Session>('signIn', email)).toMatchObject({ user: { id: own.user.id } });
    expect(await call<Session>('signIn')).toMatchObject({ user: { id: own.user.id } });
    const { data } = await keysOf(own);
    expect(data.authUserSecurityKeys).toMatchObject([{ nickname: 'First', transports: 'internal' }]);
    await expect(call('signUp', email)).rejects.toThrow('email-already-in-use');
  });

  it('offers the passkey in a field of a form', async () => {
    const own = await call<Session>('signUp', newEmail());
    const signedIn = await call<Session>('signIn', null, { mediation: 'conditional' });
    expect(signedIn.user.id).toBe(own.user.id);
  });

  it('adds a second key on a security key, elevates by it, and removes the first one', async () => {
    const own = await call<Session>('signUp', newEmail());
    // The same authenticator makes no second one.
    await expect(call('add', own.accessToken, 'Again')).rejects.toThrow('InvalidStateError');
    await phone.unplug();
    const stick = await plugIn(context, tab, {
      transport: 'usb',
      hasResidentKey: false,
      hasUserVerification: true,
    });
    expect(await call('add', own.accessToken, 'Stick')).toMatchObject({ nickname: 'Stick' });
    expect(await stick.keys()).toHaveLength(1);

    const elevated = await call<Session>('elevate', own.accessToken);
    const claims = await server.app.auth.accessTokens.verify(elevated.accessToken);
    expect(claims?.['x-hasura-auth-elevated']).toBe(own.user.id);

    const [first, second] = (await keysOf(own)).data.authUserSecurityKeys;
    expect([first.transports, second.transports]).toEqual(['internal', 'usb']);
    const remove = (id: string, token: string) =>
      server.graphql(`mutation { deleteAuthUserSecurityKey(id: "${id}") { id } }`, { token });
    expect((await remove(first.id, own.accessToken)).codes).toEqual(['not-found']);
    expect((await remove(first.id, elevated.accessToken)).codes).toEqual([]);
    expect((await remove(second.id, elevated.accessToken)).codes).toEqual(['permission-error']);
    expect(await call<Session>('signIn', own.user.email)).toMatchObject({ user: { id: own.user.id } });
  });

  it('signs in no more with a passkey that was removed, although the device still offers it', async () => {
    const own = await call<Session>('signUp', newEmail());
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${own.user.id}"}, _set: {emailVerified: true}) { id } }`,
      {
        admin: true,
      },
    );
    const { accessToken: token } = await call<Session>('elevate', own.accessToken);
    const { codes } = await server.graphql(
      'mutation { deleteAuthUserSecurityKeys(where: {}) { affected_rows } }',
      {
        token,
      },
    );
    expect(codes).toEqual([]);
    await expect(call('signIn')).rejects.toThrow('invalid-webauthn-verification');
  });
});
