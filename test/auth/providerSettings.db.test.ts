import { randomUUID } from 'node:crypto';
import { exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { updateUser } from '../actions/accounts.js';
import { mutate } from '../actions/mutate.js';
import { newEmail, post, signUpNew } from '../actions/requests.js';
import { startOpenIdProvider } from '../support/providers/openIdProvider.js';
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
afterAll(() => all.close());

function newPerson(more: object = {}) {
  return { sub: randomUUID(), email: newEmail(), email_verified: true, name: 'Ada Lovelace', ...more };
}

/** Signs in at another auth server; gives what the application is told. */
async function told(app: App, path: string) {
  const landed = await all.newBrowser(app).follow(`${authOrigin}/v1/${path}`, clientOrigin);
  return Object.fromEntries(landed.searchParams);
}

describe('AUTH_REDIRECT_REFRESH_TOKEN', () => {
  it('ends without a challenge with a refresh token, or the ticket of the second factor', async () => {
    const app = await all.startAnother({ AUTH_REDIRECT_REFRESH_TOKEN: 'true' });
    all.google.signIn(newPerson());
    const { refreshToken, ...rest } = await told(app, 'signin/provider/google');
    expect(rest).toEqual({ type: 'signinProvider' });
    const { status, body } = await post(app, '/v1/token', { refreshToken });
    expect(status).toBe(200);

    await updateUser(all.server, body, '{activeMfaType: "totp", totpSecret: "secret"}');
    expect(await told(app, 'signin/provider/google')).toEqual({
      mfaTicket: expect.stringMatching(/^mfaTotp:/),
    });
    const { codeChallenge } = newVerifier();
    const withChallenge = await told(app, `signin/provider/google?codeChallenge=${codeChallenge}`);
    expect(Object.keys(withChallenge)).toEqual(['code']);
  });

  it('is needed for that', async () => {
    expect(await told(all.app, 'signin/provider/google')).toMatchObject({ error: 'invalid-request' });
    const { codes } = await mutate(all.server, 'startProvider', { provider: 'google' });
    expect(codes).toEqual(['invalid-request']);
  });
});

describe('settings of sign-up', () => {
  const challenge = () => `?codeChallenge=${newVerifier().codeChallenge}`;

  it('leave it to /signup whether an account is made', async () => {
    const app = await all.startAnother({ AUTH_DISABLE_AUTO_SIGNUP: 'true' });
    all.google.signIn(newPerson());
    const refused = await told(app, `signin/provider/google${challenge()}`);
    expect(refused).toMatchObject({ error: 'signup-disabled' });
    expect(await told(app, `signup/provider/google${challenge()}`)).toEqual({ code: expect.any(String) });
    expect(await told(app, `signin/provider/google${challenge()}`)).toEqual({ code: expect.any(String) });
  });

  it.each([
    ['AUTH_DISABLE_SIGNUP', 'true', 'signup-disabled'],
    ['AUTH_DISABLE_NEW_USERS', 'true', 'disabled-user'],
    ['AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS', 'example.com', 'invalid-email-password'],
  ])('hold: %s', async (name, value, error) => {
    const app = await all.startAnother({ [name]: value });
    all.google.signIn(newPerson());
    expect(await told(app, `signup/provider/google${challenge()}`)).toMatchObject({ error });
  });

  it('demand that the provider has verified the address, where it has to be', async () => {
    const app = await all.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    all.google.signIn(newPerson({ email_verified: false }));
    const refused = await told(app, `signin/provider/google${challenge()}`);
    expect(refused).toMatchObject({ error: 'unverified-user' });
    all.google.signIn(newPerson());
    expect(await told(app, `signin/provider/google${challenge()}`)).toEqual({ code: expect.any(String) });
  });

  it('can make a plain refusal of what tells of an account', async () => {
    const app = await all.startAnother({ AUTH_CONCEAL_ERRORS: 'true' });
    const { user } = await signUpNew(all.server);
    all.google.signIn(newPerson({ email: user.email }));
    const refused = await told(app, `signin/provider/google${challenge()}`);
    expect(refused).toMatchObject({ error: 'invalid-request' });
  });
});

describe('a provider that answers with a POST', () => {
  it('gets a cookie that comes along from its site, and nothing without it', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const redirectUri = `${authOrigin}/v1/signin/provider/apple/callback`;
    const apple = await startOpenIdProvider('https://appleid.apple.com', {
      id: clientId,
      secret: 'unused',
      redirectUri,
    });
    const env = {
      AUTH_PROVIDER_APPLE_ENABLED: 'true',
      AUTH_PROVIDER_APPLE_CLIENT_ID: clientId,
      AUTH_PROVIDER_APPLE_TEAM_ID: 'TEAM000000',
      AUTH_PROVIDER_APPLE_KEY_ID: 'KEY0000000',
      AUTH_PROVIDER_APPLE_PRIVATE_KEY: (await exportPKCS8(privateKey)).replaceAll('\n', '\\n'),
    };
    const app = await all.server.startAnother(env, all.clock, async (input, init) => {
      const answer = apple.fetch(new Request(input, init));
      if (!answer) throw new TypeError('no network');
      return answer;
    });
    const { codeChallenge } = newVerifier();
    const start = `${authOrigin}/v1/signin/provider/apple?codeChallenge=${codeChallenge}`;
    const away = await app.fetch(new Request(start));
    const cookie = away.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=None; Secure$/);
    const sent = new URL(away.headers.get('location') ?? '').searchParams;
    expect(sent.get('response_mode')).toBe('form_post');

    const answer = async (headers: Record<string, string>) => {
      const body = new URLSearchParams({ state: sent.get('state') ?? '', error: 'user_cancelled_authorize' });
      const response = await app.fetch(new Request(redirectUri, { method: 'POST', headers, body }));
      expect(response.status).toBe(303);
      return new URL(response.headers.get('location') ?? '').searchParams.get('error');
    };
    expect(await answer({})).toBe('invalid-state');
    expect(await answer({ cookie: cookie.replace(/;.*/, '') })).toBe('oauth-provider-error');
    await apple.close();
  });
});

describe('an identity of a configured provider', () => {
  it('belongs to its issuer', async () => {
    all.acme.signIn(newPerson());
    const { user } = (await signInBy(all, 'c:acme')).data.session;
    const changed = await all.server.graphql(
      `mutation { updateAuthUserProviders(where: {userId: {_eq: "${user.id}"}}, _set: {issuer: "https://former.example"}) { affected_rows } }`,
      { admin: true },
    );
    expect(changed.data.updateAuthUserProviders.affected_rows).toBe(1);
    const { landed } = await visitProvider(all, 'c:acme');
    expect(landed.searchParams.get('error')).toBe('user-already-exists');
  });
});

describe('without AUTH_CLIENT_URL', () => {
  it('a refusal is answered here, when no allowed redirectTo is known', async () => {
    const app = await all.startAnother({ AUTH_CLIENT_URL: '' });
    const start = `${authOrigin}/v1/signin/provider/google`;
    const evil = new URLSearchParams({ ...newVerifier(), redirectTo: 'https://evil.example' });
    for (const url of [`${start}?${evil}`, `${start}/callback?state=x&code=y`]) {
      const answer = await app.fetch(new Request(url));
      expect(answer.status).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('what is left over', () => {
  it('goes when it has expired', async () => {
    const rows = async () =>
      (await all.server.graphql('{ authProviderRequests { id } }', { admin: true })).data
        .authProviderRequests;
    const { codeChallenge } = newVerifier();
    await mutate(all.server, 'startProvider', { provider: 'google', options: { codeChallenge } });
    expect((await rows()).length).toBeGreaterThan(0);
    const later = new Date(all.clock.now().getTime() + 601_000).toISOString();
    const { PurgeExpired } = all.app.auth.hasura;
    await PurgeExpired({ now: later, deliveredBefore: later, openedUntil: new Date(0).toISOString() });
    expect(await rows()).toEqual([]);
  });
});
