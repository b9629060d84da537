import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation } from '../src/auth/account.js';
import { draftChange, noteWritten } from '../src/auth/auditEntry.js';
import type { Auth } from '../src/auth/auth.js';
import { codeField } from '../src/auth/fields.js';
import { draftNotice, rowsOf } from '../src/auth/notices.js';
import { hashRecoveryCode } from '../src/auth/recoveryCodes.js';
import { getTotpStep, spendTotpAttempt } from '../src/auth/totp.js';
import { requireEnabled } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';
import { newUuid } from '../src/lib/ids.js';

/** Switches the second factor off, by a code of it or by a recovery code. The owner is told by mail. */
export const disableTotp = defineAction({
  name: 'disableTotp',

  input: z.strictObject({ code: codeField }),

  async run({ code }, context) {
    const { auth } = context;
    requireEnabled(auth.config, 'mfaEnabled');
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    if (own.account.activeMfaType !== 'totp') throw new AuthError('disabled-mfa-totp');
    const account = await spendTotpAttempt(auth, own.account.id);
    if (account.totpSecret === null) throw new AuthError('disabled-mfa-totp');

    const notices = draftNotice(auth, { kind: 'totp-disabled', user: account });
    const isDisabled = await disable(auth, account.id, account.totpSecret, code, {
      changeId: newUuid(),
      ...rowsOf(notices),
      ...draftChange(context, { event: 'mfa-disable' }),
    });
    // Used before, or of another secret by now.
    if (!isDisabled) throw new AuthError('invalid-totp');
    noteWritten(context);
    await auth.outbox.deliver(notices);
    return true;
  },
});

type Change = Pick<
  Parameters<Auth['hasura']['DisableTotp']>[0],
  'changeId' | 'messages' | 'messageIds' | 'audit' | 'auditIds'
>;

async function disable(
  auth: Auth,
  userId: string,
  secret: string,
  code: string,
  change: Change,
): Promise<boolean> {
  if (/^\d{6}$/.test(code)) {
    const step = getTotpStep(auth, userId, secret, code);
    const { disabled } = await auth.hasura.DisableTotp({ userId, secret, step, ...change });
    return disabled?.returning[0] !== undefined;
  }
  const codeHash = hashRecoveryCode(auth, userId, code);
  const { disabled } = await auth.hasura.DisableTotpByRecoveryCode({ userId, codeHash, ...change });
  return disabled?.returning[0] !== undefined;
}
