import { HasuraError } from '../errors.js';
import type { SourceMetadata } from '../metadata/types.js';
import type { SourceFault } from '../model/sourceFacts.js';
import type { Database, Databases } from './database.js';
import { openPostgres, type PostgresOptions } from './postgres.js';
import { readSourceSettings } from './sourceSettings.js';

export interface SourceDatabasesOptions {
  /** The database that the engine was started with; closed by whoever opened it. */
  readonly own: Database;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told of connections that broke while idle. */
  readonly onError?: (error: unknown) => void;
}

/**
 * One pool for each database that metadata's sources name. The source `default` is the engine's own database, whatever
 * its configuration says, and so is every source whose URL comes from HASURA_GRAPHQL_DATABASE_URL.
 */
export class SourceDatabases implements Databases {
  readonly own: Database;
  readonly #options: SourceDatabasesOptions;
  /** By settings, which hold passwords: never to be printed. */
  #opened = new Map<string, Database>();
  #served: ReadonlyMap<string, Database> = new Map();

  constructor(options: SourceDatabasesOptions) {
    this.own = options.own;
    this.#options = options;
  }

  get(source: string): Database {
    const database = this.#served.get(source);
    if (database) return database;
    throw new HasuraError('not-exists', `source with name "${source}" does not exist`);
  }

  /** The database of a source that may be served next; nothing is connected yet. */
  open(source: SourceMetadata): Database | SourceFault {
    if (source.name === 'default') return this.own;
    const settings = readSourceSettings(source.configuration, this.#options.env);
    if (settings === 'own') return this.own;
    return 'fault' in settings ? settings : this.#openAt(settings);
  }

  #openAt(settings: PostgresOptions): Database {
    const key = JSON.stringify(settings);
    const known = this.#opened.get(key);
    if (known) return known;
    const { onError = () => {} } = this.#options;
    const database = openPostgres({ ...settings, onConnectionError: onError });
    this.#opened.set(key, database);
    return database;
  }

  /** From now on these are the sources that are served. Pools that none of them needs are closed when they are idle. */
  keep(sources: readonly SourceMetadata[]): void {
    const served = sources.flatMap((source) => {
      const database = source.kind === 'postgres' ? this.open(source) : undefined;
      return database && !('fault' in database) ? [[source.name, database] as const] : [];
    });
    this.#served = new Map(served);
    const needed = new Set(this.#served.values());
    const unneeded = [...this.#opened].filter(([, database]) => !needed.has(database));
    for (const [key, database] of unneeded) {
      this.#opened.delete(key);
      void database.close().catch((error: unknown) => this.#options.onError?.(error));
    }
  }

  async close(): Promise<void> {
    const opened = [...this.#opened.values()];
    this.#opened = new Map();
    await Promise.all(opened.map((each) => each.close()));
  }
}
