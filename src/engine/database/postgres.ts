import pg from 'pg';
import { type Database, textTypes } from './database.js';

export interface PostgresOptions {
  readonly connectionString: string;
  /** Connections held at most. Default 20. */
  readonly maxConnections?: number;
  /** Told of connections that broke while idle; the pool opens new ones by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

/** A pool of connections to a PostgreSQL server. Nothing is connected until the first query. */
export function openPostgres(options: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections ?? 20,
    connectionTimeoutMillis: 5_000,
    types: textTypes,
    keepAlive: true,
  });
  // Without listeners the end of a connection, idle or in use, (a restart of the server) would end this process.
  pool.on('error', (error) => options.onConnectionError?.(error));
  pool.on('connect', (client) => client.on('error', () => {}));
  return { kind: 'postgres', pool, close: () => pool.end() };
}
