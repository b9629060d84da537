import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Auth } from './auth/auth.js';
import { codeCheck } from './auth/carriers.js';
import type { CustomProviders } from './auth/customProvider.js';
import { createLinks } from './auth/links.js';
import { measureOutbox } from './auth/outboxState.js';
import { startOutboxWorker } from './auth/outboxWorker.js';
import { createProviders } from './auth/providers.js';
import { createReadiness } from './auth/readiness.js';
import { createRedirects } from './auth/redirects.js';
import { startReencryption } from './auth/reencryption.js';
import { configuredRoles } from './auth/signUpOptions.js';
import { openHasura } from './compose/openHasura.js';
import { openMessages } from './compose/openMessages.js';
import { signInPageOf, withOwnPage } from './compose/ownPage.js';
import type { Config } from './config/config.js';
import { telemetryOptions } from './config/telemetryOptions.js';
import { customProviders } from './customProviders/index.js';
import { openKeys } from './keys.js';
import { type Clock, systemClock } from './lib/clock.js';
import { type Log, logLevels } from './lib/log.js';
import { createHashingPool } from './passwords/hashingPool.js';
import { createPasswords } from './passwords/passwords.js';
import { countRequests } from './server/countRequests.js';
import { createFetchHandler } from './server/fetchHandler.js';
import { createNodeHandler } from './server/nodeHandler.js';
import { createMetricsRespond } from './server/operation.js';
import { createRespond } from './server/server.js';
import { createAuditStage } from './stages/audit.js';
import { beforeSession } from './stages/beforeSession.js';
import { cookieSessions } from './stages/cookieSessions.js';
import { createDefences } from './stages/defences.js';
import { createObserveStage } from './stages/observe.js';
import { loadTelemetry } from './telemetry/telemetry.js';
import { createAccessTokens } from './tokens/accessTokens.js';
import { exportJwks } from './tokens/jwks.js';

export interface AppOptions {
  readonly config: Config;
  /** Version of the project, for `/version`. */
  readonly version: string;
  /** Directory of the Hasura metadata, with `actions.graphql`. */
  readonly metadataDir: string;
  /** Directory of the built-in templates of mails and text messages. */
  readonly templatesDir: string;
  /** Directory of the built page of `examples/web`, which is served in development; there is none unless given. */
  readonly signInPageDir?: string;
  /** Where this process listens, for links in development; the configured port unless given. */
  readonly localUrl?: string;
  /** Further ways to sign up and in, besides those of `src/customProviders/index.ts`. */
  readonly customProviders?: CustomProviders;
  readonly log: Log;
  readonly clock?: Clock;
  /** Base URL of Hasura. */
  readonly hasuraEndpoint: string;
  /** How Hasura is called; over the network unless given, as when the engine runs in this process. */
  readonly fetch?: typeof fetch;
  /** How other services are called, as those that send text messages; over the network unless given. */
  readonly fetchOutside?: typeof fetch;
}

/** The auth server without a port: give `handle` to node:http, or call `fetch`. */
export interface App {
  readonly handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Answers `/metrics` on a port of its own, when there is to be one. */
  readonly handleMetrics: ((incoming: IncomingMessage, outgoing: ServerResponse) => void) | undefined;
  readonly auth: Auth;
  /** Writes the configured roles and providers to the database, which accounts refer to. @throws OutageError or HasuraRefusal. */
  readonly prepare: () => Promise<void>;
  /** Begins to deliver messages that could not be delivered at first, and to purge what has expired; until `close`. */
  readonly startWorker: () => void;
  /** From now on `/readyz` says that no more requests should come. */
  readonly drain: () => void;
  /** Resolves when no request is under way, or when so much time has passed. */
  readonly idle: (withinMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Composes the auth server; every client, pool and key is made here. */
export async function createApp(options: AppOptions): Promise<App> {
  const { log, hasuraEndpoint, clock = systemClock } = options;
  const localUrl = options.localUrl ?? `http://localhost:${options.config.port}`;
  const signInPage = signInPageOf(options);
  const config = signInPage ? withOwnPage(options.config, localUrl) : options.config;
  const telemetry = await loadTelemetry(telemetryOptions(config, options.version));
  const { metrics } = telemetry;
  const connection = openHasura({
    config,
    endpoint: hasuraEndpoint,
    fetch: options.fetch,
    telemetry,
    clock,
    log,
  });
  const { hasura, claims, outages } = connection;
  const hashing = createHashingPool({
    workers: config.passwordWorkers,
    queue: config.passwordQueue,
    onBegin: metrics?.hashingBegan,
  });
  const fetchOutside = options.fetchOutside ?? globalThis.fetch;
  const keys = await openKeys(config, log, clock);
  const { encryption } = keys;
  const messages = openMessages({
    config,
    hasura,
    encryption,
    templatesDir: options.templatesDir,
    fetch: fetchOutside,
    localUrl,
    clock,
    log,
  });
  const { carriers, outbox, auditLog, hooks, deliveries } = messages;

  const roles = configuredRoles(config);
  const readiness = createReadiness({ hasura, roles, log });
  metrics?.watch({
    hashing: hashing.load,
    hasura: connection.load,
    brokenClaims: claims.brokenCount,
    outbox: () => measureOutbox(hasura, clock),
    isReady: async () => (await readiness.check()) === undefined,
  });
  const watch = { ...telemetry, logLevel: requestLogLevel(config) };
  const isObserved = Object.values(watch).some((each) => each !== undefined);

  const defences = await createDefences({ config, derive: keys.derive, log, fetch: fetchOutside });

  const auth: Auth = {
    config,
    hasura,
    passwords: createPasswords(hashing),
    isBreached: defences.isBreached,
    guesses: defences.guesses,
    accessTokens: createAccessTokens({
      secret: config.jwtSecret,
      keys: keys.ring,
      lifetimeSeconds: config.accessTokenSeconds,
      clock,
    }),
    claims,
    refreshKey: keys.derive('refresh token successors'),
    codeKey: keys.derive('one-time codes'),
    decoyKey: keys.derive('security keys of nobody'),
    encryption,
    customProviders: { ...customProviders, ...options.customProviders },
    providers: createProviders({ config, clock, fetch: fetchOutside }),
    redirects: createRedirects(config),
    links: createLinks(config, localUrl),
    outbox,
    auditLog,
    outages,
    hooks,
    checkSmsCode: codeCheck(carriers),
    inbox: carriers.inbox,
    stages: [
      ...(isObserved ? [createObserveStage(watch)] : []),
      ...(config.cookieMode ? [cookieSessions] : []),
      ...defences.stages,
      // Behind the limits: nobody can fill the log faster than they allow.
      createAuditStage({ awaitsAll: config.auditLogAwaited }),
      ...(hooks.beforeSession ? [beforeSession] : []),
    ],
    clock,
    log,
  };

  const metricsPage = metrics && { metrics, token: config.metricsToken };
  const { respond, idle } = countRequests(
    createRespond({
      auth,
      readiness,
      watch,
      metricsPage: config.metricsPort === undefined ? metricsPage : undefined,
      site: { version: options.version, jwks: () => exportJwks(keys.ring.known(clock.now())) },
      loadOpenapi: async () => {
        const { loadOpenapi } = await import('./server/openapi.js');
        return loadOpenapi({ version: options.version, metadataDir: options.metadataDir });
      },
      signInPage,
      loadGraphql: async () => {
        const { loadGraphql } = await import('./server/graphql.js');
        return loadGraphql({ auth, metadataDir: options.metadataDir });
      },
    }),
  );

  let stopWorker = async () => {};
  let stopReencryption = async () => {};
  return {
    handle: createNodeHandler(respond),
    fetch: createFetchHandler(respond),
    handleMetrics:
      metricsPage && config.metricsPort !== undefined
        ? createNodeHandler(createMetricsRespond(metricsPage, auth))
        : undefined,
    auth,
    async prepare() {
      await auth.hasura.UpsertRoles({ roles: roles.map((role) => ({ role })) });
      const providers = [...config.providers.keys()].map((id) => ({ id }));
      if (providers.length > 0) await auth.hasura.UpsertProviders({ providers });
    },
    startWorker() {
      stopWorker = startOutboxWorker(auth);
      stopReencryption = startReencryption(auth);
      deliveries.start();
    },
    drain: readiness.drain,
    idle,
    async close() {
      readiness.drain();
      // Now, since what follows waits for others and may be cut short.
      void telemetry.tracing?.flush();
      await Promise.all([stopWorker(), stopReencryption()]);
      await messages.close();
      await Promise.all([hashing.close(), connection.close(), defences.close()]);
      await telemetry.tracing?.close();
      keys.close();
    },
  };
}

/** Undefined when no line would be written: then nothing is measured for it. */
function requestLogLevel({ logRequests, logLevel }: Config): 'debug' | 'info' | undefined {
  if (logRequests === 'off') return undefined;
  return logLevels.indexOf(logRequests) >= logLevels.indexOf(logLevel) ? logRequests : undefined;
}
