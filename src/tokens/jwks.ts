import { exportJWK } from 'jose';
import type { JwtSecret } from './jwtSecret.js';

export interface Jwks {
  readonly keys: readonly Record<string, unknown>[];
}

/** The public keys as a JWK set (RFC 7517 section 5). A shared secret is never published: its set is empty. */
export async function exportJwks(secret: JwtSecret): Promise<Jwks> {
  if (secret.verificationKey.type !== 'public') return { keys: [] };
  const jwk = await exportJWK(secret.verificationKey);
  return {
    keys: [{ ...jwk, alg: secret.algorithm, use: 'sig', ...(secret.keyId && { kid: secret.keyId }) }],
  };
}
