import type { Pool, PoolClient } from 'pg';
import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { parseJson, stringifyJson } from '../jsonText.js';

type Executor = Pick<Pool | PoolClient, 'query'>;

/** The catalog version that Hasura v2.48 writes. */
const catalogVersion = '48';

/** Hasura's own tables for metadata and for the state of its CLI and console; the names and columns are Hasura's. */
const createCatalog = `
  create schema if not exists hdb_catalog;
  create table if not exists hdb_catalog.hdb_version (
    hasura_uuid uuid primary key default gen_random_uuid(),
    version text not null,
    upgraded_on timestamptz not null,
    cli_state jsonb not null default '{}'::jsonb,
    console_state jsonb not null default '{}'::jsonb
  );
  create unique index if not exists hdb_version_one_row on hdb_catalog.hdb_version ((version is not null));
  create table if not exists hdb_catalog.hdb_metadata (
    id integer primary key,
    metadata json not null,
    resource_version integer not null default 1 unique
  );
  insert into hdb_catalog.hdb_version (version, upgraded_on) values ('${catalogVersion}', now())
    on conflict ((version is not null)) do nothing;
`;

export interface StoredMetadata {
  readonly document: Json;
  readonly resourceVersion: number;
}

/** Makes the tables where they are missing. Safe to repeat, and for several processes at once. */
export async function prepareStore(database: Pool): Promise<void> {
  const { rows } = await database.query<{ ready: string }>(
    `select exists (select 1 from pg_catalog.pg_tables where schemaname = 'hdb_catalog' and tablename = 'hdb_metadata') as ready`,
  );
  if (rows[0]?.ready === 't') return;
  // Two processes that start at once: `if not exists` alone can still collide.
  await database.query(`begin; select pg_advisory_xact_lock(480048); ${createCatalog} commit;`);
}

export async function loadStored(database: Executor): Promise<StoredMetadata | undefined> {
  const { rows } = await database.query<{ metadata: string; version: string }>(
    'select metadata::text as metadata, resource_version::text as version from hdb_catalog.hdb_metadata where id = 1',
  );
  const row = rows[0];
  return row && { document: parseJson(row.metadata), resourceVersion: Number(row.version) };
}

export async function loadResourceVersion(database: Executor): Promise<number> {
  const { rows } = await database.query<{ version: string }>(
    'select resource_version::text as version from hdb_catalog.hdb_metadata where id = 1',
  );
  return Number(rows[0]?.version ?? 0);
}

/**
 * Writes metadata over the version that it was made from; 0 for the first. Answers the new version.
 *
 * @throws HasuraError `conflict` (409) when somebody else wrote in between
 */
export async function saveMetadata(
  database: Executor,
  document: JsonObject,
  resourceVersion: number,
): Promise<number> {
  const { rows } = await database.query<{ version: string }>(
    `insert into hdb_catalog.hdb_metadata as stored (id, metadata, resource_version) values (1, $1, $2::integer + 1)
     on conflict (id) do update
       set metadata = excluded.metadata, resource_version = excluded.resource_version
       where stored.resource_version = $2
     returning resource_version::text as version`,
    [stringifyJson(document), resourceVersion],
  );
  const version = rows[0]?.version;
  if (version === undefined) throw resourceConflict(resourceVersion);
  return Number(version);
}

export const resourceConflict = (referenced: number): HasuraError =>
  new HasuraError(
    'conflict',
    `metadata resource version referenced (${referenced}) did not match current version`,
    { status: 409 },
  );

/** `{id, cli_state, console_state}`; id is the uuid of this installation. */
export async function loadCatalogState(database: Executor): Promise<JsonObject> {
  const { rows } = await database.query<{ state: string }>(
    `select json_build_object('id', hasura_uuid, 'cli_state', cli_state, 'console_state', console_state)::text as state
     from hdb_catalog.hdb_version`,
  );
  if (!rows[0]) throw new Error('hdb_catalog.hdb_version has no row');
  return parseJson(rows[0].state) as JsonObject;
}

export async function saveCatalogState(
  database: Executor,
  type: 'cli' | 'console',
  state: JsonObject,
): Promise<void> {
  await database.query(`update hdb_catalog.hdb_version set ${type}_state = $1`, [stringifyJson(state)]);
}
