import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { withOwnSession } from '../src/auth/account.js';
import { note } from '../src/auth/auditEntry.js';
import { requireUserId } from '../src/auth/caller.js';

/**
 * Ends one session of the caller, also the present one. Somebody else's counts as none, and so does every one for an access
 * token whose own session has ended: whoever holds it may be why.
 */
export const revokeSession = defineAction({
  name: 'revokeSession',

  input: z.strictObject({ id: z.guid() }),

  async run({ id }, context) {
    const { auth, caller } = context;
    note(context, { sessionId: id, details: { sessions: 'one' } });
    const { deleteAuthRefreshTokens } = await auth.hasura.RevokeSession({
      id,
      userId: requireUserId(caller),
      owner: withOwnSession(caller),
    });
    return deleteAuthRefreshTokens?.returning[0] !== undefined;
  },
});
