import type { InternalErrors } from '../errorBody.js';
import { type CorsPolicy, parseCorsDomain } from './cors.js';

/** How the server behaves; the names are those of Hasura's variables. */
export interface EngineServerOptions {
  readonly cors: CorsPolicy;
  readonly internalErrors: InternalErrors;
  readonly preserve401Errors: boolean;
  readonly liveQueryIntervalMilliseconds: number;
  readonly liveQueryBatchSize: number;
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

export const defaultServerOptions: EngineServerOptions = {
  cors: { kind: 'any' },
  internalErrors: 'admin',
  preserve401Errors: false,
  liveQueryIntervalMilliseconds: 1000,
  liveQueryBatchSize: 100,
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
  env: Readonly<Record<string, string | undefined>>,
): Omit<EngineServerOptions, 'onError' | 'graphiql' | 'maxBodyBytes'> {
  const flag = (name: string, fallback: boolean): boolean => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const word = text.toLowerCase();
    if (['true', 't', 'yes', 'y'].includes(word)) return true;
    if (['false', 'f', 'no', 'n'].includes(word)) return false;
    throw new Error(`${name}: "${text}" is not true or false`);
  };
  const amount = (name: string, fallback: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    if (!/^\d+$/.test(text) || Number(text) === 0)
      throw new Error(`${name}: "${text}" is not a positive number`);
    return Number(text);
  };
  const showsAdmin = flag('HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS', true);
  return {
    cors: flag('HASURA_GRAPHQL_DISABLE_CORS', false)
      ? { kind: 'disabled' }
      : parseCorsDomain(env.HASURA_GRAPHQL_CORS_DOMAIN || '*'),
    internalErrors: flag('HASURA_GRAPHQL_DEV_MODE', false) ? 'everyone' : showsAdmin ? 'admin' : 'nobody',
    preserve401Errors: flag('HASURA_GRAPHQL_PRESERVE_401_ERRORS', false),
    liveQueryIntervalMilliseconds: amount('HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL', 1000),
    liveQueryBatchSize: amount('HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE', 100),
    keepAliveSeconds: amount('HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE', 5),
    initTimeoutSeconds: amount('HASURA_GRAPHQL_WEBSOCKET_CONNECTION_INIT_TIMEOUT', 3),
    closeWebSocketsOnMetadataChange: flag('HASURA_GRAPHQL_CLOSE_WEBSOCKETS_ON_METADATA_CHANGE', true),
  };
}
