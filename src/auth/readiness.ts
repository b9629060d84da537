import type { Hasura } from '../hasura/client.js';
import type { Log } from '../lib/log.js';
import { within } from '../lib/waiting.js';

/** Why no requests should be sent here now. */
export type Unready = 'draining' | 'hasura-unavailable' | 'roles-missing';

/** Whether this server can do its work now; that it runs at all is another question. */
export interface Readiness {
  /** Undefined when it is ready. Asks Hasura once a second at most, however often it is called. Never throws. */
  check(): Promise<Unready | undefined>;
  /** From now on it is not ready: the process is about to end. */
  drain(): void;
}

interface Options {
  readonly hasura: Pick<Hasura, 'CheckReady'>;
  /** Roles that accounts refer to: with them the auth tables are there. */
  readonly roles: readonly string[];
  readonly log: Log;
  /** How long an answer counts. */
  readonly keepMs?: number;
  /** How long Hasura may take: probes don't wait as long as users do. */
  readonly timeoutMs?: number;
}

export function createReadiness({ hasura, roles, log, keepMs = 1000, timeoutMs = 2000 }: Options): Readiness {
  let draining = false;
  let latest: Unready | undefined = 'hasura-unavailable';
  let latestAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<Unready | undefined> {
    try {
      const answer = await within(timeoutMs, hasura.CheckReady({ roles: [...roles] }), undefined);
      if (answer === undefined) throw new Error(`no answer within ${timeoutMs} ms`);
      const present = new Set(answer.authRoles.map(({ role }) => role));
      return roles.every((role) => present.has(role)) ? undefined : 'roles-missing';
    } catch (error) {
      log.debug('Hasura does not answer', { error });
      return 'hasura-unavailable';
    }
  }

  async function renew(): Promise<void> {
    const answer = await ask();
    if (answer !== latest) {
      if (answer === undefined) log.info('The server is ready');
      else log.warn('The server is not ready', { reason: answer });
    }
    latest = answer;
    latestAt = performance.now();
    asking = undefined;
  }

  return {
    async check() {
      if (draining) return 'draining';
      if (performance.now() - latestAt >= keepMs) {
        asking ??= renew();
        await asking;
      }
      return draining ? 'draining' : latest;
    },
    drain() {
      draining = true;
    },
  };
}
