import { OutageError } from '../errors.js';
import type { Log } from '../lib/log.js';
import { HasuraOutage, type Watch } from './client.js';

/** What the log says of an outage of Hasura. */
export interface Outages {
  /**
   * Says that a request failed: at once when it is the first of an outage, and every ten seconds from then on, with the
   * count of those that were held back meanwhile. These are in the log at the level debug.
   */
  report(log: Log, error: OutageError): void;
  /** Surrounds the requests, and says when Hasura answers again. */
  watch(inner: Watch | undefined): Watch;
}

const message = 'A service that is needed did not answer';
const everyMs = 10_000;

/** An outage that goes on: while some requests fail and others don't, it is one. */
interface Outage {
  readonly since: number;
  failedAt: number;
  saidAt: number;
  heldBack: number;
}

/**
 * Keeps a Hasura that is down from filling the log with a line for every request. What other services fail is said each
 * time.
 *
 * @param now milliseconds of a clock that never goes back.
 */
export function createOutages(log: Log, now: () => number = () => performance.now()): Outages {
  let outage: Outage | undefined;

  function answered(): void {
    // No failure for a while: of a Hasura that answers every other request that is not to be said each time.
    if (outage === undefined || now() - outage.failedAt < everyMs) return;
    const seconds = Math.round((outage.failedAt - outage.since) / 1000);
    log.info('Hasura answers again', { failedForSeconds: seconds, heldBack: outage.heldBack });
    outage = undefined;
  }

  return {
    report(requestLog, error) {
      if (!(error instanceof HasuraOutage)) {
        requestLog.warn(message, { error });
        return;
      }
      const at = now();
      if (outage !== undefined && at - outage.saidAt < everyMs) {
        outage.failedAt = at;
        outage.heldBack += 1;
        requestLog.debug(message, { error });
        return;
      }
      requestLog.warn(message, outage ? { error, heldBack: outage.heldBack } : { error });
      outage = { since: outage?.since ?? at, failedAt: at, saidAt: at, heldBack: 0 };
    },
    watch(inner = (_operationName, work) => work()) {
      // Whoever asks while there is none has nothing to say, and does not pay for it.
      return (operationName, work) =>
        outage === undefined ? inner(operationName, work) : asked(inner(operationName, work));
    },
  };

  async function asked<T>(answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      answered();
      return value;
    } catch (error) {
      // A refusal is an answer.
      if (!(error instanceof OutageError)) answered();
      throw error;
    }
  }
}
