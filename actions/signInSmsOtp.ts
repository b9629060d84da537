import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeField, phoneNumberField } from '../src/auth/fields.js';
import { signInByTextedCode } from '../src/auth/signInByCode.js';

/** Signs in with a code from a text message, also one of `deanonymize`. */
export const signInSmsOtp = defineAction({
  name: 'signInSmsOtp',
  input: z.strictObject({ phoneNumber: phoneNumberField, otp: codeField }),
  run: (input, context) => signInByTextedCode(context, input),
});
