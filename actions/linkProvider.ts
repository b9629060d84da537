import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation, requireFreshProof } from '../src/auth/account.js';
import { linkOptionsField } from '../src/auth/providerFields.js';
import { startProviderSignIn } from '../src/auth/startProvider.js';

/** Begins to link an identity of a provider to the caller's account: gives the URL for the browser. */
export const linkProvider = defineAction({
  name: 'linkProvider',

  input: z.strictObject({ provider: z.string(), options: linkOptionsField }),

  async run({ provider, options }, context) {
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    // It is a further way in, for whoever adds it.
    requireFreshProof(context, own);
    const { redirectTo, codeChallenge, providerSpecificParams, state } = options;
    return startProviderSignIn(
      context,
      provider,
      { wishes: { redirectTo }, codeChallenge, providerSpecificParams, clientState: state },
      own.account.id,
    );
  },
});
