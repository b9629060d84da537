import type { Json, JsonObject } from '../json.js';
import { isObject } from '../jsonText.js';
import type { SourceFault } from '../model/sourceFacts.js';
import type { PostgresOptions } from './postgres.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the engine's own database, in Hasura and in metadata that it exports. */
const ownDatabase = 'HASURA_GRAPHQL_DATABASE_URL';

const isolationLevels: ReadonlySet<Json> = new Set(['read-committed', 'repeatable-read', 'serializable']);

/**
 * A source's `configuration` as the options of a pool, with Hasura's defaults; `own` where it is the database that the
 * engine was started with. `retries` and `use_prepared_statements` are about Hasura's driver and change no answer.
 */
export function readSourceSettings(
  configuration: JsonObject,
  env: Environment,
): PostgresOptions | 'own' | SourceFault {
  const connection = asObject(configuration.connection_info);
  const url = connection.database_url ?? null;
  if (asObject(url).from_env === ownDatabase) return 'own';
  const connectionString = readUrl(url, env);
  if (typeof connectionString !== 'string') return connectionString;
  if (connection.ssl_configuration) {
    return { fault: '"ssl_configuration" is not supported by the embedded engine: use sslmode in the URL' };
  }
  const isolation = connection.isolation_level ?? 'read-committed';
  if (!isolationLevels.has(isolation))
    return { fault: `unknown isolation level ${JSON.stringify(isolation)}` };
  const pool = asObject(connection.pool_settings);
  const waitSeconds = asNumber(pool.pool_timeout);
  return {
    connectionString,
    maxConnections: asNumber(pool.max_connections) ?? 50,
    idleSeconds: asNumber(pool.idle_timeout) ?? 180,
    lifetimeSeconds: asNumber(pool.connection_lifetime) ?? 600,
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(isolation === 'read-committed' ? {} : { isolationLevel: String(isolation).replace('-', ' ') }),
  };
}

/** A text, `{from_env}` or `{connection_parameters}`. */
function readUrl(url: Json, env: Environment): string | SourceFault {
  if (typeof url === 'string') return url;
  const { from_env: variable, connection_parameters: parameters } = asObject(url);
  if (typeof variable === 'string') {
    return env[variable] || { fault: `environment variable '${variable}' not set` };
  }
  if (parameters === undefined) return { fault: 'the source has no "database_url" that can be read here' };
  const { host, port, username, password, database } = asObject(parameters);
  const part = (value: Json | undefined) => encodeURIComponent(String(value ?? ''));
  const account = password ? `${part(username)}:${part(password)}` : part(username);
  return `postgres://${account}@${String(host ?? '')}:${String(port ?? 5432)}/${part(database)}`;
}

const asObject = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});

const asNumber = (json: Json | undefined): number | undefined =>
  typeof json === 'number' ? json : undefined;
