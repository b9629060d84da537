import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase } from '../../test/support/createDatabase.js';
import { findPostgresBinaries, startPostgresServer } from '../../test/support/postgresServer.js';
import { familyCpuSeconds } from './processes.js';

export const noPostgres = 'PostgreSQL is not installed; Debian: apt-get install postgresql';

export interface BenchPostgres {
  readonly url: string;
  /** Where the server may write files. */
  readonly directory: string;
  /** URL of a new, empty database. */
  createDatabase(): Promise<string>;
  restart(): void;
  /** CPU of all processes of the server since its start. */
  cpuSeconds(): number;
}

/**
 * Runs `work` with a fresh PostgreSQL server, of which it can have databases; undefined where there is none.
 *
 * @param settings besides its defaults, as `shared_buffers=1GB`.
 */
export async function withPostgres<Result>(
  work: (server: BenchPostgres) => Promise<Result>,
  settings: readonly string[] = [],
): Promise<Result | undefined> {
  const binaries = findPostgresBinaries();
  if (!binaries) return undefined;
  const server = await startPostgresServer(binaries, settings);
  const stop = (): void => server.stop();
  process.once('exit', stop);
  try {
    return await work({
      url: server.url,
      directory: server.directory,
      createDatabase: () => createDatabase(server.url),
      restart() {
        server.crash();
        server.start();
      },
      cpuSeconds() {
        const [pid] = readFileSync(join(server.directory, 'data', 'postmaster.pid'), 'utf8').split('\n');
        return familyCpuSeconds(Number(pid));
      },
    });
  } finally {
    process.off('exit', stop);
    server.stop();
  }
}
