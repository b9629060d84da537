import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireUserId } from '../src/auth/caller.js';
import { toAuthUser } from '../src/auth/users.js';
import { AuthError } from '../src/errors.js';
import { isUuid } from '../src/lib/ids.js';

/** The account of the caller, as it is now. */
export const me = defineAction({
  name: 'me',

  input: z.strictObject({}),

  async run(_input, { auth, caller }) {
    const id = requireUserId(caller);
    const { user } = isUuid(id) ? await auth.hasura.FindUserById({ id }) : { user: null };
    if (!user) throw new AuthError('unauthenticated-user');
    if (user.disabled) throw new AuthError('disabled-user');
    return toAuthUser(user);
  },
});
