import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { HasuraError } from '../../../src/engine/errors.js';
import type { Json } from '../../../src/engine/json.js';
import { commandHandlers } from '../../../src/engine/metadata/commands/table.js';
import type { MetadataEndpoint } from '../../../src/engine/metadata/context.js';
import { exportMetadata } from '../../../src/engine/metadata/export.js';
import type { MetadataHost } from '../../../src/engine/metadata/host.js';
import { openTestDatabase } from '../../support/database.js';
import { openHost, sessionOf } from './openHost.js';

let database: Database;
let host: MetadataHost;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query('create table a (id int primary key, name text)');
  host = await openHost(database);
  await host.run('/v1/query', { type: 'track_table', args: 'a' }, sessionOf('admin'));
});
afterAll(() => database.close());

const name = '\u0000"; drop table a; --';
const garbage: readonly Json[] = [
  null,
  'a',
  1.5,
  [[], null, 1, { type: 'bulk', args: {} }, { type: 'select', args: 1 }],
  { table: { schema: 1, name: [] }, name: 1, role: {}, sql: 1, tables: {}, where: [], objects: [{ id: {} }] },
  {
    table: 'a',
    name,
    role: name,
    columns: [name],
    where: { [name]: name },
    objects: [{ [name]: 1 }],
    sql: name,
  },
  {
    table: 'a',
    name: 'x',
    role: 'r',
    source: '__proto__',
    type: 'select',
    permission: {
      columns: ['__proto__'],
      filter: { _and: 1, __proto__: null, constructor: {} },
      check: { $or: {} },
    },
    using: { foreign_key_constraint_on: [[]], manual_configuration: 3 },
    definition: { function: '', kind: 'x', handler: 1, output_type: '[[', type: {} },
    configuration: { custom_root_fields: 1, column_config: [], custom_name: {} },
    metadata: { version: 3, sources: [{ name: 'default', kind: [], tables: {}, configuration: 1 }] },
    columns: [{ name: 'constructor', columns: 'x' }],
    order_by: [{ column: 'a.b.c.' }, '--'],
    $set: { id: { a: 1 } },
  },
];

describe('commands with malformed arguments', () => {
  it.each<MetadataEndpoint>(['/v1/metadata', '/v1/query', '/v2/query'])(
    'on %s are refused, and nothing is changed',
    async (endpoint) => {
      const before = JSON.stringify(exportMetadata(host.state().metadata).sources);
      const bugs: string[] = [];
      // What is left out has no arguments, or does what it is told with `table` alone.
      const types = Object.keys(commandHandlers[endpoint]).filter(
        (type) => !/^(clear_|drop_inconsistent|(pg_|postgres_)?untrack_table$)/.test(type),
      );
      for (const type of [...types, 'no_such_command', 'constructor', '__proto__']) {
        for (const args of garbage) {
          const command = { type, args, version: 2, resource_version: host.state().resourceVersion };
          await host.run(endpoint, command, sessionOf('admin')).catch((error: unknown) => {
            if (!(error instanceof HasuraError))
              bugs.push(`${type} ${JSON.stringify(args)}: ${String(error)}`);
          });
        }
      }
      expect(bugs).toEqual([]);
      expect(JSON.stringify(exportMetadata(host.state().metadata).sources)).toBe(before);
    },
  );

  it.each<Json>([
    null,
    1,
    'x',
    [],
    {},
    { type: 1 },
    { type: 'bulk' },
    { type: 'bulk', args: {}, version: 'x' },
  ])('refuses the body %j', async (body) => {
    await expect(host.run('/v1/metadata', body, sessionOf('admin'))).rejects.toThrow(HasuraError);
  });
});
