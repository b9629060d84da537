import { AuthError, OutageError } from '../errors.js';
import type { Secret } from '../lib/secret.js';
import { createReader } from './api.js';
import { authorizationHeader, type Credentials } from './oauth1.js';
import { readProfile } from './oauth2Client.js';
import type { OAuth1, Provider } from './provider.js';
import type { ClientDeps, ProviderClient } from './providerClient.js';

interface Options {
  readonly provider: Provider;
  readonly oauth1: OAuth1;
  readonly consumer: { readonly key: string; readonly secret: Secret };
}

/** What has to be remembered until the browser comes back: the temporary credentials. */
interface Remembered {
  readonly token: string;
  readonly tokenSecret: string;
}

/**
 * OAuth 1.0a. The state travels in the callback's URL, and the answer must be about the temporary token that was given
 * out for it.
 *
 * Source: RFC 5849 section 2.
 */
export function createOAuth1Client(
  { oauth1, consumer }: Options,
  { outside, clock }: ClientDeps,
): ProviderClient {
  const application = { consumerKey: consumer.key, consumerSecret: consumer.secret.reveal() };

  async function post(
    url: string,
    credentials: Credentials,
    parameters: Readonly<Record<string, string>>,
  ): Promise<URLSearchParams> {
    const authorization = authorizationHeader(
      credentials,
      { method: 'POST', url, parameters },
      { now: clock.now() },
    );
    const answer = await outside(url, { method: 'POST', headers: { authorization } });
    const text = await answer.text();
    if (answer.status === 429 || answer.status >= 500 || /^\s*</.test(text)) {
      throw new OutageError(`a provider of OAuth 1.0a answered with status ${answer.status}`);
    }
    if (answer.status !== 200) throw new AuthError('oauth-token-echange-failed');
    return new URLSearchParams(text);
  }

  return {
    async authorize({ redirectUri, state, parameters }) {
      const callback = new URL(redirectUri);
      callback.searchParams.set('state', state);
      const answer = await post(oauth1.requestTokenUrl, application, { oauth_callback: callback.href });
      const remembered = credentialsOf(answer);
      if (answer.get('oauth_callback_confirmed') !== 'true')
        throw new AuthError('oauth-token-echange-failed');
      const url = new URL(oauth1.authorizationUrl);
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      url.searchParams.set('oauth_token', remembered.token);
      return { url: url.href, secret: JSON.stringify(remembered) };
    },

    async redeem(callback, { secret }) {
      const temporary = JSON.parse(secret) as Remembered;
      const { oauth_token: token, oauth_verifier: verifier } = callback;
      if (token !== temporary.token || verifier === undefined) throw new AuthError('invalid-state');
      const credentials = { ...application, ...temporary };
      const answer = await post(oauth1.accessTokenUrl, credentials, { oauth_verifier: verifier });
      const owner = { ...application, ...credentialsOf(answer) };
      const reader = createReader(outside, {}, (url) =>
        authorizationHeader(owner, { method: 'GET', url }, { now: clock.now() }),
      );
      const profile = await readProfile(() =>
        oauth1.readProfile({ get: reader.get, tokens: Object.fromEntries(answer) }),
      );
      // A token without its secret is of no use to anybody, and there is no place for both.
      return { profile, issuer: undefined, tokens: undefined };
    },

    async readIdToken() {
      throw new AuthError('disabled-endpoint');
    },

    async refresh() {
      throw new AuthError('disabled-endpoint');
    },
  };
}

function credentialsOf(answer: URLSearchParams): Remembered {
  const token = answer.get('oauth_token');
  const tokenSecret = answer.get('oauth_token_secret');
  if (!token || !tokenSecret) throw new AuthError('oauth-token-echange-failed');
  return { token, tokenSecret };
}
