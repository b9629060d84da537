import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { phoneNumberField, signUpOptionsField } from '../src/auth/fields.js';
import { sendSignInSms } from '../src/auth/sendSignIn.js';

/** Sends a text message with a code that signs in; `signInSmsOtp` takes it. */
export const sendSmsOtp = defineAction({
  name: 'sendSmsOtp',

  input: z.strictObject({
    phoneNumber: phoneNumberField,
    options: signUpOptionsField.nullish(),
    signUp: z.boolean().nullish(),
  }),

  async run({ phoneNumber, options, signUp }, context) {
    await sendSignInSms(context, { phoneNumber, options: options ?? {}, signUp: signUp ?? false });
    return true;
  },
});
