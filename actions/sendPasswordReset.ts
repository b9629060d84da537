import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { note } from '../src/auth/auditEntry.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { isEmailAllowed } from '../src/auth/email.js';
import { emailField, redirectOptionsField } from '../src/auth/fields.js';
import { requireAllowedRedirect } from '../src/auth/redirects.js';
import { pretendToSendTicketMail, sendTicketMail } from '../src/auth/ticketMessages.js';
import { hasPasswords } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';

/**
 * Mails a link that signs in and allows a new password, where passwords are switched on. The answer, and the time it
 * takes, are the same for every address.
 */
export const sendPasswordReset = defineAction({
  name: 'sendPasswordReset',

  input: z.strictObject({
    email: emailField,
    options: redirectOptionsField.nullish(),
    codeChallenge: codeChallengeField,
  }),

  async run({ email, options, codeChallenge }, context) {
    const { auth } = context;
    // The link signs in: where nobody has a password it would be a way in that is not switched on.
    if (!hasPasswords(auth.config)) throw new AuthError('disabled-endpoint');
    const redirectTo = requireAllowedRedirect(auth.redirects, options?.redirectTo);
    const { users } = await auth.hasura.FindUserByEmail({ email });
    const [user] = users;
    if (user) note(context, { userId: user.id });
    const kind = 'passwordReset';
    const link = { redirectTo, codeChallenge };
    if (user?.email && !user.disabled && isEmailAllowed(user.email, auth.config)) {
      await sendTicketMail(auth, { kind, user, email: user.email, locale: user.locale, ...link });
    } else {
      await pretendToSendTicketMail(auth, { kind, email, locale: auth.config.defaultLocale, ...link });
    }
    return true;
  },
});
