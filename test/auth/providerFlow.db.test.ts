import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, outcomes, updateUser, userRow } from '../actions/accounts.js';
import { messagesTo } from '../actions/messages.js';
import { mutate } from '../actions/mutate.js';
import { newEmail, signUpNew } from '../actions/requests.js';
import {
  authOrigin,
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

/** Somebody whom nobody knows yet. */
function newPerson(more: object = {}) {
  return { sub: randomUUID(), email: newEmail(), email_verified: true, name: 'Ada Lovelace', ...more };
}

const callback = `${authOrigin}/v1/signin/provider/google/callback`;

/** A browser that has come to the point where the provider sends it back; gives that URL, not visited yet. */
async function stopBeforeCallback(provider = 'google', browser = all.newBrowser()) {
  const { codeChallenge, codeVerifier } = newVerifier();
  const { data } = await mutate(all.server, 'startProvider', { provider, options: { codeChallenge } });
  const away = await browser.request(data.url);
  const issuer = new URL(away.headers.get('location') ?? '');
  const back = await browser.follow(issuer.href, authOrigin);
  return { browser, back, codeVerifier };
}

/** What the application is told when the browser opens `url`. */
async function told(browser: { request(url: string): Promise<Response> }, url: URL | string) {
  const response = await browser.request(String(url));
  const target = new URL(response.headers.get('location') ?? '');
  expect(target.origin).toBe(clientOrigin);
  return Object.fromEntries(target.searchParams);
}

describe('a sign-in with an OpenID provider', () => {
  it('makes an account, whose owner sees the identity', async () => {
    const person = newPerson({ locale: 'en-GB' });
    all.google.signIn(person);
    const { data, codes } = await signInBy(all, 'google', { metadata: { plan: 'free' } });
    expect(codes).toEqual([]);
    expect(data.session.user).toMatchObject({
      email: person.email,
      emailVerified: true,
      displayName: 'Ada Lovelace',
      locale: 'en',
      metadata: { plan: 'free' },
    });

    const token = data.session.accessToken;
    const query = '{ authUserProviders { providerId providerUserId email } }';
    expect((await all.server.graphql(query, { token })).data.authUserProviders).toEqual([
      { providerId: 'google', providerUserId: person.sub, email: person.email },
    ]);
    const secret = await all.server.graphql('{ authUserProviders { accessToken } }', { token });
    expect(secret.codes).toEqual(['validation-failed']);

    const again = await signInBy(all, 'google');
    expect(again.data.session.user.id).toBe(data.session.user.id);
  });

  it('leaves nothing in URLs but a code, and no trace in caches, referrers or other hosts', async () => {
    all.google.signIn(newPerson());
    const { landed, browser } = await visitProvider(all, 'google', { options: { state: 'of the client' } });
    expect([...landed.searchParams.keys()].sort()).toEqual(['code', 'state']);
    expect(landed.searchParams.get('state')).toBe('of the client');
    const own = browser.answers.filter(({ headers }) => headers.get('referrer-policy') === 'no-referrer');
    const [departure, arrival] = own;
    expect(own).toHaveLength(2);
    expect(own.every(({ headers }) => headers.get('cache-control') === 'no-store')).toBe(true);
    const cookie = departure?.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^__Host-auth-provider-\w+=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(arrival?.headers.get('set-cookie')).toMatch(/^__Host-auth-provider-\w+=; Path=\/; Max-Age=0;/);
    const sent = new URL(departure?.headers.get('location') ?? '');
    expect(Object.fromEntries(sent.searchParams)).toMatchObject({
      response_type: 'code',
      redirect_uri: callback,
      code_challenge_method: 'S256',
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('works through a configured provider, named c:acme, also when its colon is encoded', async () => {
    all.acme.signIn(newPerson({ name: 'Grace' }));
    const { data } = await signInBy(all, 'c:acme');
    expect(data.session.user.displayName).toBe('Grace');
    const { codeChallenge } = newVerifier();
    const encoded = `${authOrigin}/v1/signin/provider/c%3Aacme?codeChallenge=${codeChallenge}`;
    const { searchParams } = await all.newBrowser().follow(encoded, clientOrigin);
    expect(searchParams.get('code')).toMatch(/^signInCode:/);
  });

  it("takes Nhost's parameters in the query", async () => {
    all.google.signIn(newPerson());
    const { codeChallenge, codeVerifier } = newVerifier();
    const query = new URLSearchParams({
      codeChallenge,
      redirectTo: `${clientOrigin}/welcome?lang=en`,
      displayName: 'Countess',
      metadata: '{"plan":"pro"}',
      allowedRoles: 'user,me',
      'providerSpecificParams[login_hint]': 'ada@example.com',
    });
    const browser = all.newBrowser();
    const landed = await browser.follow(`${authOrigin}/v1/signin/provider/google?${query}`, clientOrigin);
    expect(landed.pathname).toBe('/welcome');
    expect(landed.searchParams.get('lang')).toBe('en');
    expect(browser.answers[0]?.headers.get('location')).toContain('login_hint=ada%40example.com');
    const code = landed.searchParams.get('code') ?? '';
    const { data } = await mutate(all.server, 'exchangeCode', { code, codeVerifier });
    expect(data.session.user).toMatchObject({ displayName: 'Countess', metadata: { plan: 'pro' } });
  });

  it.each([
    [{ connect: 'e30.e30.x' }, 'invalid-request'],
    [{ metadata: 'not json' }, 'invalid-request'],
    [{ 'providerSpecificParams[redirect_uri]': 'https://evil.example' }, 'invalid-request'],
    [{ allowedRoles: 'admin' }, 'role-not-allowed'],
    [{ codeChallenge: 'plain' }, 'invalid-request'],
    [{ codeChallenge: '' }, 'invalid-request'],
  ])('refuses a query with %o', async (more, error) => {
    const { codeChallenge } = newVerifier();
    const query = new URLSearchParams({ codeChallenge, ...(more as Record<string, string>) });
    const url = `${authOrigin}/signin/provider/google?${query}`;
    expect(await told(all.newBrowser(), url)).toMatchObject({ error });
  });

  it('answers the second factor where there is one', async () => {
    const person = newPerson();
    all.google.signIn(person);
    const first = await signInBy(all, 'google');
    await updateUser(all.server, first.data.session, '{activeMfaType: "totp", totpSecret: "secret"}');
    const { data } = await signInBy(all, 'google');
    expect(data).toEqual({ session: null, mfa: { ticket: expect.stringMatching(/^mfaTotp:/) } });
  });

  it('tells that the account is disabled', async () => {
    all.google.signIn(newPerson());
    const { data } = await signInBy(all, 'google');
    const { code, codeVerifier } = await visitProvider(all, 'google');
    await updateUser(all.server, data.session, '{disabled: true}');
    expect((await mutate(all.server, 'exchangeCode', { code, codeVerifier })).codes).toEqual([
      'disabled-user',
    ]);
    const { landed } = await visitProvider(all, 'google');
    expect(Object.fromEntries(landed.searchParams)).toEqual({
      error: 'disabled-user',
      errorDescription: 'User is disabled',
    });
  });

  it('knows only providers that are switched on', async () => {
    const { codeChallenge } = newVerifier();
    for (const provider of ['github', 'c:other', 'nothing', '__proto__']) {
      const reply = await mutate(all.server, 'startProvider', { provider, options: { codeChallenge } });
      expect(reply.codes).toEqual(['disabled-endpoint']);
    }
    const { data } = await all.server.graphql('{ authConfig { providers { name title } } }');
    expect(data.authConfig.providers).toEqual([
      { name: 'google', title: 'Google' },
      { name: 'c:acme', title: 'Acme' },
    ]);
  });
});

describe('a code', () => {
  it('makes one session, however often it is redeemed at once, and the others end that', async () => {
    all.google.signIn(newPerson());
    const { code, codeVerifier } = await visitProvider(all, 'google');
    const calls = Array.from({ length: 20 }, () =>
      mutate(all.server, 'exchangeCode', { code, codeVerifier }),
    );
    expect(await outcomes(calls)).toEqual({ successes: 1, codes: ['invalid-code'] });
    const replies = await Promise.all(calls);
    const { session } = replies.find(({ codes }) => codes.length === 0)?.data ?? {};
    expect(await isAlive(all.server, session)).toBe(false);
    const { user } = session;
    expect(messagesTo(all.app, user.email).map(({ kind }) => kind)).toEqual(['refresh-token-reused']);
  });

  it('that is used a second time ends the session of the first use, also after refreshes, and is audited', async () => {
    all.google.signIn(newPerson());
    const { code, codeVerifier } = await visitProvider(all, 'google');
    const first = (await mutate(all.server, 'exchangeCode', { code, codeVerifier })).data.session;
    const refreshed = await mutate(all.server, 'refresh', { refreshToken: first.refreshToken });
    // Without the right verifier it ends nothing: a code is in URLs, which others may have seen.
    const { codeVerifier: wrong } = newVerifier();
    const guess = await mutate(all.server, 'exchangeCode', { code, codeVerifier: wrong });
    expect(guess.codes).toEqual(['invalid-code']);
    expect(await isAlive(all.server, refreshed.data)).toBe(true);
    const again = await mutate(all.server, 'exchangeCode', {
      code: code.toUpperCase().replace(/^SIGNINCODE/, 'signInCode'),
      codeVerifier,
    });
    expect(again.codes).toEqual(['invalid-code']);
    const last = await mutate(all.server, 'refresh', { refreshToken: refreshed.data.refreshToken });
    expect(last.codes).toEqual(['invalid-refresh-token']);
    await all.app.auth.auditLog.flush();
    const where = `{userId: {_eq: "${first.user.id}"}, event: {_eq: "sign-in-code-reuse"}}`;
    const log = `{ authAuditLog(where: ${where}) { outcome reason action sessionId } }`;
    expect((await all.server.graphql(log, { admin: true })).data.authAuditLog).toEqual([
      { outcome: 'refused', reason: 'invalid-code', action: 'exchangeCode', sessionId: first.refreshTokenId },
    ]);
  });

  it('that gave a challenge drops it when it is used a second time', async () => {
    const person = newPerson();
    all.google.signIn(person);
    const { session } = (await signInBy(all, 'google')).data;
    await updateUser(all.server, session, '{activeMfaType: "totp"}');
    all.google.signIn(person);
    const { code, codeVerifier } = await visitProvider(all, 'google');
    const { mfa } = (await mutate(all.server, 'exchangeCode', { code, codeVerifier })).data;
    const tickets = async () => (await userRow(all.server, session, 'tickets { kind }')).tickets;
    expect([mfa.ticket.split(':')[0], await tickets()]).toEqual(['mfaTotp', [{ kind: 'mfaTotp' }]]);
    await mutate(all.server, 'exchangeCode', { code, codeVerifier });
    expect(await tickets()).toEqual([]);
    expect(await isAlive(all.server, session)).toBe(true);
  });

  it('is of no use without its verifier, and not used up by a wrong one', async () => {
    all.google.signIn(newPerson());
    const { code, codeVerifier } = await visitProvider(all, 'google');
    const other = newVerifier().codeVerifier;
    const wrong = await mutate(all.server, 'exchangeCode', { code, codeVerifier: other });
    expect(wrong.codes).toEqual(['invalid-code']);
    const right = await mutate(all.server, 'exchangeCode', { code, codeVerifier });
    expect(right.codes).toEqual([]);
  });

  it('is worth nothing after five minutes', async () => {
    all.google.signIn(newPerson());
    const { code, codeVerifier } = await visitProvider(all, 'google');
    all.clock.advance(301);
    expect((await mutate(all.server, 'exchangeCode', { code, codeVerifier })).codes).toEqual([
      'invalid-code',
    ]);
  });

  it('is no ticket for anything else', async () => {
    all.google.signIn(newPerson());
    const { code } = await visitProvider(all, 'google');
    expect((await mutate(all.server, 'confirmTicket', { ticket: code })).codes).toEqual(['invalid-ticket']);
  });
});

describe('the state of a sign-in (threat 14)', () => {
  it('belongs to one browser, and another one does not use it up', async () => {
    all.google.signIn(newPerson());
    const { browser, back } = await stopBeforeCallback();
    expect(await told(all.newBrowser(), back)).toMatchObject({ error: 'invalid-state' });
    const elsewhere = await stopBeforeCallback();
    expect(await told(elsewhere.browser, back)).toMatchObject({ error: 'invalid-state' });
    expect(await told(browser, back)).toEqual({ code: expect.any(String) });
  });

  it('works once', async () => {
    all.google.signIn(newPerson());
    const { browser, back } = await stopBeforeCallback();
    const both = await Promise.all([told(browser, back), told(browser, back)]);
    expect(both.filter(({ code }) => code !== undefined)).toHaveLength(1);
    expect(both.filter(({ error }) => error === 'invalid-state')).toHaveLength(1);
    expect(await told(browser, back)).toMatchObject({ error: 'invalid-state' });
  });

  it('ends after ten minutes', async () => {
    all.google.signIn(newPerson());
    const { browser, back } = await stopBeforeCallback();
    all.clock.advance(601);
    expect(await told(browser, back)).toMatchObject({ error: 'invalid-state' });
  });

  it('is of one provider: the answer of another one, or under its path, is refused (mix-up)', async () => {
    all.google.signIn(newPerson());
    all.acme.signIn(newPerson());
    const honest = await stopBeforeCallback('google');
    const wrongPath = new URL(honest.back.href.replace('/google/', '/c:acme/'));
    expect(await told(honest.browser, wrongPath)).toMatchObject({ error: 'invalid-state' });

    const attacked = await stopBeforeCallback('google');
    expect(attacked.back.searchParams.get('iss')).toBe('https://accounts.google.com');
    attacked.back.searchParams.set('iss', all.acme.issuer);
    expect(await told(attacked.browser, attacked.back)).toMatchObject({ error: 'invalid-state' });

    const silent = await stopBeforeCallback('google');
    silent.back.searchParams.delete('iss');
    expect(await told(silent.browser, silent.back)).toMatchObject({ error: 'invalid-state' });
  });

  it('is refused when it is missing or said twice, and is no access token', async () => {
    all.google.signIn(newPerson());
    const { browser, back } = await stopBeforeCallback();
    const state = back.searchParams.get('state') ?? '';
    expect(await told(browser, `${callback}?code=x`)).toMatchObject({ error: 'invalid-state' });
    expect(await told(browser, `${back}&state=${state}`)).toMatchObject({ error: 'invalid-state' });
    const reply = await all.app.fetch(
      new Request(`${authOrigin}/v1/user`, { headers: { authorization: `Bearer ${state}` } }),
    );
    expect(reply.status).toBe(401);
  });

  it('begins from a link that works once', async () => {
    const { codeChallenge } = newVerifier();
    const { data } = await mutate(all.server, 'startProvider', {
      provider: 'google',
      options: { codeChallenge },
    });
    const wrong = data.url.replace('/google?', '/c:acme?');
    expect(await told(all.newBrowser(), wrong)).toMatchObject({ error: 'invalid-state' });
    const [first, second] = await Promise.all([1, 2].map(() => all.newBrowser().request(data.url)));
    const targets = [first, second].map((each) => new URL(each?.headers.get('location') ?? '').host).sort();
    expect(targets).toEqual(['accounts.google.com', new URL(clientOrigin).host]);
  });
});

describe('redirectTo (threat 16)', () => {
  it.each([
    '//evil.example',
    'https:/\\evil.example',
    'https://app.example.com@evil.example',
    'https://app.example.com.evil.example',
    'https://app.example.com%2f%2fevil.example',
    'https://app.example.com\r\nlocation: https://evil.example',
    'javascript:alert(1)',
    'https://evil.example',
    'https://app.example.com/%2e%2e//evil.example',
    'http://app.example.com',
  ])('may not be %j', async (redirectTo) => {
    const { codeChallenge } = newVerifier();
    const options = { redirectTo, codeChallenge };
    const reply = await mutate(all.server, 'startProvider', { provider: 'google', options });
    expect(reply.codes).toEqual(['redirectTo-not-allowed']);
    const query = new URLSearchParams(options);
    const url = `${authOrigin}/v1/signin/provider/google?${query}`;
    expect(await told(all.newBrowser(), url)).toMatchObject({ error: 'redirectTo-not-allowed' });
  });

  it('is not changed by other requests that fail at once (threat 15)', async () => {
    const { codeChallenge } = newVerifier();
    const errors = await Promise.all(
      ['a', 'b', 'c'].map((state) =>
        told(
          all.newBrowser(),
          `${authOrigin}/v1/signin/provider/google?${new URLSearchParams({ state, codeChallenge, allowedRoles: 'x' })}`,
        ),
      ),
    );
    expect(errors.map(({ state }) => state)).toEqual(['a', 'b', 'c']);
    expect(new Set(errors.map((each) => Object.keys(each).sort().join())).size).toBe(1);
  });
});

describe('the owner of an address', () => {
  /** An account with a password, and whether its address is proved. */
  async function account(isVerified: boolean) {
    const session = await signUpNew(all.server);
    await updateUser(all.server, session, `{emailVerified: ${isVerified}}`);
    return session;
  }
  const identitiesOf = async (id: string) => {
    const query = `{ authUserProviders(where: {userId: {_eq: "${id}"}}) { providerId providerUserId } }`;
    return (await all.server.graphql(query, { admin: true })).data.authUserProviders;
  };

  it('is recognised where both sides have proved it', async () => {
    const { user } = await account(true);
    const person = newPerson({ email: user.email.toUpperCase() });
    all.google.signIn(person);
    const { data } = await signInBy(all, 'google');
    expect(data.session.user.id).toBe(user.id);
    expect(await identitiesOf(user.id)).toEqual([{ providerId: 'google', providerUserId: person.sub }]);
  });

  it.each([
    ['the provider has not proved it', 'google', false, true],
    ['the account has not proved it', 'google', true, false],
    ['the provider is a configured one', 'c:acme', true, true],
  ])('is not, where %s (threat 1)', async (_, provider, byProvider, byAccount) => {
    const { user } = await account(byAccount);
    const person = newPerson({ email: user.email, email_verified: byProvider });
    (provider === 'google' ? all.google : all.acme).signIn(person);
    const { landed } = await visitProvider(all, provider);
    expect(Object.fromEntries(landed.searchParams)).toEqual({
      error: 'user-already-exists',
      errorDescription: 'User already exists',
    });
    expect(await identitiesOf(user.id)).toEqual([]);
  });

  it('throws out who made an account with it by an identity that had not proved it (threat 2)', async () => {
    const email = newEmail();
    all.google.signIn(newPerson({ email, email_verified: false }));
    const attacker = (await signInBy(all, 'google')).data.session;
    await mutate(all.server, 'sendMagicLink', { email });
    const [mail] = all.app.auth.inbox?.list() ?? [];
    const ticket = new URL(mail?.link ?? '').searchParams.get('ticket');
    const victim = (await mutate(all.server, 'confirmTicket', { ticket })).data.session;
    expect(victim.user).toMatchObject({ id: attacker.user.id, emailVerified: true });
    expect(await identitiesOf(victim.user.id)).toEqual([]);
    const { landed } = await visitProvider(all, 'google');
    expect(landed.searchParams.get('error')).toBe('user-already-exists');
    const old = await mutate(all.server, 'refresh', { refreshToken: attacker.refreshToken });
    expect(old.codes).toEqual(['invalid-refresh-token']);
  });

  it('gets one account of two first sign-ins at once', async () => {
    all.google.signIn(newPerson());
    const [one, two] = await Promise.all([signInBy(all, 'google'), signInBy(all, 'google')]);
    expect(one.data.session.user.id).toBe(two.data.session.user.id);
  });

  it('need not be told', async () => {
    all.google.signIn({ sub: randomUUID() });
    const { data } = await signInBy(all, 'google');
    expect(data.session.user).toMatchObject({ email: null, emailVerified: false, displayName: 'Google' });
  });
});
