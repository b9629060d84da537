import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount } from '../src/auth/account.js';
import { note } from '../src/auth/auditEntry.js';
import type { CallContext } from '../src/auth/auth.js';
import { requireUserId } from '../src/auth/caller.js';
import { closeAllSessions, closeOtherSessions, closeSession } from '../src/auth/sessions.js';
import { AuthError } from '../src/errors.js';

const needed = 'either refreshToken or all is needed, or others alone';

/**
 * Ends the session of a refresh token, in cookie mode also of that of the cookie; with `all`, every session of the caller,
 * who is told by the access token or by the refresh token; with `others`, every session but that of the access token. An unknown refresh token is no error:
 * there is nothing left to end.
 */
export const signOut = defineAction({
  name: 'signOut',

  input: z
    .strictObject({
      refreshToken: z.string().nullish(),
      all: z.boolean().nullish(),
      others: z.boolean().nullish(),
    })
    .refine(({ refreshToken, all, others }) => !others || (!refreshToken && !all), needed),

  async run({ refreshToken, all, others }, context) {
    const { auth, caller, cookie } = context;
    note(context, { details: { sessions: all ? 'all' : others ? 'others' : 'one' } });
    if (others) {
      await closeOthers(context);
      return true;
    }
    const token = refreshToken || (all && caller.userId ? undefined : cookieToken(context));
    if (!token && !all) throw new AuthError('invalid-request', { details: needed });
    const owner = token ? await closeSession(auth, token) : undefined;
    if (owner) note(context, { userId: owner });
    if (all) await closeAllSessions(auth, caller.userId ?? owner ?? requireUserId(caller));
    if (all || token === cookie?.token) cookie?.write(undefined);
    return true;
  },
});

/** Only a page of our own may use the cookie, also for signing out. */
function cookieToken({ cookie }: CallContext): string | undefined {
  if (cookie?.token !== undefined) cookie.requireOwnPage();
  return cookie?.token;
}

async function closeOthers(context: CallContext): Promise<void> {
  const { account, session } = await getOwnAccount(context, { anonymous: true });
  if (!session) throw new AuthError('invalid-request', { details: 'the access token names no session' });
  await closeOtherSessions(context.auth, account.id, session.id);
}
