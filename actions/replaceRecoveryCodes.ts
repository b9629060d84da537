import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation, requireFreshProof } from '../src/auth/account.js';
import { draftNotice } from '../src/auth/notices.js';
import { draftRecoveryCodes } from '../src/auth/recoveryCodes.js';
import { requireEnabled } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';

/** Makes new recovery codes in the place of all former ones, in a session that is fresh or elevated. */
export const replaceRecoveryCodes = defineAction({
  name: 'replaceRecoveryCodes',

  input: z.strictObject({}),

  async run(_input, context) {
    const { auth } = context;
    requireEnabled(auth.config, 'mfaEnabled');
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    requireFreshProof(context, own);
    const { account } = own;
    if (account.activeMfaType !== 'totp') throw new AuthError('disabled-mfa-totp');
    const { texts, rows } = draftRecoveryCodes(auth, account.id);
    const notices = draftNotice(auth, { kind: 'recovery-codes-replaced', user: account });
    await auth.hasura.ReplaceRecoveryCodes({
      userId: account.id,
      recoveryCodes: rows,
      messages: notices.map(({ row }) => row),
    });
    await auth.outbox.deliver(notices);
    return { recoveryCodes: texts };
  },
});
