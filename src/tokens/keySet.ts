import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { newUuid } from '../lib/ids.js';
import { type AlgorithmName, algorithmOf, isAlgorithmName } from './algorithms.js';
import { assertFits, type SigningKey } from './signingKey.js';

/** A key of a set, and when it takes over. */
export interface SetKey extends SigningKey {
  readonly keyId: string;
  readonly createdAt: Date;
  /** From when on it signs, until the next one does; null while it stands by: published, but not in use. */
  readonly signsFrom: Date | null;
}

/** In the order in which they take over, those that stand by last. */
export type KeySet = readonly SetKey[];

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A private JWK (RFC 7517, RFC 8037) with two members of our own. */
const setJson = z.object({
  keys: z.array(
    z.looseObject({
      kid: z.string().min(1),
      alg: z.string(),
      createdAt: time,
      signsFrom: time.nullable(),
    }),
  ),
});

/**
 * Reads a set of private keys: a JWK set whose keys have `createdAt` and `signsFrom` besides.
 *
 * @throws Error that completes "NAME …" and holds nothing of the keys.
 */
export function parseKeySet(text: string): KeySet {
  const parsed = setJson.safeParse(parseJson(text));
  if (!parsed.success) throw new Error('is no set of keys as "npm run keys" writes it');
  const keys = parsed.data.keys.map(parseKey);
  if (new Set(keys.map(({ keyId }) => keyId)).size < keys.length)
    throw new Error('has two keys of one "kid"');
  return keys.sort(inOrder);
}

/** The text that `parseKeySet` reads. It holds the private keys. */
export function formatKeySet(keys: KeySet): string {
  const rows = keys.map(({ keyId, algorithm, createdAt, signsFrom, signingKey }) => ({
    kid: keyId,
    alg: algorithm,
    createdAt: createdAt.toISOString(),
    signsFrom: signsFrom?.toISOString() ?? null,
    ...signingKey.export({ format: 'jwk' }),
  }));
  return `${JSON.stringify({ keys: rows }, null, 2)}\n`;
}

/** @throws Error for an algorithm without a pair of keys: a shared secret can't be published. */
export function makeKey(algorithm: AlgorithmName, createdAt: Date, signsFrom: Date | null): SetKey {
  const { publicKey, privateKey } = generatePair(algorithm);
  return {
    keyId: newUuid(),
    algorithm,
    signingKey: privateKey,
    verificationKey: publicKey,
    createdAt,
    signsFrom,
  };
}

/** With the key among the others, in order. */
export function withKey(keys: KeySet, key: SetKey): KeySet {
  return [...keys.filter(({ keyId }) => keyId !== key.keyId), key].sort(inOrder);
}

/** The key that signs at `now`; undefined when none does yet. */
export function signingAt(keys: KeySet, now: Date): SetKey | undefined {
  return keys.findLast(({ signsFrom }) => signsFrom !== null && signsFrom <= now);
}

/** When another key takes over from this one; undefined when that is not set. */
export function supersededAt(keys: KeySet, { keyId }: SetKey): Date | undefined {
  return keys[keys.findIndex((each) => each.keyId === keyId) + 1]?.signsFrom ?? undefined;
}

/** Whether something that the key signed may still be valid at `now`, or may become so. */
export function matters(keys: KeySet, key: SetKey, now: Date, lifetimeSeconds: number): boolean {
  const end = supersededAt(keys, key);
  if (key.signsFrom === null || end === undefined) return true;
  return now.getTime() < end.getTime() + lifetimeSeconds * 1000;
}

function inOrder(a: SetKey, b: SetKey): number {
  const [first, second] = [a, b].map(({ signsFrom }) => signsFrom?.getTime() ?? Number.POSITIVE_INFINITY);
  return first === second ? a.createdAt.getTime() - b.createdAt.getTime() : Number(first) - Number(second);
}

function parseKey(json: z.output<typeof setJson>['keys'][number]): SetKey {
  const { kid: keyId, alg, createdAt, signsFrom, ...jwk } = json;
  if (!isAlgorithmName(alg) || algorithmOf(alg).kind === 'secret')
    throw new Error('has a key of an unknown "alg"');
  const signingKey = importPrivate(jwk);
  assertFits(alg, signingKey, 'key');
  return {
    keyId,
    algorithm: alg,
    signingKey,
    verificationKey: createPublicKey(signingKey),
    createdAt,
    signsFrom,
  };
}

function importPrivate(jwk: Record<string, unknown>): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new Error('has a key that is no private JWK');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('is not valid JSON');
  }
}

function generatePair(name: AlgorithmName) {
  const { keyType, curve } = algorithmOf(name);
  if (keyType === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 3072 });
  if (keyType === 'ec' && curve !== undefined) return generateKeyPairSync('ec', { namedCurve: curve });
  if (keyType === 'ed25519') return generateKeyPairSync('ed25519');
  throw new Error(`${name} has no pair of keys: a shared secret can't be published`);
}
