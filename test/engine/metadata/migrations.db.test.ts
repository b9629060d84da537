import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { loadMetadataDirectory } from '../../../src/engine/metadata/directory.js';
import type { MetadataHost } from '../../../src/engine/metadata/host.js';
import { applyMigrations, MigrationError } from '../../../src/engine/metadata/migrations.js';
import { applyMetadata } from '../../../src/engine/metadata/project.js';
import { openTestDatabase } from '../../support/database.js';
import { type Client, clientOf, openHost } from './openHost.js';

let database: Database;
let host: MetadataHost;
let metadata: Client;
let directory: string;

beforeAll(async () => {
  database = await openTestDatabase();
  host = await openHost(database);
  metadata = clientOf(host, '/v1/metadata');
  directory = await mkdtemp(path.join(tmpdir(), 'migrations-'));
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});
afterEach(() => metadata('clear_metadata', {}));

async function given(file: string, sql: string): Promise<void> {
  await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
  await writeFile(path.join(directory, file), sql);
}

const count = async (table: string) =>
  (await database.pool.query(`select count(*) from ${table}`)).rows[0].count;

describe('applyMigrations', () => {
  it('runs what has not run, in order, and notes it as the CLI does', async () => {
    await given('m/default/1700000000000_first/up.sql', 'create table a (id int);');
    await given(
      'm/default/1700000000001_second/up.sql',
      'insert into a values (1); insert into a values (2);',
    );
    const first = await applyMigrations(host, path.join(directory, 'm'));
    expect(first.map((each) => each.name)).toEqual(['first', 'second']);
    expect(await applyMigrations(host, path.join(directory, 'm'))).toEqual([]);
    expect(await metadata('get_catalog_state', {})).toMatchObject({
      cli_state: {
        migrations: { default: { '1700000000000': false, '1700000000001': false } },
        settings: { migration_mode: 'true' },
        isStateCopyCompleted: true,
      },
    });
    expect(await count('a')).toBe('2');

    await given(
      'm/default/1700000000002_broken/up.sql',
      'insert into a values (3); insert into gone values (1);',
    );
    const broken = applyMigrations(host, path.join(directory, 'm'));
    await expect(broken).rejects.toThrow(MigrationError);
    await expect(broken).rejects.toThrow(/1700000000002_broken\/up\.sql: relation "gone" does not exist/);
    expect(await count('a')).toBe('2');
    await given('m/default/1700000000002_broken/up.sql', 'insert into a values (3);');
    expect(await applyMigrations(host, path.join(directory, 'm'))).toHaveLength(1);
  });

  it('takes a project without migrations', async () => {
    expect(await applyMigrations(host, path.join(directory, 'none'))).toEqual([]);
  });
});

describe('applyMetadata', () => {
  it("serves the project's own metadata, without writing it twice", async () => {
    const migrated = await applyMigrations(host, 'hasura/migrations');
    expect(migrated.length).toBeGreaterThan(0);
    const document = await loadMetadataDirectory('hasura/metadata');
    expect(await applyMetadata(host, document)).toEqual([]);
    const { resourceVersion } = host.state();
    expect(await applyMetadata(host, document)).toEqual([]);
    expect(host.state().resourceVersion).toBe(resourceVersion);
    expect([...host.state().model.roles]).toContain('user');
  });

  it('answers what is inconsistent', async () => {
    const sources = [
      { name: 'default', kind: 'postgres', configuration: {}, tables: [{ table: 'nowhere' }] },
    ];
    expect(await applyMetadata(host, { version: 3, sources })).toMatchObject([
      { name: 'table nowhere in source default' },
    ]);
  });
});
