import { addSeconds } from '../lib/clock.js';
import { repeat } from '../lib/repeat.js';
import { purgeAuditLog } from './auditLog.js';
import type { Auth } from './auth.js';
import { remindOfPats } from './patReminders.js';
import { openedAfter } from './sessions.js';

/** How often the outbox is looked into while nothing is due. */
const pollMs = 5000;
/** How long is waited after a failure, as when Hasura does not answer. */
const pauseMs = 15_000;
const purgeMs = 3_600_000;
/** Delivered messages are kept for a week, without their text. */
const keptSeconds = 7 * 86_400;

/**
 * Delivers what could not be delivered at first, and once an hour deletes expired rows and reminds owners of what expires.
 * Any number of servers may do so at once. @returns how to stop; resolves when nothing is under way.
 */
export function startOutboxWorker(auth: Auth): () => Promise<void> {
  const { config, outbox, hasura, clock, log } = auth;
  // Not all servers of one deployment at the same moment.
  let nextPurge = performance.now() + Math.random() * purgeMs;

  async function purge(): Promise<void> {
    const now = clock.now();
    const deliveredBefore = addSeconds(now, -keptSeconds).toISOString();
    const openedUntil = openedAfter({ config }, now).toISOString();
    await hasura.PurgeExpired({ now: now.toISOString(), deliveredBefore, openedUntil });
    await purgeAuditLog({ hasura, clock, keptDays: config.auditLogDays });
  }

  return repeat(async (isStopped) => {
    try {
      while (!isStopped() && (await outbox.deliverDue()) > 0);
      if (!isStopped() && performance.now() > nextPurge) {
        nextPurge = performance.now() + purgeMs;
        await purge();
        await remindOfPats(auth);
      }
      return pollMs;
    } catch (error) {
      log.warn('The outbox could not be looked into', { error });
      return pauseMs;
    }
  });
}
