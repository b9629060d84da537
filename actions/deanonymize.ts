import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { codeChallengeField } from '../src/auth/codeChallenge.js';
import { deanonymizeByMail, deanonymizeBySms } from '../src/auth/deanonymize.js';
import { emailField, passwordField, phoneNumberField, signUpOptionsField } from '../src/auth/fields.js';
import { AuthError } from '../src/errors.js';

/** Gives the anonymous account of the caller a way to sign in; its id and everything that belongs to it stay. */
export const deanonymize = defineAction({
  name: 'deanonymize',

  input: z.strictObject({
    signInMethod: z.string(),
    email: emailField.nullish(),
    phoneNumber: phoneNumberField.nullish(),
    password: passwordField.nullish(),
    options: signUpOptionsField.nullish(),
    codeChallenge: codeChallengeField,
  }),

  async run(input, context) {
    const options = input.options ?? {};
    const { email, phoneNumber, password, codeChallenge } = input;
    switch (`${input.signInMethod}:${given({ email, phoneNumber, password })}`) {
      case 'email-password:email,password':
        await deanonymizeByMail(context, {
          email: email ?? '',
          password: password ?? '',
          options,
          codeChallenge,
        });
        return true;
      case 'passwordless:email':
        await deanonymizeByMail(context, { email: email ?? '', password: undefined, options, codeChallenge });
        return true;
      case 'sms:phoneNumber':
        await deanonymizeBySms(context, { phoneNumber: phoneNumber ?? '', options });
        return true;
      default:
        throw new AuthError('invalid-request', {
          details:
            'needs email and password for email-password, email for passwordless, phoneNumber for sms, and no more',
        });
    }
  },
});

/** Names of the fields that have a value. */
function given(fields: Readonly<Record<string, unknown>>): string {
  return Object.keys(fields)
    .filter((name) => fields[name] !== undefined && fields[name] !== null)
    .join(',');
}
