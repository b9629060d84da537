import pg from 'pg';
import { type Database, textTypes } from './database.js';

export interface PostgresOptions {
  readonly connectionString: string;
  /** Connections held at most. Default 20. */
  readonly maxConnections?: number;
  /** Closed after so much idleness. Default 10. */
  readonly idleSeconds?: number;
  /** Closed at this age, when next idle. Default: none. */
  readonly lifetimeSeconds?: number;
  /** For a free connection, or a new one. Default 5. */
  readonly waitSeconds?: number;
  /** As SQL writes it, of transactions that don't say. Default: the server's. */
  readonly isolationLevel?: string;
  /** Told of connections that broke while idle; the pool opens new ones by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

/** A pool of connections to a PostgreSQL server. Nothing is connected until the first query. */
export function openPostgres(options: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections ?? 20,
    idleTimeoutMillis: (options.idleSeconds ?? 10) * 1000,
    maxLifetimeSeconds: options.lifetimeSeconds ?? 0,
    connectionTimeoutMillis: (options.waitSeconds ?? 5) * 1000,
    ...(options.isolationLevel
      ? { options: `-c default_transaction_isolation=${options.isolationLevel.replace(' ', '\\ ')}` }
      : {}),
    types: textTypes,
    keepAlive: true,
  });
  // Without listeners the end of a connection, idle or in use, (a restart of the server) would end this process.
  pool.on('error', (error) => options.onConnectionError?.(error));
  pool.on('connect', (client) => client.on('error', () => {}));
  return { kind: 'postgres', pool, close: () => pool.end() };
}
