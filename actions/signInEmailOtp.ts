import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeField, emailField } from '../src/auth/fields.js';
import { signInByMailedCode } from '../src/auth/signInByCode.js';

/** Signs in with a code from a mail. */
export const signInEmailOtp = defineAction({
  name: 'signInEmailOtp',
  input: z.strictObject({ email: emailField, otp: codeField }),
  run: (input, context) => signInByMailedCode(context, input),
});
