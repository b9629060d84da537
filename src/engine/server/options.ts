import { AuthConfigError } from '../auth/config.js';
import type { InternalErrors } from '../errorBody.js';
import { type Environment, readFlag } from '../settings.js';
import { type CorsPolicy, parseCorsDomain } from './cors.js';

/** A part of the HTTP API that HASURA_GRAPHQL_ENABLED_APIS names. */
export type Api = 'metadata' | 'graphql' | 'pgdump' | 'config';

/** How the server behaves; the names are those of Hasura's variables. */
export interface EngineServerOptions {
  readonly cors: CorsPolicy;
  /** Paths of other APIs don't exist. */
  readonly enabledApis: ReadonlySet<Api>;
  /** HASURA_GRAPHQL_WS_READ_COOKIE: with CORS disabled, whether pages' sockets may bring cookies. */
  readonly readsCookiesOfSockets: boolean;
  readonly internalErrors: InternalErrors;
  readonly preserve401Errors: boolean;
  readonly liveQueryIntervalMilliseconds: number;
  readonly liveQueryBatchSize: number;
  readonly streamIntervalMilliseconds: number;
  readonly streamBatchSize: number;
  readonly keepAliveSeconds: number;
  readonly initTimeoutSeconds: number;
  readonly closeWebSocketsOnMetadataChange: boolean;
  readonly maxBodyBytes: number;
  /** GraphiQL at `/`; null for none. */
  readonly graphiql: GraphiqlOptions | null;
  /** Told about bugs and failures of the environment; clients see `internal error`. */
  readonly onError: (error: unknown) => void;
}

export interface GraphiqlOptions {
  readonly title: string;
  readonly tabs: readonly {
    readonly query: string;
    readonly variables?: string;
    readonly headers?: string;
  }[];
}

const defaultApis: ReadonlySet<Api> = new Set(['metadata', 'graphql', 'pgdump', 'config']);
/** Hasura's other APIs, which aren't served here in any case. */
const otherApis: ReadonlySet<string> = new Set(['developer', 'metrics']);

export const defaultServerOptions: EngineServerOptions = {
  cors: { kind: 'any' },
  enabledApis: defaultApis,
  readsCookiesOfSockets: false,
  internalErrors: 'admin',
  preserve401Errors: false,
  liveQueryIntervalMilliseconds: 1000,
  liveQueryBatchSize: 100,
  streamIntervalMilliseconds: 1000,
  streamBatchSize: 100,
  keepAliveSeconds: 5,
  initTimeoutSeconds: 3,
  closeWebSocketsOnMetadataChange: true,
  maxBodyBytes: 64 * 1024 * 1024,
  graphiql: { title: 'GraphiQL', tabs: [] },
  onError: () => {},
};

/**
 * Reads Hasura's variables for the server; what isn't set has Hasura's default.
 *
 * @throws Error naming the variable that can't be read
 */
export function readServerOptions(
  env: Environment,
): Omit<EngineServerOptions, 'onError' | 'graphiql' | 'maxBodyBytes'> {
  const flag = (name: string, absent: boolean) => readFlag(env, name, absent);
  const amount = (name: string, absent: number) => readAmount(env, name, absent);
  const showsAdmin = flag('HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS', true);
  return {
    cors: flag('HASURA_GRAPHQL_DISABLE_CORS', false)
      ? { kind: 'disabled' }
      : parseCorsDomain(env.HASURA_GRAPHQL_CORS_DOMAIN || '*'),
    enabledApis: readApis(env),
    readsCookiesOfSockets: flag('HASURA_GRAPHQL_WS_READ_COOKIE', false),
    internalErrors: flag('HASURA_GRAPHQL_DEV_MODE', false) ? 'everyone' : showsAdmin ? 'admin' : 'nobody',
    preserve401Errors: flag('HASURA_GRAPHQL_PRESERVE_401_ERRORS', false),
    liveQueryIntervalMilliseconds: amount('HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL', 1000),
    liveQueryBatchSize: amount('HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE', 100),
    streamIntervalMilliseconds: amount('HASURA_GRAPHQL_STREAMING_QUERIES_MULTIPLEXED_REFETCH_INTERVAL', 1000),
    streamBatchSize: amount('HASURA_GRAPHQL_STREAMING_QUERIES_MULTIPLEXED_BATCH_SIZE', 100),
    keepAliveSeconds: amount('HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE', 5),
    initTimeoutSeconds: amount('HASURA_GRAPHQL_WEBSOCKET_CONNECTION_INIT_TIMEOUT', 3),
    closeWebSocketsOnMetadataChange: flag('HASURA_GRAPHQL_CLOSE_WEBSOCKETS_ON_METADATA_CHANGE', true),
  };
}

function readAmount(env: Environment, name: string, absent: number): number {
  const text = env[name]?.trim();
  if (!text) return absent;
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new AuthConfigError(`${name}: "${text}" is not a positive number`);
}

/** HASURA_GRAPHQL_ENABLED_APIS: names between commas. */
function readApis(env: Environment): ReadonlySet<Api> {
  const text = env.HASURA_GRAPHQL_ENABLED_APIS?.trim();
  if (!text) return defaultApis;
  const names = text.split(',').map((each) => each.trim().toLowerCase());
  const unknown = names.find((each) => !isApi(each) && !otherApis.has(each));
  if (unknown === undefined) return new Set(names.filter(isApi));
  throw new AuthConfigError(`HASURA_GRAPHQL_ENABLED_APIS: "${unknown}" is no API`);
}

const isApi = (name: string): name is Api => defaultApis.has(name as Api);
