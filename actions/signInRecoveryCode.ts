import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { note } from '../src/auth/auditEntry.js';
import { codeField } from '../src/auth/fields.js';
import { draftNotice, rowsOf } from '../src/auth/notices.js';
import { hashRecoveryCode } from '../src/auth/recoveryCodes.js';
import { getChallenged } from '../src/auth/secondFactor.js';
import { draftSession, toSession } from '../src/auth/sessions.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Completes a sign-in with a recovery code, which is used up. The owner is told by mail. */
export const signInRecoveryCode = defineAction({
  name: 'signInRecoveryCode',

  input: z.strictObject({ ticket: z.string(), code: codeField }),

  async run({ ticket, code }, context) {
    const { auth, client } = context;
    note(context, { details: { secondFactor: 'recovery-code' } });
    const { ticketHash, account } = await getChallenged(context, ticket);
    const { id: userId } = account;
    const { refreshToken, row, now } = draftSession(auth, client);
    const sessionId = newUuid();
    const notices = draftNotice(auth, { kind: 'recovery-code-used', user: account });
    const { takenCode, taken, seen } = await auth.hasura.SignInByRecoveryCode({
      ticketHash,
      userId,
      codeHash: hashRecoveryCode(auth, userId, code),
      now,
      useId: newUuid(),
      session: { ...row, id: sessionId, userId },
      sessionId,
      ...rowsOf(notices),
    });
    if (!takenCode?.returning[0]) throw new AuthError('invalid-totp');
    const [user] = seen?.returning ?? [];
    if (!taken?.returning[0] || !user) throw new AuthError('invalid-ticket');
    await auth.outbox.deliver(notices);
    return { session: toSession(user, { id: sessionId, refreshToken }, auth), mfa: null };
  },
});
