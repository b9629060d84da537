import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { CallContext } from './auth.js';
import { openAccount } from './newAccounts.js';
import { chooseLocale, type SignUpWishes } from './signUpOptions.js';
import { requireEnabled } from './ways.js';

/** The one role of an anonymous account. */
const anonymousRole = 'anonymous';

/** What an anonymous account is called that was given no name. */
export const anonymousName = 'Anonymous User';

/**
 * Makes an account without any way to sign in again, and its session.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled` or `disabled-user`.
 */
export async function signInAnonymously(
  context: CallContext,
  options: Pick<SignUpWishes, 'displayName' | 'locale' | 'metadata'>,
): Promise<SignInResult> {
  const { config } = context.auth;
  requireEnabled(config, 'anonymousUsersEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  return openAccount(context, {
    isAnonymous: true,
    displayName: options.displayName || anonymousName,
    avatarUrl: '',
    locale: chooseLocale(options.locale, config),
    metadata: options.metadata ?? null,
    defaultRole: anonymousRole,
    roles: { data: [{ role: anonymousRole }] },
    disabled: config.newUsersDisabled,
  });
}
