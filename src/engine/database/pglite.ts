import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { hstore } from '@electric-sql/pglite/contrib/hstore';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { type Database, textTypes } from './database.js';
import { lockDirectory } from './lock.js';
import { loadTemplate } from './template.js';

const extensions = {
  btree_gin,
  btree_gist,
  citext,
  fuzzystrmatch,
  hstore,
  ltree,
  pg_trgm,
  pgcrypto,
  unaccent,
  uuid_ossp,
};

export interface PgliteOptions {
  /** Directory of the database, made when absent; `memory` keeps nothing. */
  readonly dataDir: string;
  /** Where the prepared empty database is kept, so that only the very first start runs initdb. */
  readonly cacheDir?: string;
}

/**
 * Postgres in this process. One session behind the pool: a held client makes every other query wait, so the engine
 * never holds one while it calls out.
 *
 * @throws DirectoryInUse when another process has the directory open: PGlite itself would silently lose rows.
 */
export async function openPglite(options: PgliteOptions): Promise<Database> {
  if (options.dataDir === 'memory') return overPool(await create(undefined, options), async () => {});
  await mkdir(options.dataDir, { recursive: true });
  const release = await lockDirectory(options.dataDir);
  try {
    const directory = join(options.dataDir, 'pglite');
    await restoreIfAbsent(directory, options);
    return overPool(await create(directory, options), release);
  } catch (error) {
    await release();
    throw error;
  }
}

/** A crash while the template is unpacked must not leave half a database: it is unpacked beside and then renamed. */
async function restoreIfAbsent(directory: string, options: PgliteOptions): Promise<void> {
  const present = await readdir(directory).catch((): string[] => []);
  if (present.includes('PG_VERSION')) return;
  const staging = `${directory}.new`;
  await rm(staging, { recursive: true, force: true });
  const database = await create(staging, options);
  await database.close();
  await rm(directory, { recursive: true, force: true });
  await rename(staging, directory);
}

async function create(directory: string | undefined, options: PgliteOptions): Promise<PGlite> {
  const fresh = directory === undefined || directory.endsWith('.new');
  const template = fresh ? await loadTemplate(options.cacheDir) : undefined;
  return PGlite.create({
    extensions,
    ...(directory === undefined ? {} : { dataDir: directory }),
    ...(template === undefined ? {} : { loadDataDir: template }),
  });
}

function overPool(pglite: PGlite, release: () => Promise<void>): Database {
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, types: textTypes } as pg.PoolConfig);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  // pg throws a pooled client away after a failed `pool.query`; PGlite has but one session, which must be kept.
  pool.query = (async (...args: Parameters<pg.PoolClient['query']>) => {
    const client = await pool.connect();
    try {
      return await client.query(...args);
    } finally {
      client.release();
    }
  }) as typeof pool.query;
  return {
    kind: 'pglite',
    pool,
    async close() {
      await pool.end();
      await pglite.close();
      await release();
    },
  };
}
