import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { emailField, signUpOptionsField } from '../src/auth/fields.js';
import { sendSignInMail } from '../src/auth/sendSignIn.js';

/** Sends a mail with a link that signs in; `confirmTicket` uses it. */
export const sendMagicLink = defineAction({
  name: 'sendMagicLink',

  input: z.strictObject({
    email: emailField,
    options: signUpOptionsField.nullish(),
    signUp: z.boolean().nullish(),
    codeChallenge: codeChallengeField,
  }),

  async run({ email, options, signUp, codeChallenge }, context) {
    const wishes = { email, options: options ?? {}, signUp: signUp ?? false, codeChallenge };
    await sendSignInMail(context, { kind: 'passwordlessEmail', ...wishes });
    return true;
  },
});
