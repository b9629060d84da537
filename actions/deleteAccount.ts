import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation, requireProof } from '../src/auth/account.js';
import { draftChange, noteWritten } from '../src/auth/auditEntry.js';
import { passwordField } from '../src/auth/fields.js';
import { draftNotice } from '../src/auth/notices.js';
import { uuidFromBytes } from '../src/lib/ids.js';

/**
 * Deletes the caller's account and everything that belongs to it, with the password or in a session that is fresh or
 * elevated. An anonymous account has nothing to prove but its session.
 */
export const deleteAccount = defineAction({
  name: 'deleteAccount',

  input: z.strictObject({ password: passwordField.nullish() }),

  async run({ password }, context) {
    const { auth } = context;
    const own = await getOwnAccount(context, { anonymous: true });
    const { account } = own;
    if (!account.isAnonymous) {
      requireElevation(context, own);
      await requireProof(context, own, password);
    }
    const id = noticeIdOf(account.id);
    const notices = draftNotice(auth, { kind: 'account-deleted', user: account, outlivesAccount: true, id });
    const { deleted } = await auth.hasura.DeleteUser({
      id: account.id,
      messages: notices.map(({ row }) => row),
      ...draftChange(context, { event: 'account-delete' }),
    });
    if (!deleted?.returning[0]) return true;
    noteWritten(context);
    await auth.outbox.deliver(notices);
    return true;
  },
});

/** Follows from the account, so that a request which is sent twice says it once. */
function noticeIdOf(userId: string): string {
  return uuidFromBytes(createHash('sha256').update(`account-deleted:${userId}`).digest());
}
