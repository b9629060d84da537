import { AuthError } from '../errors.js';
import { maxPasswordBytes } from '../passwords/hashing.js';
import { strengthOf } from '../passwords/strength.js';
import type { Auth } from './auth.js';
import { draftHistory, type HistoryChange } from './passwordHistory.js';
import type { User } from './users.js';

type Named = Partial<Pick<User, 'email' | 'username' | 'displayName' | 'phoneNumber'>>;

/** What others know of an account: passwords that are made of it are weak. */
export function wordsOf({
  email,
  username,
  displayName,
  phoneNumber,
}: {
  readonly [K in keyof Named]: Named[K] | null | undefined;
}): string[] {
  return [email, username, displayName, phoneNumber].filter((word) => typeof word === 'string');
}

/**
 * The part of the rules that needs nothing but the password.
 *
 * @throws AuthError `password-too-short`, or `invalid-request` above 1,024 bytes.
 */
export function assertPasswordLength({ config }: Pick<Auth, 'config'>, password: string): void {
  if ([...password].length < config.passwordMinLength) throw new AuthError('password-too-short');
  if (Buffer.byteLength(password) > maxPasswordBytes) {
    throw new AuthError('invalid-request', {
      details: `password: must have at most ${maxPasswordBytes} bytes`,
    });
  }
}

/**
 * Demands that `password` may be somebody's new one; the rules in the order of what they cost.
 *
 * @param words what others know of the account, as its email: a password made of them is weak.
 * @throws AuthError as `assertPasswordLength`, `password-too-weak`, `password-in-hibp-database`; OutageError.
 */
export async function requireGoodPassword(
  auth: Auth,
  password: string,
  words: readonly string[],
): Promise<void> {
  assertPasswordLength(auth, password);
  const { passwordMinScore, passwordContextWords } = auth.config;
  const isWeak = async () =>
    (await strengthOf(password, [...words, ...passwordContextWords])) < passwordMinScore;
  if (passwordMinScore > 0 && (await isWeak())) {
    throw new AuthError('password-too-weak');
  }
  if (await auth.isBreached?.(password)) throw new AuthError('password-in-hibp-database');
}

/** The hash of a password that an account may have from now on, and what its history gets. */
export interface NewPassword {
  readonly newHash: string;
  readonly history: HistoryChange;
}

/**
 * Holds a password for an account that exists against all rules, and hashes it.
 *
 * @throws AuthError as `requireGoodPassword`, `password-used-before`, `too-many-requests`; OutageError.
 */
export async function draftPassword(auth: Auth, user: User, password: string): Promise<NewPassword> {
  await requireGoodPassword(auth, password, wordsOf(user));
  const history = await draftHistory(auth, user.id, password);
  return { newHash: await auth.passwords.hash(password), history };
}
