import { z } from 'zod';
import type { CallContext } from '../auth/auth.js';
import { passwordField, signUpOptionsField, usernameField } from '../auth/fields.js';
import { parseInput } from '../auth/parseInput.js';
import { signInWithUsername } from '../auth/signInWithPassword.js';
import { signUpWithUsername } from '../auth/signUpWithPassword.js';
import type { SignInResult } from '../generated/actions.js';

/** Username and password, as `signUpUsername` and `signInUsername`. */
const given = z.strictObject({ username: usernameField, password: passwordField });
const wished = given.extend({ options: signUpOptionsField.default({ metadata: null }) });

export async function signUp(data: unknown, context: CallContext): Promise<SignInResult> {
  return signUpWithUsername(context, parseInput(wished, data));
}

export async function signIn(data: unknown, context: CallContext): Promise<SignInResult> {
  return signInWithUsername(context, parseInput(given, data));
}
