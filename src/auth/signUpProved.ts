import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { CallContext } from './auth.js';
import { isNewEmailAllowed } from './email.js';
import { type Names, newAccountRow, openAccount } from './newAccounts.js';
import { chooseSignUpOptions, type SignUpWishes } from './signUpOptions.js';

/**
 * Makes an account, and its first session, for somebody who has just proved to be who these names say: an address or a
 * number among them counts as verified.
 *
 * @throws AuthError `signup-disabled`, `invalid-email-password` for an email that the lists refuse,
 *   `email-already-in-use` and its like, `disabled-user`, and what the options make of it.
 */
export async function signUpProved(
  context: CallContext,
  names: Names,
  options: SignUpWishes = {},
): Promise<SignInResult> {
  const { config, redirects } = context.auth;
  const { email, username, phoneNumber } = names;
  const name = email ?? username ?? phoneNumber;
  if (name === undefined) throw new Error('an account needs a name to sign in with');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  if (email !== undefined && !isNewEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
  const choices = chooseSignUpOptions(options, { name, config, redirects });
  return openAccount(context, {
    ...newAccountRow(context.auth, names, choices),
    emailVerified: email !== undefined,
    phoneNumberVerified: phoneNumber !== undefined,
  });
}
