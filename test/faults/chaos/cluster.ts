import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, stop } from 'esbuild';
import { createDatabase } from '../../support/createDatabase.js';
import { freePort, type PostgresServer, startPostgresServer } from '../../support/postgresServer.js';
import { type MailServer, smtpEnv, startMailServer } from '../../support/startMailServer.js';

const projectDir = resolve(import.meta.dirname, '../../..');
export const adminSecret = 'the-admin-secret';

/** What can be killed. */
export const parts = ['auth server', 'engine', 'PostgreSQL'] as const;
export type Part = (typeof parts)[number];

/** The product as three processes that know each other by ports only, and a mail service that outlives them. */
export interface Cluster {
  readonly graphqlUrl: string;
  readonly authUrl: string;
  readonly databaseUrl: string;
  readonly mails: MailServer;
  /** Kills the part with SIGKILL, waits, and starts it again. */
  disturb(part: Part, pauseMs: number): Promise<void>;
  /** Until all of it answers. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function startCluster(binaries: string): Promise<Cluster> {
  const postgres = await startPostgresServer(binaries);
  const mails = await startMailServer();
  const databaseUrl = await createDatabase(postgres.url);
  const [hasuraPort, authPort] = [await freePort(), await freePort()];
  const [graphqlUrl, authUrl] = [hasuraPort, authPort].map((port) => `http://127.0.0.1:${port}`) as [
    string,
    string,
  ];
  const secrets = {
    HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
    ACTION_SECRET: 'the-action-secret',
  };
  const programs = await buildPrograms();
  const engine = keepProcess(programs.engine, {
    ...secrets,
    DATABASE_URL: databaseUrl,
    HASURA_PORT: String(hasuraPort),
    PROJECT_DIR: projectDir,
    HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'public',
    ACTION_BASE_URL: authUrl,
  });
  const auth = keepProcess(programs.auth, {
    ...secrets,
    ...smtpEnv(mails),
    HASURA_GRAPHQL_ENDPOINT: graphqlUrl,
    AUTH_PORT: String(authPort),
    AUTH_RATE_LIMIT_ENABLE: 'false',
    AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
    // Longer than a run: a client whose answer was lost asks again with the token that it has, whenever it comes back.
    AUTH_REFRESH_TOKEN_REUSE_INTERVAL: '3600',
  });
  engine.start();
  auth.start();

  const cluster: Cluster = {
    graphqlUrl,
    authUrl,
    databaseUrl,
    mails,
    async disturb(part, pauseMs) {
      if (part === 'PostgreSQL') return killPostgres(postgres, pauseMs);
      const victim = part === 'engine' ? engine : auth;
      await victim.kill();
      await sleep(pauseMs);
      victim.start();
    },
    async settle() {
      await untilAnswers(`${graphqlUrl}/healthz`);
      await untilAnswers(`${authUrl}/readyz`);
    },
    async close() {
      await Promise.all([engine.kill(), auth.kill()]);
      await mails.close();
      postgres.stop();
    },
  };
  await cluster.settle();
  return cluster;
}

async function buildPrograms(): Promise<{ engine: string; auth: string }> {
  const engine = join(projectDir, 'dist/test/engineProcess.js');
  await build({
    entryPoints: [join(import.meta.dirname, 'engineProcess.ts')],
    outfile: engine,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  // Its own process would outlive this one's work.
  await stop();
  execFileSync(process.execPath, [join(projectDir, 'scripts/build.mjs')], { cwd: projectDir });
  return { engine, auth: join(projectDir, 'dist/main.js') };
}

/** A process that is started again when it ends by itself, as a supervisor would: a part may miss another one at its start. */
function keepProcess(file: string, env: Readonly<Record<string, string>>) {
  let child: ChildProcess | undefined;
  let wanted = false;
  function start(): void {
    wanted = true;
    const { PATH = '', HOME = '' } = process.env;
    const own = spawn(process.execPath, [file], { env: { PATH, HOME, ...env }, stdio: 'ignore' });
    child = own;
    own.once('exit', () => setTimeout(() => wanted && child === own && start(), 200));
  }
  return {
    start,
    async kill(): Promise<void> {
      wanted = false;
      const own = child;
      if (!own || own.exitCode !== null || own.signalCode !== null) return;
      const ended = new Promise((resolved) => own.once('exit', resolved));
      own.kill('SIGKILL');
      await ended;
    },
  };
}

/** The postmaster alone: its children notice, and end without a word to their clients. */
async function killPostgres(postgres: PostgresServer, pauseMs: number): Promise<void> {
  const [pid] = readFileSync(join(postgres.directory, 'data/postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await sleep(pauseMs);
  for (let tries = 0; ; tries += 1) {
    try {
      return postgres.start();
    } catch (error) {
      // Until the last child has gone, a new one may not use its memory.
      if (tries === 50) throw error;
      await sleep(100);
    }
  }
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}
