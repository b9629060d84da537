import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { accountError, requireAdmin } from '../src/auth/admin.js';
import { adminUserField } from '../src/auth/adminFields.js';
import { type AdminChange, adminChange } from '../src/auth/adminRows.js';
import { note } from '../src/auth/auditEntry.js';
import type { Auth } from '../src/auth/auth.js';
import { passwordKeysOf } from '../src/auth/guessKeys.js';
import { assertPasswordLength, draftPassword } from '../src/auth/newPasswords.js';
import { draftNotice } from '../src/auth/notices.js';
import type { DraftMessage } from '../src/auth/outbox.js';
import { draftHistory, type HistoryChange } from '../src/auth/passwordHistory.js';
import { toAuthUser, type User } from '../src/auth/users.js';
import { AuthError } from '../src/errors.js';
import type { AuthOutbox_Insert_Input } from '../src/generated/hasura.js';
import { newUuid } from '../src/lib/ids.js';

/** Changes an account; whatever the change makes worthless, such as sessions, goes in the same transaction. */
export const adminUpdateUser = defineAction({
  name: 'adminUpdateUser',

  input: z.strictObject({ id: z.guid(), changes: adminUserField }),

  async run({ id, changes: { password, ...changes } }, context) {
    const { auth, caller } = context;
    requireAdmin(caller);
    note(context, { userId: id, details: { fields: fieldNames(changes, password) } });
    if (typeof password === 'string') assertPasswordLength(auth, password);
    const { user } = await auth.hasura.FindUserById({ id });
    if (!user) throw new AuthError('user-not-found');
    const { passwordHash, history } = await wishedPassword(auth, user, password);
    const change = adminChange(user, changes, passwordHash);
    const notices = draftAdminNotice(auth, user, change.signInChanges);
    const messages = notices.map(({ row }) => row);
    const changed = await write(auth, id, change, { ...history, messages }).catch((error: unknown) => {
      throw accountError(error);
    });
    if (!changed) throw new AuthError('user-not-found');
    await auth.outbox.deliver(notices);
    if (passwordHash !== undefined) await auth.guesses.forget(passwordKeysOf(user));
    return toAuthUser(changed);
  },
});

/** Null takes the password away, undefined leaves it. */
async function wishedPassword(auth: Auth, user: User, password: string | null | undefined) {
  if (password === undefined) return { passwordHash: undefined, history: {} };
  if (password === null) return { passwordHash: null, history: await draftHistory(auth, user.id, undefined) };
  const { newHash, history } = await draftPassword(auth, user, password);
  return { passwordHash: newHash, history };
}

/** Which fields were given: the log says what was changed, and not to what. */
function fieldNames(changes: object, password: unknown): string[] {
  const given = Object.entries({ ...changes, password }).filter(([, value]) => value !== undefined);
  return given.map(([name]) => name);
}

/** To the former address: whoever reads that learns of a change that nobody should have asked for. */
function draftAdminNotice(auth: Auth, user: User, changed: readonly string[]): readonly DraftMessage[] {
  if (changed.length === 0) return [];
  return draftNotice(auth, {
    kind: 'changed-by-administrator',
    user,
    values: { changed: changed.join(', ') },
  });
}

async function write(
  { hasura }: Pick<Auth, 'hasura'>,
  userId: string,
  { set, allowedRoles, endedTypes, droppedTickets }: AdminChange,
  {
    history = [],
    forgottenIds = [],
    messages,
  }: Partial<HistoryChange> & { readonly messages: AuthOutbox_Insert_Input[] },
): Promise<User | undefined> {
  // Where only roles change, the row changes as well: it says when the account was last changed.
  const common = {
    userId,
    set: { ...set, changeId: newUuid() },
    endedTypes,
    droppedTickets,
    history,
    forgottenIds,
    messages,
  };
  const { updated } = allowedRoles
    ? await hasura.UpdateUserAndRoles({
        ...common,
        roles: allowedRoles.map((role) => ({ userId, role })),
        roleNames: [...allowedRoles],
      })
    : await hasura.UpdateUser(common);
  return updated?.returning[0];
}
