import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireAdmin } from '../src/auth/admin.js';

/** Deletes an account and everything that belongs to it. */
export const adminDeleteUser = defineAction({
  name: 'adminDeleteUser',

  input: z.strictObject({ id: z.guid() }),

  async run({ id }, { auth, caller }) {
    requireAdmin(caller);
    const { deleted } = await auth.hasura.DeleteUser({ id, messages: [] });
    return deleted?.returning[0] !== undefined;
  },
});
