import type { AuthHookDeliveries_Insert_Input } from '../generated/hasura.js';
import { type Hasura, HasuraRefusal } from '../hasura/client.js';
import { addSeconds, type Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import { within } from '../lib/waiting.js';
import { type AuditRow, dueAt } from './auditEntry.js';
import type { Hooks } from './hooks.js';
import { draftDeviceNotices, type SessionOwner } from './newDevices.js';
import type { DraftMessage, Outbox } from './outbox.js';

/** An entry on its way to the log. */
export interface AuditItem {
  readonly row: AuditRow;
  /** Of an entry that says that a session was opened: who is told when it was on an unknown device. */
  readonly owner?: SessionOwner | undefined;
}

/** The only door to `auth.audit_log`. Nothing here ever throws: what was audited has happened. */
export interface AuditLog {
  /** Takes an entry, which is written within a second, with others in one request. */
  add(item: AuditItem): void;
  /** Writes an entry now. While Hasura does not answer it waits for two seconds at most, and goes on like `add`. */
  write(item: AuditItem): Promise<void>;
  /** Writes what is waiting; resolves when it is in the database, or could not be written now. */
  flush(): Promise<void>;
  /** Writes what is waiting, and takes no more. */
  close(): Promise<void>;
}

interface Options {
  readonly hasura: Hasura;
  readonly outbox: Outbox;
  readonly hooks: Pick<Hooks, 'wantsEvent' | 'nudge'>;
  /** Whether owners are told of sessions on unknown devices. */
  readonly tellsNewDevices: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** How many entries wait at most while Hasura is away; an entry takes about 1 KB. */
  readonly capacity?: number;
}

const flushMs = 1000;
const longestPauseMs = 30_000;
const batchSize = 500;
const writeMs = 2000;

export function createAuditLog(options: Options): AuditLog {
  const { hasura, hooks, log, capacity = 10_000 } = options;
  let waiting: AuditItem[] = [];
  let lost = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** One batch at a time: two would look for the same new device. */
  let working: Promise<void> = Promise.resolve();
  const urgent = new Set<Promise<unknown>>();

  function schedule(delayMs: number): void {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void flush();
    }, delayMs);
    timer.unref();
  }

  function add(item: AuditItem): void {
    if (waiting.length >= capacity) {
      if (lost === 0) log.error('The audit log cannot be written, and too much is waiting: entries are lost');
      lost += 1;
      return;
    }
    waiting.push(item);
    if (waiting.length === batchSize && failures === 0) void flush();
    else schedule(flushMs);
  }

  function flush(): Promise<void> {
    working = working.then(writeWaiting);
    return working;
  }

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      try {
        await writeBatch(options, batch);
        if (lost > 0) log.error('Entries of the audit log were lost', { count: lost });
        failures = 0;
        lost = 0;
      } catch (error) {
        failures += 1;
        waiting = [...batch, ...waiting];
        log.warn('The audit log could not be written; it is tried again', { waiting: waiting.length, error });
        schedule(Math.min(flushMs * 2 ** failures, longestPauseMs));
        return;
      }
    }
  }

  async function write(item: AuditItem): Promise<void> {
    const written = hasura.RecordAudit({ entries: [item.row], deliveries: deliveriesOf([item], hooks) }).then(
      () => hooks.nudge(),
      (error: unknown) => {
        // Whoever tries again says it, once for all that waits.
        log.debug('An entry of the audit log could not be written; it is tried again', { error });
        add(item);
      },
    );
    urgent.add(written);
    void written.then(() => urgent.delete(written));
    await within(writeMs, written, undefined);
  }

  return {
    add,
    write,
    flush,
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all(urgent);
      await flush();
      const left = waiting.length + lost;
      if (left > 0) log.error('Entries of the audit log were lost', { count: left });
    },
  };
}

/** @throws OutageError or HasuraRefusal when it is to be tried again. */
async function writeBatch(options: Options, batch: readonly AuditItem[]): Promise<void> {
  const { hasura, hooks, outbox, tellsNewDevices, clock } = options;
  const notices = tellsNewDevices
    ? await draftDeviceNotices({ hasura, outbox, now: clock.now() }, batch)
    : ([] as const);
  const told = await insert(options, batch, notices);
  if (batch.some(({ row }) => hooks.wantsEvent(row.event))) hooks.nudge();
  // The outbox waits for it when it is closed.
  void outbox.deliver(notices.filter(({ id }) => told.has(id)));
}

/** @returns ids of the messages that are there now, and were not before. */
async function insert(
  options: Options,
  batch: readonly AuditItem[],
  messages: readonly DraftMessage[],
): Promise<ReadonlySet<string>> {
  const { hasura, hooks, log } = options;
  try {
    const { messages: inserted } = await hasura.RecordAuditBatch({
      entries: batch.map(({ row }) => row),
      deliveries: deliveriesOf(batch, hooks),
      messages: messages.map(({ row }) => row),
    });
    return new Set(inserted?.returning.map(({ id }) => id));
  } catch (error) {
    // The account of a notice was deleted meanwhile.
    if (messages.length > 0 && isRefused(error)) return insert(options, batch, []);
    if (!isRefused(error)) throw error;
    // One entry that the database will not have must not keep the others out.
    const [only, ...more] = batch;
    if (only && more.length > 0) {
      const half = Math.ceil(batch.length / 2);
      await insert(options, batch.slice(0, half), []);
      await insert(options, batch.slice(half), []);
    } else {
      log.error('An entry of the audit log was refused by the database, and is lost', { error });
    }
    return new Set();
  }
}

/** By the values in it; a table that isn't there, since its migration isn't applied, is waited for. */
function isRefused(error: unknown): boolean {
  return error instanceof HasuraRefusal && ['constraint-violation', 'data-exception'].includes(error.code);
}

function deliveriesOf(
  items: readonly AuditItem[],
  { wantsEvent }: Pick<Hooks, 'wantsEvent'>,
): AuthHookDeliveries_Insert_Input[] {
  return items
    .filter(({ row }) => wantsEvent(row.event))
    .map(({ row }) => ({ entryId: row.id, ...dueAt(row) }));
}

/** Deletes entries that are older than the settings keep them, and deliveries of a week ago. */
export async function purgeAuditLog({
  hasura,
  clock,
  keptDays,
}: {
  readonly hasura: Hasura;
  readonly clock: Clock;
  /** 0 for ever. */
  readonly keptDays: number;
}): Promise<void> {
  const now = clock.now();
  const day = 86_400;
  await hasura.PurgeAudit({
    before: (keptDays === 0 ? new Date(0) : addSeconds(now, -keptDays * day)).toISOString(),
    deliveredBefore: addSeconds(now, -7 * day).toISOString(),
    // The purge runs every hour; only what was written since the last one can be of that kind.
    lately: addSeconds(now, -3 * 3600).toISOString(),
  });
}
