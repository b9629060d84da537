import type { MeasureOutboxQuery } from '../generated/hasura.js';
import type { Hasura } from '../hasura/client.js';
import type { Clock } from '../lib/clock.js';
import type { OutboxState } from '../telemetry/sources.js';

/** How deliveries are doing, of all servers together; undefined when Hasura does not answer. */
export async function measureOutbox(
  hasura: Hasura,
  clock: Clock,
): Promise<Readonly<Record<'messages' | 'hooks', OutboxState>> | undefined> {
  const now = clock.now();
  try {
    const found = await hasura.MeasureOutbox({ now: now.toISOString() });
    return {
      messages: stateOf(found.messagesDue, found.messagesRetried, found.messagesAbandoned, now),
      hooks: stateOf(found.hooksDue, found.hooksRetried, found.hooksAbandoned, now),
    };
  } catch {
    // Said by the other metrics, and by the log of what clients ask for.
    return undefined;
  }
}

function stateOf(
  due: MeasureOutboxQuery['messagesDue'],
  retried: MeasureOutboxQuery['messagesRetried'],
  abandoned: MeasureOutboxQuery['messagesAbandoned'],
  now: Date,
): OutboxState {
  const oldest = due.aggregate?.min?.nextAttemptAt;
  return {
    due: due.aggregate?.count ?? 0,
    retried: retried.aggregate?.count ?? 0,
    abandoned: abandoned.aggregate?.count ?? 0,
    oldestDueSeconds: oldest == null ? 0 : Math.max(0, (now.getTime() - Date.parse(oldest)) / 1000),
  };
}
