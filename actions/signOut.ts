import { z } from 'zod';
import { defineAction } from '../src/action.js';
import type { CallContext } from '../src/auth/auth.js';
import { requireUserId } from '../src/auth/caller.js';
import { closeAllSessions, closeOtherSessions, closeSession } from '../src/auth/sessions.js';
import { AuthError } from '../src/errors.js';
import { isUuid } from '../src/lib/ids.js';

/**
 * Ends the session of a refresh token; with `all`, every session of the caller, who is told by the access token or by
 * the refresh token; with `others`, every session but that of the access token. An unknown refresh token is no error:
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
    .refine(({ refreshToken, all, others }) => (others ? !refreshToken && !all : refreshToken || all), {
      message: 'either refreshToken or all is needed, or others alone',
    }),

  async run({ refreshToken, all, others }, context) {
    const { auth, caller } = context;
    if (others) {
      await closeOthers(context);
      return true;
    }
    const owner = refreshToken ? await closeSession(auth, refreshToken) : undefined;
    if (all) await closeAllSessions(auth, caller.userId ?? owner ?? requireUserId(caller));
    return true;
  },
});

async function closeOthers({ auth, caller }: CallContext): Promise<void> {
  const userId = requireUserId(caller);
  const { sessionId } = caller;
  if (sessionId === undefined || !isUuid(sessionId)) {
    throw new AuthError('invalid-request', { details: 'the access token names no session' });
  }
  await closeOtherSessions(auth, userId, sessionId);
}
