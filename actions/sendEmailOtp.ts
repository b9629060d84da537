import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { emailField, signUpOptionsField } from '../src/auth/fields.js';
import { sendSignInMail } from '../src/auth/sendSignIn.js';

/** Sends a mail with a code that signs in; `signInEmailOtp` takes it. */
export const sendEmailOtp = defineAction({
  name: 'sendEmailOtp',

  input: z.strictObject({
    email: emailField,
    options: signUpOptionsField.nullish(),
    signUp: z.boolean().nullish(),
  }),

  async run({ email, options, signUp }, context) {
    const wishes = { email, options: options ?? {}, signUp: signUp ?? false };
    await sendSignInMail(context, { kind: 'emailOtp', ...wishes });
    return true;
  },
});
