import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation } from '../src/auth/account.js';
import { draftChange, noteWritten } from '../src/auth/auditEntry.js';
import { codeField } from '../src/auth/fields.js';
import { draftNotice, rowsOf } from '../src/auth/notices.js';
import { draftRecoveryCodes } from '../src/auth/recoveryCodes.js';
import { getTotpStep, spendTotpAttempt } from '../src/auth/totp.js';
import { requireEnabled } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Switches the second factor on by the first code of the secret of `generateTotp`; gives the recovery codes. */
export const activateTotp = defineAction({
  name: 'activateTotp',

  input: z.strictObject({ code: codeField }),

  async run({ code }, context) {
    const { auth } = context;
    requireEnabled(auth.config, 'mfaEnabled');
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    const account = await spendTotpAttempt(auth, own.account.id);
    const { id: userId, totpPendingSecret: pendingSecret } = account;
    if (pendingSecret === null) throw new AuthError('no-totp-secret');
    const step = getTotpStep(auth, userId, pendingSecret, code);

    const recoveryCodes = draftRecoveryCodes(auth, userId);
    const notices = draftNotice(auth, { kind: 'totp-enabled', user: account });
    const { activated } = await auth.hasura.ActivateTotp({
      userId,
      pendingSecret,
      step,
      changeId: newUuid(),
      recoveryCodes: recoveryCodes.rows,
      recoveryCodeIds: recoveryCodes.rows.map(({ id }) => id),
      ...rowsOf(notices),
      ...draftChange(context, { event: 'mfa-enable' }),
    });
    // Activated by somebody else at the same moment, or replaced by another secret.
    if (!activated?.returning[0]) throw new AuthError('invalid-totp');
    noteWritten(context);
    await auth.outbox.deliver(notices);
    return { recoveryCodes: recoveryCodes.texts };
  },
});
