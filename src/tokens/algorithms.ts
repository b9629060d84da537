import { createHmac, type KeyObject, sign } from 'node:crypto';

/**
 * What a JWT algorithm is, one row each (RFC 7518 section 3, RFC 8037). Signing is done with node:crypto, in the
 * calling thread: four times cheaper than WebCrypto for HMAC, and not behind other work of the shared thread pool.
 */
interface Algorithm {
  readonly kind: 'secret' | 'keyPair';
  /** What a private key must be to fit. */
  readonly keyType?: 'rsa' | 'ec' | 'ed25519';
  readonly curve?: string;
  /** The fewest bytes of a secret: Hasura and RFC 7518 ask for the length of the hash. */
  readonly minBytes?: number;
  readonly sign: (data: string, key: KeyObject) => Buffer;
}

const hmac = (hash: string, minBytes: number): Algorithm => ({
  kind: 'secret',
  minBytes,
  sign: (data, key) => createHmac(hash, key).update(data).digest(),
});

const rsa = (hash: string): Algorithm => ({
  kind: 'keyPair',
  keyType: 'rsa',
  sign: (data, key) => sign(hash, Buffer.from(data), key),
});

const ecdsa = (hash: string, curve: string): Algorithm => ({
  kind: 'keyPair',
  keyType: 'ec',
  curve,
  sign: (data, key) => sign(hash, Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }),
});

export const algorithms = {
  HS256: hmac('sha256', 32),
  HS384: hmac('sha384', 48),
  HS512: hmac('sha512', 64),
  RS256: rsa('sha256'),
  RS384: rsa('sha384'),
  RS512: rsa('sha512'),
  ES256: ecdsa('sha256', 'prime256v1'),
  ES384: ecdsa('sha384', 'secp384r1'),
  ES512: ecdsa('sha512', 'secp521r1'),
  EdDSA: {
    kind: 'keyPair',
    keyType: 'ed25519',
    sign: (data, key) => sign(null, Buffer.from(data), key),
  },
} as const satisfies Record<string, Algorithm>;

export type AlgorithmName = keyof typeof algorithms;

export function isAlgorithmName(name: unknown): name is AlgorithmName {
  return typeof name === 'string' && Object.hasOwn(algorithms, name);
}

/** The row of `name` as the general type, so that optional members can be read. */
export function algorithmOf(name: AlgorithmName): Algorithm {
  return algorithms[name];
}
