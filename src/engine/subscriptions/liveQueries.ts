import { hash } from 'node:crypto';
import { HasuraError } from '../errors.js';
import type { LiveGroup, LiveMember, LiveResult, LiveSource } from './liveSource.js';

export interface LiveQueryOptions extends Polling {
  /** The same for streams, by HASURA_GRAPHQL_STREAMING_QUERIES_*. */
  readonly streams: Polling;
  /** Told about what is not an error of the request. */
  readonly onError: (error: unknown) => void;
}

export interface Polling {
  /** HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: from the start of a poll to the next. */
  readonly intervalMilliseconds: number;
  /** HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE: members of one statement. */
  readonly batchSize: number;
}

export interface LiveListener {
  /** A result that differs from the one before; `data` is JSON text. */
  next(data: string): void;
  error(error: HasuraError): void;
}

export interface LiveQueries {
  /** The first result comes at once, later ones when they differ. Answers how to stop. */
  subscribe(source: LiveSource, listener: LiveListener): () => void;
  /** How many groups are being polled, for how many listeners. */
  count(): { readonly groups: number; readonly listeners: number };
  close(): void;
}

/** Polls each group of subscriptions with one statement, however many listen. */
export function createLiveQueries(options: LiveQueryOptions): LiveQueries {
  const pollers = new Map<LiveGroup, Poller>();
  return {
    subscribe(source, listener) {
      let poller = pollers.get(source.group);
      if (!poller) {
        const polling = source.stream ? options.streams : options;
        poller = new Poller(source.group, polling, options.onError, () => pollers.delete(source.group));
        pollers.set(source.group, poller);
      }
      return poller.add(source, listener);
    },
    count() {
      const listeners = [...pollers.values()].reduce((sum, each) => sum + each.listeners, 0);
      return { groups: pollers.size, listeners };
    },
    close() {
      for (const poller of [...pollers.values()]) poller.close();
    },
  };
}

/** Those who get the same result. */
interface Cohort {
  readonly id: string;
  readonly values: readonly (string | null)[];
  readonly isStream: boolean;
  cursor: string | null;
  /** Digest of what was pushed last; undefined before the first result. */
  pushed: string | undefined;
  readonly listeners: Set<LiveListener>;
  /** Listeners that have had nothing yet. */
  readonly waiting: Set<LiveListener>;
}

/** New listeners that arrive within this time share a statement. */
const gatherMilliseconds = 5;

class Poller {
  readonly #group: LiveGroup;
  readonly #polling: Polling;
  readonly #onError: (error: unknown) => void;
  readonly #onEmpty: () => void;
  readonly #cohorts = new Map<string, Cohort>();
  #nextId = 0;
  #running: Promise<void> = Promise.resolve();
  #closed = false;
  #gathering: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(group: LiveGroup, polling: Polling, onError: (error: unknown) => void, onEmpty: () => void) {
    this.#group = group;
    this.#polling = polling;
    this.#onError = onError;
    this.#onEmpty = onEmpty;
    this.#schedule(polling.intervalMilliseconds);
  }

  get listeners(): number {
    return [...this.#cohorts.values()].reduce((sum, each) => sum + each.listeners.size, 0);
  }

  add(source: LiveSource, listener: LiveListener): () => void {
    const key = source.stream ? `stream ${this.#nextId}` : JSON.stringify(source.values);
    const cohort = this.#cohorts.get(key) ?? this.#open(key, source);
    cohort.listeners.add(listener);
    cohort.waiting.add(listener);
    this.#gather();
    return () => {
      cohort.listeners.delete(listener);
      cohort.waiting.delete(listener);
      if (cohort.listeners.size === 0 && this.#cohorts.get(key) === cohort) this.#cohorts.delete(key);
      if (this.#cohorts.size === 0) this.close();
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#gathering);
    this.#cohorts.clear();
    this.#onEmpty();
  }

  #open(key: string, { values, stream }: LiveSource): Cohort {
    const cohort: Cohort = {
      id: String(this.#nextId),
      values,
      isStream: stream !== null,
      cursor: stream?.cursor ?? null,
      pushed: undefined,
      listeners: new Set(),
      waiting: new Set(),
    };
    this.#nextId += 1;
    this.#cohorts.set(key, cohort);
    return cohort;
  }

  /** Serves new listeners soon. A statement that runs already is no answer: it may not see what they have just written. */
  #gather(): void {
    if (this.#gathering || this.#closed) return;
    this.#gathering = setTimeout(() => {
      void this.#poll(() => {
        this.#gathering = undefined;
        return [...this.#cohorts.values()].filter((each) => each.waiting.size > 0);
      });
    }, gatherMilliseconds);
  }

  #schedule(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      const started = performance.now();
      void this.#poll(() => [...this.#cohorts.values()]).then(() => {
        if (this.#closed) return;
        this.#schedule(Math.max(0, this.#polling.intervalMilliseconds - (performance.now() - started)));
      });
    }, milliseconds);
  }

  /** One poll at a time. */
  #poll(choose: () => readonly Cohort[]): Promise<void> {
    this.#running = this.#running.then(async () => {
      const cohorts = choose();
      const { batchSize } = this.#polling;
      for (let start = 0; start < cohorts.length && !this.#closed; start += batchSize) {
        await this.#pollBatch(cohorts.slice(start, start + batchSize));
      }
    });
    return this.#running;
  }

  async #pollBatch(cohorts: readonly Cohort[]): Promise<void> {
    const asked = cohorts.map((cohort) => ({ cohort, waiting: new Set(cohort.waiting) }));
    const members = cohorts.map(({ id, values, cursor }): LiveMember => ({ id, values, cursor }));
    let results: ReadonlyMap<string, LiveResult>;
    try {
      results = await this.#group.poll(members);
    } catch (error) {
      const shown = this.#asHasuraError(error);
      const digest = `error ${shown.code} ${shown.message}`;
      for (const each of asked) push(each.cohort, each.waiting, digest, (listener) => listener.error(shown));
      return;
    }
    for (const { cohort, waiting } of asked) {
      const result = results.get(cohort.id);
      if (result) deliver(cohort, waiting, result);
    }
  }

  #asHasuraError(error: unknown): HasuraError {
    if (error instanceof HasuraError) return error;
    this.#onError(error);
    return new HasuraError('unexpected', 'internal error', { status: 500, cause: error });
  }
}

function deliver(cohort: Cohort, waiting: ReadonlySet<LiveListener>, { data, cursor }: LiveResult): void {
  if (!cohort.isStream) {
    push(cohort, waiting, hash('sha1', data, 'base64'), (listener) => listener.next(data));
    return;
  }
  if (cursor === null) {
    // An empty batch isn't pushed; after an outage it ends the error all the same.
    for (const listener of waiting) cohort.waiting.delete(listener);
    cohort.pushed = undefined;
    return;
  }
  cohort.cursor = cursor;
  push(cohort, waiting, `batch ${cursor}`, (listener) => listener.next(data));
}

/** To everyone when the digest is new, else to those alone who wait for their first result. */
function push(
  cohort: Cohort,
  waiting: ReadonlySet<LiveListener>,
  digest: string,
  send: (listener: LiveListener) => void,
): void {
  const receivers = cohort.pushed === digest ? waiting : cohort.listeners;
  cohort.pushed = digest;
  for (const listener of [...receivers]) {
    const isGone = !cohort.listeners.has(listener);
    const cameLater = cohort.waiting.has(listener) && !waiting.has(listener);
    if (isGone || cameLater) continue;
    cohort.waiting.delete(listener);
    send(listener);
  }
}
