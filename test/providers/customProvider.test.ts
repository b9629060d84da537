import { afterEach, describe, expect, it } from 'vitest';
import { parseCustomProviders } from '../../src/config/customProviders.js';
import { customProvider } from '../../src/providers/customProvider.js';
import { type Connection, client, connectTo } from '../support/providers/connect.js';
import type { Dialect } from '../support/providers/dialect.js';
import { gitlab } from '../support/providers/gitlab.js';
import { google } from '../support/providers/google.js';
import { ada } from '../support/providers/startProvider.js';
import { twitter } from '../support/providers/twitter.js';

let connection: Connection | undefined;

afterEach(async () => {
  await connection?.server.close();
  connection = undefined;
});

/** As AUTH_PROVIDER_CUSTOM would have it. */
async function signIn(dialect: Dialect, entry: object) {
  const registered = { clientId: client.id, clientSecret: client.secret };
  const { acme } = parseCustomProviders(JSON.stringify({ acme: { ...registered, ...entry } }));
  if (!acme) throw new Error('there is no entry');
  connection = await connectTo(dialect, customProvider('acme', acme));
  const { profile, issuer } = await connection.signIn();
  expect(connection.server.violations).toEqual([]);
  return { profile, issuer };
}

describe('a provider of AUTH_PROVIDER_CUSTOM', () => {
  it('is found by discovery', async () => {
    // This one wants offline access, which is a provider's own parameter.
    const lenient: Dialect = (context) => {
      const endpoints = google(context);
      const authorize = endpoints['GET accounts.google.com/o/oauth2/v2/auth'];
      if (!authorize) throw new Error('there is no authorization endpoint');
      return {
        ...endpoints,
        'GET accounts.google.com/o/oauth2/v2/auth': {
          ...authorize,
          answer(call) {
            call.query.set('access_type', 'offline');
            return authorize.answer(call);
          },
        },
      };
    };
    const found = await signIn(lenient, { type: 'oidc', issuer: 'https://accounts.google.com' });
    expect(found).toMatchObject({
      issuer: 'https://accounts.google.com',
      profile: { id: ada.id, email: ada.email, emailVerified: true, displayName: 'Ada Lovelace' },
    });
  });

  it('speaks OAuth 2.0 with the endpoints and the claims that are said', async () => {
    const { profile } = await signIn(gitlab, {
      type: 'oauth2',
      authorizationUrl: 'https://gitlab.com/oauth/authorize',
      tokenUrl: 'https://gitlab.com/oauth/token',
      userinfoUrl: 'https://gitlab.com/api/v4/user',
      scopes: ['read_user'],
      claims: { id: 'id', displayName: 'username', avatarUrl: 'avatar_url' },
    });
    expect(profile).toMatchObject({
      id: ada.id,
      displayName: 'ada',
      avatarUrl: ada.picture,
      email: ada.email,
      // No claim says so.
      emailVerified: false,
    });
  });

  it('finds claims within objects, and shows its secret by HTTP Basic', async () => {
    const { profile } = await signIn(twitter, {
      type: 'oauth2',
      authorizationUrl: 'https://x.com/i/oauth2/authorize',
      tokenUrl: 'https://api.x.com/2/oauth2/token',
      userinfoUrl: 'https://api.x.com/2/users/me?user.fields=profile_image_url',
      clientAuthentication: 'client_secret_basic',
      scopes: ['users.read', 'tweet.read'],
      claims: { id: 'data.id', displayName: 'data.name', avatarUrl: 'data.profile_image_url' },
    });
    expect(profile).toMatchObject({ id: ada.id, displayName: 'Ada Lovelace', avatarUrl: ada.picture });
  });
});

describe('AUTH_PROVIDER_CUSTOM', () => {
  const entry = { type: 'oidc', issuer: 'https://login.example.com', clientId: 'id', clientSecret: 'hidden' };
  it.each([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['a slug with capitals', JSON.stringify({ Acme: entry })],
    ['a slug that leads elsewhere', JSON.stringify({ 'a/../b': entry })],
    ['an unknown key', JSON.stringify({ acme: { ...entry, insecure: true } })],
    ['a URL that is none', JSON.stringify({ acme: { ...entry, issuer: 'login.example.com' } })],
    [
      'a URL with a password',
      JSON.stringify({ acme: { ...entry, issuer: 'https://u:p@login.example.com' } }),
    ],
    ['no endpoints', JSON.stringify({ acme: { ...entry, type: 'oauth2', issuer: undefined } })],
    ['an algorithm for shared secrets', JSON.stringify({ acme: { ...entry, algorithms: ['HS256'] } })],
    ['the algorithm none', JSON.stringify({ acme: { ...entry, algorithms: ['none'] } })],
  ])('does not take %s, nor repeat it', (_, text) => {
    expect(() => parseCustomProviders(text)).toThrow(/^must be JSON(?!.*hidden)/);
  });
});
