import type { KeyObject } from 'node:crypto';
import { type AlgorithmName, algorithmOf } from './algorithms.js';

/** A key that access tokens are signed with, for one algorithm and no other. */
export interface SigningKey {
  readonly algorithm: AlgorithmName;
  readonly signingKey: KeyObject;
  /** The same object as `signingKey` for the HS algorithms. */
  readonly verificationKey: KeyObject;
  readonly keyId: string | undefined;
}

/** @throws Error that completes "… has a" and holds nothing of the key. */
export function assertFits(name: AlgorithmName, key: KeyObject, member: string): void {
  const { keyType, curve } = algorithmOf(name);
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const fits = key.asymmetricKeyType === keyType && (curve === undefined || namedCurve === curve);
  if (!fits) throw new Error(`has a "${member}" of the wrong kind for ${name}`);
  if (keyType === 'rsa' && (modulusLength ?? 0) < 2048) {
    throw new Error(`has an RSA "${member}" of fewer than 2048 bits`);
  }
}
