import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { emailField, passwordField } from '../src/auth/fields.js';
import { signInWithEmail } from '../src/auth/signInWithPassword.js';

/** Signs in with email and password. */
export const signIn = defineAction({
  name: 'signIn',
  input: z.strictObject({ email: emailField, password: passwordField }),
  run: (input, context) => signInWithEmail(context, input),
});
