import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PostgresServer {
  readonly url: string;
  readonly directory: string;
  stop(): void;
  /** `kill -9`-like stop and start again on the same port, for tests of outages. */
  crash(): void;
  start(): void;
}

/** Where initdb and pg_ctl are, newest version first; undefined when PostgreSQL isn't installed. */
export function findPostgresBinaries(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...versions.map((version) => join(base, version, 'bin')),
    '/usr/local/pgsql/bin',
    '/opt/homebrew/bin',
  ].find((directory) => existsSync(join(directory, 'initdb')) && existsSync(join(directory, 'pg_ctl')));
}

/**
 * A throw-away PostgreSQL server on a free port; Postgres refuses root, so then it runs as another user.
 *
 * @param more settings besides its defaults, as `shared_buffers=1GB`.
 */
export async function startPostgresServer(
  binaries: string,
  more: readonly string[] = [],
): Promise<PostgresServer> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'auth-postgres-'));
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const run = (command: string, ...args: string[]) =>
    execFileSync(join(binaries, command), args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: directory,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      ...(owner ? { uid: owner.uid, gid: owner.gid } : {}),
    });
  const data = join(directory, 'data');
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const own = ['listen_addresses=127.0.0.1', 'fsync=off', 'max_connections=200', ...more];
  const settings = `-p ${port} -k ${directory} ${own.map((each) => `-c ${each}`).join(' ')}`;
  const start = () =>
    void run('pg_ctl', '-D', data, '-w', '-l', join(directory, 'log'), '-o', settings, 'start');
  start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    directory,
    start,
    crash: () => void run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop'),
    stop() {
      try {
        run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

function unprivilegedUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as');
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
