import { AuthError } from '../errors.js';
import { note } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { isEmailAllowed } from './email.js';
import { requireAllowedRedirect } from './redirects.js';
import { pretendToSendTicketMail, sendTicketMail, type TicketMail } from './ticketMessages.js';

/**
 * Sends the mail again that proves the address of an account. Only who is signed in to that account hears that it is
 * proved already; to all others the answer, and what is done for it, is the same whatever there is.
 *
 * @throws AuthError `redirectTo-not-allowed`, `invalid-email-password` for an email that the lists refuse, or
 *   `email-already-verified`.
 */
export async function sendVerificationMail(
  context: CallContext,
  { email, redirectTo, codeChallenge }: Pick<TicketMail, 'email' | 'redirectTo' | 'codeChallenge'>,
): Promise<void> {
  const { auth, caller } = context;
  const { config, redirects } = auth;
  requireAllowedRedirect(redirects, redirectTo);
  if (!isEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
  const { users } = await auth.hasura.FindUserByEmail({ email });
  const [user] = users;
  if (user) note(context, { userId: user.id });
  if (user?.emailVerified && user.id === caller.userId) throw new AuthError('email-already-verified');

  const kind = 'verifyEmail';
  const link = { redirectTo, codeChallenge };
  if (user && !user.emailVerified && !user.disabled) {
    await sendTicketMail(auth, { kind, user, email: user.email ?? email, locale: user.locale, ...link });
  } else {
    await pretendToSendTicketMail(auth, { kind, email, locale: config.defaultLocale, ...link });
  }
}
