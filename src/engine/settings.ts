import { AuthConfigError } from './auth/config.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** True and false as Hasura reads them; an empty value counts as unset. @throws AuthConfigError for any other word */
export function readFlag(env: Environment, name: string, absent: boolean): boolean {
  const word = env[name]?.trim().toLowerCase();
  if (!word) return absent;
  if (['true', 't', 'yes', 'y'].includes(word)) return true;
  if (['false', 'f', 'no', 'n'].includes(word)) return false;
  throw new AuthConfigError(`${name}: "${env[name]}" is not true or false`);
}

/** Hasura's settings (without their prefix) that this engine follows, or the server that it runs in. */
const followed: ReadonlySet<string> = new Set([
  'ADMIN_INTERNAL_ERRORS',
  'ADMIN_SECRET',
  'ADMIN_SECRETS',
  'ASYNC_ACTIONS_FETCH_INTERVAL',
  'CLOSE_WEBSOCKETS_ON_METADATA_CHANGE',
  'CONFIGURED_HEADER_PRECEDENCE',
  'CORS_DOMAIN',
  'DEV_MODE',
  'DISABLE_CORS',
  'ENABLE_ALLOWLIST',
  'ENABLED_APIS',
  'ENDPOINT',
  'INFER_FUNCTION_PERMISSIONS',
  'JWT_SECRET',
  'JWT_SECRETS',
  'LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE',
  'LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL',
  'PRESERVE_401_ERRORS',
  'SCHEMA_SYNC_POLL_INTERVAL',
  'STREAMING_QUERIES_MULTIPLEXED_BATCH_SIZE',
  'STREAMING_QUERIES_MULTIPLEXED_REFETCH_INTERVAL',
  'STRINGIFY_NUMERIC_TYPES',
  'UNAUTHORIZED_ROLE',
  'V1_BOOLEAN_NULL_COLLAPSE',
  'WEBSOCKET_CONNECTION_INIT_TIMEOUT',
  'WEBSOCKET_KEEPALIVE',
  'WS_READ_COOKIE',
]);

const isSet = (): boolean => true;
const isOn = (env: Environment, name: string): boolean => readFlag(env, name, false);
const isOtherThan =
  (...harmless: readonly string[]) =>
  (env: Environment, name: string): boolean =>
    (env[name] ?? '').split(',').some((each) => !harmless.includes(each.trim().toLowerCase()));

/** Settings that would change answers and that this engine doesn't have: refused rather than ignored. */
const refused: Readonly<Record<string, (env: Environment, name: string) => boolean>> = {
  AUTH_HOOK: isSet,
  DEFAULT_NAMING_CONVENTION: isOtherThan('hasura-default'),
  ENABLE_APOLLO_FEDERATION: isOn,
  ENABLE_MAINTENANCE_MODE: isOn,
  ENABLE_RELAY: isOn,
  // What these bring is there anyway, or concerns databases that are refused.
  EXPERIMENTAL_FEATURES: isOtherThan(
    'inherited_roles',
    'streaming_subscriptions',
    'optimize_permission_filters',
    'naming_convention',
    'bigquery_string_numeric_input',
  ),
  PERSISTED_QUERIES: isOn,
  TX_ISOLATION: isOtherThan('read-committed'),
};

const own = {
  address: 'HASURA_PORT names the port',
  database: 'DATABASE_URL names the database, which holds metadata too',
  log: 'the log is that of the server, see AUTH_LOG_LEVEL',
  pool: 'connections are the own affair of the engine',
  project: 'the directory of the project is applied at the start',
  triggers: 'there are no triggers',
  webhook: 'AUTH_HOOK is refused',
} as const;

/** Settings that change no answer of this engine, and why. */
const ignored: Readonly<Record<string, string>> = {
  AUTH_HOOK_MODE: own.webhook,
  AUTH_HOOK_SEND_REQUEST_BODY: own.webhook,
  CONSOLE_ASSETS_DIR: 'there is no console',
  DATABASE_URL: own.database,
  DISABLE_EVENTING: own.triggers,
  ENABLED_LOG_TYPES: own.log,
  ENABLE_CONSOLE: 'there is no console; GraphiQL is at /',
  ENABLE_METADATA_QUERY_LOGGING: own.log,
  ENABLE_REMOTE_SCHEMA_PERMISSIONS: 'remote schemas are refused',
  ENABLE_TELEMETRY: 'nothing is reported to anybody',
  EVENTS_FETCH_BATCH_SIZE: own.triggers,
  EVENTS_FETCH_INTERVAL: own.triggers,
  EVENTS_HTTP_POOL_SIZE: own.triggers,
  GRACEFUL_SHUTDOWN_TIMEOUT: own.triggers,
  LOG_LEVEL: own.log,
  METADATA_DATABASE_URL: own.database,
  METADATA_DIR: own.project,
  MIGRATIONS_DIR: own.project,
  NO_OF_RETRIES: own.pool,
  PG_CONNECTIONS: own.pool,
  PG_STRIPES: own.pool,
  PG_TIMEOUT: own.pool,
  SERVER_HOST: own.address,
  SERVER_PORT: own.address,
  USE_PREPARED_STATEMENTS: own.pool,
  WEBSOCKET_COMPRESSION: 'messages are not compressed',
};

const prefix = 'HASURA_GRAPHQL_';

/**
 * Which of Hasura's variables have no effect here: `NAME (why)`. Those that have one are read elsewhere.
 *
 * @throws AuthConfigError that names a variable whose value would change answers and isn't supported
 */
export function ignoredSettings(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && env[name]?.trim())
    .sort()
    .flatMap((name) => {
      const setting = name.slice(prefix.length);
      if (followed.has(setting)) return [];
      const changesAnswers = Object.hasOwn(refused, setting) ? refused[setting] : undefined;
      if (!changesAnswers) {
        const why = Object.hasOwn(ignored, setting) ? ignored[setting] : 'the engine does not know it';
        return [`${name} (${why})`];
      }
      if (!changesAnswers(env, name)) return [];
      throw new AuthConfigError(`${name} is not supported by the embedded engine: unset it`);
    });
}
