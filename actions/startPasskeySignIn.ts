import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { emailField } from '../src/auth/fields.js';
import { startSignIn } from '../src/auth/passkeySignIn.js';

/** Options for a browser to sign in with a passkey. The answer is of one kind, whether there is an account or not. */
export const startPasskeySignIn = defineAction({
  name: 'startPasskeySignIn',
  input: z.strictObject({ email: emailField.nullish() }),
  run: ({ email }, context) => startSignIn(context, email),
});
