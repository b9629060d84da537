import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { signInAnonymously } from '../src/auth/anonymous.js';
import { signUpOptionsField } from '../src/auth/fields.js';

/** Creates an account without any way to sign in again, and signs in. */
export const signInAnonymous = defineAction({
  name: 'signInAnonymous',
  input: z.strictObject({
    options: signUpOptionsField.pick({ displayName: true, locale: true, metadata: true }).nullish(),
  }),
  run: ({ options }, context) => signInAnonymously(context, options ?? {}),
});
