import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mutate } from '../actions/mutate.js';
import { newEmail } from '../actions/requests.js';
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
      redirect_uri: `${authOrigin}/v1/signin/provider/google/callback`,
      code_challenge_method: 'S256',
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });
});
