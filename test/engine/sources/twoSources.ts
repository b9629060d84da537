import { inject } from 'vitest';
import type { WebhookFetch } from '../../../src/engine/actions/webhookFetch.js';
import type { Database } from '../../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../../src/engine/engine.js';
import type { Json } from '../../../src/engine/json.js';
import { createDatabase } from '../../support/createDatabase.js';
import { openTestDatabase } from '../../support/database.js';
import { findPostgresBinaries, startPostgresServer } from '../../support/postgresServer.js';

/** A second source is always on a server, also where the first is PGlite. */
export const hasServer = inject('postgresUrl') !== '' || findPostgresBinaries() !== undefined;

export async function findServer(): Promise<{ readonly url: string; stop(): void }> {
  const url = inject('postgresUrl');
  if (url) return { url, stop: () => {} };
  const binaries = findPostgresBinaries();
  if (!binaries) throw new Error('PostgreSQL is not installed');
  return startPostgresServer(binaries);
}

export interface TestEngine {
  readonly engine: Engine;
  readonly database: Database;
  /** Of an empty database for the source that a test adds. */
  readonly secondUrl: string;
  post(path: string, body: Json, headers?: Record<string, string>): Promise<Json>;
  graphql(query: string, headers?: Record<string, string>): Promise<Json>;
  metadata(type: string, args: Json): Promise<Json>;
  sql(sql: string, source: string, more?: { readonly [key: string]: Json }): Promise<Json>;
  close(): Promise<void>;
}

/** An engine whose variable SECOND names an empty database, which no source uses yet. */
export async function openTestEngine(serverUrl: string, webhookFetch?: WebhookFetch): Promise<TestEngine> {
  const database = await openTestDatabase();
  const secondUrl = await createDatabase(serverUrl);
  const env = { SECOND: secondUrl, AWAY: 'postgres://postgres@127.0.0.1:1/away' };
  const engine = await createEngine({ database, env, ...(webhookFetch ? { webhookFetch } : {}) });
  const post: TestEngine['post'] = async (path, body, headers = {}) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await engine.fetch(`http://engine${path}`, init)).json()) as Json;
  };
  return {
    engine,
    database,
    secondUrl,
    post,
    graphql: (query, headers) => post('/v1/graphql', { query }, headers),
    metadata: (type, args) => post('/v1/metadata', { type, args }),
    sql: (sql, source, more = {}) => post('/v2/query', { type: 'run_sql', args: { sql, source, ...more } }),
    async close() {
      await engine.close();
      await database.close();
    },
  };
}

export const fromEnv = (variable: string): { readonly [key: string]: Json } => ({
  connection_info: { database_url: { from_env: variable } },
});

export const success = { message: 'success' };
