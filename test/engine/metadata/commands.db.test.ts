import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import type { Json } from '../../../src/engine/json.js';
import type { MetadataHost } from '../../../src/engine/metadata/host.js';
import { openTestDatabase } from '../../support/database.js';
import { type Client, clientOf, openHost } from './openHost.js';

let database: Database;
let host: MetadataHost;
let v1: Client;
let metadata: Client;
const success = { message: 'success' };

beforeAll(async () => {
  database = await openTestDatabase();
  host = await openHost(database);
  v1 = clientOf(host, '/v1/query');
  metadata = clientOf(host, '/v1/metadata');
});
afterAll(() => database.close());
afterEach(async () => {
  await metadata('clear_metadata', {});
  await database.pool.query(
    'drop schema public cascade; create schema public; drop schema if exists other cascade;',
  );
});

const tables = `
  create table author (id serial primary key, name text unique, kind text);
  create table article (id serial primary key, title text, published_on timestamp, author_id integer references author (id));`;

async function givenTables(): Promise<void> {
  await v1('bulk', [
    { type: 'run_sql', args: { sql: tables } },
    { type: 'track_table', args: { schema: 'public', name: 'author' } },
    { type: 'track_table', args: 'article' },
  ]);
}

async function givenRelationships(): Promise<void> {
  await givenTables();
  await v1('create_object_relationship', {
    table: 'article',
    name: 'author',
    using: { foreign_key_constraint_on: 'author_id' },
  });
  await v1('create_array_relationship', {
    table: 'author',
    name: 'articles',
    using: { foreign_key_constraint_on: { table: 'article', column: 'author_id' } },
  });
}

const exported = async () => JSON.stringify(await metadata('export_metadata', {}));

describe('tables', () => {
  it('are tracked under older names of the command too', async () => {
    await v1.sql('create table a (id int primary key)');
    expect(await v1('add_existing_table_or_view', 'a')).toEqual(success);
    expect(await metadata('postgres_untrack_table', { table: 'a' })).toEqual(success);
  });

  it('have custom names that GraphQL can read, and root fields that differ', async () => {
    await givenTables();
    const refusal = (configuration: Json) =>
      metadata.refusal('pg_set_table_customization', { table: 'author', configuration });
    const path = '$.args.configuration';
    for (const [configuration, place] of [
      [{ custom_name: 'two words' }, 'custom_name'],
      [{ custom_root_fields: { insert: 'a-b' } }, 'custom_root_fields.insert'],
      [{ custom_column_names: { name: '1st' } }, 'custom_column_names.name'],
      [{ column_config: { name: { custom_name: '' } } }, 'column_config.name.custom_name'],
      [{ custom_root_fields: { insert: 'x', select: { name: 'x' } } }, 'custom_root_fields'],
    ] as const) {
      expect(await refusal(configuration)).toMatchObject({ code: 'parse-failed', path: `${path}.${place}` });
    }
  });

  it('are tracked once, and untracked once', async () => {
    await v1.sql('create table a (id int primary key)');
    expect(await v1('track_table', 'a')).toEqual(success);
    expect(await metadata.refusal('pg_track_table', { table: 'a' })).toMatchObject({
      code: 'already-tracked',
      path: '$.args',
      error: 'view/table already tracked: "a"',
    });
    expect(await v1('untrack_table', { table: 'a' })).toEqual(success);
    expect(await v1.refusal('untrack_table', { table: 'a' })).toMatchObject({
      code: 'already-untracked',
      error: 'view/table already untracked: "a"',
    });
  });

  it('must exist', async () => {
    expect(await v1.refusal('track_table', 'nowhere')).toMatchObject({
      code: 'invalid-configuration',
      error: 'Inconsistent object: no such table/view exists in source: "nowhere"',
      internal: [{ type: 'table', name: 'table nowhere in source default' }],
    });
    expect(await metadata('get_inconsistent_metadata', {})).toEqual({
      is_consistent: true,
      inconsistent_objects: [],
    });
  });

  it('share one namespace with functions', async () => {
    await v1.sql(`create table a (id int); create table b (id int);
      create function a() returns setof b language sql stable as 'select * from b'`);
    await v1('bulk', [
      { type: 'track_table', args: 'b' },
      { type: 'track_function', args: 'a' },
    ]);
    expect(await v1.refusal('track_table', 'a')).toMatchObject({
      code: 'not-supported',
      error: 'function with name "a" already exists',
    });
    await v1('untrack_function', 'a');
    await v1('track_table', 'a');
    expect(await v1.refusal('track_function', 'a')).toMatchObject({
      error: 'table with name "a" already exists',
    });
  });

  it('are not untracked from under a relationship, unless it cascades', async () => {
    await givenRelationships();
    expect(await v1.refusal('untrack_table', { table: 'author' })).toMatchObject({
      code: 'dependency-error',
      path: '$.args',
      error:
        'cannot drop due to the following dependent objects: relationship article.author in source "default"',
    });
    expect(await v1('untrack_table', { table: 'author', cascade: true })).toEqual(success);
    expect(await v1('untrack_table', { table: 'article' })).toEqual(success);
  });

  it('take configurations in both forms', async () => {
    await givenTables();
    await v1(
      'set_table_custom_fields',
      { table: 'author', custom_column_names: { id: 'ID' } },
      { version: 2 },
    );
    expect(await exported()).toContain('"custom_column_names":{"id":"ID"}');
    await metadata('pg_set_table_customization', {
      table: 'author',
      configuration: { custom_name: 'writer' },
    });
    expect(await exported()).toContain(
      '"configuration":{"column_config":{},"custom_column_names":{},"custom_name":"writer","custom_root_fields":{}}',
    );
    expect(await v1.refusal('set_table_is_enum', { table: 'gone', is_enum: true })).toMatchObject({
      code: 'not-exists',
      path: '$.args',
      error: 'table "gone" does not exist in source: default',
    });
  });
});

describe('relationships', () => {
  it('need a foreign key', async () => {
    await givenTables();
    const refusal = await v1.refusal('create_object_relationship', {
      table: 'article',
      name: 'author',
      using: { foreign_key_constraint_on: 'published_on' },
    });
    expect(refusal).toMatchObject({
      code: 'invalid-configuration',
      path: '$.args',
      error:
        'Inconsistent object: in table "article": in relationship "author": no foreign constraint exists on the given column(s)',
    });
  });

  it('keep their name to themselves', async () => {
    await givenRelationships();
    const using = { foreign_key_constraint_on: 'author_id' };
    expect(
      await v1.refusal('create_object_relationship', { table: 'article', name: 'title', using }),
    ).toMatchObject({
      code: 'already-exists',
      error: 'field with name "title" already exists in table "article"',
    });
  });

  it('are followed by permissions when they are renamed', async () => {
    await givenRelationships();
    await v1('create_select_permission', {
      table: 'article',
      role: 'user',
      permission: { columns: ['id'], filter: { _or: [{ author: { name: 'X-Hasura-Name' } }] } },
    });
    await v1('rename_relationship', { table: 'article', name: 'author', new_name: 'writer' });
    expect(await exported()).toContain('"filter":{"_or":[{"writer":{"name":"X-Hasura-Name"}}]}');
    expect(await v1.refusal('drop_relationship', { table: 'article', relationship: 'writer' })).toMatchObject(
      {
        code: 'dependency-error',
        error:
          'cannot drop due to the following dependent objects: permission article.user.select in source "default"',
      },
    );
    await v1('drop_relationship', { table: 'article', relationship: 'writer', cascade: true });
    expect(await exported()).not.toContain('writer');
  });
});

describe('permissions', () => {
  it('are one per role and kind', async () => {
    await givenTables();
    const permission = { columns: '*', filter: { id: 'X-Hasura-User-Id' } };
    expect(await v1('create_select_permission', { table: 'author', role: 'user', permission })).toEqual(
      success,
    );
    for (const role of ['user', 'admin']) {
      expect(
        await v1.refusal('create_select_permission', { table: 'author', role, permission }),
      ).toMatchObject({
        code: 'already-exists',
        path: '$.args',
        error: `select permission already defined on table "author" with role "${role}"`,
      });
    }
    await v1('set_permission_comment', { table: 'author', role: 'user', type: 'select', comment: 'why' });
    expect(await exported()).toContain('"comment":"why"');
    expect(await v1('drop_select_permission', { table: 'author', role: 'user' })).toEqual(success);
    expect(await v1.refusal('drop_select_permission', { table: 'author', role: 'user' })).toMatchObject({
      code: 'permission-denied',
    });
  });

  it('must name columns that are there', async () => {
    await givenTables();
    const permission = { columns: ['id', 'gone'], filter: {} };
    const refusal = await v1.refusal('create_select_permission', {
      table: 'author',
      role: 'user',
      permission,
    });
    expect(refusal.code).toBe('invalid-configuration');
    expect(refusal.error).toContain('in table "author": in permission for role "user"');
    expect(await exported()).not.toContain('gone');
  });
});

describe('permissions with checks that are not made here', () => {
  it('are refused', async () => {
    await givenTables();
    const permission = {
      columns: '*',
      check: {},
      validate_input: { type: 'http', definition: { url: 'http://x' } },
    };
    const refusal = await v1.refusal('create_insert_permission', {
      table: 'author',
      role: 'user',
      permission,
    });
    expect(refusal.error).toContain('"validate_input" is not supported by the embedded engine');
  });
});

describe('other objects', () => {
  it('functions and computed fields are tracked, changed and dropped', async () => {
    await givenTables();
    await v1.sql(`
      create function search(q text) returns setof author language sql stable as 'select * from author';
      create function upper_name(a author) returns text language sql stable as 'select upper(a.name)';`);
    await metadata('pg_track_function', { function: 'search', comment: 'finds' });
    await metadata('pg_set_function_customization', {
      function: 'search',
      configuration: { custom_name: 'find' },
    });
    expect(
      await metadata.refusal('pg_create_function_permission', { function: 'search', role: 'user' }),
    ).toMatchObject({ code: 'not-supported' });
    await v1('add_computed_field', {
      table: 'author',
      name: 'shout',
      definition: { function: 'upper_name' },
    });
    expect(await exported()).toContain('"functions":[{"function":{"name":"search","schema":"public"}');
    await v1('drop_computed_field', { table: 'author', name: 'shout' });
    await metadata('pg_untrack_function', { function: 'search' });
    expect(await metadata.refusal('pg_untrack_function', { function: 'search' })).toMatchObject({
      code: 'not-exists',
      error: 'function "search" does not exist in source: default',
    });
  });

  it('Actions and their types', async () => {
    const action = { name: 'hello', definition: { handler: 'http://x', output_type: 'Greeting' } };
    expect(await metadata.refusal('create_action', action)).toMatchObject({ code: 'invalid-configuration' });
    await metadata('set_custom_types', {
      objects: [{ name: 'Greeting', fields: [{ name: 'text', type: 'String' }] }],
    });
    await metadata('create_action', action);
    await metadata('create_action_permission', { action: 'hello', role: 'user', comment: 'free' });
    await metadata('update_action', { ...action, definition: { ...action.definition, handler: 'http://y' } });
    expect(await exported()).toContain('"permissions":[{"role":"user","comment":"free"}]');
    expect(await metadata.refusal('set_custom_types', {})).toMatchObject({ code: 'unexpected' });
    await metadata('drop_action_permission', { action: 'hello', role: 'user' });
    await metadata('drop_action', { name: 'hello', clear_data: true });
    expect(await metadata.refusal('drop_action', { name: 'hello' })).toMatchObject({
      code: 'not-exists',
      error: 'action with name "hello" does not exist',
    });
  });

  it('inherited roles, collections, limits', async () => {
    await givenTables();
    for (const role of ['a', 'b']) {
      await v1('create_select_permission', {
        table: 'author',
        role,
        permission: { columns: ['id'], filter: {} },
      });
    }
    await metadata('add_inherited_role', { role_name: 'both', role_set: ['a', 'b'] });
    expect(await metadata.refusal('add_inherited_role', { role_name: 'x', role_set: ['x'] })).toMatchObject({
      code: 'invalid-params',
    });
    await metadata('drop_inherited_role', { role_name: 'both' });
    await metadata('create_query_collection', { name: 'c', definition: { queries: [] } });
    await metadata('add_query_to_collection', {
      collection_name: 'c',
      query_name: 'q',
      query: '{ author { id } }',
    });
    await metadata('add_collection_to_allowlist', { collection: 'c' });
    await metadata('set_api_limits', { depth_limit: { global: 5 } });
    const text = await exported();
    expect(text).toContain('"query_collections":[{"name":"c","definition":{"queries":[{"name":"q"');
    expect(text).toContain('"allowlist":[{"collection":"c","scope":{"global":true}}]');
    expect(text).toContain('"api_limits":{"depth_limit":{"global":5},"disabled":false}');
  });

  it('query collections hold documents of GraphQL under different names, and are dropped from the allow list too', async () => {
    const create = (queries: readonly { readonly name: string; readonly query: string }[]) =>
      metadata.refusal('create_query_collection', { name: 'c', definition: { queries } });
    const query = '{ author { id } }';
    expect(await create([{ name: 'q', query: 'not a query' }])).toMatchObject({
      code: 'parse-failed',
      path: '$.args.definition.queries[0].query',
    });
    expect(await create([1, 2].map(() => ({ name: 'q', query })))).toMatchObject({
      code: 'not-supported',
      error: 'found duplicate query names "q"',
    });
    await metadata('create_query_collection', { name: 'c', definition: { queries: [{ name: 'q', query }] } });
    await metadata('add_collection_to_allowlist', { collection: 'c' });
    expect(await metadata.refusal('drop_query_collection', { collection: 'c' })).toMatchObject({
      code: 'dependency-error',
    });
    expect(await metadata('drop_query_collection', { collection: 'c', cascade: true })).toEqual(success);
    expect(await exported()).not.toContain('collection');
  });

  it('what is not supported is refused by name', async () => {
    expect(await metadata.refusal('create_cron_trigger', { name: 'x' })).toMatchObject({
      code: 'not-supported',
      error: 'scheduled triggers are not supported by the embedded engine',
    });
    for (const type of ['pg_suggest_relationships', 'pg_get_event_logs', 'get_table_info']) {
      expect(await metadata.refusal(type, {})).toMatchObject({ code: 'not-supported' });
    }
    expect(await v1.refusal('create_event_trigger', { name: '' })).toMatchObject({
      code: 'parse-failed',
      path: '$.args.name',
    });
    expect(await metadata.refusal('no_such_command', {})).toMatchObject({ code: 'parse-failed' });
    const connection_info = { database_url: 'postgres://elsewhere' };
    const second = await metadata.refusal('pg_add_source', {
      name: 'two',
      configuration: { connection_info },
    });
    expect(second).toMatchObject({ code: 'invalid-configuration' });
  });
});

describe('the whole of metadata', () => {
  const document = (table: string) => ({
    version: 3,
    sources: [
      {
        name: 'default',
        kind: 'postgres',
        configuration: {},
        tables: [{ table: { schema: 'public', name: table } }],
      },
    ],
  });

  it('is replaced, exported and kept', async () => {
    await v1.sql('create table a (id int primary key)');
    expect(await metadata('replace_metadata', document('a'))).toEqual(success);
    const { resource_version, metadata: first } = (await metadata('export_metadata', {}, { version: 2 })) as {
      resource_version: number;
      metadata: unknown;
    };
    expect(first).toEqual({
      version: 3,
      sources: [
        {
          name: 'default',
          kind: 'postgres',
          tables: [{ table: { name: 'a', schema: 'public' } }],
          configuration: {},
        },
      ],
    });
    const reopened = await openHost(database);
    expect(await clientOf(reopened, '/v1/metadata')('export_metadata', {}, { version: 2 })).toEqual({
      resource_version,
      metadata: first,
    });
    // What one process writes another takes over with its next request.
    await clientOf(reopened, '/v1/metadata')('clear_metadata', {});
    expect(await exported()).not.toContain('"name":"a"');
  });

  it('refuses or lists what is inconsistent', async () => {
    const refusal = await metadata.refusal('replace_metadata', document('gone'));
    expect(refusal).toMatchObject({
      code: 'unexpected',
      status: 400,
      path: '$.args',
      error: 'cannot continue due to inconsistent metadata',
      internal: [{ name: 'table gone in source default' }],
    });
    const args = { allow_inconsistent_metadata: true, metadata: document('gone') };
    const inconsistent = {
      is_consistent: false,
      inconsistent_objects: [
        {
          definition: { schema: 'public', name: 'gone' },
          reason: 'Inconsistent object: no such table/view exists in source: "gone"',
          name: 'table gone in source default',
          type: 'table',
        },
      ],
    };
    expect(await metadata('replace_metadata', args, { version: 2 })).toEqual(inconsistent);
    expect(await metadata('reload_metadata', {})).toEqual({ message: 'success', ...inconsistent });
    expect(await metadata('drop_inconsistent_metadata', {})).toEqual(success);
    expect(await metadata('reload_metadata', {})).toEqual({ message: 'success', is_consistent: true });
    expect(await metadata.refusal('reload_metadata', { reload_sources: ['gone'] })).toMatchObject({
      code: 'not-exists',
    });
  });

  it('is protected by its resource version', async () => {
    const { resource_version } = (await metadata('export_metadata', {}, { version: 2 })) as {
      resource_version: number;
    };
    await v1.sql('create table a (id int primary key)');
    await metadata('pg_track_table', { table: 'a' }, { resource_version });
    expect(await metadata.refusal('pg_untrack_table', { table: 'a' }, { resource_version })).toMatchObject({
      code: 'conflict',
      status: 409,
      path: '$',
      error: `metadata resource version referenced (${resource_version}) did not match current version`,
    });
  });

  it('keeps the state of the CLI apart', async () => {
    const before = await metadata('get_catalog_state', {});
    expect(before).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), console_state: {} });
    const state = { settings: { migration_mode: 'true' }, isStateCopyCompleted: false };
    expect(await metadata('set_catalog_state', { type: 'cli', state })).toEqual(success);
    expect(await metadata('get_catalog_state', {})).toMatchObject({ cli_state: state });
  });
});

describe('bulk', () => {
  it('is all or nothing on /v1/query, with the place of the fault', async () => {
    const refusal = await v1.refusal('bulk', [
      { type: 'run_sql', args: { sql: 'create table a (id int)' } },
      {
        type: 'bulk',
        args: [
          { type: 'track_table', args: 'a' },
          { type: 'track_table', args: 'a' },
        ],
      },
    ]);
    expect(refusal).toMatchObject({ code: 'already-tracked', path: '$.args[1].args[1].args' });
    expect(await v1.sql(`select count(*) from pg_tables where tablename = 'a'`)).toEqual({
      result_type: 'TuplesOk',
      result: [['count'], ['0']],
    });
    expect(await exported()).not.toContain('"a"');
  });

  it('keeps what was run before the fault on /v2/query', async () => {
    const v2 = clientOf(host, '/v2/query');
    await v2.refusal('bulk', [
      { type: 'run_sql', args: { sql: 'create table a (id int)' } },
      { type: 'run_sql', args: { sql: 'no sql' } },
    ]);
    expect(await v2.sql('select count(*) from a')).toMatchObject({ result: [['count'], ['0']] });
  });

  it('goes on after a fault when asked to', async () => {
    await v1.sql('create table a (id int)');
    expect(
      await metadata('bulk_keep_going', [
        { type: 'pg_track_table', args: { table: 'gone' } },
        { type: 'pg_track_table', args: { table: 'a' } },
      ]),
    ).toMatchObject([{ code: 'invalid-configuration', path: '$.args[0].args' }, success]);
  });
});
