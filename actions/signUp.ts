import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { emailField, passwordField, signUpOptionsField } from '../src/auth/fields.js';
import { signUpWithEmail } from '../src/auth/signUpWithPassword.js';

/** Creates an account with email and password. Without a session when the email has to be verified first. */
export const signUp = defineAction({
  name: 'signUp',
  input: z.strictObject({
    email: emailField,
    password: passwordField,
    options: signUpOptionsField.nullish(),
    codeChallenge: codeChallengeField,
  }),
  run: ({ options, ...given }, context) => signUpWithEmail(context, { ...given, options: options ?? {} }),
});
