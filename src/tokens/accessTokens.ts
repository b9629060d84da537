import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { type Clock, epochSeconds } from '../lib/clock.js';
import { algorithmOf } from './algorithms.js';
import type { JwtSecret } from './jwtSecret.js';
import type { KeyRing } from './keyRing.js';
import type { SigningKey } from './signingKey.js';

/** What an access token says about its bearer. */
export interface AccessClaims {
  readonly userId: string;
  readonly defaultRole: string;
  readonly allowedRoles: readonly string[];
  readonly isAnonymous: boolean;
  /** Row id of the session, so that row permissions can ask whether it is still alive. */
  readonly sessionId: string;
  /** Whether a further proof was given just now. */
  readonly isElevated?: boolean;
  /** Whether an administrator acts in the place of the user. */
  readonly isImpersonated?: boolean;
  /** Further claims under their full names; never in the place of those above. */
  readonly custom?: Readonly<Record<string, string>>;
}

/** The claims of a verified token: lower-case names of session variables, as Hasura reads them. */
export type HasuraClaims = Readonly<Record<string, unknown>>;

export interface AccessTokens {
  /** Seconds from issue to expiry, as told to clients. */
  readonly lifetimeSeconds: number;
  /** @param lifetime in seconds; `lifetimeSeconds` unless given. */
  sign(claims: AccessClaims, lifetime?: number): string;
  /** A token that was signed just now, with further claims under their full names; those that it has stay. */
  extend(token: string, custom: Readonly<Record<string, string>>): string;
  /** The Hasura claims of a token that this server signed and that is valid now; otherwise undefined. */
  verify(token: string): Promise<HasuraClaims | undefined>;
}

interface Options {
  /** Who issues the tokens, for whom, and where the claims are. */
  readonly secret: Pick<JwtSecret, 'issuer' | 'audience' | 'claimsNamespace'>;
  readonly keys: KeyRing;
  readonly lifetimeSeconds: number;
  readonly clock: Clock;
}

/**
 * Access tokens in the form of Nhost Auth: `sub`, `iss`, `iat`, `exp` and Hasura's claims under their namespace, all
 * values strings except the list of roles. Each key has one algorithm: no token can choose another, or bring a key.
 */
export function createAccessTokens({ secret, keys, lifetimeSeconds, clock }: Options): AccessTokens {
  const headerOf = headers();

  function signPayload(payload: object): string {
    const key = keys.signing(clock.now());
    const signed = `${headerOf(key)}.${encodePart(payload)}`;
    const signature = algorithmOf(key.algorithm).sign(signed, key.signingKey);
    return `${signed}.${signature.toString('base64url')}`;
  }

  return {
    lifetimeSeconds,

    sign(claims, lifetime = lifetimeSeconds) {
      const issuedAt = epochSeconds(clock.now());
      const payload = {
        sub: claims.userId,
        iss: secret.issuer,
        ...(secret.audience !== undefined && { aud: secret.audience }),
        iat: issuedAt,
        exp: issuedAt + lifetime,
        [secret.claimsNamespace]: hasuraClaims(claims),
      };
      return signPayload(payload);
    },

    extend(token, custom) {
      const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
      const { claimsNamespace } = secret;
      return signPayload({ ...payload, [claimsNamespace]: { ...custom, ...payload[claimsNamespace] } });
    },

    async verify(token) {
      try {
        const now = clock.now();
        const key = keys.find(decodeProtectedHeader(token).kid, now);
        if (!key) return undefined;
        const { payload } = await jwtVerify(token, key.verificationKey, {
          algorithms: [key.algorithm],
          issuer: secret.issuer,
          ...(secret.audience !== undefined && { audience: mutable(secret.audience) }),
          requiredClaims: ['sub', 'iat', 'exp'],
          currentDate: now,
        });
        return lowerCased(payload[secret.claimsNamespace]);
      } catch (error) {
        // jose tells a bad token by its own errors, and a bad header by a TypeError; anything else is a fault of ours.
        if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
        throw error;
      }
    },
  };
}

/** The first part of tokens, made once per key. */
function headers(): (key: SigningKey) => string {
  const made = new WeakMap<SigningKey, string>();
  return (key) => {
    let header = made.get(key);
    if (header === undefined) {
      const { algorithm, keyId } = key;
      header = encodePart({ alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) });
      made.set(key, header);
    }
    return header;
  };
}

function hasuraClaims(claims: AccessClaims): Record<string, unknown> {
  return {
    ...claims.custom,
    'x-hasura-allowed-roles': claims.allowedRoles,
    'x-hasura-default-role': claims.defaultRole,
    'x-hasura-user-id': claims.userId,
    'x-hasura-user-is-anonymous': String(claims.isAnonymous),
    'x-hasura-session-id': claims.sessionId,
    ...(claims.isElevated && { 'x-hasura-auth-elevated': claims.userId }),
    ...(claims.isImpersonated && { 'x-hasura-auth-impersonated': 'true' }),
  };
}

function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function mutable(audience: string | readonly string[]): string | string[] {
  return typeof audience === 'string' ? audience : [...audience];
}

function lowerCased(claims: unknown): HasuraClaims | undefined {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return undefined;
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name.toLowerCase(), value]));
}
