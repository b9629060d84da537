import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outcomes, signUpVerified, updateUser } from '../actions/accounts.js';
import { messagesTo } from '../actions/messages.js';
import { callWebhook, mutate } from '../actions/mutate.js';
import { type ClientSession, newEmail, post, signUpNew } from '../actions/requests.js';
import {
  authOrigin,
  clientId,
  clientOrigin,
  newVerifier,
  type ProviderServer,
  signInBy,
  startProviderServer,
  visitProvider,
} from '../support/providers/providerServer.js';

let all: ProviderServer;
beforeAll(async () => {
  all = await startProviderServer();
});
afterEach(() => all.tamper(undefined));
afterAll(() => all.close());

function newPerson(more: object = {}) {
  return { sub: randomUUID(), email: newEmail(), email_verified: true, name: 'Ada Lovelace', ...more };
}

const tokenOf = ({ accessToken }: ClientSession) => ({ token: accessToken });

/** Kinds of the mails to an account, newest first. */
const kindsTo = ({ user }: ClientSession) => messagesTo(all.app, user.email).map(({ kind }) => kind);

async function identitiesOf(session: ClientSession) {
  const query = '{ authUserProviders(order_by: {providerUserId: asc}) { id providerId providerUserId } }';
  return (await all.server.graphql(query, tokenOf(session))).data.authUserProviders;
}

/** What the browser is told when it comes back. */
async function error(provider = 'google') {
  const { landed } = await visitProvider(all, provider);
  return Object.fromEntries(landed.searchParams);
}

describe('an ID token', () => {
  const signIn = (variables: object) =>
    mutate(all.server, 'signInIdToken', { provider: 'google', ...variables });

  it('signs in, for the client id and for the audiences of the settings', async () => {
    const person = newPerson();
    const idToken = await all.google.sign(person);
    const { data } = await signIn({ idToken, options: { metadata: { from: 'app' } } });
    expect(data.session.user).toMatchObject({ email: person.email, metadata: { from: 'app' } });
    const forApp = await all.google.sign({ ...person, aud: 'the-app' });
    expect((await signIn({ idToken: forApp })).data.session.user.id).toBe(data.session.user.id);
  });

  it('is taken under the path of Nhost', async () => {
    const idToken = await all.google.sign(newPerson());
    const { status, body } = await post(all.app, '/v1/signin/idtoken', { provider: 'google', idToken });
    expect(status).toBe(200);
    expect(body.session.user.displayName).toBe('Ada Lovelace');
  });

  it('holds the nonce that the app made, or its hash', async () => {
    const nonce = randomUUID();
    const hashed = createHash('sha256').update(nonce).digest('hex');
    for (const claimed of [nonce, hashed]) {
      const idToken = await all.google.sign({ ...newPerson(), nonce: claimed });
      expect((await signIn({ idToken, nonce })).codes).toEqual([]);
      expect((await signIn({ idToken, nonce: randomUUID() })).codes).toEqual(['invalid-id-token']);
      expect((await signIn({ idToken })).codes).toEqual(['invalid-id-token']);
    }
    const without = await all.google.sign(newPerson());
    expect((await signIn({ idToken: without, nonce })).codes).toEqual(['invalid-id-token']);
  });

  it.each<[string, () => Promise<string>]>([
    ['of another issuer', () => all.google.sign({ ...newPerson(), iss: 'https://login.acme.example' })],
    ['for another audience', () => all.google.sign({ ...newPerson(), aud: 'another-client' })],
    [
      'for several, and another party',
      () => all.google.sign({ ...newPerson(), aud: [clientId, 'x'], azp: 'x' }),
    ],
    ['that has expired', () => all.google.sign({ ...newPerson(), exp: Math.floor(Date.now() / 1000) - 120 })],
    ['without a subject', () => all.google.sign({ email: newEmail() })],
    ['signed with the client secret', () => all.google.sign(newPerson(), { alg: 'HS256' })],
    ['signed with another algorithm', () => all.google.sign(newPerson(), { alg: 'PS256' })],
    ['of another provider', () => all.acme.sign({ ...newPerson(), iss: all.google.issuer })],
    [
      'without a signature',
      async () => {
        const [, body] = (await all.google.sign(newPerson())).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
      },
    ],
    ['that is none', async () => 'not a token'],
  ])('%s is refused', async (_, make) => {
    expect((await signIn({ idToken: await make() })).codes).toEqual(['invalid-id-token']);
  });

  it('links by email under the same rules as the browser does', async () => {
    const { user } = await signUpVerified(all.server);
    const unproved = await all.google.sign(newPerson({ email: user.email, email_verified: false }));
    expect((await signIn({ idToken: unproved })).codes).toEqual(['user-already-exists']);
    expect(messagesTo(all.app, user.email)).toEqual([]);
    const proved = await all.google.sign(newPerson({ email: user.email }));
    expect((await signIn({ idToken: proved })).data.session.user.id).toBe(user.id);
    expect(messagesTo(all.app, user.email).map(({ kind }) => kind)).toEqual(['identity-linked']);
  });

  it('is linked to the caller, unless somebody else has the identity', async () => {
    const [ada, eve] = [await signUpNew(all.server), await signUpNew(all.server)];
    const person = newPerson();
    const variables = { provider: 'google', idToken: await all.google.sign(person) };
    expect((await mutate(all.server, 'linkIdToken', variables, tokenOf(ada))).data).toBe(true);
    const taken = await mutate(all.server, 'linkIdToken', variables, tokenOf(eve));
    expect(taken.codes).toEqual(['provider-account-already-linked']);
    expect(await identitiesOf(ada)).toMatchObject([{ providerId: 'google', providerUserId: person.sub }]);
    expect(await identitiesOf(eve)).toEqual([]);
    expect(kindsTo(ada)).toEqual(['identity-linked']);
    expect(kindsTo(eve)).toEqual([]);
    expect((await signIn({ idToken: variables.idToken })).data.session.user.id).toBe(ada.user.id);
  });
});

describe('the answer of the token endpoint', () => {
  /** Replaces the ID token there. */
  function replaceIdToken(make: (claims: Record<string, unknown>) => Promise<string>) {
    all.tamper(async (request, answer) => {
      if (!request.url.endsWith('/token')) return answer;
      const body = (await answer.json()) as { id_token: string };
      const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1] ?? '', 'base64url').toString());
      return Response.json({ ...body, id_token: await make(claims) });
    });
  }

  it.each<[string, (claims: Record<string, unknown>) => Promise<string>]>([
    ['another nonce', (claims) => all.google.sign({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...claims }) => all.google.sign(claims)],
    ['another issuer', (claims) => all.google.sign({ ...claims, iss: all.acme.issuer })],
    ['the audience of an app', (claims) => all.google.sign({ ...claims, aud: 'the-app' })],
    ['a signature by the client secret', (claims) => all.google.sign(claims, { alg: 'HS256' })],
    ['a signature by another provider', (claims) => all.acme.sign(claims)],
  ])('with %s in its ID token is not believed', async (_, make) => {
    all.google.signIn(newPerson());
    replaceIdToken(make);
    expect(await error()).toMatchObject({ error: 'oauth-token-echange-failed' });
  });
});

describe('a provider that is out of order', () => {
  const at = (path: string, answer: () => Response | Promise<Response>) =>
    all.tamper((request, real) => (request.url.endsWith(path) ? answer() : real));

  it.each<[string, () => Response | Promise<Response>]>([
    ['is down', () => new Response('upstream', { status: 503 })],
    ['asks to come later', () => new Response('{}', { status: 429 })],
    ['answers HTML', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })],
    ['does not answer', () => new Promise<Response>(() => {})],
    ['answers without end', () => new Response('x'.repeat(2_000_000))],
  ])('at the token endpoint: %s', async (_, answer) => {
    all.google.signIn(newPerson());
    at('/token', answer);
    expect(await error()).toEqual({
      error: 'service-unavailable',
      errorDescription: 'The service is not available now, try again later',
    });
  });

  it('is told apart from a user who refuses', async () => {
    all.google.signIn(undefined);
    expect(await error()).toEqual({
      error: 'oauth-provider-error',
      errorDescription: 'Provider returned an error',
      provider_error: 'access_denied',
      provider_error_description: 'no thanks',
    });
  });

  it('says so itself', async () => {
    const { codeChallenge } = newVerifier();
    const options = { codeChallenge };
    const { data } = await mutate(all.server, 'startProvider', { provider: 'google', options });
    const browser = all.newBrowser();
    const sent = new URL((await browser.request(data.url)).headers.get('location') ?? '');
    const query = new URLSearchParams({
      error: 'temporarily_unavailable',
      state: sent.searchParams.get('state') ?? '',
    });
    const answer = await browser.request(`${authOrigin}/v1/signin/provider/google/callback?${query}`);
    const told = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(told.get('error')).toBe('service-unavailable');
    expect(told.get('provider_error')).toBe('temporarily_unavailable');
  });

  it('refuses the code', async () => {
    all.google.signIn(newPerson());
    at('/token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    expect(await error()).toMatchObject({ error: 'oauth-token-echange-failed' });
    // For who has to set it right, as a wrong client secret; without the code.
    const lines = all.server.logged.map((line) => JSON.stringify(line));
    const line = lines.find((each) => each.includes('invalid_grant')) ?? '';
    expect(line).toContain('A sign-in by a provider failed');
    expect(line).toContain('"provider":"google"');
  });

  it('does not lead this server elsewhere (threat: SSRF)', async () => {
    const app = await all.server.startAnother({}, all.clock, async () =>
      Response.redirect('http://169.254.169.254/latest/meta-data', 302),
    );
    const { codeChallenge } = newVerifier();
    const url = `${authOrigin}/v1/signin/provider/google?codeChallenge=${codeChallenge}`;
    const told = new URL((await app.fetch(new Request(url))).headers.get('location') ?? '');
    expect(told.origin).toBe(clientOrigin);
    expect(told.searchParams.get('error')).toBe('service-unavailable');
  });
});

describe('linking in the browser', () => {
  /** Goes to the provider and back for `session`; gives the code. */
  async function link(session: ClientSession) {
    const { codeVerifier, codeChallenge } = newVerifier();
    const variables = { provider: 'google', options: { codeChallenge } };
    const { data, text } = await mutate(all.server, 'linkProvider', variables, tokenOf(session));
    if (!data) throw new Error(text);
    const landed = await all.newBrowser().follow(data.url, clientOrigin);
    return { code: landed.searchParams.get('code') ?? '', codeVerifier, url: data.url };
  }

  it('is finished by who began it, and by nobody else', async () => {
    const [ada, eve] = [await signUpNew(all.server), await signUpNew(all.server)];
    const person = newPerson();
    all.google.signIn(person);
    const { url, ...code } = await link(ada);
    expect(url).not.toContain(ada.accessToken);
    expect((await mutate(all.server, 'exchangeCode', code, tokenOf(eve))).codes).toEqual(['invalid-code']);
    expect((await mutate(all.server, 'exchangeCode', code)).codes).toEqual(['invalid-code']);
    const calls = Array.from({ length: 5 }, () => mutate(all.server, 'exchangeCode', code, tokenOf(ada)));
    expect(await outcomes(calls)).toMatchObject({ successes: 1 });
    expect([kindsTo(ada), kindsTo(eve)]).toEqual([['identity-linked'], []]);
    expect(await identitiesOf(ada)).toMatchObject([{ providerUserId: person.sub }]);
    expect((await signInBy(all, 'google')).data.session.user.id).toBe(ada.user.id);
  });

  it('takes several identities of one provider, but none of somebody else', async () => {
    const [ada, eve] = [await signUpNew(all.server), await signUpNew(all.server)];
    for (const person of [newPerson(), newPerson()]) {
      all.google.signIn(person);
      const { url: _, ...code } = await link(ada);
      const { data, codes } = await mutate(all.server, 'exchangeCode', code, tokenOf(ada));
      expect({ data, codes }).toEqual({ data: { session: null, mfa: null }, codes: [] });
    }
    expect(await identitiesOf(ada)).toHaveLength(2);
    const { url: _, ...code } = await link(eve);
    const taken = await mutate(all.server, 'exchangeCode', code, tokenOf(eve));
    expect(taken.codes).toEqual(['provider-account-already-linked']);
  });

  it('is not finished by an access token that has outlived its session', async () => {
    const ada = await signUpNew(all.server);
    all.google.signIn(newPerson());
    const { url: _, ...code } = await link(ada);
    await mutate(all.server, 'signOut', { refreshToken: ada.refreshToken });
    const late = await mutate(all.server, 'exchangeCode', code, tokenOf(ada));
    expect(late.codes).toEqual(['unauthenticated-user']);
  });

  it('needs a challenge, and somebody who is signed in', async () => {
    const ada = await signUpNew(all.server);
    const over = await post(
      all.app,
      '/v1/link/provider/google',
      {},
      { authorization: `Bearer ${ada.accessToken}` },
    );
    expect(over).toMatchObject({ status: 400, body: { error: 'invalid-request' } });
    const { codeChallenge } = newVerifier();
    const nobody = await post(all.app, '/v1/link/provider/google', { codeChallenge });
    expect(nobody.status).toBe(401);
  });
});

describe('unlinking', () => {
  const unlink = (session: ClientSession, id: string) =>
    mutate(all.server, 'unlinkProvider', { id }, tokenOf(session));

  it('leaves the account another way in', async () => {
    all.google.signIn(newPerson({ email: undefined }));
    const session = (await signInBy(all, 'google')).data.session;
    const [first] = await identitiesOf(session);
    expect((await unlink(session, first.id)).codes).toEqual(['last-sign-in-method']);
    const idToken = await all.google.sign(newPerson());
    await mutate(all.server, 'linkIdToken', { provider: 'google', idToken }, tokenOf(session));
    expect((await unlink(session, first.id)).data).toBe(true);
    expect((await unlink(session, first.id)).data).toBe(false);
    expect(await identitiesOf(session)).toHaveLength(1);
  });

  it('counts no mail and no password as a way in where all that they are for is off', async () => {
    const ada = await signUpVerified(all.server);
    const idToken = await all.google.sign(newPerson());
    await mutate(all.server, 'linkIdToken', { provider: 'google', idToken }, tokenOf(ada));
    const [row] = await identitiesOf(ada);
    const own = {
      'x-hasura-role': 'user',
      'x-hasura-user-id': ada.user.id,
      'x-hasura-session-id': ada.refreshTokenId,
    };
    const off = await all.startAnother({
      AUTH_EMAIL_PASSWORD_ENABLED: 'false',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'false',
    });
    expect((await callWebhook(off, 'unlinkProvider', { id: row.id }, own)).code).toBe('last-sign-in-method');
    const links = await all.startAnother({
      AUTH_EMAIL_PASSWORD_ENABLED: 'false',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
    });
    expect((await callWebhook(links, 'unlinkProvider', { id: row.id }, own)).data).toBe(true);
  });

  it('of both identities at once leaves one', async () => {
    all.google.signIn(newPerson({ email: undefined }));
    const session = (await signInBy(all, 'google')).data.session;
    const idToken = await all.google.sign(newPerson());
    await mutate(all.server, 'linkIdToken', { provider: 'google', idToken }, tokenOf(session));
    const rows = await identitiesOf(session);
    const replies = await Promise.all(rows.map(({ id }: { id: string }) => unlink(session, id)));
    expect(replies.flatMap(({ codes }) => codes)).toEqual(['last-sign-in-method']);
    expect(await identitiesOf(session)).toHaveLength(1);
  });

  it("does not touch anybody else's", async () => {
    const [ada, eve] = [await signUpNew(all.server), await signUpNew(all.server)];
    const idToken = await all.google.sign(newPerson());
    await mutate(all.server, 'linkIdToken', { provider: 'google', idToken }, tokenOf(ada));
    const [row] = await identitiesOf(ada);
    expect((await unlink(eve, row.id)).data).toBe(false);
    expect(await identitiesOf(ada)).toHaveLength(1);
    const twice = await Promise.all([unlink(ada, row.id), unlink(ada, row.id)]);
    expect(twice.map(({ data }) => data).toSorted()).toEqual([false, true]);
    // Told once, by the name of the provider, and only its owner.
    expect(kindsTo(ada)).toEqual(['identity-unlinked', 'identity-linked']);
    expect(messagesTo(all.app, ada.user.email)[0]?.text).toContain('Google');
    expect(kindsTo(eve)).toEqual([]);
  });

  it('of the last way in is refused without a mail', async () => {
    const person = newPerson();
    all.google.signIn(person);
    const session = (await signInBy(all, 'google')).data.session;
    await updateUser(all.server, session, '{emailVerified: false}');
    const [row] = await identitiesOf(session);
    expect((await unlink(session, row.id)).codes).toEqual(['last-sign-in-method']);
    expect(kindsTo(session)).toEqual([]);
  });
});

describe('tokens of a provider', () => {
  it('are encrypted, fetched once, and refreshed', async () => {
    all.google.signIn(newPerson());
    const session = (await signInBy(all, 'google')).data.session as ClientSession;
    const stored = `{ authUserProviders(where: {userId: {_eq: "${session.user.id}"}}) { accessToken refreshToken } }`;
    const row = async () => (await all.server.graphql(stored, { admin: true })).data.authUserProviders[0];
    expect(await row()).toEqual({ accessToken: expect.stringMatching(/^v\d\./), refreshToken: null });

    const fetch = () => mutate(all.server, 'providerTokens', { provider: 'google' }, tokenOf(session));
    const replies = await Promise.all([fetch(), fetch(), fetch()]);
    const got = replies.filter(({ codes }) => codes.length === 0);
    expect(got).toHaveLength(1);
    expect(await row()).toEqual({ accessToken: 'unset', refreshToken: null });
    const tokens = got[0]?.data;
    expect(tokens.expiresIn).toBe(3600);

    const variables = { provider: 'google', refreshToken: tokens.refreshToken };
    const next = await mutate(all.server, 'providerTokens', variables, tokenOf(session));
    expect(next.data.accessToken).not.toBe(tokens.accessToken);
    const stranger = await mutate(
      all.server,
      'providerTokens',
      variables,
      tokenOf(await signUpNew(all.server)),
    );
    expect(stranger.codes).toEqual(['provider-tokens-not-found']);
    const wrong = { ...variables, refreshToken: 'wrong' };
    const refused = await mutate(all.server, 'providerTokens', wrong, tokenOf(session));
    expect(refused.codes).toEqual(['oauth-token-echange-failed']);
  });

  it('are answered under the paths of Nhost', async () => {
    all.google.signIn(newPerson());
    const session = (await signInBy(all, 'google')).data.session as ClientSession;
    const authorization = `Bearer ${session.accessToken}`;
    const url = `${authOrigin}/v1/signin/provider/google/callback/tokens`;
    const answer = await all.app.fetch(new Request(url, { headers: { authorization } }));
    const { refreshToken } = await answer.json();
    const { status, body } = await post(
      all.app,
      '/v1/token/provider/google',
      { refreshToken },
      { authorization },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ accessToken: expect.any(String), expiresIn: 3600 });
  });
});

// Last, since it moves the clock, and the engine's clock does not follow.
describe('keys of a provider', () => {
  it('are fetched again when they were rotated, and not too often', async () => {
    all.google.signIn(newPerson());
    expect((await signInBy(all, 'google')).codes).toEqual([]);
    all.clock.advance(31);
    await all.google.rotateKeys();
    const fetches = () => all.google.asked.filter((path) => path === '/jwks').length;
    const before = fetches();
    expect((await signInBy(all, 'google')).codes).toEqual([]);
    expect(fetches()).toBe(before + 1);
    const forged = await all.google.sign(newPerson(), { kid: 'unknown' });
    for (let time = 0; time < 5; time += 1) {
      await mutate(all.server, 'signInIdToken', { provider: 'google', idToken: forged });
    }
    expect(fetches()).toBe(before + 1);
  });
});
