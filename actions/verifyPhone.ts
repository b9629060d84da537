import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeField, phoneNumberField } from '../src/auth/fields.js';
import { confirmPhoneSignUp } from '../src/auth/signUpWithPhone.js';

/** Proves the phone number of `signUpPhone`, makes the account and signs in. */
export const verifyPhone = defineAction({
  name: 'verifyPhone',
  input: z.strictObject({ phoneNumber: phoneNumberField, otp: codeField }),
  run: (input, context) => confirmPhoneSignUp(context, input),
});
