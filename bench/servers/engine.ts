/**
 * The embedded engine alone, on the database at DATABASE_URL or, without one, on PGlite in memory; with the Hasura
 * project of PROJECT_DIR, if it is given.
 */
import { openPglite } from '../../src/engine/database/pglite.js';
import { openPostgres } from '../../src/engine/database/postgres.js';
import { createEngine } from '../../src/engine/engine.js';
import { applyProject } from '../../src/engine/metadata/applyProject.js';

const { DATABASE_URL, PROJECT_DIR } = process.env;
const started = performance.now();
const database = DATABASE_URL
  ? openPostgres({ connectionString: DATABASE_URL })
  : await openPglite({ dataDir: 'memory' });
const engine = await createEngine({ database, env: process.env, onError: (error) => console.error(error) });
if (PROJECT_DIR) await applyProject(engine.metadata, { directory: PROJECT_DIR, say: () => {} });
const { url } = await engine.listen({ host: '127.0.0.1', port: 0 });
console.log(`engine started in ${(performance.now() - started).toFixed(0)} ms`);
console.log(`listening ${url}`);
process.once('SIGTERM', () => {
  void engine
    .close()
    .then(() => database.close())
    .finally(() => process.exit(0));
});
