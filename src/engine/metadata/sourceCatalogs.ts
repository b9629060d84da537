import type { Pool, PoolClient } from 'pg';
import { introspect } from '../catalog/introspect.js';
import type { Catalog } from '../catalog/types.js';
import type { Database } from '../database/database.js';
import type { SourceDatabases } from '../database/sourceDatabases.js';
import { buildModel } from '../model/buildModel.js';
import { readEnumValues } from '../model/enums.js';
import type { SourceFacts, SourceFault } from '../model/sourceFacts.js';
import type { Model } from '../model/types.js';
import { isServed } from '../model/unsupported.js';
import type { Metadata } from './types.js';

/** By name of the source: its catalog as it was last read, or why it can't be. */
export type Catalogs = ReadonlyMap<string, Catalog | SourceFault>;

export interface Reader {
  readonly databases: SourceDatabases;
  /** The pool of a database, or the connection of the transaction that is open there. */
  readonly executor: (database: Database) => Pool | PoolClient;
}

/** @param refresh which catalogs are read again, besides those that aren't known yet */
export async function readCatalogs(
  metadata: Metadata,
  known: Catalogs,
  refresh: 'all' | 'none' | { readonly source: string },
  reader: Reader,
): Promise<Catalogs> {
  const isStale = (name: string) => refresh === 'all' || (refresh !== 'none' && refresh.source === name);
  const catalogs = new Map<string, Catalog | SourceFault>();
  const read = new Map<Database, Catalog | SourceFault>();
  for (const source of metadata.sources.filter(isServed)) {
    const old = isStale(source.name) ? undefined : known.get(source.name);
    const database = old ? undefined : reader.databases.open(source);
    if (old) catalogs.set(source.name, old);
    else if (database && 'fault' in database) catalogs.set(source.name, database);
    else if (database) {
      const catalog = read.get(database) ?? (await readCatalog(database, reader));
      read.set(database, catalog);
      catalogs.set(source.name, catalog);
    }
  }
  return catalogs;
}

/** Nothing works without the engine's own database; another one that is down is an inconsistency. */
async function readCatalog(
  database: Database,
  { databases, executor }: Reader,
): Promise<Catalog | SourceFault> {
  try {
    return await introspect(executor(database));
  } catch (error) {
    if (database === databases.own || executor(database) !== database.pool) throw error;
    return { fault: 'connection error', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads the enum tables' rows, and joins everything. */
export async function loadModel(metadata: Metadata, catalogs: Catalogs, reader: Reader): Promise<Model> {
  const facts = new Map<string, SourceFacts | SourceFault>();
  for (const source of metadata.sources.filter(isServed)) {
    const catalog = catalogs.get(source.name);
    const database = reader.databases.open(source);
    if (!catalog) throw new Error(`The catalog of ${source.name} was not read`);
    if ('fault' in catalog) facts.set(source.name, catalog);
    else if ('fault' in database) facts.set(source.name, database);
    else {
      const enumValues = await readEnumValues(reader.executor(database), source, catalog);
      facts.set(source.name, { catalog, enumValues });
    }
  }
  return buildModel(metadata, facts);
}
