import type { Config } from '../config/config.js';
import type { ClaimHooksMutation } from '../generated/hasura.js';
import type { Hasura } from '../hasura/client.js';
import { callHook, HookFailure } from '../hooks/callHook.js';
import { addSeconds, type Clock, epochSeconds } from '../lib/clock.js';
import { newUuid } from '../lib/ids.js';
import type { Log } from '../lib/log.js';

/**
 * What the hook `after-*` has to hear of: rows beside the entries of the audit log, written in the same transaction. Any
 * server of a deployment may deliver them. At least once: an answer that is lost is asked for again, under the same id.
 */
export interface HookDeliveries {
  /** Delivers what is due and not in anybody's hands. @returns how many were taken. */
  deliverDue(): Promise<number>;
  /** Delivers from now on what is written, and what is left over from others. */
  start(): void;
  /** There may be something due. */
  nudge(): void;
  /** Waits for what is being delivered. */
  close(): Promise<void>;
}

interface Options {
  readonly config: Pick<Config, 'hookAfterUrl' | 'hookKeys' | 'hookTimeoutMs'>;
  readonly hasura: Hasura;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: typeof fetch;
}

/** How much longer than an attempt may take a delivery is in the hands of who tries it. */
const spareSeconds = 60;
const firstRetrySeconds = 15;
const longestRetrySeconds = 3600;
/** Given up after three days. */
const longestTrySeconds = 3 * 86_400;
const batchSize = 20;
const pollMs = 5000;
const pauseMs = 15_000;

type Claimed = NonNullable<ClaimHooksMutation['claimed']>['returning'][number];
type Entry = Claimed['entry'];

export function createHookDeliveries({ config, hasura, clock, log, fetch }: Options): HookDeliveries {
  const { hookAfterUrl: url, hookKeys: keys = [], hookTimeoutMs: timeoutMs } = config;
  let timer: NodeJS.Timeout | undefined;
  let state: 'new' | 'started' | 'closed' = 'new';
  let working: Promise<void> | undefined;
  let nudged = false;

  async function deliverDue(): Promise<number> {
    if (url === undefined) return 0;
    const now = clock.now();
    const { authHookDeliveries: due } = await hasura.ListDueHooks({
      now: now.toISOString(),
      limit: batchSize,
    });
    if (due.length === 0) return 0;
    const leaseId = newUuid();
    const { claimed } = await hasura.ClaimHooks({
      ids: due.map(({ entryId }) => entryId),
      leaseId,
      now: now.toISOString(),
      lockedUntil: addSeconds(now, timeoutMs / 1000 + spareSeconds).toISOString(),
    });
    const taken = claimed?.returning ?? [];
    const results = await Promise.all(taken.map((each) => attempt(each, url, leaseId)));
    const ids = results.filter((id) => id !== undefined);
    if (ids.length > 0) await hasura.CompleteHooks({ ids, leaseId, now: clock.now().toISOString() });
    return taken.length;
  }

  /** @returns the id when it was delivered; otherwise writes down when it is tried again. */
  async function attempt(taken: Claimed, to: string, leaseId: string): Promise<string | undefined> {
    const { entryId: id, entry, attempts, createdAt } = taken;
    const timestamp = epochSeconds(clock.now());
    try {
      await callHook({ url: to, keys, id, body: bodyOf(entry), timestamp, timeoutMs, fetch });
      return id;
    } catch (error) {
      const now = clock.now();
      const next = addSeconds(now, retrySeconds(attempts));
      const isLast = next > addSeconds(new Date(createdAt), longestTrySeconds);
      const about = { entryId: id, event: entry.event, attempts, error };
      if (isLast) log.error('A hook could not be told of an event, which is given up', about);
      else log.warn('A hook could not be told of an event; it is tried again', about);
      await hasura.FailHook({
        id,
        leaseId,
        nextAttemptAt: next.toISOString(),
        abandonedAt: isLast ? now.toISOString() : null,
        error: error instanceof HookFailure ? error.message : 'could not be sent',
      });
      return undefined;
    }
  }

  async function work(): Promise<number> {
    try {
      do {
        nudged = false;
        while (state !== 'closed' && (await deliverDue()) > 0);
      } while (nudged && state !== 'closed');
      return pollMs;
    } catch (error) {
      log.warn('Deliveries of hooks could not be looked into', { error });
      return pauseMs;
    }
  }

  function run(): void {
    clearTimeout(timer);
    working = work().then((delayMs) => {
      working = undefined;
      if (state === 'closed') return;
      timer = setTimeout(run, delayMs);
      timer.unref();
    });
  }

  return {
    deliverDue,
    start() {
      if (url === undefined || state !== 'new') return;
      state = 'started';
      run();
    },
    nudge() {
      if (state !== 'started') return;
      nudged = true;
      if (working === undefined) run();
    },
    async close() {
      state = 'closed';
      clearTimeout(timer);
      await working;
    },
  };
}

/** The same text at every attempt, as long as the entry is. */
function bodyOf({ id, createdAt, event, ...entry }: Entry): string {
  const timestamp = new Date(createdAt).toISOString();
  return JSON.stringify({ id, type: `after-${event}`, timestamp, data: { event, ...entry } });
}

/** 15 s, 30 s, 1 min … 1 h; a little more or less, so that not all come back at the same moment. */
function retrySeconds(attempts: number): number {
  const seconds = Math.min(firstRetrySeconds * 2 ** (attempts - 1), longestRetrySeconds);
  return seconds * (0.9 + 0.2 * Math.random());
}
