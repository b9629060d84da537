import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { accountError, requireAdmin } from '../src/auth/admin.js';
import { adminUserField } from '../src/auth/adminFields.js';
import { type AdminChange, adminChange } from '../src/auth/adminRows.js';
import type { Auth } from '../src/auth/auth.js';
import { assertPasswordAllowed } from '../src/auth/newAccounts.js';
import { toAuthUser, type User } from '../src/auth/users.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Changes an account; whatever the change makes worthless, such as sessions, goes in the same transaction. */
export const adminUpdateUser = defineAction({
  name: 'adminUpdateUser',

  input: z.strictObject({ id: z.guid(), changes: adminUserField }),

  async run({ id, changes: { password, ...changes } }, { auth, caller }) {
    requireAdmin(caller);
    if (typeof password === 'string') assertPasswordAllowed(password, auth.config);
    const { user } = await auth.hasura.FindUserById({ id });
    if (!user) throw new AuthError('user-not-found');
    const passwordHash = typeof password === 'string' ? await auth.passwords.hash(password) : password;
    const change = adminChange(user, changes, passwordHash);
    const changed = await write(auth, id, change).catch((error: unknown) => {
      throw accountError(error);
    });
    if (!changed) throw new AuthError('user-not-found');
    return toAuthUser(changed);
  },
});

async function write(
  { hasura }: Pick<Auth, 'hasura'>,
  userId: string,
  { set, allowedRoles, endedTypes, droppedTickets }: AdminChange,
): Promise<User | undefined> {
  // Where only roles change, the row changes as well: it says when the account was last changed.
  const common = { userId, set: { ...set, changeId: newUuid() }, endedTypes, droppedTickets };
  const { updated } = allowedRoles
    ? await hasura.UpdateUserAndRoles({
        ...common,
        roles: allowedRoles.map((role) => ({ userId, role })),
        roleNames: [...allowedRoles],
      })
    : await hasura.UpdateUser(common);
  return updated?.returning[0];
}
