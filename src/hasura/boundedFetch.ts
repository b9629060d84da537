import { OutageError } from '../errors.js';

export interface BoundedFetch {
  readonly fetch: typeof fetch;
  readonly load: () => HasuraLoad;
}

export interface HasuraLoad {
  readonly inFlight: number;
  readonly waiting: number;
  /** How many requests were given up since the start because too many, or too long, had waited. */
  readonly turnedAway: number;
}

interface Options {
  readonly fetch: typeof fetch;
  readonly inFlight: number;
  readonly waiting: number;
  readonly waitMs: number;
}

interface Waiter {
  readonly start: () => void;
  readonly giveUp: () => void;
}

/**
 * Keeps a Hasura that is slow from taking the auth server with it: at most `inFlight` requests are under way and `waiting`
 * more wait, none longer than `waitMs`. Others fail with OutageError before anything is sent. It holds no memory of
 * failures: as soon as Hasura answers, requests go through again.
 */
export function createBoundedFetch({ fetch, inFlight, waiting, waitMs }: Options): BoundedFetch {
  // A set keeps the order in which they came, and lets go of any of them at once.
  const queue = new Set<Waiter>();
  let running = 0;
  let turnedAway = 0;

  function turnAway(reason: string): OutageError {
    turnedAway += 1;
    return new OutageError(reason);
  }

  function turn(): Promise<void> {
    if (queue.size >= waiting) throw turnAway(`${queue.size} requests wait for Hasura already`);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        start() {
          clearTimeout(timer);
          resolve();
        },
        giveUp() {
          queue.delete(waiter);
          reject(turnAway(`no request to Hasura ended within ${waitMs} ms`));
        },
      };
      const timer = setTimeout(waiter.giveUp, waitMs);
      queue.add(waiter);
    });
  }

  /** The place goes straight to who has waited longest. */
  function leave(): void {
    const [next] = queue;
    if (next === undefined) {
      running -= 1;
      return;
    }
    queue.delete(next);
    next.start();
  }

  return {
    async fetch(input, init) {
      if (running < inFlight) running += 1;
      else await turn();
      try {
        return await fetch(input, init);
      } finally {
        leave();
      }
    },
    load: () => ({ inFlight: running, waiting: queue.size, turnedAway }),
  };
}
