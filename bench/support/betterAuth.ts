import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { argon2Cost } from '../../src/passwords/hashing.js';
import { password } from './authServer.js';
import { projectDir } from './build.js';
import type { Target } from './load.js';
import { type RunningProcess, startProcess } from './processes.js';

const email = 'ada@example.com';

/** better-auth in a process of its own. */
export interface BetterAuth {
  readonly process: RunningProcess;
  readonly signIn: Target;
  /** `GET /get-session` with the cookie of a session: what it asks its database at every request of a client. */
  readonly readSession: Target;
  stop(): Promise<void>;
}

interface BetterAuthOptions {
  readonly hashing: 'scrypt' | 'argon2';
  /** Of an empty database; its in-memory adapter without. */
  readonly databaseUrl?: string;
}

const peersDir = join(projectDir, 'bench', 'peers');
export const hasBetterAuth = existsSync(join(peersDir, 'node_modules', 'better-auth'));
export const noBetterAuth = 'better-auth is not installed: npm ci --prefix bench/peers';

export async function startBetterAuth({ hashing, databaseUrl }: BetterAuthOptions): Promise<BetterAuth> {
  const server = await startProcess(process.execPath, [join(peersDir, 'betterAuth.mjs')], {
    env: {
      NODE_ENV: 'production',
      HASHING: hashing,
      ARGON2_COST: JSON.stringify(argon2Cost),
      EMAIL: email,
      PASSWORD: password,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
  });
  const origin = server.ready[1] ?? '';
  const signIn: Target = {
    origin,
    path: '/api/auth/sign-in/email',
    headers: { origin },
    body: () => JSON.stringify({ email, password }),
    check: (status, text) => expectUser('sign-in', status, text),
  };
  const cookie = await signInOnce(signIn);
  const readSession: Target = {
    origin,
    path: '/api/auth/get-session',
    method: 'GET',
    headers: { cookie },
    check: (status, text) => expectUser('get-session', status, text),
  };
  return { process: server, signIn, readSession, stop: server.stop };
}

/** The cookie of a new session. */
async function signInOnce({ origin, path, body }: Target): Promise<string> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: body?.(0) ?? '',
  });
  expectUser('sign-in', response.status, await response.text());
  return response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
}

function expectUser(what: string, status: number, text: string): void {
  if (status !== 200 || !text.includes(email)) throw new Error(`better-auth, ${what}: ${status} ${text}`);
}
