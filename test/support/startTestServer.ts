import { resolve } from 'node:path';
import { inject } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import type { CustomProviders } from '../../src/auth/customProvider.js';
import { parseConfig } from '../../src/config/config.js';
import { type Embedded, startEmbedded } from '../../src/embedded.js';
import type { Clock } from '../../src/lib/clock.js';
import { createLog } from '../../src/lib/log.js';
import { createDatabase } from './createDatabase.js';

const hasuraDir = resolve(import.meta.dirname, '../../hasura');
const adminSecret = 'the-admin-secret';
export const actionSecret = 'the-action-secret';

/** What the audit log sends at some moment of its own: it belongs to no request of a test. */
const inBackground = /^\{"query":"\\n\s*(mutation RecordAuditBatch|query FindDevices)\b/;

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(seconds: number): void;
}

export function testClock(): TestClock {
  let time = Date.now();
  return {
    now: () => new Date(time),
    advance: (seconds) => {
      time += seconds * 1000;
    },
  };
}

/** What a GraphQL client gets. */
export interface GraphqlReply {
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
  readonly data: any;
  /** Codes of the errors; empty when there was none. */
  readonly codes: readonly string[];
  readonly text: string;
}

interface As {
  /** Access token of the caller. */
  readonly token?: string;
  /** Whether the caller is the admin. */
  readonly admin?: boolean;
  readonly headers?: Record<string, string>;
  readonly variables?: Record<string, unknown>;
}

export interface TestServer {
  readonly app: App;
  readonly engine: Embedded;
  /** What the auth server logged, oldest first. */
  readonly logged: readonly Record<string, unknown>[];
  /** How many requests the auth server has sent to Hasura; without those that nobody waits for. */
  requestsToHasura(): number;
  /** The names of their operations. */
  operationsSent(): readonly string[];
  /** Until it is given undefined: requests of the auth server that hold this text are carried out, but not answered. */
  loseAnswersOf(operation: string | undefined): void;
  /** The same, and they are not carried out. */
  loseRequestsOf(operation: string | undefined): void;
  /** Asks Hasura, as clients do. */
  graphql(query: string, as?: As): Promise<GraphqlReply>;
  /**
   * Another auth server on the same Hasura, with other settings, another clock or other services; closed with this one.
   */
  startAnother(env: Record<string, string>, clock?: Clock, fetchOutside?: typeof fetch): Promise<App>;
  close(): Promise<void>;
}

/**
 * The product as `npm start` composes it, without ports for the auth server: the engine over a database of this test's
 * own (see `database.ts`), with the project's migrations and metadata. Files that use it are named `*.db.test.ts`.
 */
export async function startTestServer({
  env = {},
  clock,
  customProviders = {},
  fetchOutside,
}: {
  env?: Record<string, string>;
  clock?: Clock;
  customProviders?: CustomProviders;
  fetchOutside?: typeof fetch;
} = {}): Promise<TestServer> {
  const logged: Record<string, unknown>[] = [];
  const log = createLog('info', (line) => logged.push(JSON.parse(line)));
  const configure = (more: Record<string, string>) =>
    parseConfig({
      HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
      ACTION_SECRET: actionSecret,
      HASURA_PORT: '0',
      // Tests call more often than clients; those of limits switch them on.
      AUTH_RATE_LIMIT_ENABLE: 'false',
      DATA_DIR: 'memory',
      ...env,
      ...more,
    });
  const postgresUrl = inject('postgresUrl');
  const config = configure(postgresUrl ? { DATABASE_URL: await createDatabase(postgresUrl) } : {});

  let app: App | undefined;
  const operations: string[] = [];
  const engine = await startEmbedded({
    config,
    hasuraDir,
    authUrl: 'http://auth.invalid',
    authFetch: (request) => (app ? app.fetch(request) : Promise.reject(new Error('not started'))),
    env: {},
    log,
    say: () => {},
  });
  const lost: { request?: string | undefined; answer?: string | undefined } = {};
  const countingFetch: typeof fetch = async (input, init) => {
    const body = String(init?.body);
    if (!inBackground.test(body)) operations.push(/(?:query|mutation) (\w+)/.exec(body)?.[1] ?? '');
    const holds = (text: string | undefined) => text !== undefined && String(init?.body).includes(text);
    if (holds(lost.request)) throw new Error('connection refused');
    const response = await engine.fetch(input, init);
    if (holds(lost.answer)) throw new Error('connection lost');
    return response;
  };
  const start = (settings: typeof config, time?: Clock, outside?: typeof fetch) =>
    createApp({
      config: settings,
      version: '0.0.0-test',
      metadataDir: resolve(hasuraDir, 'metadata'),
      templatesDir: resolve(hasuraDir, '../email-templates'),
      customProviders,
      log,
      hasuraEndpoint: engine.endpoint,
      fetch: countingFetch,
      ...(time && { clock: time }),
      ...(outside && { fetchOutside: outside }),
    });
  app = await start(config, clock, fetchOutside);
  await app.prepare();
  const others: App[] = [];

  return {
    app,
    engine,
    logged,
    requestsToHasura: () => operations.length,
    operationsSent: () => operations,
    loseAnswersOf(operation) {
      lost.answer = operation;
    },
    loseRequestsOf(operation) {
      lost.request = operation;
    },
    graphql: (query, as) => ask(engine, query, as),
    async startAnother(more, time, outside) {
      const other = await start(configure(more), time ?? clock, outside);
      others.push(other);
      await other.prepare();
      return other;
    },
    async close() {
      await Promise.all([app, ...others].map((each) => each?.close()));
      await engine.close();
    },
  };
}

async function ask(
  { endpoint, fetch }: Embedded,
  query: string,
  { token, admin = false, headers = {}, variables = {} }: As = {},
): Promise<GraphqlReply> {
  const response = await fetch(`${endpoint}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(admin ? { 'x-hasura-admin-secret': adminSecret } : {}),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as {
    data?: unknown;
    errors?: { extensions: { code: string } }[];
  };
  return { data, codes: errors.map(({ extensions }) => extensions.code), text };
}
