import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireAdmin } from '../src/auth/admin.js';
import { draftChange, note, noteWritten } from '../src/auth/auditEntry.js';

/** Deletes an account and everything that belongs to it. */
export const adminDeleteUser = defineAction({
  name: 'adminDeleteUser',

  input: z.strictObject({ id: z.guid() }),

  async run({ id }, context) {
    const { auth, caller } = context;
    requireAdmin(caller);
    note(context, { userId: id });
    const { deleted } = await auth.hasura.DeleteUser({
      id,
      messages: [],
      ...draftChange(context, { event: 'admin-user-delete' }),
    });
    if (!deleted?.returning[0]) {
      note(context, { refused: 'user-not-found' });
      return false;
    }
    noteWritten(context);
    return true;
  },
});
