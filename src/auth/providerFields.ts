import { z } from 'zod';
import { codeChallengeField } from './codeChallenge.js';
import { jsonObjectField, signUpOptionsField } from './fields.js';

/** Given back to the client as it is, in a URL. */
const clientStateField = z.string().max(1024).nullish();

export const providerOptionsField = signUpOptionsField.extend({
  codeChallenge: codeChallengeField,
  providerSpecificParams: jsonObjectField,
  state: clientStateField,
});

export const linkOptionsField = z.strictObject({
  redirectTo: z.string().nullish(),
  codeChallenge: codeChallengeField.unwrap().unwrap(),
  providerSpecificParams: jsonObjectField,
  state: clientStateField,
});

/** A JWS in compact form is never longer where a provider makes it. */
export const idTokenField = z.string().max(16_384);
export const nonceField = z.string().min(1).max(512).nullish();
