import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { isAccountGone } from '../src/auth/accountGone.js';
import { requireAdmin } from '../src/auth/admin.js';
import { note } from '../src/auth/auditEntry.js';
import { claimsFor, draftSession, type SessionMark } from '../src/auth/sessions.js';
import { toAuthUser } from '../src/auth/users.js';
import { AuthError } from '../src/errors.js';
import { addSeconds } from '../src/lib/clock.js';

/** An access token that lives longer than this is too long for somebody else's. */
const longestSeconds = 900;

/**
 * Opens a session of somebody else: as long as one access token, which says in its claims what it is, and not to be
 * refreshed. Its row says why and from where it was opened; its owner sees it, and can end it.
 */
export const adminImpersonate = defineAction({
  name: 'adminImpersonate',

  input: z.strictObject({ id: z.guid(), reason: z.string().max(1000).nullish() }),

  async run({ id, reason }, context) {
    const { auth, caller, client } = context;
    requireAdmin(caller);
    note(context, { userId: id });
    const { user: found } = await auth.hasura.FindUserById({ id });
    if (!found) throw new AuthError('user-not-found');
    if (found.disabled) throw new AuthError('disabled-user');

    const lifetime = Math.min(auth.accessTokens.lifetimeSeconds, longestSeconds);
    const mark: SessionMark = { impersonation: { reason: reason ?? null } };
    const session = {
      ...draftSession(auth, client).row,
      userId: id,
      refreshTokenHash: null,
      sessionLimit: null,
      expiresAt: addSeconds(auth.clock.now(), lifetime).toISOString(),
      metadata: mark,
    };
    const { insertAuthRefreshToken: opened } = await auth.hasura
      .OpenImpersonation({ session })
      .catch((error: unknown) => {
        throw isAccountGone(error) ? new AuthError('user-not-found', { cause: error }) : error;
      });
    if (!opened || opened.user.disabled) throw new AuthError('disabled-user');
    const { id: sessionId, user } = opened;
    auth.log.warn('An administrator opened a session of a user', { userId: id, sessionId });
    return {
      accessToken: auth.accessTokens.sign(
        { ...claimsFor(user, sessionId, auth), isImpersonated: true },
        lifetime,
      ),
      accessTokenExpiresIn: lifetime,
      sessionId,
      user: toAuthUser(user),
    };
  },
});
