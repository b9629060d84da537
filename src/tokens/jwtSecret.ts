import { createPrivateKey, createPublicKey, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type AlgorithmName, algorithmOf, isAlgorithmName } from './algorithms.js';

/** Hasura's `HASURA_GRAPHQL_JWT_SECRET`, with the keys imported. */
export interface JwtSecret {
  readonly algorithm: AlgorithmName;
  readonly signingKey: KeyObject;
  /** The same object as `signingKey` for the HS algorithms. */
  readonly verificationKey: KeyObject;
  readonly keyId: string | undefined;
  readonly issuer: string;
  readonly audience: string | readonly string[] | undefined;
  readonly claimsNamespace: string;
  /** The JSON as it was given, for an engine that verifies with it. */
  readonly json: string;
}

const hasuraJson = z.object({
  type: z.string(),
  key: z.string().optional(),
  signing_key: z.string().optional(),
  kid: z.string().optional(),
  issuer: z.string().optional(),
  audience: z.union([z.string(), z.array(z.string())]).optional(),
  claims_namespace: z.string().optional(),
});

/** Keys of Hasura's JSON that change where the claims are, which this server always writes in the standard place. */
const unsupported = ['claims_namespace_path', 'claims_map', 'header', 'jwk_url'] as const;

/**
 * Reads Hasura's JSON. `key` is the HMAC secret, or the public key in PEM; asymmetric types need `signing_key`, the
 * private key in PEM, and may leave `key` out.
 *
 * @throws Error that completes "HASURA_GRAPHQL_JWT_SECRET …" and holds nothing of the value.
 */
export function parseJwtSecret(text: string): JwtSecret {
  const raw = parseJson(text);
  const parsed = hasuraJson.safeParse(raw);
  if (!parsed.success) throw new Error('must be a JSON object with the strings "type" and "key"');
  for (const key of unsupported) {
    if (Object.hasOwn(raw, key)) throw new Error(`has "${key}", which the auth server cannot serve`);
  }
  if (Object.hasOwn(raw, 'claims_format') && raw.claims_format !== 'json') {
    throw new Error('has a "claims_format" other than "json", which the auth server cannot serve');
  }
  const { data } = parsed;
  // Hasura calls the type by its curve, a token's header by its family (RFC 8037 section 3.1).
  const algorithm = data.type === 'Ed25519' ? 'EdDSA' : data.type;
  if (!isAlgorithmName(algorithm)) {
    throw new Error(
      'has an unknown "type": HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384 or Ed25519',
    );
  }
  return {
    algorithm,
    ...importKeys(algorithm, data.key, data.signing_key),
    keyId: data.kid || undefined,
    issuer: data.issuer || 'hasura-auth',
    audience: data.audience,
    claimsNamespace: data.claims_namespace || 'https://hasura.io/jwt/claims',
    json: text,
  };
}

/**
 * A key of our own for `purpose`, derived from the signing key (HKDF, RFC 5869). Who has the signing key can make any
 * access token anyway, so nothing is lost by it, and all replicas derive the same.
 */
export function deriveKey({ signingKey }: Pick<JwtSecret, 'signingKey'>, purpose: string): Buffer {
  const material =
    signingKey.type === 'secret' ? signingKey.export() : signingKey.export({ type: 'pkcs8', format: 'der' });
  return Buffer.from(hkdfSync('sha256', material, 'hasura-actions-auth', purpose, 32));
}

function parseJson(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('is not valid JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error('must be a JSON object');
  }
  return parsed as Record<string, unknown>;
}

function importKeys(
  name: AlgorithmName,
  key: string | undefined,
  signingKey: string | undefined,
): Pick<JwtSecret, 'signingKey' | 'verificationKey'> {
  const algorithm = algorithmOf(name);
  if (algorithm.kind === 'secret') {
    const bytes = Buffer.from(key ?? '', 'utf8');
    if (bytes.length < (algorithm.minBytes ?? 0)) {
      throw new Error(`needs a "key" of at least ${algorithm.minBytes} bytes for ${name}`);
    }
    const secret = createSecretKey(bytes);
    return { signingKey: secret, verificationKey: secret };
  }
  if (!signingKey) throw new Error(`needs "signing_key", the private key in PEM, to sign with ${name}`);
  const privateKey = importPem('signing_key', () => createPrivateKey(signingKey));
  assertFits(name, privateKey);
  const publicKey = createPublicKey(privateKey);
  if (key && !importPem('key', () => createPublicKey(key)).equals(publicKey)) {
    throw new Error('has a "key" that does not belong to its "signing_key"');
  }
  return { signingKey: privateKey, verificationKey: publicKey };
}

function importPem(member: string, load: () => KeyObject): KeyObject {
  try {
    return load();
  } catch {
    throw new Error(`has a "${member}" that is not a key in PEM`);
  }
}

function assertFits(name: AlgorithmName, key: KeyObject): void {
  const { keyType, curve } = algorithmOf(name);
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const fits = key.asymmetricKeyType === keyType && (curve === undefined || namedCurve === curve);
  if (!fits) throw new Error(`has a "signing_key" of the wrong kind for ${name}`);
  if (keyType === 'rsa' && (modulusLength ?? 0) < 2048) {
    throw new Error('has an RSA "signing_key" of fewer than 2048 bits');
  }
}
