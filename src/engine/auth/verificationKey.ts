import {
  constants,
  createHmac,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { AuthConfigError } from './config.js';

/** RFC 7518 section 3.1 and RFC 8037, as far as Hasura verifies them. */
const algorithms = {
  HS256: { family: 'oct', hash: 'sha256', minimumBytes: 32 },
  HS384: { family: 'oct', hash: 'sha384', minimumBytes: 48 },
  HS512: { family: 'oct', hash: 'sha512', minimumBytes: 64 },
  RS256: { family: 'rsa', hash: 'sha256', padding: constants.RSA_PKCS1_PADDING },
  RS384: { family: 'rsa', hash: 'sha384', padding: constants.RSA_PKCS1_PADDING },
  RS512: { family: 'rsa', hash: 'sha512', padding: constants.RSA_PKCS1_PADDING },
  PS256: { family: 'rsa', hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING },
  PS384: { family: 'rsa', hash: 'sha384', padding: constants.RSA_PKCS1_PSS_PADDING },
  PS512: { family: 'rsa', hash: 'sha512', padding: constants.RSA_PKCS1_PSS_PADDING },
  ES256: { family: 'ec', hash: 'sha256', curve: 'prime256v1' },
  ES384: { family: 'ec', hash: 'sha384', curve: 'secp384r1' },
  ES512: { family: 'ec', hash: 'sha512', curve: 'secp521r1' },
  EdDSA: { family: 'ed25519' },
} as const;

export type Algorithm = keyof typeof algorithms;

/** One key and the algorithms it may be used with: a token that names another never reaches it. */
export interface VerificationKey {
  readonly id: string | null;
  readonly algorithms: readonly Algorithm[];
  readonly key: KeyObject;
}

/** `type` of HASURA_GRAPHQL_JWT_SECRET -> the algorithm that its tokens must name. */
const configuredTypes: Readonly<Record<string, Algorithm>> = {
  HS256: 'HS256',
  HS384: 'HS384',
  HS512: 'HS512',
  RS256: 'RS256',
  RS384: 'RS384',
  RS512: 'RS512',
  ES256: 'ES256',
  ES384: 'ES384',
  ES512: 'ES512',
  Ed25519: 'EdDSA',
};

/** The key of a `{type, key}` secret: raw text for HS*, a PEM public key or certificate for the others. */
export function parseConfiguredKey(type: string, text: string): VerificationKey {
  const algorithm = Object.hasOwn(configuredTypes, type) ? configuredTypes[type] : undefined;
  if (!algorithm) {
    throw new AuthConfigError(`"${type}" is not a JWT key type (${Object.keys(configuredTypes).join(', ')})`);
  }
  const details = algorithms[algorithm];
  if (details.family === 'oct') {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length < details.minimumBytes) {
      throw new AuthConfigError(`Key size too small; should be atleast ${details.minimumBytes} characters`);
    }
    return { id: null, algorithms: [algorithm], key: createSecretKey(bytes) };
  }
  const key = parsePem(text);
  if (!allowedAlgorithms(key).includes(algorithm)) {
    throw new AuthConfigError(`the key is not a key for ${type}`);
  }
  return { id: null, algorithms: [algorithm], key };
}

function parsePem(text: string): KeyObject {
  if (text.includes('PRIVATE KEY'))
    throw new AuthConfigError('a private key was given; the public key is needed');
  try {
    return createPublicKey(text);
  } catch {
    throw new AuthConfigError('the key is neither a public key nor a certificate in PEM form');
  }
}

/** A key of a JWK set (RFC 7517); undefined for keys that verify nothing here (encryption, unknown types, secrets). */
export function parseJwk(jwk: JsonWebKey): VerificationKey | undefined {
  if (jwk.kty === 'oct' || (jwk.use !== undefined && jwk.use !== 'sig')) return undefined;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
  const allowed = allowedAlgorithms(key).filter((each) => jwk.alg === undefined || each === jwk.alg);
  if (allowed.length === 0) return undefined;
  return { id: typeof jwk.kid === 'string' ? jwk.kid : null, algorithms: allowed, key };
}

function allowedAlgorithms(key: KeyObject): Algorithm[] {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  return (Object.keys(algorithms) as Algorithm[]).filter((name) => {
    const details = algorithms[name];
    if (details.family !== key.asymmetricKeyType) return false;
    if (details.family === 'ec') return details.curve === namedCurve;
    // RFC 7518 section 3.3: 2048 bits or larger.
    return details.family !== 'rsa' || (modulusLength ?? 0) >= 2048;
  });
}

/** Whether `signature` over `data` is this key's under `algorithm`. The caller has checked that the key allows it. */
export function verifySignature(
  { key }: VerificationKey,
  algorithm: Algorithm,
  data: string,
  signature: Buffer,
): boolean {
  const details = algorithms[algorithm];
  const bytes = Buffer.from(data);
  switch (details.family) {
    case 'oct': {
      const expected = createHmac(details.hash, key).update(bytes).digest();
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    }
    case 'rsa':
      return verify(details.hash, bytes, { key, padding: details.padding }, signature);
    case 'ec':
      return verify(details.hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
    case 'ed25519':
      return verify(null, bytes, key, signature);
  }
}

export const isAlgorithm = (name: unknown): name is Algorithm =>
  typeof name === 'string' && Object.hasOwn(algorithms, name);
