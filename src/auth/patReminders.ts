import { createHash } from 'node:crypto';
import { addSeconds } from '../lib/clock.js';
import { uuidFromBytes } from '../lib/ids.js';
import type { Auth } from './auth.js';
import { draftNotice, timeText } from './notices.js';

/** How long before the end. Messages are kept as long after their delivery, so each token is told of once. */
const aheadSeconds = 7 * 86_400;
const batchSize = 100;

type Parts = Pick<Auth, 'hasura' | 'outbox' | 'config' | 'clock'>;

/**
 * Mails the owners of personal access tokens that expire within a week. Of tokens that were made for a week or less nobody
 * is reminded, as who made them knows. The id of a mail follows from its token: any number of servers may do this at once,
 * and as often as they like.
 *
 * @returns how many mails were written.
 */
export async function remindOfPats(auth: Parts): Promise<number> {
  if (!auth.outbox.canMail || !auth.config.patEnabled || !auth.config.noticePat) return 0;
  const now = auth.clock.now();
  const window = { now: now.toISOString(), soon: addSeconds(now, aheadSeconds).toISOString() };
  let written = 0;
  for (let offset = 0; ; offset += batchSize) {
    const { authRefreshTokens } = await auth.hasura.ListExpiringPats({ ...window, offset, limit: batchSize });
    const drafts = authRefreshTokens.filter(isLong).flatMap(({ id, expiresAt, user }) =>
      draftNotice(auth, {
        kind: 'pat-expires',
        user,
        values: { time: timeText(new Date(expiresAt)) },
        id: uuidFromBytes(createHash('sha256').update(`pat-expires:${id}`).digest()),
      }),
    );
    if (drafts.length > 0) written += await write(auth, drafts);
    if (authRefreshTokens.length < batchSize) return written;
  }
}

function isLong({ createdAt, expiresAt }: { createdAt: string; expiresAt: string }): boolean {
  return Date.parse(expiresAt) - Date.parse(createdAt) > aheadSeconds * 1000;
}

/** Without a lease: the outbox sends them when it is looked into next, some at a time. */
async function write({ hasura }: Parts, drafts: ReturnType<typeof draftNotice>): Promise<number> {
  const messages = drafts.map(({ row }) => ({ ...row, attempts: 0, leaseId: null, lockedUntil: null }));
  const { insertAuthOutbox } = await hasura.InsertNewMessages({ messages });
  return insertAuthOutbox?.returning.length ?? 0;
}
