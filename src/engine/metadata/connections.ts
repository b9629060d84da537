import type { Pool, PoolClient } from 'pg';
import type { Database } from '../database/database.js';

export type TransactionMode = 'read only' | 'read write';

interface Connection {
  readonly client: PoolClient;
  isInTransaction: boolean;
}

/** The connections of one request, at most one to each database, taken when first needed. */
export class Connections {
  /** The whole request is one transaction on each database: everything but bulks on the newer endpoints. */
  isAtomic = true;
  readonly #own: Database;
  readonly #open = new Map<Database, Connection>();

  /** @param own where metadata is kept: what was changed elsewhere is committed before it */
  constructor(own: Database) {
    this.#own = own;
  }

  /** The connection that is taken already, or else any. */
  executor = (database: Database): Pool | PoolClient => this.#open.get(database)?.client ?? database.pool;

  /** Inside of the request's transaction, if it is one. */
  async client(database: Database): Promise<PoolClient> {
    const connection = await this.#connect(database);
    if (this.isAtomic && !connection.isInTransaction) await begin(connection, 'read write');
    return connection.client;
  }

  /** Runs in a transaction, joining the one that is open already. */
  async transaction<T>(
    database: Database,
    run: (client: PoolClient) => Promise<T>,
    mode: TransactionMode,
  ): Promise<T> {
    if (this.isAtomic && mode === 'read write') return run(await this.client(database));
    const connection = await this.#connect(database);
    if (connection.isInTransaction) {
      return mode === 'read only' ? readOnlyPart(connection.client, run) : run(connection.client);
    }
    await begin(connection, mode);
    try {
      const result = await run(connection.client);
      await end(connection, 'commit');
      return result;
    } catch (error) {
      await end(connection, 'rollback');
      throw error;
    }
  }

  async #connect(database: Database): Promise<Connection> {
    const known = this.#open.get(database);
    if (known) return known;
    const connection = { client: await database.pool.connect(), isInTransaction: false };
    this.#open.set(database, connection);
    return connection;
  }

  /** Commits what was done on the other databases. */
  async commitOthers(): Promise<void> {
    for (const [database, connection] of this.#open) {
      if (database !== this.#own) await this.#finish(database, connection, 'commit');
    }
  }

  async commit(): Promise<void> {
    await this.commitOthers();
    for (const [database, connection] of this.#open) await this.#finish(database, connection, 'commit');
  }

  /** Undoes what is still open. */
  async abandon(): Promise<void> {
    for (const [database, connection] of this.#open) await this.#finish(database, connection, 'rollback');
  }

  async #finish(database: Database, connection: Connection, how: 'commit' | 'rollback'): Promise<void> {
    try {
      if (connection.isInTransaction) await end(connection, how);
      this.#open.delete(database);
      connection.client.release();
    } catch (error) {
      if (how === 'commit') throw error;
      this.#open.delete(database);
      connection.client.release(error instanceof Error ? error : true);
    }
  }
}

async function begin(connection: Connection, mode: TransactionMode): Promise<void> {
  await connection.client.query(`begin isolation level read committed ${mode}`);
  connection.isInTransaction = true;
}

async function end(connection: Connection, how: 'commit' | 'rollback'): Promise<void> {
  connection.isInTransaction = false;
  await connection.client.query(how);
}

/** Nothing that is written in this part of a transaction is kept; writing is refused. */
async function readOnlyPart<T>(client: PoolClient, run: (client: PoolClient) => Promise<T>): Promise<T> {
  await client.query('savepoint read_only; set local transaction_read_only = on');
  const result = await run(client);
  await client.query('rollback to savepoint read_only');
  return result;
}
