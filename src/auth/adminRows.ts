import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';
import type { Users_Insert_Input, Users_Set_Input } from '../generated/hasura.js';
import { chooseRolesAsAdmin } from './admin.js';
import type { AdminUser } from './adminFields.js';
import { gravatarUrl } from './gravatar.js';
import { configuredRoles } from './signUpOptions.js';
import { ticketKinds } from './ticketKinds.js';
import type { User } from './users.js';

/**
 * The row of an account that an administrator makes, without its password; roles are nested.
 *
 * @throws AuthError `invalid-request` for an account that could never sign in, `role-not-allowed` or
 *   `default-role-must-be-in-allowed-roles`.
 */
export function adminRow(user: Omit<AdminUser, 'password'>, config: Config): Users_Insert_Input {
  const { email = null, username = null, phoneNumber = null } = user;
  const name = email ?? username ?? phoneNumber;
  if (name === null) {
    throw new AuthError('invalid-request', { details: 'email, username or phoneNumber is needed' });
  }
  const { defaultRole, allowedRoles } = chooseRolesAsAdmin(user, {
    defaultRole: config.defaultRole,
    allowedRoles: configuredRoles(config),
  });
  return {
    email,
    emailVerified: email !== null && (user.emailVerified ?? false),
    username,
    phoneNumber,
    phoneNumberVerified: phoneNumber !== null && (user.phoneNumberVerified ?? false),
    disabled: user.disabled ?? false,
    displayName: user.displayName || name,
    locale: user.locale ?? config.defaultLocale,
    avatarUrl: user.avatarUrl ?? (email === null ? '' : gravatarUrl(email, config)),
    defaultRole,
    roles: { data: allowedRoles.map((role) => ({ role })) },
    metadata: user.metadata ?? null,
  };
}

/** What a change of an account by an administrator comes to. */
export interface AdminChange {
  /** May be empty. */
  readonly set: Users_Set_Input;
  /** Undefined when they stay as they are. */
  readonly allowedRoles: readonly string[] | undefined;
  readonly endedTypes: ('regular' | 'pat')[];
  /** Kinds of tickets that were sent to what the account no longer has. */
  readonly droppedTickets: string[];
  /** What else signs in from now on, by the names of templates: the owner is told. */
  readonly signInChanges: readonly ('password' | 'email' | 'phoneNumber' | 'username')[];
}

/**
 * @param passwordHash null to take the password away, undefined to leave it.
 * @throws AuthError `role-not-allowed` or `default-role-must-be-in-allowed-roles`.
 */
export function adminChange(
  user: User,
  changes: Omit<AdminUser, 'password'>,
  passwordHash: string | null | undefined,
): AdminChange {
  const { email, phoneNumber } = changes;
  const emailChanges = isOther(email, user.email);
  const phoneChanges = phoneNumber !== undefined && phoneNumber !== user.phoneNumber;
  const roles = chooseRolesAsAdmin(changes, {
    defaultRole: user.defaultRole,
    allowedRoles: user.roles.map(({ role }) => role),
  });
  const disables = changes.disabled === true;
  const endsSessions = disables || emailChanges || phoneChanges || passwordHash !== undefined;
  return {
    set: given({
      email,
      emailVerified: changes.emailVerified ?? (emailChanges ? false : undefined),
      newEmail: emailChanges ? null : undefined,
      username: changes.username,
      phoneNumber,
      phoneNumberVerified: changes.phoneNumberVerified ?? (phoneChanges ? false : undefined),
      newPhoneNumber: phoneChanges ? null : undefined,
      passwordHash,
      disabled: changes.disabled ?? undefined,
      displayName: changes.displayName ?? undefined,
      locale: changes.locale ?? undefined,
      avatarUrl: changes.avatarUrl ?? undefined,
      defaultRole: changes.defaultRole ?? undefined,
      metadata: changes.metadata,
    }),
    allowedRoles: changes.allowedRoles ? roles.allowedRoles : undefined,
    endedTypes: [...(endsSessions ? (['regular'] as const) : []), ...(disables ? (['pat'] as const) : [])],
    signInChanges: [
      ...(passwordHash !== undefined ? (['password'] as const) : []),
      ...(emailChanges ? (['email'] as const) : []),
      ...(phoneChanges ? (['phoneNumber'] as const) : []),
      ...(isOther(changes.username, user.username) ? (['username'] as const) : []),
    ],
    droppedTickets: Object.entries(ticketKinds)
      .filter(
        ([kind, row]) =>
          disables ||
          (emailChanges && 'mail' in row) ||
          (phoneChanges && 'sms' in row) ||
          (passwordHash !== undefined && (kind === 'passwordReset' || kind === 'mfaTotp')),
      )
      .map(([kind]) => kind),
  };
}

/** Names are the same in either case. */
function isOther(wished: string | null | undefined, present: string | null): boolean {
  return wished !== undefined && wished?.toLowerCase() !== present?.toLowerCase();
}

/** Null is a value; undefined is what was left out. */
function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
