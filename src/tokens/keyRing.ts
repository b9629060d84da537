import { type KeySet, matters, signingAt } from './keySet.js';
import type { SigningKey } from './signingKey.js';

/** The keys of access tokens at any moment: one signs, those before and after it are known too. */
export interface KeyRing {
  /** @throws Error when no key signs yet. */
  signing(now: Date): SigningKey;
  /** The key that a token of this id may be verified with. */
  find(keyId: string | undefined, now: Date): SigningKey | undefined;
  /** All that verify at `now` or will, the signing one among them. */
  known(now: Date): readonly SigningKey[];
}

/** One key for good, whatever id a token names. */
export function fixedKeyRing(key: SigningKey): KeyRing {
  return { signing: () => key, find: () => key, known: () => [key] };
}

/** Besides the lifetime of a token: clocks differ, and a server learns of a new key some seconds late. */
const marginSeconds = 120;

/**
 * Keys that take turns by the clock, so that all replicas change over together without being told to.
 *
 * @param keys asked at each use: the set may be replaced meanwhile.
 * @param lifetimeSeconds of the longest living token; a key is known for so long after the next one took over.
 */
export function rotatingKeyRing(keys: () => KeySet, lifetimeSeconds: number): KeyRing {
  const known = (now: Date) => {
    const set = keys();
    return set.filter((key) => matters(set, key, now, lifetimeSeconds + marginSeconds));
  };
  return {
    signing(now) {
      const key = signingAt(keys(), now);
      if (!key) throw new Error('no key of the set signs yet');
      return key;
    },
    find: (keyId, now) => known(now).find((each) => each.keyId === keyId),
    known,
  };
}
