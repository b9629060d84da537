import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, keptSessions } from '../src/auth/account.js';
import { draftChange, noteWritten } from '../src/auth/auditEntry.js';
import { codeField } from '../src/auth/fields.js';
import { takenError } from '../src/auth/newAccounts.js';
import { draftNotice, rowsOf } from '../src/auth/notices.js';
import { getCode } from '../src/auth/tickets.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Proves the phone number of `changePhone` and makes the change. Ends the other sessions. */
export const confirmPhoneChange = defineAction({
  name: 'confirmPhoneChange',

  input: z.strictObject({ otp: codeField }),

  async run({ otp }, context) {
    const { auth } = context;
    const own = await getOwnAccount(context);
    const userId = own.account.id;
    const ticket = await getCode(auth, otp, { userId, kind: 'phoneConfirmChange' });
    const { user, recipient: phoneNumber } = ticket;
    if (!user || phoneNumber === null) throw new AuthError('invalid-otp');
    const values = { newPhoneNumber: phoneNumber };
    const notices = draftNotice(auth, { kind: 'phone-changed', user, values });
    const { taken } = await auth.hasura
      .ConfirmContactChange({
        hash: ticket.hash,
        kind: ticket.kind,
        userId,
        now: auth.clock.now().toISOString(),
        useId: newUuid(),
        changed: { phoneNumber, newPhoneNumber: null, phoneNumberVerified: true },
        keptSessionIds: keptSessions(own),
        sessions: [],
        sessionIds: [],
        challenges: [],
        challengeIds: [],
        ...rowsOf(notices),
        ...draftChange(context, { event: 'phone-change' }),
      })
      .catch((error: unknown) => {
        throw takenError(error);
      });
    if (!taken?.returning[0]) throw new AuthError('invalid-otp');
    noteWritten(context);
    await auth.outbox.deliver(notices);
    return true;
  },
});
