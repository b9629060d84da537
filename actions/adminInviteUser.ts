import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireAdmin } from '../src/auth/admin.js';
import { note } from '../src/auth/auditEntry.js';
import { isEmailAllowed } from '../src/auth/email.js';
import { emailField, signUpOptionsField } from '../src/auth/fields.js';
import { insertUser, newAccountRow } from '../src/auth/newAccounts.js';
import { chooseSignUpOptions } from '../src/auth/signUpOptions.js';
import { draftTicketMail } from '../src/auth/ticketMessages.js';
import { nestedRow } from '../src/auth/tickets.js';
import { toAuthUser } from '../src/auth/users.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Creates an account without a password, and sends the mail with its first way in: all rows in one insert. */
export const adminInviteUser = defineAction({
  name: 'adminInviteUser',

  input: z.strictObject({ email: emailField, options: signUpOptionsField.nullish() }),

  async run({ email, options }, context) {
    const { auth, caller } = context;
    requireAdmin(caller);
    const { config, redirects } = auth;
    if (!isEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
    const choices = chooseSignUpOptions(options ?? {}, { name: email, config, redirects });
    const id = newUuid();
    const { displayName, locale, redirectTo } = choices;
    const { ticket, message } = draftTicketMail(auth, {
      kind: 'invite',
      user: { id, displayName },
      email,
      locale,
      redirectTo,
    });
    const made = await insertUser(auth, {
      ...newAccountRow(auth, { email }, choices),
      id,
      disabled: false,
      tickets: { data: [nestedRow(ticket)] },
      outbox: { data: [nestedRow(message)] },
    });
    await auth.outbox.deliver([message]);
    note(context, { userId: made.id });
    return toAuthUser(made);
  },
});
