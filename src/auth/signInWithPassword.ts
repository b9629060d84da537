import { AuthError, type ProblemCode } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { completeSignIn } from './completeSignIn.js';
import { passwordKeys } from './guessKeys.js';
import type { Rehash } from './sessions.js';
import type { User } from './users.js';
import { requireEnabled } from './ways.js';

/** @throws AuthError `disabled-endpoint`, `invalid-email-password`, and as `completeSignIn`. */
export async function signInWithEmail(
  context: CallContext,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<SignInResult> {
  const { config, hasura } = context.auth;
  requireEnabled(config, 'emailPasswordEnabled');
  const { users } = await hasura.FindUserByEmail({ email });
  return signInWithPassword(context, {
    key: passwordKeys.email(email),
    user: users[0],
    password,
    refusal: 'invalid-email-password',
  });
}

/** @throws AuthError `disabled-endpoint`, `invalid-username-password`, and as `completeSignIn`. */
export async function signInWithUsername(
  context: CallContext,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<SignInResult> {
  const { config, hasura } = context.auth;
  requireEnabled(config, 'usernamePasswordEnabled');
  const { users } = await hasura.FindUserByUsername({ username });
  return signInWithPassword(context, {
    key: passwordKeys.username(username),
    user: users[0],
    password,
    refusal: 'invalid-username-password',
  });
}

/** @throws AuthError `disabled-endpoint`, `invalid-phone-password`, and as `completeSignIn`. */
export async function signInWithPhone(
  context: CallContext,
  { phoneNumber, password }: { readonly phoneNumber: string; readonly password: string },
): Promise<SignInResult> {
  const { config, hasura } = context.auth;
  requireEnabled(config, 'phonePasswordEnabled');
  const { users } = await hasura.FindUserByPhone({ phoneNumber });
  return signInWithPassword(context, {
    key: passwordKeys.phoneNumber(phoneNumber),
    user: users[0],
    password,
    refusal: 'invalid-phone-password',
  });
}

interface Attempt {
  /** Under which wrong passwords are counted: by what was typed, so that unknown accounts wait as well. */
  readonly key: string;
  readonly user: (User & { readonly passwordHash: string | null }) | undefined;
  readonly password: string;
  /** What an unknown account and a wrong password are answered alike. */
  readonly refusal: ProblemCode;
}

/**
 * An unknown account costs as much as a wrong password, and answers the same.
 *
 * @throws AuthError `too-many-requests` while the account has to wait, whatever the password is.
 */
async function signInWithPassword(
  context: CallContext,
  { key, user, password, refusal }: Attempt,
): Promise<SignInResult> {
  const { auth } = context;
  if (user) note(context, { userId: user.id });
  const { matches, needsRehash } = await auth.guesses.check(
    key,
    () => auth.passwords.verify(password, user?.passwordHash),
    (verdict) => verdict.matches,
  );
  if (!user || !matches) throw new AuthError(refusal);

  const { passwordHash } = user;
  const rehash = needsRehash && passwordHash ? await rehashed(auth, password, passwordHash) : undefined;
  return completeSignIn(context, user, { rehash });
}

/** A hash of the present kind to take the place of `verifiedHash`; none while the hashing threads are busy. */
async function rehashed(auth: Auth, password: string, verifiedHash: string): Promise<Rehash | undefined> {
  try {
    return { verifiedHash, newHash: await auth.passwords.hash(password) };
  } catch (error) {
    if (error instanceof AuthError && error.code === 'too-many-requests') return undefined;
    throw error;
  }
}
