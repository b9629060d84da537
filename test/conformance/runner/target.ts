import type { Database } from '../../../src/engine/database/database.js';
import { openPglite } from '../../../src/engine/database/pglite.js';
import { openPostgres } from '../../../src/engine/database/postgres.js';
import { createEngine } from '../../../src/engine/engine.js';
import { createDatabase } from '../../support/createDatabase.js';
import { createSources } from './sources.js';

/** A Hasura to run cases against: one for each class. */
export interface Target {
  readonly url: string;
  readonly adminSecret: string | undefined;
  /** False where no server is there for databases of further sources. */
  readonly hasSources: boolean;
  close(): Promise<void>;
}

export interface TargetOptions {
  readonly adminSecret?: string;
  /** HASURA_GRAPHQL_* of the server, and variables that `{{NAME}}` in metadata refers to. */
  readonly env: Readonly<Record<string, string>>;
  /** Databases for further sources, see sources.ts. */
  readonly needsSources?: boolean;
}

export type OpenTarget = (options: TargetOptions) => Promise<Target>;

/**
 * The embedded engine on a fresh database: on the PostgreSQL server at `serverUrl`, or PGlite in memory.
 *
 * @param sourcesUrl the server for databases of further sources, which are never PGlite
 */
export function embeddedTarget(
  serverUrl: string | undefined,
  sourcesUrl: string | undefined = serverUrl,
): OpenTarget {
  return async ({ adminSecret, env, needsSources = false }) => {
    const sources = needsSources && sourcesUrl ? await createSources(sourcesUrl) : {};
    const database = serverUrl
      ? openPostgres({ connectionString: await createDatabase(serverUrl) })
      : await openPglite({ dataDir: 'memory' });
    // Hasura creates these in its source database, and the cases' SQL uses what they bring.
    await database.pool.query(
      'create extension if not exists pgcrypto; create schema if not exists hge_tests',
    );
    const engine = await listenOn(database, adminSecret, { ...env, ...sources });
    return {
      ...engine,
      hasSources: sourcesUrl !== undefined,
      async close() {
        await engine.close();
        await database.close();
      },
    };
  };
}

/** The embedded engine on one database for all classes, emptied before each: some databases take seconds to start. */
export function clearedTarget(database: Database): OpenTarget {
  return async ({ adminSecret, env }) => {
    const { rows } = await database.pool.query<{ schema: string }>(
      `select quote_ident(nspname) as schema from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
    );
    const drops = rows.map(({ schema }) => `drop schema ${schema} cascade;`);
    await database.pool.query(`${drops.join(' ')} create schema public;`);
    return { ...(await listenOn(database, adminSecret, env)), hasSources: false };
  };
}

async function listenOn(
  database: Database,
  adminSecret: string | undefined,
  env: TargetOptions['env'],
): Promise<Omit<Target, 'hasSources'>> {
  const engine = await createEngine({
    database,
    env: { ...env, ...(adminSecret ? { HASURA_GRAPHQL_ADMIN_SECRET: adminSecret } : {}) },
  });
  const { url } = await engine.listen({ host: '127.0.0.1', port: 0 });
  return { url, adminSecret, close: () => engine.close() };
}

/** A running Hasura. It is cleared before each class; its own environment can't be changed from here. */
export function remoteTarget(url: string, adminSecret: string | undefined): OpenTarget {
  return async () => {
    const send = (path: string, body: unknown) =>
      fetch(url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(adminSecret ? { 'x-hasura-admin-secret': adminSecret } : {}),
        },
        body: JSON.stringify(body),
      });
    await send('/v1/metadata', { type: 'clear_metadata', args: {} });
    const sql =
      'drop schema if exists hge_tests cascade; drop schema public cascade; create schema public; create schema hge_tests; create extension if not exists pgcrypto';
    await send('/v2/query', { type: 'run_sql', args: { source: 'default', sql } });
    return { url, adminSecret, hasSources: true, close: async () => {} };
  };
}
