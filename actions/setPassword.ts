import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation, requireFreshProof } from '../src/auth/account.js';
import { passwordField } from '../src/auth/fields.js';
import { assertPasswordLength } from '../src/auth/newPasswords.js';
import { replacePassword } from '../src/auth/passwordChange.js';
import { AuthError } from '../src/errors.js';

/** Gives a password to an account without one, in a session that is fresh or elevated. */
export const setPassword = defineAction({
  name: 'setPassword',

  input: z.strictObject({ password: passwordField }),

  async run({ password }, context) {
    assertPasswordLength(context.auth, password);
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    requireFreshProof(context, own);
    if (own.account.passwordHash !== null) throw new AuthError('password-already-set');
    const isSet = await replacePassword(context, own, { password, current: { _is_null: true } });
    if (!isSet) throw new AuthError('password-already-set');
    return true;
  },
});
