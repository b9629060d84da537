import type { SignInResult } from '../generated/actions.js';
import type { Auth } from './auth.js';
import { openSession, type Rehash } from './sessions.js';
import { assertMayHaveSession, type User } from './users.js';

/**
 * The one gate behind every first factor: who comes here has proved to be `user`. Whether the account is disabled or
 * unverified is said only now, since it tells that the account exists.
 *
 * @throws AuthError `disabled-user` or `unverified-user`.
 */
export async function completeSignIn(auth: Auth, user: User, rehash?: Rehash): Promise<SignInResult> {
  assertMayHaveSession(user, auth);
  return { session: await openSession(auth, user.id, rehash), mfa: null };
}
