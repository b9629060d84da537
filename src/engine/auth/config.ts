import type { JsonPath } from './jsonPath.js';
import type { VerificationKey } from './verificationKey.js';

/** How requests become sessions; the engine's auth variables after parsing. */
export interface AuthConfig {
  /** Empty: nothing is checked and everybody is admin unless `x-hasura-role` says otherwise. */
  readonly adminSecrets: readonly string[];
  /** HASURA_GRAPHQL_JWT_SECRET, or several of them. Needs an admin secret. */
  readonly jwts: readonly JwtConfig[];
  /** The role of requests that bring no credentials. Needs an admin secret. */
  readonly unauthorizedRole: string | null;
}

/** HASURA_GRAPHQL_JWT_SECRET after parsing (https://hasura.io/docs/2.0/auth/authentication/jwt/). */
export interface JwtConfig {
  readonly keys:
    | { readonly kind: 'static'; readonly key: VerificationKey }
    | { readonly kind: 'jwkUrl'; readonly url: string };
  readonly audience: readonly string[] | null;
  readonly issuer: string | null;
  readonly claims: ClaimsConfig;
  readonly allowedSkewSeconds: number;
  readonly location: TokenLocation;
}

export type TokenLocation =
  | { readonly kind: 'authorization' }
  | { readonly kind: 'cookie'; readonly name: string }
  /** `name` is in lower case. */
  | { readonly kind: 'header'; readonly name: string };

export type ClaimsConfig =
  | {
      readonly kind: 'namespace';
      readonly at: { readonly key: string } | { readonly path: JsonPath };
      readonly format: 'json' | 'stringified_json';
    }
  | { readonly kind: 'map'; readonly claims: ReadonlyMap<string, MappedClaim> };

export type MappedClaim =
  | { readonly kind: 'literal'; readonly value: string | readonly string[] }
  | { readonly kind: 'path'; readonly path: JsonPath; readonly default?: string | readonly string[] };

/** A configuration that can't be started with. The message is meant for whoever runs the engine. */
export class AuthConfigError extends Error {
  override readonly name = 'AuthConfigError';
}

/** Refuses combinations that Hasura refuses at start. */
export function checkAuthConfig(config: AuthConfig): void {
  if (config.adminSecrets.some((secret) => secret === '')) {
    throw new AuthConfigError('HASURA_GRAPHQL_ADMIN_SECRET is empty');
  }
  if (config.adminSecrets.length > 0) return;
  if (config.jwts.length > 0) {
    throw new AuthConfigError('HASURA_GRAPHQL_JWT_SECRET requires HASURA_GRAPHQL_ADMIN_SECRET to be set');
  }
  if (config.unauthorizedRole !== null) {
    throw new AuthConfigError(
      'HASURA_GRAPHQL_UNAUTHORIZED_ROLE requires HASURA_GRAPHQL_ADMIN_SECRET to be set',
    );
  }
}
