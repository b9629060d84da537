import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { emailField, signUpOptionsField } from '../src/auth/fields.js';
import { startSignUp } from '../src/auth/passkeySignUp.js';

/** Options for a browser to make the passkey of a new account. */
export const startPasskeySignUp = defineAction({
  name: 'startPasskeySignUp',
  input: z.strictObject({ email: emailField, options: signUpOptionsField.nullish() }),
  run: ({ email, options }, context) => startSignUp(context, { email, options: options ?? {} }),
});
