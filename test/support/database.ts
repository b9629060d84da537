import { inject } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { openPglite } from '../../src/engine/database/pglite.js';
import { openPostgres } from '../../src/engine/database/postgres.js';
import { createDatabase } from './createDatabase.js';

/**
 * An empty database of this test's own: PGlite in memory, or one on the PostgreSQL server, by the vitest project
 * that runs (`pglite`, `postgres`). Files that use it are named `*.db.test.ts` and run in both.
 */
export async function openTestDatabase(): Promise<Database> {
  const url = inject('postgresUrl');
  if (!url) return openPglite({ dataDir: 'memory' });
  return openPostgres({ connectionString: await createDatabase(url) });
}
