import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { requireUserId } from '../src/auth/caller.js';
import { closeAllSessions, closeSession } from '../src/auth/sessions.js';
import { AuthError } from '../src/errors.js';

/**
 * Ends the session of a refresh token; with `all`, every session of the caller, who is told by the access token or by
 * the refresh token. An unknown refresh token is no error: there is nothing left to end.
 */
export const signOut = defineAction({
  name: 'signOut',

  input: z.strictObject({ refreshToken: z.string().nullish(), all: z.boolean().nullish() }),

  async run({ refreshToken, all }, { auth, caller }) {
    if (!refreshToken && !all) {
      throw new AuthError('invalid-request', { details: 'refreshToken or all is needed' });
    }
    const owner = refreshToken ? await closeSession(auth, refreshToken) : undefined;
    if (all) await closeAllSessions(auth, caller.userId ?? owner ?? requireUserId(caller));
    return true;
  },
});
