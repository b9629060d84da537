import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireAdmin } from '../src/auth/admin.js';
import { note } from '../src/auth/auditEntry.js';

/** Ends all sessions of an account; its personal access tokens stay. */
export const adminSignOutUser = defineAction({
  name: 'adminSignOutUser',

  input: z.strictObject({ id: z.guid() }),

  async run({ id }, context) {
    const { auth, caller } = context;
    requireAdmin(caller);
    note(context, { userId: id });
    const { deleteAuthRefreshTokens: ended } = await auth.hasura.EndSessions({
      userId: id,
      types: ['regular'],
      keptIds: [],
    });
    return ended?.affected_rows ?? 0;
  },
});
