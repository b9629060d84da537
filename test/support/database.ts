import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { openPglite } from '../../src/engine/database/pglite.js';
import { openPostgres } from '../../src/engine/database/postgres.js';

/**
 * An empty database of this test's own: PGlite in memory, or one on the PostgreSQL server, by the vitest project
 * that runs (`pglite`, `postgres`). Files that use it are named `*.db.test.ts` and run in both.
 */
export async function openTestDatabase(): Promise<Database> {
  const url = inject('postgresUrl');
  if (!url) return openPglite({ dataDir: 'memory' });
  return openPostgres({ connectionString: await createDatabase(url) });
}

/** Makes an empty database on the server and answers its URL. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
