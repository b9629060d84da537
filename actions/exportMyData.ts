import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount } from '../src/auth/account.js';
import { AuthError } from '../src/errors.js';

/** Every row that belongs to the caller, without hashes, secrets and tokens. */
export const exportMyData = defineAction({
  name: 'exportMyData',

  input: z.strictObject({}),

  async run(_input, context) {
    const { account } = await getOwnAccount(context, { anonymous: true });
    const { user } = await context.auth.hasura.ExportUser({ id: account.id });
    if (!user) throw new AuthError('unauthenticated-user');
    return user;
  },
});
