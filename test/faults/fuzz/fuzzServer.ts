import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type App, createApp } from '../../../src/app.js';
import { parseConfig } from '../../../src/config/config.js';
import { type Embedded, startEmbedded } from '../../../src/embedded.js';
import { createLog } from '../../../src/lib/log.js';
import { type Canaries, canary } from './canaries.js';
import { googleClientId, playOthers } from './playedProvider.js';

const hasuraDir = resolve(import.meta.dirname, '../../../hasura');
export const metadataDir = resolve(hasuraDir, 'metadata');

export const adminSecret = canary('admin-secret');
export const actionSecret = canary('action-secret');
export const clientUrl = 'http://localhost:3000';

export interface FuzzServer {
  /** With every way to sign in switched on. */
  readonly app: App;
  /** The same in cookie mode, concealing its errors, with limits. */
  readonly strict: App;
  readonly engine: Embedded;
  /** Port of `app`, for what no HTTP client would send. */
  readonly port: number;
  close(): Promise<void>;
}

interface Options {
  readonly canaries: Canaries;
  /** Gets each line of the log, at every level. */
  readonly onLine: (line: string) => void;
  /** Gets what is sent to hooks and other services. */
  readonly onOutside: (url: string, body: string) => void;
}

/** The product on a database in memory, with planted secrets; other services are played by this process. */
export async function startFuzzServer({ canaries, onLine, onOutside }: Options): Promise<FuzzServer> {
  const log = createLog('debug', onLine);
  const settings = { ...baseSettings(), ...waysToSignIn };
  const keys = { AUTH_ENCRYPTION_KEY: hexKey(), AUTH_DERIVATION_KEY: hexKey() };
  canaries.plant(keys.AUTH_ENCRYPTION_KEY, keys.AUTH_DERIVATION_KEY);
  const config = parseConfig({ ...settings, ...keys });
  const strictConfig = parseConfig({ ...settings, ...keys, ...strictSettings });

  let app: App | undefined;
  const engine = await startEmbedded({
    config,
    hasuraDir,
    authUrl: 'http://auth.invalid',
    authFetch: (request) => (app ? app.fetch(request) : Promise.reject(new Error('not started'))),
    env: {},
    log,
    say: () => {},
  });
  const start = (of: typeof config) =>
    createApp({
      config: of,
      version: '0.0.0-fuzz',
      metadataDir,
      templatesDir: resolve(hasuraDir, '../email-templates'),
      log,
      hasuraEndpoint: engine.endpoint,
      fetch: engine.fetch,
      fetchOutside: playOthers(onOutside),
    });
  app = await start(config);
  await app.prepare();
  app.startWorker();
  const strict = await start(strictConfig);
  const http = createServer(app.handle);
  // As in src/listen.ts, but nobody waits for what was cut off.
  http.headersTimeout = 2000;
  http.requestTimeout = 2000;
  await new Promise<void>((listening) => {
    http.listen(0, '127.0.0.1', listening);
  });
  return {
    app,
    strict,
    engine,
    port: (http.address() as AddressInfo).port,
    async close() {
      http.closeAllConnections();
      http.close();
      await Promise.all([app?.close(), strict.close()]);
      await engine.close();
    },
  };
}

const hexKey = () => randomBytes(32).toString('hex');

function baseSettings(): Record<string, string> {
  return {
    HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: canary('jwt-key-of-many-characters') }),
    ACTION_SECRET: actionSecret,
    AUTH_HOOK_SECRET: `whsec_${Buffer.from(canary('hook')).toString('base64')}`,
    AUTH_HOOK_BEFORE_SIGN_UP_URL: 'http://hooks.invalid/before-sign-up',
    AUTH_HOOK_BEFORE_SESSION_URL: 'http://hooks.invalid/before-session',
    AUTH_HOOK_AFTER_URL: 'http://hooks.invalid/after',
    AUTH_PROVIDER_GITHUB_ENABLED: 'true',
    AUTH_PROVIDER_GITHUB_CLIENT_ID: 'client-of-github',
    AUTH_PROVIDER_GITHUB_CLIENT_SECRET: canary('github'),
    AUTH_PROVIDER_GOOGLE_ENABLED: 'true',
    AUTH_PROVIDER_GOOGLE_CLIENT_ID: googleClientId,
    AUTH_PROVIDER_GOOGLE_CLIENT_SECRET: canary('google'),
    DATA_DIR: 'memory',
    HASURA_PORT: '0',
    AUTH_CLIENT_URL: clientUrl,
    AUTH_SERVER_URL: 'http://localhost:4000',
    AUTH_LOG_LEVEL: 'debug',
    AUTH_LOG_REQUESTS: 'info',
    AUTH_METRICS_ENABLED: 'true',
    AUTH_METRICS_TOKEN: canary('metrics'),
    AUTH_RATE_LIMIT_ENABLE: 'false',
    AUTH_ACCESS_TOKEN_EXPIRES_IN: '36000',
    AUTH_FRESH_SESSION_SECONDS: '36000',
    AUTH_PASSWORD_QUEUE: '1000',
    // A machine that is busy is no outage.
    AUTH_HASURA_TIMEOUT: '120s',
    AUTH_HASURA_MAX_WAIT: '120s',
  };
}

const waysToSignIn = {
  AUTH_USERNAME_PASSWORD_ENABLED: 'true',
  AUTH_PHONE_PASSWORD_ENABLED: 'true',
  AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
  AUTH_OTP_EMAIL_ENABLED: 'true',
  AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
  AUTH_ANONYMOUS_USERS_ENABLED: 'true',
  AUTH_MFA_ENABLED: 'true',
  AUTH_WEBAUTHN_ENABLED: 'true',
  AUTH_WEBAUTHN_RP_ID: 'localhost',
  AUTH_WEBAUTHN_RP_ORIGINS: clientUrl,
};

const strictSettings = {
  AUTH_COOKIE_MODE: 'true',
  AUTH_CONCEAL_ERRORS: 'true',
  AUTH_RATE_LIMIT_ENABLE: 'true',
  AUTH_TRUSTED_PROXIES: '1',
  AUTH_VERIFY_ON_GET: 'true',
  AUTH_PASSWORD_MIN_SCORE: '1',
  AUTH_PASSWORD_HISTORY: '3',
  AUTH_HOOK_AFTER_URL: '',
};
