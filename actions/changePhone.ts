import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { type Account, getOwnAccount, requireElevation } from '../src/auth/account.js';
import type { Auth } from '../src/auth/auth.js';
import { phoneNumberField } from '../src/auth/fields.js';
import type { Delivery } from '../src/auth/outbox.js';
import { draftTicketSms, pretendToSendTicketSms } from '../src/auth/ticketMessages.js';
import { AuthError } from '../src/errors.js';

const kind = 'phoneConfirmChange';

/**
 * Asks for another phone number: a code goes there, and nothing changes before `confirmPhoneChange`. That somebody has the
 * number already is not told.
 */
export const changePhone = defineAction({
  name: 'changePhone',

  input: z.strictObject({ newPhoneNumber: phoneNumberField }),

  async run({ newPhoneNumber }, context) {
    const { auth } = context;
    const { smsOtpEnabled, phonePasswordEnabled } = auth.config;
    if (!smsOtpEnabled && !phonePasswordEnabled) throw new AuthError('disabled-endpoint');
    const [own, { users }] = await Promise.all([
      getOwnAccount(context),
      auth.hasura.FindUserByPhone({ phoneNumber: newPhoneNumber }),
    ]);
    requireElevation(context, own);
    const { account } = own;
    const [holder] = users;
    if (holder?.id === account.id) throw new AuthError('phone-number-already-in-use');
    if (holder) {
      await pretendToSendTicketSms(auth, { kind, phoneNumber: newPhoneNumber, locale: account.locale });
    } else if ((await sendCode(auth, account, newPhoneNumber)) === 'refused') {
      throw new AuthError('cannot-send-sms');
    }
    return true;
  },
});

async function sendCode(auth: Auth, user: Account, newPhoneNumber: string): Promise<Delivery | undefined> {
  const sms = { kind, user, phoneNumber: newPhoneNumber, locale: user.locale } as const;
  const { ticket, message } = draftTicketSms(auth, sms);
  const { wished } = await auth.hasura.RequestContactChange({
    userId: user.id,
    kind,
    wished: { newPhoneNumber },
    ticket: ticket.row,
    messages: [message.row],
  });
  if (wished?.affected_rows !== 1) return undefined;
  const [delivery] = await auth.outbox.deliver([message]);
  return delivery;
}
