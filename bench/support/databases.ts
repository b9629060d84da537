import { createDatabase } from '../../test/support/createDatabase.js';
import { findPostgresBinaries, startPostgresServer } from '../../test/support/postgresServer.js';

export const noPostgres = 'PostgreSQL is not installed; Debian: apt-get install postgresql';

/** Runs `work` with a fresh PostgreSQL server, of which it can have databases; undefined where there is none. */
export async function withPostgres<Result>(
  work: (server: {
    createDatabase(): Promise<string>;
    readonly url: string;
    restart(): void;
  }) => Promise<Result>,
): Promise<Result | undefined> {
  const binaries = findPostgresBinaries();
  if (!binaries) return undefined;
  const server = await startPostgresServer(binaries);
  const stop = (): void => server.stop();
  process.once('exit', stop);
  try {
    return await work({
      url: server.url,
      createDatabase: () => createDatabase(server.url),
      restart() {
        server.crash();
        server.start();
      },
    });
  } finally {
    process.off('exit', stop);
    server.stop();
  }
}
