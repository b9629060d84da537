import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { signUpOptionsField } from '../src/auth/fields.js';
import { signInByIdentity } from '../src/auth/identities.js';
import { identityOf } from '../src/auth/idTokens.js';
import { idTokenField, nonceField } from '../src/auth/providerFields.js';

/** Signs in with an ID token that an app has got from a provider. */
export const signInIdToken = defineAction({
  name: 'signInIdToken',

  input: z.strictObject({
    provider: z.string(),
    idToken: idTokenField,
    nonce: nonceField,
    options: signUpOptionsField.nullish(),
    signUp: z.boolean().nullish(),
  }),

  async run({ options, signUp, ...given }, context) {
    const identity = await identityOf(context.auth, given);
    const { session, mfa } = await signInByIdentity(context, identity, {
      wishes: options ?? {},
      signUp: signUp ?? false,
    });
    return { session, mfa };
  },
});
