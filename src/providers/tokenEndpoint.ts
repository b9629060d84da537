import type * as OAuth from 'oauth4webapi';
import { AuthError, OutageError } from '../errors.js';
import { addSeconds } from '../lib/clock.js';
import { readObject, readText } from './claims.js';
import type { ConfiguredProvider, ProviderTokens } from './configuredProvider.js';
import type { OpenId } from './openId.js';
import { type Claims, fromSettings } from './provider.js';
import type { ClientDeps } from './providerClient.js';
import { readTokenAnswer } from './tokenAnswer.js';

type Oauth = typeof OAuth;

interface Server {
  readonly authorizationUrl: string;
  readonly metadata: OAuth.AuthorizationServer;
  /** Whether `iss` in the callback can be compared. */
  readonly isIssuerKnown: boolean;
}

/** The part of OAuth 2.0 that this server speaks with the provider alone. */
export interface TokenEndpoint {
  /** @throws OutageError. */
  server(): Promise<Server>;
  /**
   * Checks the answer that the browser brought, and redeems its code. `body` is the provider's answer as it came.
   *
   * @throws AuthError `invalid-state` or `oauth-token-echange-failed`; OutageError.
   */
  exchange(
    callback: Readonly<Record<string, string>>,
    request: { readonly redirectUri: string; readonly state: string; readonly verifier: string | undefined },
  ): Promise<{ readonly tokens: ProviderTokens; readonly body: Claims }>;
  /** @throws AuthError `oauth-token-echange-failed`; OutageError. */
  refresh(refreshToken: string): Promise<ProviderTokens>;
}

/** oauth4webapi makes the requests and checks the answers. @param openId undefined for OAuth 2.0 alone. */
export function createTokenEndpoint(
  configured: ConfiguredProvider,
  openId: OpenId | undefined,
  { outside, clock }: ClientDeps,
): TokenEndpoint {
  const { provider, settings } = configured;
  const { protocol } = provider;
  const client: OAuth.Client = { client_id: settings.clientId };

  async function server(): Promise<Server> {
    if (protocol.kind === 'oidc') {
      if (!openId) throw new Error('a provider of OpenID Connect has its part of it');
      const found = await openId.configuration();
      const metadata = {
        issuer: found.issuer,
        token_endpoint: found.tokenUrl,
        authorization_response_iss_parameter_supported: found.isIssReturned,
      };
      const isIssuerKnown = protocol.issuerOf === undefined;
      return { authorizationUrl: found.authorizationUrl, metadata, isIssuerKnown };
    }
    const authorizationUrl = fromSettings(protocol.authorizationUrl, settings);
    const token_endpoint = fromSettings(protocol.tokenUrl, settings);
    const declared = protocol.issuer && fromSettings(protocol.issuer, settings);
    const metadata = { issuer: declared ?? new URL(authorizationUrl).origin, token_endpoint };
    return { authorizationUrl, metadata, isIssuerKnown: declared !== undefined };
  }

  async function clientAuthentication(oauth: Oauth): Promise<OAuth.ClientAuth> {
    const secret = provider.clientSecret
      ? await provider.clientSecret(settings, clock.now())
      : configured.clientSecret?.reveal();
    if (secret === undefined) return oauth.None();
    return provider.clientAuthentication === 'client_secret_basic'
      ? oauth.ClientSecretBasic(secret)
      : oauth.ClientSecretPost(secret);
  }

  /** `http:` is let through by `outside` where it may be. */
  function requestOptions(oauth: Oauth) {
    return {
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: (
        url: string,
        init: { method: string; headers: Record<string, string>; body?: unknown },
      ) =>
        outside(url, {
          method: init.method,
          headers: init.headers,
          ...(init.body === undefined ? {} : { body: String(init.body) }),
        }),
    };
  }

  function tokensOf(answer: OAuth.TokenEndpointResponse): ProviderTokens {
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: answer.expires_in === undefined ? undefined : addSeconds(clock.now(), answer.expires_in),
    };
  }

  async function exchange(
    callback: Readonly<Record<string, string>>,
    { redirectUri, state, verifier }: Parameters<TokenEndpoint['exchange']>[1],
  ) {
    const oauth = await import('oauth4webapi');
    const { metadata, isIssuerKnown } = await server();
    const { id_token: _ofHybrid, iss, ...rest } = callback;
    const given = new URLSearchParams({ ...rest, ...(isIssuerKnown && iss !== undefined && { iss }) });
    const parameters = refusing('invalid-state', () =>
      oauth.validateAuthResponse(metadata, client, given, state),
    );
    return refusingAsync('oauth-token-echange-failed', async () => {
      const answer = await oauth.authorizationCodeGrantRequest(
        metadata,
        client,
        await clientAuthentication(oauth),
        parameters,
        redirectUri,
        verifier ?? oauth.nopkce,
        requestOptions(oauth),
      );
      const { response, body } = await readTokenAnswer(answer);
      const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, response);
      return { tokens: tokensOf(tokens), body };
    });
  }

  return {
    server,
    exchange,
    async refresh(refreshToken) {
      const oauth = await import('oauth4webapi');
      const { metadata } = await server();
      return refusingAsync('oauth-token-echange-failed', async () => {
        const authentication = await clientAuthentication(oauth);
        const answer = await oauth.refreshTokenGrantRequest(
          metadata,
          client,
          authentication,
          refreshToken,
          requestOptions(oauth),
        );
        const { response } = await readTokenAnswer(answer);
        return tokensOf(await oauth.processRefreshTokenResponse(metadata, client, response));
      });
    },
  };
}

type Refusal = 'invalid-state' | 'oauth-token-echange-failed';

/** What oauth4webapi throws is an answer that must not be believed; outages stay outages. */
function refusing<T>(code: Refusal, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isOurs(error) ? error : new AuthError(code, { cause: readableCause(error) });
  }
}

async function refusingAsync<T>(code: Refusal, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw isOurs(error) ? error : new AuthError(code, { cause: readableCause(error) });
  }
}

function isOurs(error: unknown): boolean {
  return error instanceof OutageError || error instanceof AuthError;
}

/** Without oauth4webapi's own causes, which hold codes and tokens. */
function readableCause(error: unknown): Error {
  const { message, error: reported } = readObject(error) as { message?: unknown; error?: unknown };
  return new Error([readText(message), readText(reported)].filter(Boolean).join(': '));
}
