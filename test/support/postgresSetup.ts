import type { TestProject } from 'vitest/node';
import { findPostgresBinaries, startPostgresServer } from './postgresServer.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL server for all files of the `postgres` project; each file makes its own database in it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const binaries = findPostgresBinaries();
  if (!binaries) throw new Error('PostgreSQL is not installed');
  const server = await startPostgresServer(binaries);
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}
