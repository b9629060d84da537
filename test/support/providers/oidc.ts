import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { type Context, type Endpoint, json } from './dialect.js';
import type { Grant } from './oauth2.js';

const kid = 'key-1';
let pair: ReturnType<typeof keyPair> | undefined;

/** RSA keys take a while, so there is one pair for all providers of a test file. */
function keyPair() {
  return generateKeyPair('RS256', { extractable: true });
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * An ID token (OpenID Connect Core 1.0 section 2), signed with RS256, with the nonce of the request; or with the fault that the
 * script wants.
 */
export async function signIdToken(
  { client, script }: Pick<Context, 'client' | 'script'>,
  { nonce }: Grant,
  claims: Claims,
): Promise<string | undefined> {
  const fault = script().idToken;
  if (fault === 'missing') return undefined;
  const all = { ...(nonce === undefined ? {} : { nonce }), ...claims, ...wrongClaims[fault] };
  const age = fault === 'expired' ? 7200 : 0;
  const now = Math.floor(Date.now() / 1000) - age;
  if (fault === 'none')
    return new UnsecuredJWT(all)
      .setIssuedAt(now)
      .setExpirationTime(now + 600)
      .encode();
  const unsigned = new SignJWT(all).setIssuedAt(now).setExpirationTime(now + 600);
  // Who takes any algorithm takes the public client secret of an app, or a public key, for an HMAC's.
  if (fault === 'algorithm')
    return unsigned.setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(client.secret.padEnd(32)));
  pair ??= keyPair();
  const { privateKey } = await (fault === 'key' ? keyPair() : pair);
  return unsigned.setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
}

const wrongClaims: Readonly<Record<string, Claims>> = {
  issuer: { iss: 'https://evil.example.com' },
  audience: { aud: 'another-client' },
  nonce: { nonce: 'of-another-sign-in' },
};

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
