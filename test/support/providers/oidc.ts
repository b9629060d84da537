import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Endpoint, json } from './dialect.js';
import type { Grant } from './oauth2.js';

const kid = 'key-1';
let pair: ReturnType<typeof keyPair> | undefined;

/** RSA keys take a while, so there is one pair for all providers of a test file. */
function keyPair() {
  return generateKeyPair('RS256', { extractable: true });
}

/** An ID token (OpenID Connect Core 1.0 section 2), signed with RS256, with the nonce of the request. */
export async function signIdToken(
  { nonce }: Grant,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  pair ??= keyPair();
  const { privateKey } = await pair;
  return new SignJWT({ ...(nonce === undefined ? {} : { nonce }), ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(privateKey);
}

/** The provider's public keys (RFC 7517). */
export const jwksEndpoint: Endpoint = {
  part: 'other',
  async answer() {
    pair ??= keyPair();
    const { publicKey } = await pair;
    return json({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] });
  },
};

/** The configuration document (OpenID Connect Discovery 1.0 section 3) with what all of them have. */
export function discoveryEndpoint(document: Readonly<Record<string, unknown>>): Endpoint {
  return {
    part: 'other',
    answer: () =>
      json({
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        ...document,
      }),
  };
}
