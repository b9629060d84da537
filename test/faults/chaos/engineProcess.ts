/** Hasura's API as a process of its own, on the database of DATABASE_URL and the port of HASURA_PORT, with the project applied. */
import { resolve } from 'node:path';
import { openPostgres } from '../../../src/engine/database/postgres.js';
import { createEngine } from '../../../src/engine/engine.js';
import { applyProject } from '../../../src/engine/metadata/applyProject.js';

const { DATABASE_URL = '', HASURA_PORT, PROJECT_DIR = '' } = process.env;
const database = openPostgres({ connectionString: DATABASE_URL, onConnectionError: () => {} });
const engine = await createEngine({ database, env: process.env, onError: () => {} });
await applyProject(engine.metadata, { directory: resolve(PROJECT_DIR, 'hasura'), say: () => {} });
const { url } = await engine.listen({ host: '127.0.0.1', port: Number(HASURA_PORT) });
console.log(`listening ${url}`);
