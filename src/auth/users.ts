import { AuthError } from '../errors.js';
import type { AuthUser } from '../generated/actions.js';
import type { UserFieldsFragment } from '../generated/hasura.js';
import type { Auth } from './auth.js';
import { isEmailAllowed } from './email.js';

/** An account as it is read for signing in. */
export type User = UserFieldsFragment;

/** The account as its owner sees it. Picked key by key, so that nothing else that was read can slip out. */
export function toAuthUser(user: User): AuthUser {
  const roles = user.roles.map(({ role }) => role);
  return {
    id: user.id,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    displayName: user.displayName,
    avatarUrl: user.avatarUrl,
    locale: user.locale,
    username: user.username,
    email: user.email,
    emailVerified: user.emailVerified,
    phoneNumber: user.phoneNumber,
    phoneNumberVerified: user.phoneNumberVerified,
    isAnonymous: user.isAnonymous,
    defaultRole: user.defaultRole,
    roles,
    allowedRoles: roles,
    metadata: user.metadata,
    activeMfaType: user.activeMfaType,
  };
}

/**
 * Whether the account may have a session at all, whatever proved who its owner is.
 *
 * @throws AuthError `disabled-user`, `invalid-email-password` for an email that the lists refuse, or `unverified-user`.
 */
export function assertMayHaveSession(user: User, { config }: Pick<Auth, 'config'>): void {
  if (user.disabled) throw new AuthError('disabled-user');
  if (user.email !== null && !isEmailAllowed(user.email, config))
    throw new AuthError('invalid-email-password');
  if (config.verifiedEmailRequired && user.email !== null && !user.emailVerified) {
    throw new AuthError('unverified-user');
  }
}
