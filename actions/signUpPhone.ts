import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { passwordField, phoneNumberField, signUpOptionsField } from '../src/auth/fields.js';
import { signUpWithPhone } from '../src/auth/signUpWithPhone.js';

/** Asks for an account with phone number and password; `verifyPhone` makes it. */
export const signUpPhone = defineAction({
  name: 'signUpPhone',
  input: z.strictObject({
    phoneNumber: phoneNumberField,
    password: passwordField,
    options: signUpOptionsField.nullish(),
  }),
  run: ({ options, ...given }, context) => signUpWithPhone(context, { ...given, options: options ?? {} }),
});
