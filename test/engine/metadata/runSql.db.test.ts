import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import type { Json } from '../../../src/engine/json.js';
import type { MetadataHost } from '../../../src/engine/metadata/host.js';
import { openTestDatabase } from '../../support/database.js';
import { type Client, clientOf, openHost } from './openHost.js';

let database: Database;
let host: MetadataHost;
let query: Client;

beforeAll(async () => {
  database = await openTestDatabase();
  host = await openHost(database);
  query = clientOf(host, '/v1/query');
});
afterAll(() => database.close());
afterEach(async () => {
  await query('clear_metadata', {});
  await database.pool.query('drop schema public cascade; create schema public;');
});

const tuples = (...result: readonly Json[]) => ({ result_type: 'TuplesOk', result });
const done = { result_type: 'CommandOk', result: null };
const exported = async () => JSON.stringify(await query('export_metadata', {}));

describe('functions behind computed fields', () => {
  it('cannot be overloaded or become volatile, and take their field along when they are dropped', async () => {
    await query.sql(`create table author (id int primary key, name text);
      create function shout(one author) returns text as $$ select upper($1.name) $$ language sql stable;`);
    await query('track_table', 'author');
    const definition = { function: 'shout' };
    await query('add_computed_field', { table: 'author', name: 'loud', definition });
    const refusal = (sql: string) => query.refusal('run_sql', { sql });
    const overload =
      'create function shout(one author, n int) returns text as $$ select $1.name $$ language sql stable';
    expect(await refusal(overload)).toMatchObject({
      code: 'not-supported',
      error:
        'The function "shout" associated with computed field "loud" of table "author" is being overloaded',
    });
    expect(await refusal('alter function shout(author) volatile')).toMatchObject({
      code: 'not-supported',
      error: expect.stringContaining('is being altered to "VOLATILE"'),
    });
    expect(await query.sql('alter function shout(author) immutable')).toEqual(done);
    expect(await query.sql('drop function shout(author)')).toEqual(done);
    expect(await exported()).not.toContain('loud');
  });
});

describe('run_sql', () => {
  it('answers the last result as text', async () => {
    expect(
      await query.sql(`select 1; select 1.50 as n, true as yes, null as nothing, '{1}'::int[] as list`),
    ).toEqual(tuples(['n', 'yes', 'nothing', 'list'], ['1.50', 't', 'NULL', '{1}']));
    expect(await query.sql('select 1 as a where false')).toEqual(tuples(['a']));
    expect(await query.sql('create table a (id int); insert into a values (1)')).toEqual(done);
    expect(await query.sql('insert into a values (2) returning id')).toEqual(tuples(['id'], ['2']));
  });

  it('is one transaction, and says what Postgres said', async () => {
    const sql = 'create table a (id int); insert into gone values (1)';
    expect(await query.refusal('run_sql', { sql })).toEqual({
      code: 'postgres-error',
      status: 400,
      path: '$.args',
      error: 'query execution failed',
      internal: {
        statement: sql,
        prepared: false,
        error: {
          exec_status: 'FatalError',
          hint: null,
          message: 'relation "gone" does not exist',
          status_code: '42P01',
          description: null,
        },
        arguments: [],
      },
    });
    expect(await query.sql(`select count(*) from pg_tables where tablename = 'a'`)).toEqual(
      tuples(['count'], ['0']),
    );
  });

  it('may run beside others when it does not change the schema', async () => {
    const v2 = clientOf(host, '/v2/query');
    const read = { type: 'run_sql', args: { sql: 'select 1 as n' } };
    expect(await v2('concurrent_bulk', [read, read])).toEqual(Array(2).fill(tuples(['n'], ['1'])));
    const change = { type: 'run_sql', args: { sql: 'drop table if exists a' } };
    expect(await v2.refusal('concurrent_bulk', [read, change])).toMatchObject({
      code: 'unexpected',
      status: 500,
      error: 'Only read-only queries are allowed in a concurrent_bulk',
    });
  });

  it('read_only refuses to write, in a bulk too', async () => {
    await query.sql('create table a (id int)');
    const write = { sql: 'insert into a values (1)', read_only: true };
    expect(await query.refusal('run_sql', write)).toMatchObject({ code: 'postgres-error' });
    const insert = { type: 'run_sql', args: { sql: 'insert into a values (1)' } };
    expect(await query.refusal('bulk', [insert, { type: 'run_sql', args: write }])).toMatchObject({
      path: '$.args[1].args',
    });
    const count = { type: 'run_sql', args: { sql: 'select count(*) from a', read_only: true } };
    expect(await query('bulk', [insert, count, insert])).toEqual([done, tuples(['count'], ['1']), done]);
  });

  it('no_transaction runs what a transaction refuses', async () => {
    await query.sql('create table a (id int)');
    const sql = 'vacuum a';
    expect(await query.refusal('run_sql', { sql })).toMatchObject({ code: 'postgres-error' });
    expect(await query('bulk', [{ type: 'run_sql', args: { sql, no_transaction: true } }])).toEqual([done]);
  });

  it('leaves no settings behind', async () => {
    await query.sql(`select set_config('search_path', '', false); set time zone 'Asia/Tokyo'`);
    expect(await query.sql('show search_path')).not.toEqual(tuples(['search_path'], ['']));
    expect(await query.sql('show timezone')).not.toEqual(tuples(['TimeZone'], ['Asia/Tokyo']));
  });

  it('needs the source to be there', async () => {
    expect(await query.refusal('run_sql', { sql: 'select 1', source: 'other' })).toMatchObject({
      code: 'not-exists',
      path: '$.args',
      error: 'source with name "other" does not exist',
    });
  });
});

describe('run_sql keeps metadata in step', () => {
  async function givenBlog(): Promise<void> {
    await query('bulk', [
      {
        type: 'run_sql',
        args: {
          sql: `create table author (id serial primary key, name text);
            create table article (id serial primary key, title text, author_id int references author (id));
            create table log (id int);`,
        },
      },
      {
        type: 'track_table',
        args: { table: 'author', configuration: { custom_column_names: { id: 'ID' } } },
      },
      { type: 'track_table', args: 'article' },
      {
        type: 'create_object_relationship',
        args: { table: 'article', name: 'author', using: { foreign_key_constraint_on: 'author_id' } },
      },
      {
        type: 'create_array_relationship',
        args: {
          table: 'author',
          name: 'articles',
          using: { manual_configuration: { remote_table: 'article', column_mapping: { id: 'author_id' } } },
        },
      },
      {
        type: 'create_select_permission',
        args: {
          table: 'article',
          role: 'user',
          permission: {
            columns: ['id', 'author_id'],
            filter: {
              author: { id: 'X-Hasura-User-Id', name: { _ceq: ['$', 'title'] } },
              _exists: { _table: 'author', _where: { id: 1 } },
            },
          },
        },
      },
      {
        type: 'set_custom_types',
        args: {
          objects: [
            {
              name: 'Wrote',
              fields: [{ name: 'who', type: 'Int!' }],
              relationships: [
                { name: 'writer', type: 'object', remote_table: 'author', field_mapping: { who: 'id' } },
              ],
            },
          ],
        },
      },
    ]);
  }

  it('follows renamed columns and tables everywhere', async () => {
    await givenBlog();
    const before = await exported();
    await query.sql('alter table author rename column id to author_key; alter table author rename to writer');
    const text = await exported();
    expect(text).toContain('"column_config":{"author_key":{"custom_name":"ID"}}');
    expect(text).toContain('"column_mapping":{"author_key":"author_id"}');
    expect(text).toContain(
      '"filter":{"_exists":{"_table":{"name":"writer","schema":"public"},"_where":{"author_key":1}},"author":{"author_key":"X-Hasura-User-Id","name":{"_ceq":["$","title"]}}}',
    );
    expect(text).toContain(
      '"field_mapping":{"who":"author_key"},"name":"writer","remote_table":{"name":"writer","schema":"public"}',
    );
    await query.sql(
      'alter table article rename column author_id to by; alter table article rename title to head',
    );
    expect(await exported()).toContain('"columns":["id","by"]');
    expect(await exported()).toContain('"_ceq":["$","head"]');
    expect(await exported()).toContain('"using":{"foreign_key_constraint_on":"by"}');
    await query.sql(`alter table article rename column by to author_id; alter table article rename head to title;
      alter table writer rename to author; alter table author rename column author_key to id`);
    expect(await exported()).toBe(
      before.replace('"_table":"author"', '"_table":{"name":"author","schema":"public"}'),
    );
    expect(host.state().model.inconsistencies).toEqual([]);
  });

  it('drops what is dropped, but not from under others unless it cascades', async () => {
    await givenBlog();
    const drop = { sql: 'drop table article' };
    expect(await query.refusal('run_sql', drop)).toMatchObject({
      code: 'dependency-error',
      path: '$.args',
      error:
        'cannot drop due to the following dependent objects: relationship author.articles in source "default"',
    });
    expect(await query.sql('select count(*) from article')).toEqual(tuples(['count'], ['0']));
    expect(await query.sql(drop.sql, { cascade: true })).toEqual(done);
    expect(await exported()).not.toContain('article');
    expect(await query.sql('drop table log')).toEqual(done);
  });

  it('drops configurations of dropped columns, and refuses when a permission needs them', async () => {
    await givenBlog();
    await query.sql('alter table article drop column title', { cascade: true });
    expect(await exported()).not.toContain('select_permissions');
    expect(
      await query.refusal('run_sql', { sql: 'alter table author drop column id cascade' }),
    ).toMatchObject({
      code: 'dependency-error',
    });
  });

  it('refuses a new type under a literal of a permission', async () => {
    await givenBlog();
    await query('create_delete_permission', {
      table: 'article',
      role: 'user',
      permission: { filter: { title: 'x' } },
    });
    const sql = 'alter table article alter column title type int using 1';
    expect(await query.refusal('run_sql', { sql })).toMatchObject({
      code: 'dependency-error',
      error:
        'cannot change type of column "title" in table "article" because of the following dependencies: permission article.user.delete in source "default"',
    });
    expect(await query.sql('alter table author add kind text')).toEqual(done);
    expect(await query.sql('alter table author alter column kind type int using 1')).toEqual(done);
  });

  it('forgets dropped functions, and refuses overloads', async () => {
    await givenBlog();
    await query.sql(
      `create function search(q text) returns setof author language sql stable as 'select * from author'`,
    );
    await query('track_function', 'search');
    const overload = `create or replace function search(q int) returns setof author language sql stable as 'select * from author'`;
    expect(await query.refusal('run_sql', { sql: overload })).toMatchObject({
      code: 'not-supported',
      error: 'the following tracked function(s) cannot be overloaded: search',
    });
    await query.sql('drop function search(text)');
    expect(await exported()).not.toContain('search');
  });

  it('looks only when asked to or when the words say so', async () => {
    await givenBlog();
    await query.sql('drop table article', { check_metadata_consistency: false });
    expect(await query('get_inconsistent_metadata', {})).toMatchObject({ is_consistent: true });
    expect(await query('reload_metadata', {})).toMatchObject({ is_consistent: false });
  });
});
