import { createPrivateKey, createPublicKey, createSecretKey, hkdfSync, KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type AlgorithmName, algorithmOf, isAlgorithmName } from './algorithms.js';
import { assertFits, type SigningKey } from './signingKey.js';

/** Hasura's `HASURA_GRAPHQL_JWT_SECRET`, with the keys imported. */
export interface JwtSecret {
  /** The one key; undefined where Hasura reads the keys of a set from a `jwk_url`. */
  readonly key: SigningKey | undefined;
  readonly issuer: string;
  readonly audience: string | readonly string[] | undefined;
  readonly claimsNamespace: string;
  /** The JSON as it was given, for an engine that verifies with it. */
  readonly json: string;
}

const hasuraJson = z.object({
  type: z.string().optional(),
  key: z.string().optional(),
  jwk_url: z.string().optional(),
  signing_key: z.string().optional(),
  kid: z.string().optional(),
  issuer: z.string().optional(),
  audience: z.union([z.string(), z.array(z.string())]).optional(),
  claims_namespace: z.string().optional(),
});

/** Keys of Hasura's JSON that change where the claims are, which this server always writes in the standard place. */
const unsupported = ['claims_namespace_path', 'claims_map', 'header'] as const;

/**
 * Reads Hasura's JSON. `key` is the HMAC secret, or the public key in PEM; asymmetric types need `signing_key`, the
 * private key in PEM, and may leave `key` out. With `jwk_url` there is none of them.
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
  return {
    key: keyOf(data),
    issuer: data.issuer || 'hasura-auth',
    audience: data.audience,
    claimsNamespace: data.claims_namespace || 'https://hasura.io/jwt/claims',
    json: text,
  };
}

function keyOf({
  type,
  key,
  jwk_url,
  signing_key,
  kid,
}: z.output<typeof hasuraJson>): SigningKey | undefined {
  if (jwk_url !== undefined) {
    if (key !== undefined || signing_key !== undefined) throw new Error('has both a "jwk_url" and a key');
    return undefined;
  }
  // Hasura calls the type by its curve, a token's header by its family (RFC 8037 section 3.1).
  const algorithm = type === 'Ed25519' ? 'EdDSA' : type;
  if (!isAlgorithmName(algorithm)) {
    throw new Error(
      'has an unknown "type": HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384, ES512 or Ed25519',
    );
  }
  return { algorithm, ...importKeys(algorithm, key, signing_key), keyId: kid || undefined };
}

/**
 * A key of our own for `purpose` (HKDF, RFC 5869), the same on all replicas.
 *
 * @param source a secret for nothing else, or the signing key: who has that one can make any access token anyway.
 */
export function deriveKey(source: KeyObject | Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', materialOf(source), 'hasura-actions-auth', purpose, 32));
}

function materialOf(source: KeyObject | Uint8Array): Uint8Array {
  if (!(source instanceof KeyObject)) return source;
  return source.type === 'secret' ? source.export() : source.export({ type: 'pkcs8', format: 'der' });
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
): Pick<SigningKey, 'signingKey' | 'verificationKey'> {
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
  assertFits(name, privateKey, 'signing_key');
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
