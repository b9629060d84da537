import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation, requireProof } from '../src/auth/account.js';
import type { CallContext } from '../src/auth/auth.js';
import { passwordField } from '../src/auth/fields.js';
import { assertPasswordLength } from '../src/auth/newPasswords.js';
import { replacePassword, resetPassword } from '../src/auth/passwordChange.js';
import { AuthError } from '../src/errors.js';

/**
 * Changes the password: with the ticket of a reset mail, which needs no session, or in a session with the present
 * password, or in one that is fresh or elevated.
 */
export const changePassword = defineAction({
  name: 'changePassword',

  input: z.strictObject({
    newPassword: passwordField,
    oldPassword: passwordField.nullish(),
    ticket: z.string().nullish(),
  }),

  async run({ newPassword, oldPassword, ticket }, context) {
    assertPasswordLength(context.auth, newPassword);
    if (ticket) await resetPassword(context, ticket, newPassword);
    else await changeOwn(context, newPassword, oldPassword ?? undefined);
    return true;
  },
});

async function changeOwn(
  context: CallContext,
  password: string,
  oldPassword: string | undefined,
): Promise<void> {
  const own = await getOwnAccount(context);
  requireElevation(context, own);
  await requireProof(context, own, oldPassword);
  const { passwordHash } = own.account;
  // The proved password must still be the present one; a fresh session is proof whatever it is.
  const current = oldPassword === undefined || passwordHash === null ? {} : { _eq: passwordHash };
  if (await replacePassword(context, own, { password, current })) return;
  throw new AuthError(oldPassword === undefined ? 'disabled-user' : 'invalid-email-password');
}
