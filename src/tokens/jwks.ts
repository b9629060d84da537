import type { SigningKey } from './signingKey.js';

export interface Jwks {
  readonly keys: readonly Record<string, unknown>[];
}

/** The public keys as a JWK set (RFC 7517 section 5). A shared secret is never published: its set is empty. */
export function exportJwks(keys: readonly SigningKey[]): Jwks {
  return {
    keys: keys
      .filter(({ verificationKey }) => verificationKey.type === 'public')
      .map(({ verificationKey, algorithm, keyId }) => ({
        ...verificationKey.export({ format: 'jwk' }),
        alg: algorithm,
        use: 'sig',
        ...(keyId !== undefined && { kid: keyId }),
      })),
  };
}
