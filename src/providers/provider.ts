/**
 * What one provider's file says. The flow is written once (`src/auth/provider*.ts`) and knows no provider by name, so
 * that a provider is mostly data. Everything else follows from the table in `index.ts`: the variables
 * `AUTH_PROVIDER_<NAME>_…` with their docs, the routes, and the rows of `auth.providers`.
 *
 * A provider of your own is one file and one line in the table:
 *
 * ```ts
 * // src/providers/example.ts
 * import { isTrue, readEmail, readId } from './claims.js';
 * import { defineProvider } from './provider.js';
 *
 * export const example = defineProvider({
 *   name: 'example', // /v1/signin/provider/example, AUTH_PROVIDER_EXAMPLE_ENABLED, _CLIENT_ID, _CLIENT_SECRET, _SCOPE
 *   title: 'Example',
 *   sources: ['https://developer.example.com/oauth'],
 *   emailVerified: 'when `email_confirmed` says so',
 *   scopes: ['profile', 'email'],
 *   protocol: {
 *     kind: 'oauth2',
 *     authorizationUrl: 'https://example.com/oauth/authorize',
 *     tokenUrl: 'https://example.com/oauth/token',
 *   },
 *   async readProfile({ get }) {
 *     const user = await get('https://api.example.com/me');
 *     return { id: readId(user.id), ...readEmail(user.email, isTrue(user.email_confirmed)) };
 *   },
 * });
 * ```
 */
export interface ProviderDefinition<S extends SettingRows> {
  /** In URLs, in `auth.providers`, and in upper case in names of variables. `^[a-z0-9]+$`. */
  readonly name: string;
  /** Where variables have another name than `name` in upper case, such as `WINDOWS_LIVE`. */
  readonly env?: string;
  /** For people: on buttons and in docs. */
  readonly title: string;
  /** The provider's own documentation that this file follows; the first says when its email counts as verified. */
  readonly sources: readonly [string, ...string[]];
  /** For the docs, what `readProfile` does: completes "The email counts as verified …", as in "never: …". */
  readonly emailVerified: string;
  /** Default of `AUTH_PROVIDER_<NAME>_SCOPE`. */
  readonly scopes: readonly string[];
  /** Between scopes; a blank unless given. */
  readonly scopeSeparator?: string;
  /** Variables besides `_ENABLED`, `_CLIENT_ID`, `_CLIENT_SECRET` and `_SCOPE`. A key `teamId` is read from `…_TEAM_ID`. */
  readonly settings?: S;
  readonly protocol: OpenIdConnect<S> | OAuth2<S>;
  /** Spoken in place of `protocol` where `_CLIENT_ID` is not set but `_CONSUMER_KEY` and `_CONSUMER_SECRET` are. */
  readonly oauth1?: OAuth1;
  /**
   * Makes the client secret where it isn't fixed, as Apple's signed JWT does; then there is no `_CLIENT_SECRET`. Called for
   * each request to the token endpoint. @param now of the server's clock.
   */
  clientSecret?(settings: Settings<S>, now: Date): Promise<string>;
  /** How the client shows its secret at the token endpoint; `client_secret_post` unless given. */
  readonly clientAuthentication?: ClientAuthentication;
  /**
   * Further parameters of the authorization request, such as `access_type: 'offline'`; undefined ones are left out. What the
   * client has set by `requestParams` goes before them.
   */
  readonly authorizeParams?: AuthorizeParams<S>;
  /** Parameters that a client may set for one request by `providerSpecificParams`, such as `connection`; others are refused. */
  readonly requestParams?: readonly string[];
  /** `form_post`: the provider answers with a POST from its own site (Apple). A redirect unless given. */
  readonly responseMode?: 'form_post';
  /** Headers of all requests with the access token, such as Twitch's `Client-Id`. */
  readonly headers?: FromSettings<S, Readonly<Record<string, string>>>;
  /**
   * Who has signed in. Providers that speak OpenID Connect should read `claims` alone where these hold all: that is all there is
   * in a sign-in by ID token (`signInIdToken`).
   *
   * @throws UnreadableProfile (by the readers of `claims.ts`) when the answer has not the documented form.
   */
  readProfile(grant: Grant<S>): Profile | Promise<Profile>;
}

/** `emailVerified` decides over accounts: true only where the provider says that it has verified this very address. */
export interface Profile {
  /** Stable and never given to somebody else: an id, no name and no email. Numbers as text. */
  readonly id: string;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
  /** As the provider writes it, such as `de` or `de-CH`. */
  readonly locale?: string | undefined;
}

/**
 * OpenID Connect Core 1.0, endpoints and keys by Discovery 1.0. There is an ID token, whose claims are verified; clients may
 * bring one as well (`signInIdToken`), made for the client id or for one of the comma separated setting `audience`, if the
 * provider declares that.
 */
export interface OpenIdConnect<S extends SettingRows> {
  readonly kind: 'oidc';
  /** Exactly as its configuration document names it; the document is at `<issuer>/.well-known/openid-configuration`. */
  readonly issuer: FromSettings<S, string>;
  /** Where the document is elsewhere. */
  readonly discoveryUrl?: FromSettings<S, string>;
  /**
   * The only acceptable `iss` of an ID token, where it isn't `issuer`: Microsoft's `{tenantid}` stands for the claim `tid`.
   * Undefined refuses the token. @param claims not verified yet.
   */
  issuerOf?(claims: Claims, settings: Settings<S>): string | undefined;
  /** Algorithms that an ID token may be signed with; `RS256` alone unless given. Never `none` and never HS*. */
  readonly algorithms?: readonly string[];
}

/** RFC 6749 with PKCE (RFC 7636). Who has signed in is asked with the access token. */
export interface OAuth2<S extends SettingRows> {
  readonly kind: 'oauth2';
  readonly authorizationUrl: FromSettings<S, string>;
  readonly tokenUrl: FromSettings<S, string>;
  /** Where the provider sends `iss` with its answer (RFC 9207): the only right one. */
  readonly issuer?: FromSettings<S, string>;
  /** Only where PKCE leads to an error, as LinkedIn's for web applications; the state protects the code then. */
  readonly pkce?: false;
}

/** RFC 5849, signed with HMAC-SHA1. */
export interface OAuth1 {
  readonly requestTokenUrl: string;
  readonly authorizationUrl: string;
  readonly accessTokenUrl: string;
  readonly readProfile: (grant: Pick<Grant<SettingRows>, 'get' | 'tokens'>) => Profile | Promise<Profile>;
}

export type ClientAuthentication = 'client_secret_post' | 'client_secret_basic';

/** What a provider gave. */
export interface Grant<S extends SettingRows> {
  /** Verified claims of the ID token; empty for OAuth 2.0. */
  readonly claims: Claims;
  /** The answer of the token endpoint, for what some put besides tokens (Strava's `athlete`); empty for `signInIdToken`. */
  readonly tokens: Claims;
  /** Parameters of the callback, for what some put there (Apple's `user`); nothing in them is signed. */
  readonly callback: Readonly<Record<string, string>>;
  readonly settings: Settings<S>;
  /** HMAC-SHA256 of a text under the client secret, in hex, as Facebook's `appsecret_proof`; the secret stays with the flow. */
  readonly hmac: (text: string) => string;
  /**
   * OpenID Connect: the answer of the userinfo endpoint, whose `sub` is checked; the claims themselves in a sign-in by ID
   * token.
   *
   * @throws as `get`.
   */
  readonly userinfo: () => Promise<Claims>;
  /**
   * GETs a JSON object (or array: `getList`) with the access token and the provider's `headers`.
   *
   * @throws OutageError when it doesn't answer, or not with status 200 and JSON.
   */
  readonly get: (url: string, headers?: Readonly<Record<string, string>>) => Promise<Claims>;
  /** As `get`, for an array of objects; undefined when the provider answers 401, 403 or 404, as without the scope. */
  readonly findList: (
    url: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<readonly Claims[] | undefined>;
}

/** A JSON object of the outside world: read with `claims.ts`. */
export type Claims = Readonly<Record<string, unknown>>;

/** A further variable of a provider. One without a default may be missing, unless it's `required`. */
export interface SettingRow {
  /** One sentence for the docs. */
  readonly doc: string;
  readonly default?: string;
  readonly required?: true;
  readonly secret?: true;
  /** Parses the text, or throws an `Error` whose message completes "NAME …", as in "must be …". As it is unless given. */
  readonly read?: (text: string) => string;
}

export type SettingRows = Readonly<Record<string, SettingRow>>;

/** The values of the variables, as text; lists are comma separated (`listOf` of `claims.ts`). */
export type Settings<S extends SettingRows> = {
  readonly [K in keyof S]: S[K] extends { readonly default: string } | { readonly required: true }
    ? string
    : string | undefined;
} & { readonly clientId: string };

type Parameters = Readonly<Record<string, string | undefined>>;

/** Parameters, or how they follow from the variables and from what the client has set for this request. */
type AuthorizeParams<S extends SettingRows> =
  | Parameters
  | { of(settings: Settings<S>, request: Readonly<Record<string, string>>): Parameters }['of'];

/** A value, or how it follows from the variables. Of a method's type, so that a table may hold providers of any settings. */
export type FromSettings<S extends SettingRows, T> = T | { of(settings: Settings<S>): T }['of'];

/** A provider of the table, whatever its settings are. */
export type Provider = ProviderDefinition<SettingRows>;

/** Checks the definition's form, and that its functions use the settings it declares. */
export function defineProvider<const S extends SettingRows = Record<never, SettingRow>>(
  definition: ProviderDefinition<S>,
): ProviderDefinition<S> {
  return definition;
}

/** The value for the given settings. */
export function fromSettings<S extends SettingRows, T extends string | object>(
  value: FromSettings<S, T>,
  settings: Settings<S>,
): T {
  return typeof value === 'function' ? (value as (settings: Settings<S>) => T)(settings) : value;
}
