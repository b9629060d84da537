import { Secret } from '../lib/secret.js';
import { readId, readObject, readStandardClaims } from './claims.js';
import type { ConfiguredProvider } from './configuredProvider.js';
import {
  type Claims,
  defineProvider,
  type OAuth2,
  type OpenIdConnect,
  type Provider,
  type SettingRows,
} from './provider.js';

/** One entry of `AUTH_PROVIDER_CUSTOM`, read. */
export interface CustomProviderEntry {
  readonly type: 'oidc' | 'oauth2';
  readonly title?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post' | undefined;
  readonly issuer?: string | undefined;
  readonly discoveryUrl?: string | undefined;
  readonly algorithms?: readonly string[] | undefined;
  readonly authorizationUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly userinfoUrl?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** Further audiences of ID tokens. */
  readonly audiences?: readonly string[] | undefined;
  /** Which claim is what, as `{"id": "user.uid"}`; dots lead into objects. */
  readonly claims?: Readonly<Partial<Record<CustomClaim, string>>> | undefined;
}

export const customClaims = ['id', 'email', 'emailVerified', 'displayName', 'avatarUrl', 'locale'] as const;
type CustomClaim = (typeof customClaims)[number];

/** What comes before the slug where a provider is named: in URLs and in `auth.providers`, as in Nhost Auth. */
const customPrefix = 'c:';

/** A provider of `AUTH_PROVIDER_CUSTOM`, as one with a file of its own would be. */
export function customProvider(slug: string, entry: CustomProviderEntry): ConfiguredProvider {
  const { type, clientId, clientSecret, audiences = [] } = entry;
  const provider: Provider = defineProvider({
    name: `${customPrefix}${slug}`,
    title: entry.title ?? slug,
    sources: ['https://openid.net/specs/openid-connect-core-1_0.html'],
    emailVerified: 'when its claim says so',
    scopes: type === 'oidc' ? ['openid', 'email', 'profile'] : [],
    protocol: type === 'oidc' ? openIdOf(entry) : oauth2Of(entry),
    clientAuthentication: entry.clientAuthentication ?? 'client_secret_post',
    async readProfile({ claims, userinfo, get }) {
      if (type === 'oauth2') return readClaims(await get(need(entry.userinfoUrl)), entry);
      // Many put only the subject into the ID token.
      return readClaims(claims.email === undefined ? { ...claims, ...(await userinfo()) } : claims, entry);
    },
  });
  return {
    provider,
    isCustom: true,
    scopes: entry.scopes ?? provider.scopes,
    settings: { clientId, audience: audiences.join(',') },
    clientSecret: new Secret(clientSecret),
    consumer: undefined,
  };
}

function openIdOf({ issuer, discoveryUrl, algorithms }: CustomProviderEntry): OpenIdConnect<SettingRows> {
  return {
    kind: 'oidc',
    issuer: need(issuer),
    ...(discoveryUrl !== undefined && { discoveryUrl }),
    ...(algorithms && { algorithms }),
  };
}

function oauth2Of({ authorizationUrl, tokenUrl, issuer }: CustomProviderEntry): OAuth2<SettingRows> {
  return {
    kind: 'oauth2',
    authorizationUrl: need(authorizationUrl),
    tokenUrl: need(tokenUrl),
    ...(issuer !== undefined && { issuer }),
  };
}

/** The standard claims, except those that are said to be elsewhere. */
function readClaims(claims: Claims, { claims: places = {} }: CustomProviderEntry) {
  const at = (claim: CustomClaim, standard: string): unknown => {
    const path = (places[claim] ?? standard).split('.');
    return path.reduce<unknown>((value, key) => readObject(value)[key], claims);
  };
  return readStandardClaims({
    sub: readId(at('id', 'sub')),
    email: at('email', 'email'),
    email_verified: at('emailVerified', 'email_verified'),
    name: at('displayName', 'name'),
    picture: at('avatarUrl', 'picture'),
    locale: at('locale', 'locale'),
  });
}

function need(value: string | undefined): string {
  if (value === undefined) throw new Error('the entry was checked when it was read');
  return value;
}
