import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireAdmin } from '../src/auth/admin.js';
import { importedUserTypes } from '../src/auth/adminFields.js';
import { note } from '../src/auth/auditEntry.js';
import { importUsers } from '../src/auth/importUsers.js';

const base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'must be base64');

const firebase = z.strictObject({
  signerKey: base64.min(1),
  saltSeparator: base64,
  rounds: z.number().int().min(1).max(32),
  memCost: z.number().int().min(1).max(20),
});

/** Creates accounts with the password hashes that they have elsewhere; these are rehashed when their owners sign in. */
export const adminImportUsers = defineAction({
  name: 'adminImportUsers',

  input: z.strictObject({ users: z.array(importedUserTypes).max(500), firebase: firebase.nullish() }),

  async run({ users, firebase }, context) {
    const { auth, caller } = context;
    requireAdmin(caller);
    note(context, { details: { users: users.length } });
    return importUsers(auth, users, firebase ?? undefined);
  },
});
