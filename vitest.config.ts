import { defineConfig } from 'vitest/config';
import { findPostgresBinaries } from './test/support/postgresServer.js';

const databaseTests = ['test/**/*.db.test.ts'];
const hasPostgres = findPostgresBinaries() !== undefined;
if (!hasPostgres)
  console.log('skipped on PostgreSQL: it is not installed (Debian: apt-get install postgresql)');

/** Tests that touch a database run twice: on PGlite and, where it is installed, on PostgreSQL. */
export default defineConfig({
  // Vite would take the "module" build of graphql, and Node, for packages that import it, the other: two realms.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // The product is imported once per worker, not once per file: that is a quarter of the time. Files share no state: what a
    // test changes (a server, a database, a variable) it makes itself.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: databaseTests } },
      { extends: true, test: { name: 'pglite', include: databaseTests, provide: { postgresUrl: '' } } },
      ...(hasPostgres
        ? [
            {
              extends: true as const,
              test: {
                name: 'postgres',
                include: databaseTests,
                globalSetup: 'test/support/postgresSetup.ts',
              },
            },
          ]
        : []),
    ],
  },
});
