import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { openPostgres } from '../../../src/engine/database/postgres.js';
import { executeOperation } from '../../../src/engine/run/executeOperation.js';
import {
  findPostgresBinaries,
  type PostgresServer,
  startPostgresServer,
} from '../../support/postgresServer.js';
import { bindLiteral, field, list, select } from '../sql/plans.js';
import { insert, mutation, oneRow, row } from './plans.js';

const binaries = findPostgresBinaries();
let server: PostgresServer;
let database: Database;

beforeAll(async () => {
  if (!binaries) return;
  server = await startPostgresServer(binaries);
  database = openPostgres({ connectionString: server.url });
  await database.pool.query('create table t(id serial primary key)');
});
afterAll(async () => {
  await database?.close();
  server?.stop();
});

const environment = () => ({
  databases: { get: () => database },
  bind: bindLiteral,
  runAction: async (): Promise<never> => {
    throw new Error('No Action is called here');
  },
});
const query = {
  kind: 'query',
  reusable: true,
  fields: [{ kind: 'select', alias: 't', source: 'default', select: select('t', list(field('id'))) }],
} as const;
const two = mutation({
  a: insert('t', [row({})], oneRow(field('id'))),
  b: insert('t', [row({})], oneRow(field('id'))),
});

it.runIf(binaries)(
  'answers an error while the database is away, and works again when it is back',
  async () => {
    const outage = { code: 'postgres-error', message: 'connection error', status: 500 };
    for (let run = 0; run < 3; run++) expect(await executeOperation(query, environment())).toBe('{"t":[]}');
    server.crash();
    await expect(executeOperation(query, environment())).rejects.toMatchObject(outage);
    await expect(executeOperation(two, environment())).rejects.toMatchObject(outage);
    server.start();
    expect(await executeOperation(query, environment())).toBe('{"t":[]}');
    expect(await executeOperation(two, environment())).toMatch(/^\{"a":\{"id":\d+\},"b":\{"id":\d+\}\}$/);
  },
);
