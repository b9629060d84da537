import { createClient } from '@nhost/nhost-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newEmail } from '../actions/requests.js';
import { type Listening, listen } from '../support/listen.js';
import { createBrowser } from '../support/providers/browser.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/providers/openIdProvider.js';
import { newVerifier } from '../support/providers/providerServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { newNhostClient } from './nhostClient.js';

/** Nhost's own clients, unchanged, signing in by a provider and by ID tokens. */

const clientUrl = 'https://app.example.com';
const clientId = 'the-client';

let http: Listening;
let url: string;
let google: OpenIdProvider;
let server: TestServer;

beforeAll(async () => {
  http = await listen((request, response) => server.app.handle(request, response));
  url = `${http.origin}/v1`;
  const redirectUri = `${url}/signin/provider/google/callback`;
  google = await startOpenIdProvider('https://accounts.google.com', {
    id: clientId,
    secret: 'the-secret',
    redirectUri,
  });
  server = await startTestServer({
    env: {
      AUTH_SERVER_URL: url,
      AUTH_CLIENT_URL: clientUrl,
      AUTH_PROVIDER_GOOGLE_ENABLED: 'true',
      AUTH_PROVIDER_GOOGLE_CLIENT_ID: clientId,
      AUTH_PROVIDER_GOOGLE_CLIENT_SECRET: 'the-secret',
      AUTH_REDIRECT_REFRESH_TOKEN: 'true',
    },
    fetchOutside: (input, init) =>
      google.fetch(new Request(input, init)) ?? Promise.reject(new TypeError('no network')),
  });
});
afterAll(async () => {
  await http.close();
  await server.close();
  await google.close();
});

const newClient = () => newNhostClient(url, { clientUrl });

const browse = (start: string) =>
  createBrowser((request) => google.fetch(request) ?? fetch(request)).follow(start, clientUrl);

function person() {
  return { sub: crypto.randomUUID(), email: newEmail(), email_verified: true, name: 'Ada' };
}

describe('@nhost/hasura-auth-js', () => {
  it('signs in by the URL of a provider, and ends with a refresh token', async () => {
    const ada = person();
    google.signIn(ada);
    const client = newClient();
    const { providerUrl } = await client.signIn({
      provider: 'google',
      options: {
        redirectTo: `${clientUrl}/home`,
        metadata: { plan: 'free' },
        locale: 'en',
        allowedRoles: ['user', 'me'],
      },
    });
    const landed = await browse(providerUrl ?? '');
    expect(landed.pathname).toBe('/home');
    const { session, error } = await client.refreshSession(landed.searchParams.get('refreshToken') ?? '');
    expect(error).toBeNull();
    expect(session?.user).toMatchObject({ email: ada.email, displayName: 'Ada', metadata: { plan: 'free' } });
  });

  it('signs in by an ID token, and links one', async () => {
    const ada = person();
    const client = newClient();
    const nonce = 'of the app';
    const idToken = await google.sign({ ...ada, nonce });
    const { session, error } = await client.signInIdToken({ provider: 'google', idToken, nonce } as never);
    expect(error).toBeNull();
    expect(session?.user?.email).toBe(ada.email);
    const other = await google.sign(person());
    expect((await client.linkIdToken({ provider: 'google', idToken: other } as never)).error).toBeNull();
    const wrong = await newClient().signInIdToken({ provider: 'google', idToken: 'wrong' } as never);
    expect(wrong.error).toMatchObject({ error: 'invalid-id-token', status: 400 });
  });

  it('is told why a sign-in was refused', async () => {
    google.signIn(undefined);
    const { providerUrl } = await newClient().signIn({ provider: 'google' });
    const landed = await browse(providerUrl ?? '');
    expect(landed.searchParams.get('error')).toBe('oauth-provider-error');
    expect(landed.searchParams.get('provider_error')).toBe('access_denied');
  });
});

describe('@nhost/nhost-js', () => {
  const newNhost = () => createClient({ authUrl: url, graphqlUrl: `${url}/graphql` });

  it('makes the URL of a provider, as this server takes it', async () => {
    const ada = person();
    google.signIn(ada);
    const start = newNhost().auth.signInProviderURL('google', {
      redirectTo: `${clientUrl}/`,
      metadata: { plan: 'pro' },
    });
    const { codeChallenge } = newVerifier();
    const landed = await browse(`${start}&codeChallenge=${codeChallenge}`);
    expect(landed.searchParams.get('refreshToken')).toBeNull();
    expect(landed.searchParams.get('code')).toMatch(/^signInCode:/);
  });

  it('signs in by an ID token', async () => {
    const ada = person();
    const nhost = newNhost();
    const { body } = await nhost.auth.signInIdToken({ provider: 'google', idToken: await google.sign(ada) });
    expect(body.session?.user?.email).toBe(ada.email);
    expect(nhost.getUserSession()?.user?.email).toBe(ada.email);
  });
});
