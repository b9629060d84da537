import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { passwordField, signUpOptionsField, usernameField } from '../src/auth/fields.js';
import { signUpWithUsername } from '../src/auth/signUpWithPassword.js';

/** Creates an account with username and password. */
export const signUpUsername = defineAction({
  name: 'signUpUsername',
  input: z.strictObject({
    username: usernameField,
    password: passwordField,
    options: signUpOptionsField.nullish(),
  }),
  run: ({ options, ...given }, context) => signUpWithUsername(context, { ...given, options: options ?? {} }),
});
