import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { Auth, CallContext } from './auth.js';
import { requireGoodPassword } from './newPasswords.js';
import { assertTaken } from './sendSignIn.js';
import { signInByTicket, toSignUpPayload } from './signInByTicket.js';
import { chooseSignUpOptions, type SignUpWishes } from './signUpOptions.js';
import { sendTicketSms } from './ticketMessages.js';
import { getCode } from './tickets.js';
import type { User } from './users.js';
import { requireEnabled } from './ways.js';

interface PhoneSignUp {
  readonly phoneNumber: string;
  readonly password: string;
  readonly options: SignUpWishes;
}

/**
 * Asks for an account with phone number and password: a code goes to the number, and the account is made when it comes
 * back, so that nobody keeps a number from its owner. The owner of a number that has an account is told so instead.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `cannot-send-sms`, what the options make of it, and what the
 *   rules of passwords say.
 */
export async function signUpWithPhone(
  { auth }: CallContext,
  { phoneNumber, password, options }: PhoneSignUp,
): Promise<SignInResult> {
  const { config, redirects } = auth;
  requireEnabled(config, 'phonePasswordEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  const { locale, displayName } = chooseSignUpOptions(options, { name: phoneNumber, config, redirects });
  await requireGoodPassword(auth, password, [phoneNumber, displayName]);
  const passwordHash = await auth.passwords.hash(password);
  const { users } = await auth.hasura.FindUserByPhone({ phoneNumber });
  const [user] = users;
  if (user) {
    await tellOwner(auth, user, phoneNumber);
  } else {
    const payload = toSignUpPayload(options, passwordHash);
    assertTaken(await sendTicketSms(auth, { kind: 'phoneSignUp', user: null, phoneNumber, locale, payload }));
  }
  return { session: null, mfa: null };
}

async function tellOwner(auth: Auth, user: User, phoneNumber: string): Promise<void> {
  const { id, displayName, locale } = user;
  const content = { kind: 'account-exists-sms', to: phoneNumber, locale, values: { displayName } } as const;
  const draft = auth.outbox.draftSms(content, { userId: id });
  await auth.hasura.InsertMessages({ messages: [draft.row] });
  await auth.outbox.deliver([draft]);
}

/**
 * Proves the number of `signUpWithPhone`, makes the account and signs in.
 *
 * @throws AuthError `disabled-endpoint`, `invalid-otp`, `signup-disabled`, `disabled-user`.
 */
export async function confirmPhoneSignUp(
  context: CallContext,
  { phoneNumber, otp }: { readonly phoneNumber: string; readonly otp: string },
): Promise<SignInResult> {
  const { auth } = context;
  requireEnabled(auth.config, 'phonePasswordEnabled');
  return signInByTicket(
    context,
    await getCode(auth, otp, { recipient: phoneNumber, kinds: ['phoneSignUp'] }),
  );
}
