import type { SignInResult } from '../generated/actions.js';
import type { CallContext } from './auth.js';
import { convertByCode } from './deanonymize.js';
import { signInByTicket } from './signInByTicket.js';
import { getCode } from './tickets.js';
import { requireEnabled } from './ways.js';

/** @throws AuthError `disabled-endpoint`, `invalid-otp`, and as `signInByTicket`. */
export async function signInByMailedCode(
  context: CallContext,
  { email, otp }: { readonly email: string; readonly otp: string },
): Promise<SignInResult> {
  const { auth } = context;
  requireEnabled(auth.config, 'emailOtpEnabled');
  return signInByTicket(context, await getCode(auth, otp, { recipient: email, kinds: ['emailOtp'] }));
}

/**
 * Also converts an anonymous account, when the code is one of `deanonymize`.
 *
 * @throws AuthError `disabled-endpoint`, `invalid-otp`, and as `signInByTicket`.
 */
export async function signInByTextedCode(
  context: CallContext,
  { phoneNumber, otp }: { readonly phoneNumber: string; readonly otp: string },
): Promise<SignInResult> {
  const { auth } = context;
  requireEnabled(auth.config, 'smsOtpEnabled');
  const kinds = ['smsOtp', 'deanonymizeSms'] as const;
  const ticket = await getCode(auth, otp, { recipient: phoneNumber, kinds });
  return ticket.kind === 'deanonymizeSms' ? convertByCode(context, ticket) : signInByTicket(context, ticket);
}
