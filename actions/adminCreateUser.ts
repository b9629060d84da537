import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { accountError, requireAdmin } from '../src/auth/admin.js';
import { adminUserField } from '../src/auth/adminFields.js';
import { adminRow } from '../src/auth/adminRows.js';
import { note } from '../src/auth/auditEntry.js';
import { insertUser } from '../src/auth/newAccounts.js';
import { requireGoodPassword, wordsOf } from '../src/auth/newPasswords.js';
import { toAuthUser } from '../src/auth/users.js';

/** Creates an account as an administrator wants it, whether sign-up is open or not. */
export const adminCreateUser = defineAction({
  name: 'adminCreateUser',

  input: z.strictObject({ user: adminUserField }),

  async run({ user: { password, ...user } }, context) {
    const { auth, caller } = context;
    requireAdmin(caller);
    const hasPassword = typeof password === 'string';
    const row = adminRow(user, auth.config);
    if (hasPassword) await requireGoodPassword(auth, password, wordsOf(user));
    const passwordHash = hasPassword ? await auth.passwords.hash(password) : null;
    const made = await insertUser(auth, { ...row, passwordHash }).catch((error: unknown) => {
      throw accountError(error);
    });
    note(context, { userId: made.id });
    return toAuthUser(made);
  },
});
