import type { Pool, PoolClient } from 'pg';
import { HasuraError } from '../../errors.js';
import { beyondQuery, schemaQueries } from './schemaQueries.js';

/**
 * SQL that makes schemas again, without rows, owners and grants: what `pg_dump --schema-only -O -x` writes, for a
 * database that pg_dump can't reach. Statements come in an order in which they can run, with
 * `check_function_bodies` off.
 *
 * @param schemas all but Postgres' own and hdb_catalog when empty
 * @throws HasuraError not-supported, naming what such a dump would leave out
 */
export async function dumpSchema(pool: Pool, schemas: readonly string[]): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query(`begin isolation level repeatable read read only; set local search_path to ''`);
    const names = schemas.length > 0 ? schemas : await ownSchemas(client);
    const [beyond] = await texts(client, beyondQuery, names);
    if (beyond !== undefined) {
      throw new HasuraError('not-supported', `the dump of an embedded database cannot hold ${beyond}`);
    }
    const statements: string[] = [];
    for (const query of schemaQueries) statements.push(...(await texts(client, query, names)));
    return `SET check_function_bodies = false;\n\n${statements.map((each) => `${each}\n\n`).join('')}`;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function texts(
  client: PoolClient,
  text: string,
  schemas: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<[string]>({ text, values: [schemas], rowMode: 'array' });
  return rows.map(([statement]) => statement);
}

async function ownSchemas(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<[string]>({
    text: `select nspname::text from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'hdb_catalog')`,
    rowMode: 'array',
  });
  return rows.map(([name]) => name);
}
