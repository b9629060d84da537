import { join } from 'node:path';
import type { App } from './app.js';
import type { Config } from './config/config.js';
import { demoTabs } from './demoTabs.js';
import { demoUsers } from './demoUsers.js';
import type { WebhookFetch } from './engine/actions/webhookFetch.js';
import type { Database } from './engine/database/database.js';
import { openPglite } from './engine/database/pglite.js';
import { openPostgres } from './engine/database/postgres.js';
import { createEngine, type Engine } from './engine/engine.js';
import { applyProject } from './engine/metadata/applyProject.js';
import { openKeys } from './keys.js';
import { systemClock } from './lib/clock.js';
import type { Log } from './lib/log.js';
import { explained } from './listen.js';
import { exportJwks } from './tokens/jwks.js';

/** Hasura's API on an embedded engine in this process. */
export interface Embedded {
  /** Base URL of the engine, as clients reach it. */
  readonly endpoint: string;
  /** Calls the engine without a socket. */
  readonly fetch: typeof fetch;
  /** Whether the database did not exist before this start. */
  readonly isFresh: boolean;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly config: Config;
  /** Directory with `metadata` and `migrations`. */
  readonly hasuraDir: string;
  /** Where clients, and the engine itself, reach the auth server. */
  readonly authUrl: string;
  /** Answers what the engine sends to the auth server, in place of a socket. */
  readonly authFetch: (request: Request) => Promise<Response>;
  /** The process's environment: HASURA_GRAPHQL_* settings of the engine, and variables that metadata refers to. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly say: (line: string) => void;
}

/**
 * Starts the engine, applies migrations and metadata, and listens.
 *
 * @throws Error with one sentence that says what to do: the port or the data directory is taken, the project can't be applied
 */
export async function startEmbedded(options: Options): Promise<Embedded> {
  const { config, hasuraDir, log, say } = options;
  const database = await openDatabase(config, log);
  // The auth server of this process does not answer yet when the engine reads its keys.
  const keys = config.jwtSecret.key ? undefined : await openKeys(config, log, systemClock);
  try {
    const isFresh = await isEmpty(database);
    const engine = await createEngine({
      database,
      env: engineEnvironment(options),
      webhookFetch: webhookFetch(options),
      ...(keys && { keyFetch: async () => Response.json(exportJwks(keys.ring.known(systemClock.now()))) }),
      graphiql: { title: 'Notes', tabs: demoTabs },
      onError: (error) => log.error('The embedded engine failed', { error }),
      say,
    });
    const { url } = await listenForGraphql(engine, config);
    await applyProject(engine.metadata, { directory: hasuraDir, say });
    return {
      endpoint: url,
      fetch: engine.fetch,
      isFresh,
      async close() {
        await engine.close();
        keys?.close();
        await database.close();
      },
    };
  } catch (error) {
    keys?.close();
    await database.close();
    throw error;
  }
}

function engineEnvironment({ config, env, authUrl }: Options): Record<string, string | undefined> {
  return {
    ...env,
    HASURA_GRAPHQL_ADMIN_SECRET: config.hasuraAdminSecret.reveal(),
    HASURA_GRAPHQL_JWT_SECRET: verifyingSecret(config),
    HASURA_GRAPHQL_UNAUTHORIZED_ROLE: config.unauthorizedRole,
    ACTION_BASE_URL: config.actionBaseUrl ?? authUrl,
    ACTION_SECRET: config.actionSecret.reveal(),
  };
}

/** Hasura's JSON for who only verifies: an asymmetric type has its public key there, and never the private one. */
function verifyingSecret({ jwtSecret }: Config): string {
  const { signing_key: _private, ...json } = JSON.parse(jwtSecret.json) as Record<string, unknown>;
  if (!jwtSecret.key) return JSON.stringify(json);
  const { verificationKey, algorithm } = jwtSecret.key;
  if (verificationKey.type === 'secret') return JSON.stringify(json);
  const type = algorithm === 'EdDSA' ? 'Ed25519' : algorithm;
  return JSON.stringify({ ...json, type, key: verificationKey.export({ type: 'spki', format: 'pem' }) });
}

async function openDatabase({ databaseUrl, dataDir }: Config, log: Log): Promise<Database> {
  if (databaseUrl === undefined) {
    return openPglite({ dataDir: dataDir === 'memory' ? dataDir : join(dataDir, 'database') });
  }
  const database = openPostgres({
    connectionString: databaseUrl,
    onConnectionError: (error) => log.warn('A database connection broke', { error }),
  });
  await database.pool.query('select 1').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The PostgreSQL of DATABASE_URL does not answer (${reason}): start it, or correct DATABASE_URL.`,
    );
  });
  return database;
}

async function isEmpty({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query(
    `select 1 from information_schema.tables where table_schema = 'auth' and table_name = 'users'`,
  );
  return rows.length === 0;
}

async function listenForGraphql(engine: Engine, { host, hasuraPort }: Config): Promise<{ url: string }> {
  try {
    return await engine.listen({ host, port: hasuraPort });
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, { host, port: hasuraPort, portVariable: 'HASURA_PORT' });
  }
}

/** Webhooks of this auth server need no socket; all others go over the network. */
function webhookFetch({ authUrl, authFetch }: Options): WebhookFetch {
  return (url, { method, headers, body, signal }) => {
    const request = new Request(url, { method, headers, body, signal, redirect: 'manual' });
    return url.startsWith(`${authUrl}/`) ? authFetch(request) : fetch(request);
  };
}

/**
 * Creates the demo users through the Action and their notes through the engine, as any client would. Says whether it
 * did: settings such as AUTH_DISABLE_SIGNUP may forbid it.
 */
export async function createDemoUsers(app: App, { endpoint, fetch }: Embedded): Promise<boolean> {
  for (const { email, password, displayName, note } of demoUsers) {
    const response = await app.fetch(
      new Request('http://auth/v1/signup/email-password', {
        method: 'POST',
        // In cookie mode only who says that no other site sent it may sign up.
        headers: { 'content-type': 'application/json', 'x-requested-with': 'start' },
        body: JSON.stringify({ email, password, options: { displayName } }),
      }),
    );
    const { session } = (await response.json()) as { session?: { accessToken: string } | null };
    if (!session) return false;
    const inserted = await fetch(`${endpoint}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
      body: JSON.stringify({
        query: 'mutation AddNote($note: notes_insert_input!) { insert_notes_one(object: $note) { id } }',
        variables: { note },
      }),
    });
    const { errors } = (await inserted.json()) as { errors?: readonly { message: string }[] };
    if (errors?.[0]) throw new Error(`The note of ${email} was refused: ${errors[0].message}`);
  }
  return true;
}
