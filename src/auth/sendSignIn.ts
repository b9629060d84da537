import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';
import { note } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { isEmailAllowed, isNewEmailAllowed } from './email.js';
import { toSignUpPayload } from './signInByTicket.js';
import { chooseSignUpOptions, type SignUpWishes } from './signUpOptions.js';
import {
  pretendToSendTicketMail,
  pretendToSendTicketSms,
  sendTicketMail,
  sendTicketSms,
} from './ticketMessages.js';
import { requireEnabled } from './ways.js';

interface Wishes {
  /** What an account that is made by it has; `redirectTo` counts for every link. */
  readonly options: SignUpWishes;
  /** Whether an account shall be made where there is none, also when the server does not do it by itself. */
  readonly signUp: boolean;
}

interface MailWishes extends Wishes {
  /** Of a link; see `TicketMail`. */
  readonly codeChallenge?: string | null | undefined;
  readonly kind: 'passwordlessEmail' | 'emailOtp';
  readonly email: string;
}

/**
 * Sends a link or a code that signs in, and proves the address. An account is made only when it is used: nobody makes one
 * with an address of somebody else. The answer, and what is done for it, is the same whether there is an account or not.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `invalid-email-password` for an email that the lists refuse,
 *   and what the options make of it.
 */
export async function sendSignInMail(
  context: CallContext,
  { kind, email, options, signUp, codeChallenge }: MailWishes,
): Promise<void> {
  const { auth } = context;
  const { config, redirects } = auth;
  requireEnabled(config, kind === 'emailOtp' ? 'emailOtpEnabled' : 'magicLinkEnabled');
  if (!isEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
  const makesAccount = mayMakeAccount(config, signUp);
  const { locale, redirectTo } = chooseSignUpOptions(options, { name: email, config, redirects });
  const link = { redirectTo, codeChallenge };

  const { users } = await auth.hasura.FindUserByEmail({ email });
  const [user] = users;
  if (user) note(context, { userId: user.id });
  if (user && !user.disabled) {
    await sendTicketMail(auth, { kind, user, email: user.email ?? email, locale: user.locale, ...link });
  } else if (!user && makesAccount && isNewEmailAllowed(email, config)) {
    const payload = toSignUpPayload(options);
    await sendTicketMail(auth, { kind, user: null, email, locale, payload, ...link });
  } else {
    await pretendToSendTicketMail(auth, { kind, email, locale, ...link });
  }
}

/**
 * The same by text message.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `cannot-send-sms` when the service will not have the number,
 *   and what the options make of it.
 */
export async function sendSignInSms(
  context: CallContext,
  { phoneNumber, options, signUp }: Wishes & { readonly phoneNumber: string },
): Promise<void> {
  const { auth } = context;
  const { config, redirects } = auth;
  requireEnabled(config, 'smsOtpEnabled');
  const makesAccount = mayMakeAccount(config, signUp);
  const { locale } = chooseSignUpOptions(options, { name: phoneNumber, config, redirects });

  const { users } = await auth.hasura.FindUserByPhone({ phoneNumber });
  const [user] = users;
  const kind = 'smsOtp';
  if (user) note(context, { userId: user.id });
  if (user && !user.disabled) {
    assertTaken(await sendTicketSms(auth, { kind, user, phoneNumber, locale: user.locale }));
  } else if (!user && makesAccount) {
    const payload = toSignUpPayload(options);
    assertTaken(await sendTicketSms(auth, { kind, user: null, phoneNumber, locale, payload }));
  } else {
    await pretendToSendTicketSms(auth, { kind, phoneNumber, locale });
  }
}

/** @throws AuthError `cannot-send-sms` when the service will never deliver the message. */
export function assertTaken(delivery: 'delivered' | 'pending' | 'refused'): void {
  if (delivery === 'refused') throw new AuthError('cannot-send-sms');
}

/** @throws AuthError `signup-disabled` for who asks for an account where nobody gets one. */
function mayMakeAccount(config: Config, signUp: boolean): boolean {
  if (signUp && config.signUpDisabled) throw new AuthError('signup-disabled');
  return !config.signUpDisabled && (signUp || !config.autoSignUpDisabled);
}
