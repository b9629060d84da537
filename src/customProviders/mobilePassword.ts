import { z } from 'zod';
import type { CallContext } from '../auth/auth.js';
import { codeField, passwordField, phoneNumberField, signUpOptionsField } from '../auth/fields.js';
import { parseInput } from '../auth/parseInput.js';
import { signInWithPhone } from '../auth/signInWithPassword.js';
import { confirmPhoneSignUp, signUpWithPhone } from '../auth/signUpWithPhone.js';
import type { SignInResult } from '../generated/actions.js';

/** Phone number and password, as `signUpPhone`, `verifyPhone` (with `otp` in the place of `password`) and `signInPhone`. */
const given = z.strictObject({ phoneNumber: phoneNumberField, password: passwordField });
const wished = given.extend({ options: signUpOptionsField.default({ metadata: null }) });
const proof = z.strictObject({ phoneNumber: phoneNumberField, otp: codeField });

export async function signUp(data: unknown, context: CallContext): Promise<SignInResult> {
  const parsed = parseInput(z.union([proof, wished]), data);
  return 'otp' in parsed ? confirmPhoneSignUp(context, parsed) : signUpWithPhone(context, parsed);
}

export async function signIn(data: unknown, context: CallContext): Promise<SignInResult> {
  return signInWithPhone(context, parseInput(given, data));
}
