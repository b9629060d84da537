import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { passwordField, phoneNumberField } from '../src/auth/fields.js';
import { signInWithPhone } from '../src/auth/signInWithPassword.js';

/** Signs in with phone number and password. */
export const signInPhone = defineAction({
  name: 'signInPhone',
  input: z.strictObject({ phoneNumber: phoneNumberField, password: passwordField }),
  run: (input, context) => signInWithPhone(context, input),
});
