import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount } from '../src/auth/account.js';
import { elevationWaysOf } from '../src/auth/elevation.js';
import { sendTicketMail, sendTicketSms } from '../src/auth/ticketMessages.js';
import { AuthError } from '../src/errors.js';

/** Sends a code for `elevate` to the proved address or number of the caller. */
export const sendElevationCode = defineAction({
  name: 'sendElevationCode',

  input: z.strictObject({ method: z.string() }),

  async run({ method }, context) {
    const { auth } = context;
    const { account } = await getOwnAccount(context);
    const { email, phoneNumber, locale } = account;
    if (!elevationWaysOf(auth, account).some((way) => way === method)) throw notPossible();
    if (method === 'email' && email !== null) {
      await sendTicketMail(auth, { kind: 'elevateEmail', user: account, email, locale });
    } else if (method === 'sms' && phoneNumber !== null) {
      const delivery = await sendTicketSms(auth, { kind: 'elevateSms', user: account, phoneNumber, locale });
      if (delivery === 'refused') throw new AuthError('cannot-send-sms');
    } else {
      throw notPossible();
    }
    return true;
  },
});

function notPossible(): AuthError {
  return new AuthError('invalid-request', {
    details: 'method must be "email" or "sms", and one of elevationMethods',
  });
}
