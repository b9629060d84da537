import { createHmac, hash, randomBytes } from 'node:crypto';
import type * as OAuth from 'oauth4webapi';
import { AuthError, OutageError } from '../errors.js';
import { addSeconds } from '../lib/clock.js';
import { createReader } from './api.js';
import { readObject, readText, UnreadableProfile } from './claims.js';
import type { ConfiguredProvider, ProviderTokens } from './configuredProvider.js';
import { audiencesOf, createOpenId, InvalidIdToken } from './openId.js';
import { type Claims, fromSettings, type Grant, type Profile, type SettingRows } from './provider.js';
import type { ClientDeps, Identity, ProviderClient } from './providerClient.js';
import { readTokenAnswer } from './tokenAnswer.js';

type Oauth = typeof OAuth;

/** What has to be remembered until the browser comes back. */
interface Remembered {
  readonly verifier: string;
  readonly nonce?: string;
}

interface Server {
  readonly authorizationUrl: string;
  readonly metadata: OAuth.AuthorizationServer;
  /** Whether `iss` in the callback can be compared. */
  readonly isIssuerKnown: boolean;
}

/** OAuth 2.0 with PKCE, and OpenID Connect. oauth4webapi makes the requests and checks the answers. */
export function createOAuth2Client(configured: ConfiguredProvider, deps: ClientDeps): ProviderClient {
  const { provider, settings, scopes } = configured;
  const { outside, clock } = deps;
  const { protocol } = provider;
  const openId = protocol.kind === 'oidc' ? createOpenId(configured, protocol, deps) : undefined;
  const client: OAuth.Client = { client_id: settings.clientId };
  const hasPkce = protocol.kind === 'oidc' || protocol.pkce !== false;

  async function server(): Promise<Server> {
    if (protocol.kind === 'oidc') {
      const found = await createdOpenId().configuration();
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

  function createdOpenId() {
    if (!openId) throw new AuthError('disabled-endpoint');
    return openId;
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
    { redirectUri, state, verifier }: { redirectUri: string; state: string; verifier: string },
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
        hasPkce ? verifier : oauth.nopkce,
        requestOptions(oauth),
      );
      const { response, body } = await readTokenAnswer(answer);
      const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, response);
      return { tokens: tokensOf(tokens), body };
    });
  }

  async function verifiedClaims(body: Claims, nonce: string | undefined): Promise<Claims> {
    if (!openId) return {};
    const idToken = readText(body.id_token);
    if (idToken === undefined) throw new AuthError('oauth-token-echange-failed');
    return openId.verify(idToken, { audiences: [settings.clientId], nonce }).catch((error: unknown) => {
      throw error instanceof InvalidIdToken
        ? new AuthError('oauth-token-echange-failed', { cause: error })
        : error;
    });
  }

  /** The subject is compared: another one's answer is not taken for this one's (Core 1.0 section 5.3.2). */
  async function userinfo(claims: Claims, get: Grant<SettingRows>['get']): Promise<Claims> {
    const url = (await createdOpenId().configuration()).userinfoUrl;
    if (url === undefined) return claims;
    const answer = await get(url);
    if (answer.sub !== claims.sub) throw new UnreadableProfile('userinfo is about somebody else');
    return answer;
  }

  function grantOf(parts: Pick<Grant<SettingRows>, 'claims' | 'tokens' | 'callback'>, accessToken: string) {
    const headers = provider.headers ? fromSettings(provider.headers, settings) : {};
    const reader = createReader(outside, headers, () => `Bearer ${accessToken}`);
    const grant: Grant<SettingRows> = {
      ...parts,
      ...reader,
      settings,
      hmac: (text) => {
        const secret = configured.clientSecret?.reveal();
        if (secret === undefined) throw new Error(`${provider.name} has no fixed client secret`);
        return createHmac('sha256', secret).update(text).digest('hex');
      },
      userinfo: () => userinfo(parts.claims, reader.get),
    };
    return grant;
  }

  return {
    async authorize({ redirectUri, state, parameters }) {
      const { authorizationUrl } = await server();
      const remembered: Remembered = { verifier: random(), ...(openId && { nonce: random() }) };
      const url = new URL(authorizationUrl);
      if (!/^https?:$/.test(url.protocol))
        throw new OutageError('a provider names no web page to sign in at');
      const { authorizeParams = {} } = provider;
      const more =
        typeof authorizeParams === 'function' ? authorizeParams(settings, parameters) : authorizeParams;
      const own = {
        response_type: 'code',
        client_id: settings.clientId,
        redirect_uri: redirectUri,
        scope: scopes.join(provider.scopeSeparator ?? ' '),
        state,
        response_mode: provider.responseMode,
        ...(hasPkce && { code_challenge: challengeOf(remembered.verifier), code_challenge_method: 'S256' }),
        nonce: remembered.nonce,
      };
      // The flow's own come last: nothing overwrites them.
      for (const [name, value] of Object.entries({ ...more, ...parameters, ...own })) {
        if (value !== undefined && value !== '') url.searchParams.set(name, value);
      }
      return { url: url.href, secret: JSON.stringify(remembered) };
    },

    async redeem(callback, { redirectUri, state, secret }) {
      const { verifier, nonce } = JSON.parse(secret) as Remembered;
      const { tokens, body } = await exchange(callback, { redirectUri, state, verifier });
      const claims = await verifiedClaims(body, nonce);
      const profile = await readProfile(() =>
        provider.readProfile(grantOf({ claims, tokens: body, callback }, tokens.accessToken)),
      );
      return identityOf(profile, claims, tokens);
    },

    async readIdToken(idToken, nonce) {
      const claims = await createdOpenId()
        .verify(idToken, { audiences: audiencesOf(configured), nonce })
        .catch((error: unknown) => {
          throw error instanceof InvalidIdToken ? new AuthError('invalid-id-token', { cause: error }) : error;
        });
      const nothing = async (): Promise<never> => {
        throw new UnreadableProfile('an ID token gives no access to an API');
      };
      const grant = grantOf({ claims, tokens: {}, callback: {} }, '');
      const profile = await readProfile(() =>
        provider.readProfile({ ...grant, get: nothing, findList: nothing, userinfo: async () => claims }),
      );
      return identityOf(profile, claims, undefined);
    },

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

/** 32 random bytes: 43 characters, as RFC 7636 section 4.1 recommends. */
function random(): string {
  return randomBytes(32).toString('base64url');
}

/** `S256` of RFC 7636 section 4.2. */
export function challengeOf(verifier: string): string {
  return hash('sha256', verifier, 'base64url');
}

function identityOf(profile: Profile, claims: Claims, tokens: ProviderTokens | undefined): Identity {
  return { profile, issuer: readText(claims.iss), tokens };
}

/** @throws AuthError `oauth-profile-fetch-failed` for a profile in another form than the documented one. */
export async function readProfile(read: () => Profile | Promise<Profile>): Promise<Profile> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableProfile)
      throw new AuthError('oauth-profile-fetch-failed', { cause: error });
    throw error;
  }
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
