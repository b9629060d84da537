import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation, requireFreshProof } from '../src/auth/account.js';
import { identityOf } from '../src/auth/idTokens.js';
import { linkToCaller } from '../src/auth/linkIdentity.js';
import { idTokenField, nonceField } from '../src/auth/providerFields.js';

/** Links an identity to the caller's account, by an ID token that an app has got. */
export const linkIdToken = defineAction({
  name: 'linkIdToken',

  input: z.strictObject({ provider: z.string(), idToken: idTokenField, nonce: nonceField }),

  async run(given, context) {
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    // It is a further way in, for whoever adds it.
    requireFreshProof(context, own);
    await linkToCaller(context, await identityOf(context.auth, given), own.account);
    return true;
  },
});
