import type { AddressInfo } from 'node:net';
import { ActionLog } from './actions/actionLog.js';
import { AsyncActions } from './actions/asyncActions.js';
import { openWebhookFetch, type WebhookFetch } from './actions/webhookFetch.js';
import { openAuthenticator } from './auth/authenticate.js';
import type { KeyFetchOptions } from './auth/keySource.js';
import type { Database } from './database/database.js';
import { SourceDatabases } from './database/sourceDatabases.js';
import { describeConfig } from './describeConfig.js';
import { stringifyJson } from './jsonText.js';
import { dumpDatabase } from './metadata/dump/dumpDatabase.js';
import { type MetadataHost, openMetadata } from './metadata/host.js';
import { watchMetadata } from './metadata/watch.js';
import { readAuthConfig, readSchemaOptions } from './options.js';
import { batchLimit } from './plan/limits.js';
import { createEngineServer, type EngineServer } from './server/engineServer.js';
import { type GraphiqlOptions, readServerOptions } from './server/options.js';
import type { EngineService } from './server/service.js';
import { createGraphqlService } from './service/graphqlService.js';
import { type Environment, ignoredSettings } from './settings.js';

export interface EngineOptions {
  /** Of the source `default`, and of metadata itself. Closed by whoever opened it, after the engine. */
  readonly database: Database;
  /** HASURA_GRAPHQL_* settings, and the variables that metadata refers to by `{{NAME}}` and `value_from_env`. */
  readonly env: Environment;
  /** How Actions' webhooks are called; over the network unless given. */
  readonly webhookFetch?: WebhookFetch;
  /** How the keys at a `jwk_url` are read; over the network unless given. */
  readonly keyFetch?: KeyFetchOptions['fetch'];
  /** GraphiQL at `/`; none when null. */
  readonly graphiql?: GraphiqlOptions | null;
  /** Told of bugs and of failures around the engine; clients see `internal error`. */
  readonly onError?: (error: unknown) => void;
  /** Told in one line which of Hasura's variables have no effect here; not at all when there are none. */
  readonly say?: (line: string) => void;
}

/** Hasura's API on a database, and on those that metadata's other sources name. */
export interface Engine {
  readonly metadata: MetadataHost;
  readonly service: EngineService;
  /** Calls the HTTP API without a socket. */
  readonly fetch: typeof fetch;
  readonly liveQueries: EngineServer['liveQueries'];
  /** @throws the error of node:net when the address can't be listened on */
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  close(): Promise<void>;
}

/**
 * Composes the engine over a database; nothing listens yet.
 *
 * @throws AuthConfigError for settings that can't be started with
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { database, env, onError = () => {} } = options;
  const ignored = ignoredSettings(env);
  if (ignored.length > 0) options.say?.(`Without effect on the embedded engine: ${ignored.join(', ')}.`);
  const network = options.webhookFetch ? undefined : openWebhookFetch();
  const webhookFetch = options.webhookFetch ?? openedFetch(network);
  const authConfig = readAuthConfig(env);
  const serverOptions = readServerOptions(env);
  const schemaOptions = readSchemaOptions(env);
  const authenticator = await openAuthenticator(authConfig, {
    onError,
    ...(options.keyFetch && { fetch: options.keyFetch }),
  });
  let server: EngineServer | undefined;
  const databases = new SourceDatabases({ own: database, env, onError });
  const metadata = await openMetadata({
    databases,
    stringifyNumericTypes: schemaOptions.stringifyNumericTypes,
    onChange: () => server?.metadataChanged(),
  });
  const asyncActions = new AsyncActions({
    log: new ActionLog(database.pool),
    fetch: webhookFetch,
    variables: env,
    configuredHeadersFirst: schemaOptions.configuredHeadersFirst,
    model: () => metadata.state().model,
    intervalMilliseconds: schemaOptions.asyncActionsMilliseconds,
    internalErrors: serverOptions.internalErrors,
    onError,
  });
  const graphql = createGraphqlService({
    asyncActions,
    databases,
    authenticator,
    webhookFetch,
    env,
    ...schemaOptions,
    model: () => metadata.state().model,
    metadata: () => metadata.state().metadata,
  });
  const service: EngineService = {
    ...graphql,
    runCommand: async (endpoint, command, session) =>
      stringifyJson(await metadata.run(endpoint, command, session)),
    dumpDatabase: (body) =>
      dumpDatabase((source) => {
        const { pool } = databases.get(source);
        return { pool, connectionString: pool.options.connectionString, searchPath: env.PATH };
      }, body),
    async health() {
      const isUp = await database.pool.query('select 1').then(
        () => true,
        () => false,
      );
      return { database: isUp, consistentMetadata: metadata.state().model.inconsistencies.length === 0 };
    },
    describeConfig: () => describeConfig(authConfig, serverOptions, schemaOptions),
    batchLimit: ({ role }) => batchLimit(metadata.state().metadata.apiLimits, role),
  };
  server = createEngineServer(service, {
    ...serverOptions,
    graphiql: options.graphiql ?? null,
    onError,
  });
  const { schemaSyncMilliseconds: intervalMilliseconds } = schemaOptions;
  // PGlite has no other process that could write.
  const isShared = database.kind === 'postgres' && intervalMilliseconds > 0;
  const unwatch = isShared ? watchMetadata(metadata, { intervalMilliseconds, onError }) : undefined;
  return compose(server, service, metadata, async () => {
    unwatch?.();
    await asyncActions.close();
    await network?.close();
    await databases.close();
  });
}

function compose(
  api: EngineServer,
  service: EngineService,
  metadata: MetadataHost,
  closeOthers: () => Promise<void>,
): Engine {
  return {
    metadata,
    service,
    fetch: api.fetch,
    liveQueries: api.liveQueries,
    listen({ host, port }) {
      const { server } = api;
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          const { port: taken } = server.address() as AddressInfo;
          resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}` });
        });
      });
    },
    async close() {
      await api.close();
      await closeOthers();
    },
  };
}

function openedFetch(network: { readonly fetch: WebhookFetch } | undefined): WebhookFetch {
  if (!network) throw new Error('Actions have no way to their webhooks');
  return network.fetch;
}
