import { z } from 'zod';
import type { CallContext } from '../auth/auth.js';
import { emailField, passwordField, signUpOptionsField } from '../auth/fields.js';
import { parseInput } from '../auth/parseInput.js';
import { signInWithEmail } from '../auth/signInWithPassword.js';
import { signUpWithEmail } from '../auth/signUpWithPassword.js';
import type { SignInResult } from '../generated/actions.js';

/** Email and password, as `signUp` and `signIn`. */
const given = z.strictObject({ email: emailField, password: passwordField });
const wished = given.extend({ options: signUpOptionsField.default({ metadata: null }) });

export async function signUp(data: unknown, context: CallContext): Promise<SignInResult> {
  return signUpWithEmail(context, parseInput(wished, data));
}

export async function signIn(data: unknown, context: CallContext): Promise<SignInResult> {
  return signInWithEmail(context, parseInput(given, data));
}
