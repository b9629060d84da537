import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { emailField, redirectOptionsField } from '../src/auth/fields.js';
import { sendVerificationMail } from '../src/auth/sendVerificationMail.js';

/** Sends the mail again that proves the address of an account. */
export const sendVerificationEmail = defineAction({
  name: 'sendVerificationEmail',
  input: z.strictObject({
    email: emailField,
    options: redirectOptionsField.nullish(),
    codeChallenge: codeChallengeField,
  }),
  async run({ email, options, codeChallenge }, context) {
    await sendVerificationMail(context, {
      email,
      redirectTo: options?.redirectTo ?? undefined,
      codeChallenge,
    });
    return true;
  },
});
