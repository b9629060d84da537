import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Auth } from './auth/auth.js';
import { createRedirects } from './auth/redirects.js';
import { configuredRoles } from './auth/signUpOptions.js';
import type { Config } from './config/config.js';
import { createHasura } from './hasura/client.js';
import { createPoolFetch } from './hasura/poolFetch.js';
import { type Clock, systemClock } from './lib/clock.js';
import type { Log } from './lib/log.js';
import { createHashingPool } from './passwords/hashingPool.js';
import { createPasswords } from './passwords/passwords.js';
import { createFetchHandler } from './server/fetchHandler.js';
import { createNodeHandler } from './server/nodeHandler.js';
import { createRespond } from './server/server.js';
import { createAccessTokens } from './tokens/accessTokens.js';
import { exportJwks } from './tokens/jwks.js';
import { deriveKey } from './tokens/jwtSecret.js';

export interface AppOptions {
  readonly config: Config;
  /** Version of the project, for `/version`. */
  readonly version: string;
  /** Directory of the Hasura metadata, with `actions.graphql`. */
  readonly metadataDir: string;
  readonly log: Log;
  readonly clock?: Clock;
  /** Base URL of Hasura. */
  readonly hasuraEndpoint: string;
  /** How Hasura is called; over the network unless given, as when the engine runs in this process. */
  readonly fetch?: typeof fetch;
}

/** The auth server without a port: give `handle` to node:http, or call `fetch`. */
export interface App {
  readonly handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly auth: Auth;
  /** Writes the configured roles to the database, which accounts refer to. @throws OutageError or HasuraRefusal. */
  readonly prepare: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How long Hasura may take for a request before it counts as down. */
const hasuraTimeoutMs = 10_000;

/** Composes the auth server; every client, pool and key is made here. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, hasuraEndpoint, clock = systemClock } = options;
  const network = options.fetch
    ? { fetch: options.fetch, close: async () => {} }
    : createPoolFetch({ origin: new URL(hasuraEndpoint).origin, timeoutMs: hasuraTimeoutMs });
  const hashing = createHashingPool({ workers: config.passwordWorkers, queue: config.passwordQueue });

  const auth: Auth = {
    config,
    hasura: createHasura({
      endpoint: hasuraEndpoint,
      adminSecret: config.hasuraAdminSecret,
      fetch: network.fetch,
    }),
    passwords: createPasswords(hashing),
    accessTokens: createAccessTokens({
      secret: config.jwtSecret,
      lifetimeSeconds: config.accessTokenSeconds,
      clock,
    }),
    refreshKey: deriveKey(config.jwtSecret, 'refresh token successors'),
    redirects: createRedirects(config),
    clock,
    log,
  };

  const respond = createRespond({
    auth,
    site: { version: options.version, jwks: await exportJwks(config.jwtSecret) },
    loadGraphql: async () => {
      const { loadGraphql } = await import('./server/graphql.js');
      return loadGraphql({ auth, metadataDir: options.metadataDir });
    },
  });

  return {
    handle: createNodeHandler(respond),
    fetch: createFetchHandler(respond),
    auth,
    async prepare() {
      await auth.hasura.UpsertRoles({ roles: configuredRoles(config).map((role) => ({ role })) });
    },
    async close() {
      await Promise.all([hashing.close(), network.close()]);
    },
  };
}
