import { resolve } from 'node:path';
import { type App, createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config/config.js';
import { silentLog } from '../../src/lib/log.js';

export const actionSecret = 'the-action-secret';

const metadataDir = resolve(import.meta.dirname, '../../hasura/metadata');

/**
 * The auth server with a Hasura that can't be reached: for everything that is decided before data is needed, and for
 * what clients hear during an outage.
 */
export function appWithoutHasura(env: Record<string, string> = {}): Promise<App> {
  return createApp({
    config: parseConfig({
      HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
      ACTION_SECRET: actionSecret,
      AUTH_RATE_LIMIT_ENABLE: 'false',
      ...env,
    }),
    version: '1.2.3',
    metadataDir,
    templatesDir: resolve(import.meta.dirname, '../../email-templates'),
    log: silentLog,
    hasuraEndpoint: 'http://hasura.invalid',
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  });
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
  readonly body: any;
}

/** Sends a request as a client would; a body that is no text is sent as JSON. */
export async function send(
  app: App,
  path: string,
  { body, headers = {}, method }: { body?: unknown; headers?: Record<string, string>; method?: string } = {},
): Promise<Reply> {
  const response = await app.fetch(
    new Request(`http://localhost${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body:
        body === undefined || typeof body === 'string'
          ? ((body as string | undefined) ?? null)
          : JSON.stringify(body),
    }),
  );
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? JSON.parse(text) : text,
  };
}

/** A valid token of a user with the roles `user` and `me`. */
export function tokenOf(app: App): string {
  return app.auth.accessTokens.sign({
    userId: '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11',
    defaultRole: 'user',
    allowedRoles: ['user', 'me'],
    isAnonymous: false,
    sessionId: '6f1c2a52-1f0b-4a36-8a53-7a4c6a0a2b22',
  });
}
