import { createHmac, hash, randomBytes } from 'node:crypto';
import { AuthError, OutageError } from '../errors.js';
import { createReader } from './api.js';
import { readText, UnreadableProfile } from './claims.js';
import type { ConfiguredProvider, ProviderTokens } from './configuredProvider.js';
import { InvalidIdToken } from './invalidIdToken.js';
import { audiencesOf, createOpenId } from './openId.js';
import { type Claims, fromSettings, type Grant, type Profile, type SettingRows } from './provider.js';
import type { ClientDeps, Identity, ProviderClient } from './providerClient.js';
import { createTokenEndpoint } from './tokenEndpoint.js';

/** What has to be remembered until the browser comes back. */
interface Remembered {
  readonly verifier: string;
  readonly nonce?: string;
}

/** OAuth 2.0 with PKCE, and OpenID Connect. */
export function createOAuth2Client(configured: ConfiguredProvider, deps: ClientDeps): ProviderClient {
  const { provider, settings, scopes } = configured;
  const { outside } = deps;
  const { protocol } = provider;
  const openId = protocol.kind === 'oidc' ? createOpenId(configured, protocol, deps) : undefined;
  const endpoint = createTokenEndpoint(configured, openId, deps);
  const hasPkce = protocol.kind === 'oidc' || protocol.pkce !== false;

  function createdOpenId() {
    if (!openId) throw new AuthError('disabled-endpoint');
    return openId;
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
      const { authorizationUrl } = await endpoint.server();
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
      const { tokens, body } = await endpoint.exchange(callback, {
        redirectUri,
        state,
        verifier: hasPkce ? verifier : undefined,
      });
      const claims = await verifiedClaims(body, nonce);
      const profile = await readProfile(() =>
        provider.readProfile(grantOf({ claims, tokens: body, callback }, tokens.accessToken)),
      );
      return identityOf(profile, claims, tokens);
    },

    async readIdToken(idToken, nonce) {
      const audiences = audiencesOf(configured);
      const claims = await createdOpenId().verify(idToken, { audiences, nonce });
      const nothing = async (): Promise<never> => {
        throw new UnreadableProfile('an ID token gives no access to an API');
      };
      const grant = grantOf({ claims, tokens: {}, callback: {} }, '');
      const profile = await readProfile(() =>
        provider.readProfile({ ...grant, get: nothing, findList: nothing, userinfo: async () => claims }),
      );
      return identityOf(profile, claims, undefined);
    },

    refresh: endpoint.refresh,
  };
}

/** 32 random bytes: 43 characters, as RFC 7636 section 4.1 recommends. */
function random(): string {
  return randomBytes(32).toString('base64url');
}

/** `S256` of RFC 7636 section 4.2. */
function challengeOf(verifier: string): string {
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
