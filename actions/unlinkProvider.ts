import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation } from '../src/auth/account.js';
import { unlinkIdentity } from '../src/auth/unlinkIdentity.js';

/** Removes an identity from the caller's account; never the last way to sign in. */
export const unlinkProvider = defineAction({
  name: 'unlinkProvider',

  input: z.strictObject({ id: z.uuid() }),

  async run({ id }, context) {
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    return unlinkIdentity(context, own.account, id);
  },
});
