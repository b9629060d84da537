import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { nicknameField, registrationField, signUpOptionsField } from '../src/auth/fields.js';
import { finishSignUp } from '../src/auth/passkeySignUp.js';

/** Creates an account with the passkey that a browser has made. Without a session when the email has to be verified first. */
export const finishPasskeySignUp = defineAction({
  name: 'finishPasskeySignUp',
  input: z.strictObject({
    credential: registrationField,
    options: signUpOptionsField.nullish(),
    nickname: nicknameField.nullish(),
    codeChallenge: codeChallengeField,
  }),
  run: ({ options, ...given }, context) => finishSignUp(context, { ...given, options: options ?? {} }),
});
