import { isKnownHash, makeDummyHash, needsRehash } from './hashing.js';
import type { HashingPool } from './hashingPool.js';

export interface Verdict {
  readonly matches: boolean;
  /** Whether the stored hash should be replaced, now that the password is known. */
  readonly needsRehash: boolean;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Checks `password` against what is stored. Without a hash (no such user, no password, or something that is no hash)
   * a dummy is checked, so that the answer takes the same time.
   */
  verify(password: string, storedHash: string | null | undefined): Promise<Verdict>;
}

/** All methods throw AuthError `too-many-requests` when too many checks wait already. */
export function createPasswords(pool: HashingPool): Passwords {
  const dummyHash = makeDummyHash();
  return {
    hash: (password) => pool.run({ kind: 'hash', password }),

    async verify(password, storedHash) {
      const known = storedHash != null && isKnownHash(storedHash);
      const matches = await pool.run({ kind: 'verify', password, hash: known ? storedHash : dummyHash });
      return { matches: known && matches, needsRehash: known && needsRehash(storedHash) };
    },
  };
}
