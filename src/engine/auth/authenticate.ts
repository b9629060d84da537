import { hash, timingSafeEqual } from 'node:crypto';
import { BoundedMap } from '../boundedMap.js';
import { HasuraError } from '../errors.js';
import type { Session } from '../session.js';
import { type HasuraClaims, readClaims } from './claims.js';
import { type AuthConfig, checkAuthConfig, type JwtConfig } from './config.js';
import { findToken } from './findToken.js';
import { type KeyFetchOptions, type KeySource, openKeySource } from './keySource.js';
import { buildSession, type RequestHeaders, readHeader, sessionVariables } from './session.js';
import { time, verifyJwt } from './verifyJwt.js';

export interface Authenticator {
  /**
   * Who a request acts as. Headers have lower-case names, as Node gives them.
   *
   * @throws HasuraError access-denied, invalid-headers, invalid-jwt, jwt-invalid-claims, jwt-missing-role-claims
   */
  authenticate(headers: RequestHeaders): Promise<Session>;
}

export type AuthenticatorOptions = Partial<KeyFetchOptions> & {
  /** How many verified tokens are remembered until they expire. */
  readonly cachedTokens?: number;
};

/** A JWT configuration with its keys and the tokens that it has verified. */
interface JwtVerifier {
  readonly config: JwtConfig;
  readonly keys: KeySource;
  /** By the token's text. */
  readonly verified: BoundedMap<string, VerifiedToken>;
}

interface VerifiedToken {
  readonly claims: HasuraClaims;
  /** By role: a token's requests share one session object. */
  readonly sessions: Map<string, Session>;
  /** Milliseconds since 1970, `exp` as the token has it; null without one. */
  readonly expiresAt: number | null;
  readonly keyVersion: number;
}

/** Reads the keys and is ready to authenticate. @throws AuthConfigError */
export async function openAuthenticator(
  config: AuthConfig,
  options: AuthenticatorOptions = {},
): Promise<Authenticator> {
  checkAuthConfig(config);
  const fetchOptions: KeyFetchOptions = {
    fetch: options.fetch ?? fetch,
    now: options.now ?? (() => new Date()),
    onError: options.onError ?? (() => {}),
  };
  const secrets = config.adminSecrets.map(digest);
  const verifiers = await Promise.all(
    config.jwts.map(async (jwt): Promise<JwtVerifier> => {
      const keys = await openKeySource(jwt.keys, fetchOptions);
      return { config: jwt, keys, verified: new BoundedMap(options.cachedTokens ?? 10_000) };
    }),
  );

  return {
    async authenticate(headers) {
      if (secrets.length === 0) return adminSession(headers);
      const secret =
        readHeader(headers, 'x-hasura-admin-secret') ?? readHeader(headers, 'x-hasura-access-key');
      if (secret !== undefined) {
        if (!isKnownSecret(secret, secrets))
          throw unauthorized('invalid "x-hasura-admin-secret"/"x-hasura-access-key"');
        return adminSession(headers);
      }
      const found = findToken(headers, verifiers);
      if (found) return tokenSession(found.token, found.verifier, headers, fetchOptions.now());
      if (config.unauthorizedRole !== null) {
        return buildSession(config.unauthorizedRole, sessionVariables(headers), { hasAdminSecret: false });
      }
      if (verifiers.length > 0) {
        throw new HasuraError(
          'invalid-headers',
          "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
        );
      }
      throw unauthorized('"x-hasura-admin-secret"/"x-hasura-access-key" required, but not found');
    },
  };
}

const digest = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** Digests have one length, so the comparison takes as long for any guess; no secret is skipped. */
function isKnownSecret(secret: string, known: readonly Buffer[]): boolean {
  const given = digest(secret);
  return known.map((each) => timingSafeEqual(each, given)).includes(true);
}

function adminSession(headers: RequestHeaders): Session {
  return buildSession(readHeader(headers, 'x-hasura-role') || 'admin', sessionVariables(headers), {
    hasAdminSecret: true,
  });
}

async function tokenSession(
  token: string,
  verifier: JwtVerifier,
  headers: RequestHeaders,
  now: Date,
): Promise<Session> {
  const { claims, expiresAt, sessions } = await verifiedToken(token, verifier, now);
  const role = readHeader(headers, 'x-hasura-role') || claims.defaultRole;
  if (!claims.allowedRoles.includes(role)) {
    throw new HasuraError('access-denied', 'Your requested role is not in allowed roles');
  }
  const known = sessions.get(role);
  if (known) return known;
  const session = buildSession(role, new Map(claims.variables), {
    hasAdminSecret: false,
    ...(expiresAt !== null && { expiresAt: new Date(expiresAt) }),
  });
  sessions.set(role, session);
  return session;
}

async function verifiedToken(token: string, verifier: JwtVerifier, now: Date): Promise<VerifiedToken> {
  const { config, keys, verified } = verifier;
  const renewal = keys.renewIfExpired();
  if (renewal !== undefined) await renewal;
  const known = verified.get(token);
  if (known) {
    const inTime =
      known.expiresAt === null || now.getTime() < known.expiresAt + config.allowedSkewSeconds * 1000;
    if (inTime && known.keyVersion === keys.version) return known;
    verified.delete(token);
  }
  const payload = await verifyJwt(token, config, keys, now);
  const expires = time(payload, 'exp');
  const fresh: VerifiedToken = {
    claims: readClaims(payload, config.claims),
    sessions: new Map(),
    expiresAt: expires === null ? null : expires * 1000,
    keyVersion: keys.version,
  };
  verified.set(token, fresh);
  return fresh;
}

const unauthorized = (message: string): HasuraError =>
  new HasuraError('access-denied', message, { status: 401 });
