import { randomUUID } from 'node:crypto';
import { argon2Cost, loadArgon2 } from '../../src/passwords/hashing.js';
import { buildProduct, buildServer } from './build.js';
import type { Target } from './load.js';
import { type RunningProcess, startProcess } from './processes.js';

export const password = 'correct horse battery staple';

const jwtSecret = JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) });
const actionSecret = 'the-action-secret';

/** Settings of an auth server in front of the Hasura at `endpoint`. */
export const authEnvironment = (endpoint: string): Record<string, string> => ({
  HASURA_GRAPHQL_ENDPOINT: endpoint,
  HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
  HASURA_GRAPHQL_JWT_SECRET: jwtSecret,
  ACTION_SECRET: actionSecret,
  AUTH_PORT: '0',
  // Limits on clients would be measured otherwise: all load comes from one address, for one account.
  AUTH_RATE_LIMIT_ENABLE: 'false',
});

export const authReady = /^ready: auth server at (\S+)$/m;

/** The auth server as it runs in production, in front of a Hasura that answers at once. */
export interface AuthServer {
  readonly process: RunningProcess;
  readonly hasura: RunningProcess;
  readonly hasuraUrl: string;
  readonly passwordHash: string;
  readonly signIn: Target;
  readonly refresh: Target;
  stop(): Promise<void>;
}

export async function startAuthServer(env: Readonly<Record<string, string>> = {}): Promise<AuthServer> {
  const passwordHash = await hashPassword();
  const hasura = await startFakeHasura(passwordHash);
  const hasuraUrl = hasura.ready[1] ?? '';
  const server = await startReplica(hasuraUrl, env);
  return {
    process: server,
    hasura,
    hasuraUrl,
    passwordHash,
    ...webhookTargets(server.ready[1] ?? ''),
    async stop() {
      await server.stop();
      await hasura.stop();
    },
  };
}

/** An auth server in front of the Hasura at `hasuraUrl`; all of them have the same secrets. */
export async function startReplica(
  hasuraUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProcess> {
  return startProcess(process.execPath, buildProduct(), {
    env: { ...authEnvironment(hasuraUrl), ...env },
    ready: authReady,
  });
}

/** What Hasura sends to the auth server at `origin`. */
export const webhookTargets = (origin: string): { readonly signIn: Target; readonly refresh: Target } => ({
  signIn: webhook(origin, 'signIn', () => ({ email: 'ada@example.com', password })),
  refresh: webhook(origin, 'refresh', () => ({ refreshToken: randomUUID() })),
});

/** Of the one user, by the product's own cost. */
export async function hashPassword(): Promise<string> {
  const passwordHash = await (await loadArgon2()).hash(password);
  const { memoryCost, timeCost, parallelism } = argon2Cost;
  if (!passwordHash.includes(`m=${memoryCost},t=${timeCost},p=${parallelism}`)) {
    throw new Error('The product hashes with other parameters than it declares');
  }
  return passwordHash;
}

export async function startFakeHasura(passwordHash = ''): Promise<RunningProcess> {
  return startProcess(process.execPath, [await buildServer('fakeHasura')], {
    env: { PASSWORD_HASH: passwordHash },
  });
}

/** What Hasura sends for an Action of a caller who isn't signed in. */
function webhook(origin: string, name: string, input: () => object): Target {
  return {
    origin,
    path: '/actions',
    headers: { 'x-action-secret': actionSecret },
    body: () =>
      JSON.stringify({
        action: { name },
        input: input(),
        session_variables: { 'x-hasura-role': 'public' },
        request_query: `mutation { ${name} { accessToken } }`,
      }),
    check(status, text) {
      if (status !== 200 || !text.includes('"accessToken"')) throw new Error(`${name}: ${status} ${text}`);
    },
  };
}
