import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { type Account, getOwnAccount, requireElevation } from '../src/auth/account.js';
import type { Auth } from '../src/auth/auth.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { isNewEmailAllowed } from '../src/auth/email.js';
import { emailField, redirectOptionsField } from '../src/auth/fields.js';
import { sendNotice } from '../src/auth/notices.js';
import { requireAllowedRedirect } from '../src/auth/redirects.js';
import { draftTicketMail, type TicketMail, type TicketMessage } from '../src/auth/ticketMessages.js';
import { AuthError } from '../src/errors.js';

/**
 * Asks for another address: a link goes there, and nothing changes before it is used. Whether somebody has the address
 * already is told to its owner alone, by a mail in place of the link.
 */
export const changeEmail = defineAction({
  name: 'changeEmail',

  input: z.strictObject({
    newEmail: emailField,
    options: redirectOptionsField.nullish(),
    codeChallenge: codeChallengeField,
  }),

  async run({ newEmail, options, codeChallenge }, context) {
    const { auth } = context;
    const redirectTo = requireAllowedRedirect(auth.redirects, options?.redirectTo);
    if (!isNewEmailAllowed(newEmail, auth.config)) throw new AuthError('invalid-email-password');
    const [own, { users }] = await Promise.all([
      getOwnAccount(context),
      auth.hasura.FindUserByEmail({ email: newEmail }),
    ]);
    requireElevation(context, own);
    const { account } = own;
    const [holder] = users;
    if (holder?.id === account.id && holder.email === newEmail) throw new AuthError('email-already-in-use');
    // Drafted in both cases, so that a server that can send no mail refuses both.
    const link = draftLink(auth, account, newEmail, { redirectTo, codeChallenge });
    if (holder && holder.id !== account.id) await sendNotice(auth, { kind: 'account-exists', user: holder });
    else await sendLink(auth, account, newEmail, link);
    return true;
  },
});

const kind = 'emailConfirmChange';

function draftLink(
  auth: Auth,
  user: Account,
  newEmail: string,
  end: Pick<TicketMail, 'redirectTo' | 'codeChallenge'>,
): TicketMessage {
  return draftTicketMail(auth, {
    kind,
    user,
    email: newEmail,
    locale: user.locale,
    ...end,
    ...(user.email !== null && { presentEmail: user.email }),
  });
}

async function sendLink(
  auth: Auth,
  { id: userId }: Account,
  newEmail: string,
  { ticket, message }: TicketMessage,
): Promise<void> {
  const { wished } = await auth.hasura.RequestContactChange({
    userId,
    kind,
    wished: { newEmail },
    ticket: ticket.row,
    messages: [message.row],
  });
  // Disabled meanwhile: the ticket is refused when it is used.
  if (wished?.affected_rows === 1) await auth.outbox.deliver([message]);
}
