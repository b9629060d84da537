import { AuthError } from '../errors.js';
import type { IsBreached } from './breachedPasswords.js';
import { maxPasswordBytes } from './hashing.js';
import { strengthOf } from './strength.js';

export interface PasswordRules {
  /** The part of the rules that needs nothing but the password. @throws AuthError `password-too-short` or `invalid-request`. */
  assertLength(password: string): void;
  /**
   * Whether `password` may be somebody's new one.
   *
   * @param words what others know of the account, as its email: a password made of them is weak.
   * @throws AuthError `password-too-short`, `invalid-request` above 1,024 bytes, `password-too-weak`,
   *   `password-in-hibp-database`; OutageError.
   */
  check(password: string, words: readonly string[]): Promise<void>;
}

interface Options {
  readonly minLength: number;
  /** From 0, which asks nothing, to 4, as zxcvbn has it. */
  readonly minScore: number;
  /** Undefined: not asked. */
  readonly isBreached: IsBreached | undefined;
}

/** The rules in the order of what they cost. */
export function createPasswordRules({ minLength, minScore, isBreached }: Options): PasswordRules {
  function assertLength(password: string): void {
    if ([...password].length < minLength) throw new AuthError('password-too-short');
    if (Buffer.byteLength(password) > maxPasswordBytes) {
      throw new AuthError('invalid-request', {
        details: `password: must have at most ${maxPasswordBytes} bytes`,
      });
    }
  }

  return {
    assertLength,
    async check(password, words) {
      assertLength(password);
      if (minScore > 0 && (await strengthOf(password, words)) < minScore)
        throw new AuthError('password-too-weak');
      if (await isBreached?.(password)) throw new AuthError('password-in-hibp-database');
    },
  };
}
