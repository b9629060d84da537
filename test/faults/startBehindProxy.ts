import { resolve } from 'node:path';
import { type App, createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config/config.js';
import { createLog } from '../../src/lib/log.js';
import { actionSecret } from '../support/startTestServer.js';

const root = resolve(import.meta.dirname, '../..');

/** An auth server that reaches the Hasura at `endpoint` over sockets, as in production. */
export async function startBehindProxy(
  endpoint: string,
  env: Record<string, string> = {},
): Promise<{ readonly app: App; readonly logged: readonly Record<string, unknown>[] }> {
  const logged: Record<string, unknown>[] = [];
  const config = parseConfig({
    HASURA_GRAPHQL_ENDPOINT: endpoint,
    HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
    ACTION_SECRET: actionSecret,
    AUTH_RATE_LIMIT_ENABLE: 'false',
    ...env,
  });
  const app = await createApp({
    config,
    version: '1.2.3',
    metadataDir: resolve(root, 'hasura/metadata'),
    templatesDir: resolve(root, 'email-templates'),
    log: createLog(config.logLevel, (line) => logged.push(JSON.parse(line))),
    hasuraEndpoint: endpoint,
  });
  return { app, logged };
}

/** Resolves when `holds` says so. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((done) => setTimeout(done, 5));
  }
}
