import { z } from 'zod';
import type { CallContext } from '../auth/auth.js';
import { codeField, phoneNumberField, signUpOptionsField } from '../auth/fields.js';
import { parseInput } from '../auth/parseInput.js';
import { sendSignInSms } from '../auth/sendSignIn.js';
import { signInByTextedCode } from '../auth/signInByCode.js';
import type { SignInResult } from '../generated/actions.js';

/**
 * A code by text message, as `sendSmsOtp` and `signInSmsOtp`: without `otp` it is sent, and there is no session yet; with
 * it, it signs in. Whether the client signs up or in makes a difference only where no account is made by itself.
 */
const schema = z.strictObject({
  phoneNumber: phoneNumberField,
  otp: codeField.optional(),
  options: signUpOptionsField.default({ metadata: null }),
});

export async function signUp(data: unknown, context: CallContext): Promise<SignInResult> {
  return sendOrTake(data, context, true);
}

export async function signIn(data: unknown, context: CallContext): Promise<SignInResult> {
  return sendOrTake(data, context, false);
}

async function sendOrTake(data: unknown, context: CallContext, signUp: boolean): Promise<SignInResult> {
  const { phoneNumber, otp, options } = parseInput(schema, data);
  if (otp !== undefined) return signInByTextedCode(context, { phoneNumber, otp });
  await sendSignInSms(context, { phoneNumber, options, signUp });
  return { session: null, mfa: null };
}
