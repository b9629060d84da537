import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../../src/engine/engine.js';
import type { Json, JsonObject } from '../../../src/engine/json.js';
import { loadMetadataDirectory } from '../../../src/engine/metadata/directory.js';
import { findMigrations } from '../../../src/engine/metadata/migrations.js';
import { openTestDatabase } from '../../support/database.js';

/**
 * The requests of Hasura's command line (v2.48), call by call, with its headers and bodies: keys of metadata in
 * alphabetical order, a newline at the end.
 */
let database: Database;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await createEngine({
    database,
    env: {
      HASURA_GRAPHQL_ADMIN_SECRET: 'the admin secret',
      ACTION_BASE_URL: 'http://localhost:1',
      ACTION_SECRET: 'x',
      PATH: process.env.PATH,
    },
  });
});
afterAll(async () => {
  await engine.close();
  await database.close();
});

interface Answer {
  readonly status: number;
  readonly body: Json;
}

async function call(path: string, body?: Json, secret = 'the admin secret'): Promise<Answer> {
  const headers: Record<string, string> = { 'User-Agent': 'hasura-cli', 'Accept-Encoding': 'gzip' };
  if (path !== '/v1/version') headers['X-Hasura-Admin-Secret'] = secret;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await engine.fetch(`http://localhost:8080${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body === undefined ? {} : { body: `${JSON.stringify(body)}\n` }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as Json) };
}

async function ok(path: string, body?: Json): Promise<JsonObject> {
  const answer = await call(path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as JsonObject;
}

const metadataCall = (type: string, args: Json = {}, more: JsonObject = {}) =>
  ok('/v1/metadata', { type, args, ...more });

/** What every command does first. */
async function validate(): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    const { version } = await ok('/v1/version');
    expect(version).toMatch(/^v2\./);
  }
  expect(await ok('/v1alpha1/config')).toMatchObject({ is_admin_secret_set: true, is_jwt_set: false });
  expect(await ok('/v1/query', { type: 'export_metadata', args: {} })).toMatchObject({ version: 3 });
  expect((await metadataCall('get_catalog_state')).cli_state).toEqual(expect.any(Object));
}

const cliState = async () => (await metadataCall('get_catalog_state')).cli_state as JsonObject;
const setCliState = (state: Json) => metadataCall('set_catalog_state', { type: 'cli', state });

/** What every command about migrations does after that. */
async function prepareMigrations(): Promise<JsonObject> {
  const state = { settings: { migration_mode: 'true' }, isStateCopyCompleted: false, ...(await cliState()) };
  expect(await setCliState(state)).toEqual({ message: 'success' });
  await cliState();
  expect(await cliState()).toEqual(state);
  const sql = `SELECT COUNT(1) FROM information_schema.tables WHERE table_name = 'schema_migrations' AND table_schema = 'hdb_catalog' LIMIT 1`;
  const probe = await ok('/v2/query', { type: 'run_sql', args: { sql, source: 'default' } });
  expect(probe).toEqual({ result_type: 'TuplesOk', result: [['count'], ['0']] });
  return state;
}

const replace = (metadata: JsonObject) =>
  metadataCall('replace_metadata', { allow_inconsistent_metadata: true, metadata }, { version: 2 });

describe('hasura deploy', () => {
  it('applies metadata, migrations, metadata, and seeds', async () => {
    const metadata = await loadMetadataDirectory('hasura/metadata');
    await validate();
    // Nothing is in the database yet: that must not end the deploy.
    expect(await replace(metadata)).toMatchObject({ is_consistent: false });
    expect(await metadataCall('export_metadata')).toMatchObject({
      version: 3,
      sources: [{ name: 'default' }],
    });

    let state = await prepareMigrations();
    for (const { version, file } of await findMigrations('hasura/migrations')) {
      const sql = await readFile(file, 'utf8');
      const args = { sql, source: 'default', check_metadata_consistency: false };
      const ran = await ok('/v2/query', { type: 'run_sql', args });
      expect(['CommandOk', 'TuplesOk']).toContain(ran.result_type);
      const migrations = { ...((await cliState()).migrations as JsonObject | undefined) };
      state = {
        ...state,
        migrations: { default: { ...(migrations.default as JsonObject), [version]: false } },
      };
      await setCliState(state);
    }
    expect(await cliState()).toEqual(state);

    expect(await replace(metadata)).toEqual({ is_consistent: true, inconsistent_objects: [] });
    const reload = { reload_remote_schemas: true, reload_sources: true };
    expect(await metadataCall('reload_metadata', reload)).toEqual({
      message: 'success',
      is_consistent: true,
    });
    expect(await metadataCall('get_inconsistent_metadata')).toEqual({
      is_consistent: true,
      inconsistent_objects: [],
    });

    await metadataCall('export_metadata');
    const seed = { sql: `select 'a seed'`, source: 'default', check_metadata_consistency: false };
    expect((await call('/v2/query', { type: 'bulk', args: [{ type: 'run_sql', args: seed }] })).body).toEqual(
      [{ result_type: 'TuplesOk', result: [['?column?'], ['a seed']] }],
    );
  });

  it('a second time changes nothing', async () => {
    const before = await ok('/v1/query', { type: 'export_metadata', args: {} });
    await replace(await loadMetadataDirectory('hasura/metadata'));
    expect(await ok('/v1/query', { type: 'export_metadata', args: {} })).toEqual(before);
  });
});

describe('hasura migrate and seed', () => {
  it('status asks and changes nothing', async () => {
    await validate();
    const before = await cliState();
    expect(await prepareMigrations()).toEqual(before);
  });

  it('apply runs one more migration and notes it', async () => {
    await validate();
    expect(await metadataCall('export_metadata')).toMatchObject({ sources: [{ kind: 'postgres' }] });
    const state = await prepareMigrations();
    const sql = 'create table later (id serial primary key, word text);\n';
    const args = { sql, source: 'default', check_metadata_consistency: false };
    expect(await ok('/v2/query', { type: 'run_sql', args })).toEqual({
      result_type: 'CommandOk',
      result: null,
    });
    const { default: applied } = (await cliState()).migrations as { readonly default: JsonObject };
    const next = { ...state, migrations: { default: { ...applied, '1999999999999': false } } };
    await setCliState(next);
    expect(await cliState()).toEqual(next);
  });

  it('seed apply: all files in one request, each kept by itself', async () => {
    await validate();
    await metadataCall('export_metadata');
    await metadataCall('export_metadata');
    const seed = (word: string) => ({
      type: 'run_sql',
      args: { sql: `insert into later (word) values (${word});\n`, source: 'default', no_transaction: true },
    });
    const apply = (...words: string[]) => call('/v2/query', { type: 'bulk', args: words.map(seed) });
    const done = { result_type: 'CommandOk', result: null };
    expect(await apply(`'one'`, `'two'`)).toEqual({ status: 200, body: [done, done] });
    expect(await apply(`'three'`, 'nonsense', `'four'`)).toMatchObject({
      status: 400,
      body: { path: '$.args[1].args', code: 'postgres-error' },
    });
    const sql = 'select word from later order by id';
    expect(await ok('/v2/query', { type: 'run_sql', args: { sql, read_only: true } })).toMatchObject({
      result: [['word'], ['one'], ['two'], ['three']],
    });
  });
});

describe('hasura metadata', () => {
  it('export and apply: what came out goes in and comes out the same, byte for byte', async () => {
    const exported = await metadataCall('export_metadata');
    const sources = exported.sources as readonly { readonly tables: readonly { readonly table: Json }[] }[];
    for (const { table } of sources[0]?.tables ?? []) {
      expect(table).toEqual({ name: expect.any(String), schema: expect.any(String) });
    }
    // The CLI sorts the keys of what it posts.
    const posted = Object.fromEntries(Object.entries(exported).sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(await replace(posted)).toMatchObject({ is_consistent: true });
    expect(JSON.stringify(await metadataCall('export_metadata'))).toBe(JSON.stringify(exported));
  });

  it('inconsistency list, drop; apply --disallow-inconsistent-metadata', async () => {
    const exported = await metadataCall('export_metadata');
    const [source] = exported.sources as readonly JsonObject[];
    const tables = [
      ...((source?.tables ?? []) as readonly Json[]),
      { table: { name: 'nowhere', schema: 'public' } },
    ];
    const broken = { ...exported, sources: [{ ...source, tables }] };
    const refused = await call('/v1/metadata', {
      type: 'replace_metadata',
      version: 2,
      args: { allow_inconsistent_metadata: false, metadata: broken },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        path: '$.args',
        error: 'cannot continue due to inconsistent metadata',
        code: 'unexpected',
        internal: [{ name: 'table nowhere in source default' }],
      },
    });
    expect(Object.keys(refused.body as JsonObject)).toEqual(['path', 'error', 'code', 'internal']);
    expect(await replace(broken)).toMatchObject({ is_consistent: false });
    const { inconsistent_objects: objects } = await metadataCall('get_inconsistent_metadata');
    expect(objects).toMatchObject([{ definition: { name: 'nowhere', schema: 'public' }, type: 'table' }]);
    expect(await metadataCall('drop_inconsistent_metadata')).toEqual({ message: 'success' });
    expect(JSON.stringify(await metadataCall('export_metadata'))).toBe(JSON.stringify(exported));
  });

  it('reload, and a change that somebody else made in between', async () => {
    await validate();
    const { resource_version: version } = await ok('/v1/metadata', {
      type: 'export_metadata',
      version: 2,
      args: {},
    });
    const track = { type: 'pg_track_table', args: { table: { name: 'later', schema: 'public' } } };
    expect(await ok('/v1/metadata', { ...track, resource_version: version })).toEqual({ message: 'success' });
    const untrack = { ...track, type: 'pg_untrack_table', resource_version: version };
    expect(await call('/v1/metadata', untrack)).toMatchObject({
      status: 409,
      body: {
        code: 'conflict',
        error: `metadata resource version referenced (${version}) did not match current version`,
      },
    });
    expect(await ok('/v1/metadata', { ...untrack, resource_version: Number(version) + 1 })).toEqual({
      message: 'success',
    });
    expect(await metadataCall('reload_metadata')).toMatchObject({ message: 'success', is_consistent: true });
    expect(await metadataCall('get_inconsistent_metadata')).toMatchObject({ is_consistent: true });
  });

  it('clear', async () => {
    expect(await metadataCall('clear_metadata')).toEqual({ message: 'success' });
    expect(await metadataCall('export_metadata')).toMatchObject({
      sources: [{ name: 'default', tables: [] }],
    });
  });
});

describe('trouble', () => {
  it('a wrong secret fails at the first command', async () => {
    const answer = await call('/v1/query', { type: 'export_metadata', args: {} }, 'wrong');
    expect(answer).toMatchObject({ status: 401, body: { code: 'access-denied', path: '$' } });
  });

  it('SQL that fails leaves the state as it was', async () => {
    const before = await cliState();
    const args = {
      sql: 'create table x (id int); no sql',
      source: 'default',
      check_metadata_consistency: false,
    };
    expect(await call('/v2/query', { type: 'run_sql', args })).toMatchObject({
      status: 400,
      body: {
        path: '$.args',
        error: 'query execution failed',
        code: 'postgres-error',
        internal: { statement: args.sql, error: { status_code: '42601' } },
      },
    });
    expect(await cliState()).toEqual(before);
  });

  it('migrate create --from-server gets the schema as SQL', async () => {
    const body = {
      opts: ['-O', '-x', '--schema-only', '--schema', 'public'],
      clean_output: true,
      source: 'default',
    };
    const response = await engine.fetch('http://localhost:8080/v1alpha1/pg_dump', {
      method: 'POST',
      headers: { 'X-Hasura-Admin-Secret': 'the admin secret', 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/sql/);
    expect(await response.text()).toContain('CREATE TABLE public.notes (\n    id integer');
  });
});
