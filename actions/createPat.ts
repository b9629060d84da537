import { z } from 'zod';
import { defineAction } from '../src/action.js';
import { getOwnAccount, requireElevation } from '../src/auth/account.js';
import { note } from '../src/auth/auditEntry.js';
import { jsonObjectField } from '../src/auth/fields.js';
import { draftNotice, timeText } from '../src/auth/notices.js';
import { requireEnabled } from '../src/auth/ways.js';
import { AuthError } from '../src/errors.js';
import { hashRefreshToken, newRefreshToken } from '../src/tokens/refreshTokens.js';

/**
 * Makes a personal access token of the caller. A session that a token or an administrator opened may not: it would outlive
 * what opened it.
 */
export const createPat = defineAction({
  name: 'createPat',

  input: z.strictObject({ expiresAt: z.string(), metadata: jsonObjectField }),

  async run({ expiresAt, metadata }, context) {
    const { auth } = context;
    requireEnabled(auth.config, 'patEnabled');
    const end = parseFuture(expiresAt, auth.clock.now());
    const own = await getOwnAccount(context);
    requireElevation(context, own);
    if (own.session && own.session.metadata !== null && !context.caller.isElevated) {
      throw new AuthError('elevated-claim-required');
    }
    const personalAccessToken = newRefreshToken();
    const token = {
      userId: own.account.id,
      type: 'pat' as const,
      refreshTokenHash: hashRefreshToken(personalAccessToken),
      createdAt: auth.clock.now().toISOString(),
      expiresAt: end.toISOString(),
      lastUsedAt: null,
      metadata,
    };
    const values = { time: timeText(end) };
    const notices = draftNotice(auth, { kind: 'pat-created', user: own.account, values });
    const messages = notices.map(({ row }) => row);
    const { insertAuthRefreshToken: made } = await auth.hasura.InsertPat({ token, messages });
    if (!made) throw new Error('Hasura inserted no token and gave no reason');
    note(context, { details: { pat: made.id, expiresAt: end.toISOString() } });
    await auth.outbox.deliver(notices);
    return { id: made.id, personalAccessToken };
  },
});

/** A time to come, of four digits for the year, as PostgreSQL and JavaScript both read it. */
function parseFuture(text: string, now: Date): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || time <= now || time.getUTCFullYear() > 9999) {
    throw new AuthError('invalid-request', { details: 'expiresAt: must be a time to come' });
  }
  return time;
}
