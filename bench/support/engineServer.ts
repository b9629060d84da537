import { createHmac } from 'node:crypto';
import { buildServer } from './build.js';
import { type RunningProcess, startProcess } from './processes.js';

const jwtKey = 'k'.repeat(32);

export const engineEnvironment: Readonly<Record<string, string>> = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: jwtKey }),
};

const adminHeaders = { 'content-type': 'application/json', 'x-hasura-admin-secret': 'the-admin-secret' };

export interface EngineProcess {
  readonly process: RunningProcess;
  readonly url: string;
  stop(): Promise<void>;
}

/** The engine in a process of its own; on PGlite in memory without a `databaseUrl`. */
export async function startEngine(
  databaseUrl: string | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<EngineProcess> {
  const started = await startProcess(process.execPath, [await buildServer('engine')], {
    env: { ...engineEnvironment, ...env, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) },
  });
  return { process: started, url: started.ready[1] ?? '', stop: started.stop };
}

/** Runs a command as admin and answers what it answers. @throws Error for a refusal */
export async function runCommand(url: string, path: string, command: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify(command),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${text}`);
  return JSON.parse(text);
}

export const runSql = (url: string, sql: string): Promise<unknown> =>
  runCommand(url, '/v2/query', { type: 'run_sql', args: { source: 'default', sql } });

/** An access token as the auth server signs it, with these session variables. */
export function accessToken(role: string, variables: Readonly<Record<string, string>>): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { 'x-hasura-allowed-roles': [role], 'x-hasura-default-role': role, ...variables };
  const payload = {
    sub: 'bench',
    exp: Math.floor(Date.now() / 1000) + 3600,
    'https://hasura.io/jwt/claims': claims,
  };
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${content}.${createHmac('sha256', jwtKey).update(content).digest('base64url')}`;
}
