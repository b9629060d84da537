import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { emailField, redirectOptionsField } from '../src/auth/fields.js';
import { sendVerificationMail } from '../src/auth/sendVerificationMail.js';

/** Sends the mail again that proves the address of an account. */
export const sendVerificationEmail = defineAction({
  name: 'sendVerificationEmail',
  input: z.strictObject({ email: emailField, options: redirectOptionsField.nullish() }),
  async run({ email, options }, context) {
    await sendVerificationMail(context, { email, redirectTo: options?.redirectTo ?? undefined });
    return true;
  },
});
