import { AuthError } from '../errors.js';
import { violates } from '../hasura/client.js';
import { isAccountGone } from './accountGone.js';
import type { Caller } from './caller.js';
import { takenError } from './newAccounts.js';

/**
 * Demands the role admin, which no access token has: the request came through Hasura with its admin secret.
 *
 * @throws AuthError `unauthenticated-user` or `forbidden-role`.
 */
export function requireAdmin({ role, userId }: Caller): void {
  if (role === 'admin') return;
  throw new AuthError(userId === undefined ? 'unauthenticated-user' : 'forbidden-role');
}

/** What a wish for roles is measured by: those of the account, or those of a new one. */
interface Roles {
  readonly defaultRole: string;
  readonly allowedRoles: readonly string[];
}

/**
 * The roles that an administrator gives to an account: any that the database has, but never `admin`, which bypasses all
 * permissions.
 *
 * @throws AuthError `role-not-allowed` or `default-role-must-be-in-allowed-roles`.
 */
export function chooseRolesAsAdmin(
  wishes: {
    readonly defaultRole?: string | null | undefined;
    readonly allowedRoles?: readonly string[] | null | undefined;
  },
  present: Roles,
): Roles {
  const allowedRoles = [...new Set(wishes.allowedRoles ?? present.allowedRoles)];
  const defaultRole = wishes.defaultRole ?? present.defaultRole;
  if (allowedRoles.includes('admin')) throw new AuthError('role-not-allowed');
  if (!allowedRoles.includes(defaultRole)) throw new AuthError('default-role-must-be-in-allowed-roles');
  return { defaultRole, allowedRoles };
}

/** Says which part of an account the database refused: a role that is unknown, or a name that is taken. */
export function accountError(error: unknown): unknown {
  if (violates(error, 'fk_role', 'fk_default_role')) {
    return new AuthError('role-not-allowed', { cause: error });
  }
  return isAccountGone(error) ? new AuthError('user-not-found', { cause: error }) : takenError(error);
}
