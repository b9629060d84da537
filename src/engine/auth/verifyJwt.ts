import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import type { JwtConfig } from './config.js';
import type { KeySource } from './keySource.js';
import { isAlgorithm, verifySignature } from './verificationKey.js';

export type JwtPayload = Readonly<Record<string, Json | undefined>>;

/** Messages are those of the Haskell library that Hasura verifies with, since clients see them. */
const invalidJwt = (reason: string): HasuraError =>
  new HasuraError('invalid-jwt', `Could not verify JWT: ${reason}`);

const invalidSignature = 'JWSError JWSInvalidSignature';

/**
 * The payload of a compact JWS (RFC 7515 section 7.1), once signature, times, issuer and audience hold.
 *
 * Stricter than Hasura in two points, both on the safe side: `alg` must be that of the key, and where an audience or
 * issuer is configured the token must have one.
 *
 * @throws HasuraError invalid-jwt
 */
export async function verifyJwt(
  token: string,
  config: JwtConfig,
  keys: KeySource,
  now: Date,
): Promise<JwtPayload> {
  const parts = token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) {
    throw invalidJwt(
      `JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got ${parts.length})`,
    );
  }
  const header = decodeObject(head, 'JWSError (JSONDecodeError "the header is not a JSON object")');
  await checkSignature(header, `${head}.${body}`, signature, keys);
  const payload = decodeObject(body, 'JWTClaimsSetDecodeError "the payload is not a JSON object"');
  checkClaims(payload, config, now.getTime() / 1000);
  return payload;
}

async function checkSignature(
  header: JwtPayload,
  data: string,
  signature: string,
  keys: KeySource,
): Promise<void> {
  const { alg, kid } = header;
  // RFC 7515 section 4.1.11: extensions marked critical that aren't understood void the token.
  if (!isAlgorithm(alg) || header.crit !== undefined || !isBase64Url(signature))
    throw invalidJwt(invalidSignature);
  const bytes = Buffer.from(signature, 'base64url');
  const candidates = await keys.keysFor(typeof kid === 'string' ? kid : null);
  const holds = candidates.some(
    (key) => key.algorithms.includes(alg) && verifySignature(key, alg, data, bytes),
  );
  if (!holds) throw invalidJwt(invalidSignature);
}

function checkClaims(payload: JwtPayload, config: JwtConfig, now: number): void {
  const skew = config.allowedSkewSeconds;
  const expires = time(payload, 'exp');
  const notBefore = time(payload, 'nbf');
  const issuedAt = time(payload, 'iat');
  if (expires !== null && now >= expires + skew) throw invalidJwt('JWTExpired');
  if (issuedAt !== null && issuedAt > now + skew) throw invalidJwt('JWTIssuedAtFuture');
  if (notBefore !== null && now < notBefore - skew) throw invalidJwt('JWTNotYetValid');
  if (config.issuer !== null && payload.iss !== config.issuer) throw invalidJwt('JWTNotInIssuer');
  const { audience } = config;
  if (audience === null) return;
  const named: readonly (Json | undefined)[] = Array.isArray(payload.aud) ? payload.aud : [payload.aud];
  if (!named.some((each) => typeof each === 'string' && audience.includes(each))) {
    throw invalidJwt('JWTNotInAudience');
  }
}

/** Seconds since 1970 (RFC 7519 section 2, NumericDate), null when the claim is absent. */
export function time(payload: JwtPayload, claim: 'exp' | 'nbf' | 'iat'): number | null {
  const value = payload[claim];
  if (value === undefined) return null;
  if (typeof value !== 'number')
    throw invalidJwt(`JWTClaimsSetDecodeError "Error in $.${claim}: not a number"`);
  return value;
}

function decodeObject(part: string, failure: string): JwtPayload {
  let json: unknown;
  try {
    if (isBase64Url(part)) json = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    // Answered below like any other value that is no object.
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw invalidJwt(failure);
  return json as JwtPayload;
}

const isBase64Url = (text: string): boolean => /^[\w-]*$/.test(text);
