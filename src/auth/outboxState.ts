import type { Hasura } from '../hasura/client.js';
import type { Clock } from '../lib/clock.js';
import type { OutboxState } from '../telemetry/sources.js';

/** How the outbox is doing, of all servers together; undefined when Hasura does not answer. */
export async function measureOutbox(hasura: Hasura, clock: Clock): Promise<OutboxState | undefined> {
  const now = clock.now();
  try {
    const { due, retried, abandoned } = await hasura.MeasureOutbox({ now: now.toISOString() });
    const oldest = due.aggregate?.min?.nextAttemptAt;
    return {
      due: due.aggregate?.count ?? 0,
      retried: retried.aggregate?.count ?? 0,
      abandoned: abandoned.aggregate?.count ?? 0,
      oldestDueSeconds: oldest == null ? 0 : Math.max(0, (now.getTime() - Date.parse(oldest)) / 1000),
    };
  } catch {
    // Said by the other metrics, and by the log of what clients ask for.
    return undefined;
  }
}
