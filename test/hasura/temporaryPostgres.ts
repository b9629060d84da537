import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type TemporaryPostgres = { pool: pg.Pool; stop: () => Promise<void> };

/** Directory of the newest installed PostgreSQL's programs (Debian's layout), or undefined. */
export function findPostgresBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** Starts an empty server on a socket in a temporary directory. PostgreSQL refuses to run as root. */
export function startTemporaryPostgres(bin: string): TemporaryPostgres {
  const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
  const isRoot = process.getuid?.() === 0;
  const uid = isRoot ? Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })) : undefined;
  if (uid !== undefined) chownSync(directory, uid, -1);
  const data = join(directory, 'data');
  const run = (program: string, args: string[]) =>
    execFileSync(join(bin, program), args, {
      stdio: 'ignore',
      cwd: directory,
      ...(uid !== undefined && { uid }),
    });
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-N']);
  run('pg_ctl', [
    '-D',
    data,
    '-w',
    '-l',
    join(directory, 'log'),
    '-o',
    `-k ${directory} -c listen_addresses=`,
    'start',
  ]);
  const pool = new pg.Pool({ host: directory, user: 'postgres', database: 'postgres', max: 4 });
  const stop = async () => {
    await pool.end();
    run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']);
    rmSync(directory, { recursive: true, force: true });
  };
  return { pool, stop };
}
