import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { passwordField, usernameField } from '../src/auth/fields.js';
import { signInWithUsername } from '../src/auth/signInWithPassword.js';

/** Signs in with username and password. */
export const signInUsername = defineAction({
  name: 'signInUsername',
  input: z.strictObject({ username: usernameField, password: passwordField }),
  run: (input, context) => signInWithUsername(context, input),
});
