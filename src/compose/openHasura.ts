import type { Config } from '../config/config.js';
import { createBoundedFetch } from '../hasura/boundedFetch.js';
import { type ClaimSelection, createClaimSelection } from '../hasura/claimSelection.js';
import { createHasura, type Hasura } from '../hasura/client.js';
import { createOutages, type Outages } from '../hasura/outages.js';
import { createPoolFetch } from '../hasura/poolFetch.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { propagatingFetch, watchHasura } from '../telemetry/watchHasura.js';

interface Options {
  readonly config: Config;
  /** Base URL. */
  readonly endpoint: string;
  /** In place of the network. */
  readonly fetch: typeof fetch | undefined;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly log: Log;
}

/** The client of Hasura with everything that its requests go through, from the bounds to the sockets. */
export interface HasuraConnection {
  readonly hasura: Hasura;
  /** Which custom claims are asked for, with every request that opens a session. */
  readonly claims: ClaimSelection;
  readonly outages: Outages;
  /** Requests under way and waiting. */
  readonly load: ReturnType<typeof createBoundedFetch>['load'];
  readonly close: () => Promise<void>;
}

export function openHasura({ config, endpoint, fetch, telemetry, clock, log }: Options): HasuraConnection {
  const network = fetch
    ? { fetch, close: async () => {} }
    : createPoolFetch({
        origin: new URL(endpoint).origin,
        timeoutMs: config.hasuraTimeoutMs,
        connections: config.hasuraInFlight,
      });
  const bounded = createBoundedFetch({
    fetch: propagatingFetch(network.fetch, telemetry),
    inFlight: config.hasuraInFlight,
    waiting: config.hasuraWaiting,
    waitMs: config.hasuraWaitMs,
  });
  const claims = createClaimSelection({
    claims: config.customClaims,
    defaults: config.customClaimDefaults,
    onFailure: config.customClaimsOnFailure,
    clock,
    log,
  });
  const outages = createOutages(log);
  const hasura = createHasura({
    endpoint,
    adminSecret: config.hasuraAdminSecret,
    fetch: bounded.fetch,
    claims,
    watch: outages.watch(watchHasura(telemetry)),
  });
  return { hasura, claims, outages, load: bounded.load, close: network.close };
}
