import { AuthError } from '../errors.js';
import type { LimitStore } from './limitStore.js';

/** Guards what could be guessed, such as the password of an account, by a delay that grows with each wrong guess. */
export interface Guesses {
  /**
   * Runs `check`, which answers or is refused by an `AuthError`; refuses without running it while `key` has to wait.
   *
   * @param key whose secret it is, as the client names it: an account that does not exist waits as long as one that does.
   * @param isRight whether the guess was right; every answer unless given. A right one makes the former ones forgotten.
   * @throws AuthError `too-many-requests` with the seconds to wait.
   */
  check<T>(key: string, check: () => Promise<T>, isRight?: (answer: T) => boolean): Promise<T>;
  /** What was guessed at has changed, or its owner has proved to be the owner. */
  forget(keys: readonly string[]): Promise<void>;
}

/** Where limits are off. */
export const unguarded: Guesses = {
  check: (_key, check) => check(),
  forget: async () => {},
};

/** Wrong guesses are remembered that long from the first one. */
const memorySeconds = 86_400;

/** The longest delay, so that whoever guesses at somebody else's account does not shut its owner out for long. */
const longestDelaySeconds = 900;

/** The delay after the `n`th guess that is not free any more: 5 s, 10 s, 20 s and so on. */
export function delaySeconds(n: number): number {
  return n > 10 ? longestDelaySeconds : Math.min(5 * 2 ** (n - 1), longestDelaySeconds);
}

/**
 * A guess is counted before it is looked at, so that guessing in parallel does not help: `free` of them may be under way
 * or wrong, then one is let through per delay. What is refused is not counted: asking often makes no delay longer.
 */
export function createGuesses(store: LimitStore, { free }: { readonly free: number }): Guesses {
  const wrong = store.limiter({ name: 'wrong', points: Number.MAX_SAFE_INTEGER, seconds: memorySeconds });
  const turns = store.limiter({ name: 'turn', points: 1, seconds: longestDelaySeconds });

  async function begin(key: string): Promise<void> {
    const { count } = await wrong.take(key);
    if (count <= free) return;
    const { waitSeconds } = await turns.take(key, delaySeconds(count - free));
    if (waitSeconds === 0) return;
    await wrong.giveBack(key);
    throw new AuthError('too-many-requests', { retryAfterSeconds: waitSeconds });
  }

  async function forget(key: string): Promise<void> {
    await Promise.all([wrong.forget(key), turns.forget(key)]);
  }

  return {
    async check(key, check, isRight = () => true) {
      await begin(key);
      try {
        const answer = await check();
        if (isRight(answer)) await forget(key);
        return answer;
      } catch (error) {
        // Nothing was looked at: the server is busy, or something that it needs is away.
        if (!(error instanceof AuthError) || error.code === 'too-many-requests') await wrong.giveBack(key);
        throw error;
      }
    },
    async forget(keys) {
      await Promise.all(keys.map(forget));
    },
  };
}
