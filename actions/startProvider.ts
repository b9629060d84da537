import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { providerOptionsField } from '../src/auth/providerFields.js';
import { startProviderSignIn } from '../src/auth/startProvider.js';

/** Begins to sign in with a provider: gives the URL for the browser. */
export const startProvider = defineAction({
  name: 'startProvider',
  input: z.strictObject({
    provider: z.string(),
    options: providerOptionsField.nullish(),
    signUp: z.boolean().nullish(),
  }),
  run({ provider, options, signUp }, context) {
    const { codeChallenge, providerSpecificParams, state, ...wishes } = options ?? { metadata: null };
    return startProviderSignIn(context, provider, {
      wishes,
      codeChallenge,
      providerSpecificParams,
      signUp,
      clientState: state,
    });
  },
});
