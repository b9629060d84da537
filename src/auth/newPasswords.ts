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

/** The hash of a password that an account may have from now on, and what its history gets. */
export interface NewPassword {
  readonly newHash: string;
  readonly history: HistoryChange;
}

/**
 * Holds a password for an account that exists against all rules, and hashes it.
 *
 * @throws AuthError what the rules of passwords say, `password-used-before`, `too-many-requests`; OutageError.
 */
export async function draftPassword(auth: Auth, user: User, password: string): Promise<NewPassword> {
  await auth.passwordRules.check(password, wordsOf(user));
  const history = await draftHistory(auth, user.id, password);
  return { newHash: await auth.passwords.hash(password), history };
}
