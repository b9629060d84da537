import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { stringifyJson } from '../../../src/engine/jsonText.js';
import { openTestDatabase } from '../../support/database.js';
import { type Client, clientOf, openHost, sessionOf } from './openHost.js';

let database: Database;
let admin: Client;
let user: Client;
let reader: Client;
let writer: Client;

beforeAll(async () => {
  database = await openTestDatabase();
  const host = await openHost(database);
  admin = clientOf(host, '/v1/query');
  user = clientOf(host, '/v1/query', sessionOf('user', { 'x-hasura-user-id': '1' }));
  reader = clientOf(host, '/v1/query', sessionOf('reader'));
  writer = clientOf(host, '/v1/query', sessionOf('writer'));
  await admin('bulk', [
    {
      type: 'run_sql',
      args: {
        sql: `create table author (id serial primary key, name text unique, secret text default 's');
          create table article (id bigint primary key, title text, author_id int references author (id), tags jsonb);`,
      },
    },
    { type: 'track_table', args: 'author' },
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
        using: { foreign_key_constraint_on: { table: 'article', column: 'author_id' } },
      },
    },
    {
      type: 'create_select_permission',
      args: {
        table: 'author',
        role: 'user',
        permission: { columns: ['id', 'name'], filter: { id: 'X-Hasura-User-Id' } },
      },
    },
    {
      type: 'create_insert_permission',
      args: {
        table: 'author',
        role: 'user',
        permission: { columns: ['id', 'name'], set: { secret: 'preset' }, check: { name: { _neq: 'root' } } },
      },
    },
    {
      type: 'create_update_permission',
      args: {
        table: 'author',
        role: 'user',
        permission: { columns: ['name'], filter: { id: 'X-Hasura-User-Id' } },
      },
    },
  ]);
  expect(await admin('insert', { table: 'author', objects: [{ name: 'Ann' }, { name: 'Bob' }] })).toEqual({
    affected_rows: 2,
  });
  const objects = [
    { id: '9007199254740993', title: 'one', author_id: 1, tags: ['a', { b: 1 }] },
    { id: 2, title: null, author_id: 2, tags: {} },
  ];
  await admin('insert', {
    table: 'article',
    objects: objects,
  });
});
afterAll(() => database.close());

describe('select and count', () => {
  it('answer rows with their relationships, and every digit', async () => {
    const rows = await admin('select', {
      table: 'article',
      columns: ['id', 'tags', { name: 'author', columns: ['*'], alias: 'by' }],
      where: { author: { name: { $in: ['Ann'] } } },
    });
    expect(stringifyJson(rows)).toBe(
      '[{"id":9007199254740993,"tags":["a",{"b":1}],"by":{"id":1,"name":"Ann","secret":"s"}}]',
    );
    const ordered = {
      columns: ['name', { name: 'articles', columns: ['title'] }],
      order_by: ['-name'],
      limit: 1,
    };
    expect(await admin('select', { table: 'author', ...ordered })).toEqual([
      { name: 'Bob', articles: [{ title: null }] },
    ]);
    expect(await admin('count', { table: 'article', where: { title: { _is_null: true } } })).toEqual({
      count: 1,
    });
    expect(await admin('count', { table: 'article', distinct: ['author_id'] })).toEqual({ count: 2 });
  });

  it('write big numbers as text under HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES, as GraphQL does', async () => {
    const texts = clientOf(await openHost(database, { stringifyNumericTypes: true }), '/v1/query');
    const one = { table: 'article', where: { title: 'one' } };
    const by = { name: 'author', columns: ['id', { name: 'articles', columns: ['id'] }] };
    expect(await texts('select', { ...one, columns: ['*', by] })).toMatchObject([
      { id: '9007199254740993', author_id: 1, author: { id: 1, articles: [{ id: '9007199254740993' }] } },
    ]);
    const changed = { affected_rows: 1, returning: [{ id: '9007199254740993', author_id: 1 }] };
    const returning = ['id', 'author_id'];
    expect(await texts('update', { ...one, $set: { title: 'one' }, returning })).toEqual(changed);
    expect(await texts('count', { table: 'article' })).toEqual({ count: 2 });
  });

  it('write all columns out for *, and related rows for each further level', async () => {
    const one = { table: 'article', where: { title: 'one' } };
    const author = { id: 1, name: 'Ann', secret: 's' };
    expect(await admin('select', { ...one, columns: ['*.*'] })).toMatchObject([{ title: 'one', author }]);
    const [{ author: deep }] = (await admin('select', { ...one, columns: ['*.*.*'] })) as [
      { author: unknown },
    ];
    expect(deep).toMatchObject({ ...author, articles: [{ title: 'one' }] });
    expect(await user('select', { table: 'author', columns: ['*.*'] })).toEqual([{ id: 1, name: 'Ann' }]);
    // Each level multiplies the fields: a long text would take all memory.
    for (const levels of [6, 1_000_000]) {
      const columns = [`*${'.*'.repeat(levels)}`];
      const { code } = await user.refusal('select', { table: 'author', columns });
      expect(code).toBe('not-supported');
    }
  });

  it('order by what a path of keys leads to', async () => {
    const titles = { table: 'article', columns: ['title'] };
    const byAuthor = { column: { author: 'name' }, type: 'desc' };
    expect(await admin('select', { ...titles, order_by: byAuthor })).toEqual([
      { title: null },
      { title: 'one' },
    ]);
    for (const order_by of ['author', 'title.name', { column: { author: 'name', id: 'x' } }]) {
      const { code } = await admin.refusal('select', { ...titles, order_by });
      expect(code).toMatch(/^(unexpected-payload|parse-failed)$/);
    }
    expect(await admin.refusal('select', { ...titles, order_by: 'gone' })).toMatchObject({
      code: 'not-exists',
    });
  });

  it('call a column that is not there one that is not allowed', async () => {
    expect(await admin.refusal('select', { table: 'author', columns: ['gone'] })).toMatchObject({
      code: 'permission-denied',
      path: '$.args.columns[0]',
      error: 'no such column exists : "gone"',
    });
    const notRelated = { name: 'title', columns: ['id'] };
    expect(await admin.refusal('select', { table: 'article', columns: [notRelated] })).toMatchObject({
      code: 'unexpected-payload',
    });
  });

  it('keep to the permissions of the role', async () => {
    expect(await user('select', { table: 'author', columns: ['*'] })).toEqual([{ id: 1, name: 'Ann' }]);
    expect(await user.refusal('select', { table: 'author', columns: ['secret'] })).toMatchObject({
      code: 'permission-denied',
      path: '$.args.columns[0]',
      error: 'role "user" does not have permission to select column "secret"',
    });
    for (const where of [{ secret: 's' }, { _not: { articles: {} } }, { name: { _ceq: 'secret' } }]) {
      const { code } = await user.refusal('select', { table: 'author', columns: ['id'], where });
      expect(code).toBe('permission-denied');
    }
    expect(await user.refusal('select', { table: 'article', columns: ['id'] })).toMatchObject({
      error: 'select on "article" for role "user" is not allowed. ',
    });
  });

  it('go through relationships, under the permissions there', async () => {
    const titles = { table: 'article', columns: ['title'] };
    expect(await admin('select', { ...titles, order_by: { column: 'author.name', type: 'desc' } })).toEqual([
      { title: null },
      { title: 'one' },
    ]);
    await admin('create_select_permission', {
      table: 'article',
      role: 'reader',
      permission: { columns: ['title'], filter: {} },
    });
    const where = { author: { name: 'Ann' } };
    expect(await reader.refusal('select', { ...titles, where })).toMatchObject({
      code: 'permission-denied',
      error: 'select on "author" for role "reader" is not allowed. ',
    });
    await admin('create_select_permission', {
      table: 'author',
      role: 'reader',
      permission: { columns: ['name'], filter: { name: 'Bob' } },
    });
    expect(await reader('select', { ...titles, where })).toEqual([]);
    expect(await reader('select', { ...titles, where: { author: { name: 'Bob' } } })).toEqual([
      { title: null },
    ]);
    for (const hidden of [{ id: 1 }, { author: { secret: 's' } }]) {
      expect(await reader.refusal('select', { ...titles, where: hidden })).toMatchObject({
        code: 'permission-denied',
        path: '$.args.where',
      });
    }
  });

  it('need a tracked table', async () => {
    expect(
      await admin.refusal('select', { table: { schema: 'other', name: 'gone' }, columns: ['id'] }),
    ).toMatchObject({
      code: 'not-exists',
      path: '$.args.table',
      error: 'table "other.gone" does not exist',
    });
  });
});

describe('insert, update and delete', () => {
  it('answer what they changed', async () => {
    expect(
      await admin('insert', {
        table: 'author',
        objects: [{ id: 50, name: 'Cid' }],
        returning: ['id', 'secret'],
      }),
    ).toEqual({
      affected_rows: 1,
      returning: [{ id: 50, secret: 's' }],
    });
    const conflict = { table: 'author', objects: [{ id: 51, name: 'Cid' }] };
    expect(await admin.refusal('insert', conflict)).toMatchObject({
      code: 'constraint-violation',
      path: '$.args',
    });
    const on_conflict = { action: 'ignore', constraint_on: ['name'] };
    expect(await admin('insert', { ...conflict, on_conflict })).toEqual({ affected_rows: 0 });
    expect(
      await admin('update', { table: 'author', $set: { name: 'Dan' }, where: { id: 50 }, returning: '*' }),
    ).toEqual({
      affected_rows: 1,
      returning: [{ id: 50, name: 'Dan', secret: 's' }],
    });
    expect(await admin('delete', { table: 'author', where: { id: { $gt: 40 } } })).toEqual({
      affected_rows: 1,
    });
  });

  it('know the other forms of conflicts and operators', async () => {
    await admin('insert', { table: 'article', objects: [{ id: 100 }, { id: 101 }] });
    expect(await admin('count', { table: 'article', distinct: ['author_id'] })).toEqual({ count: 3 });
    const again = { table: 'article', objects: [{ id: 100 }] };
    expect(await admin('insert', { ...again, on_conflict: { action: 'ignore' } })).toEqual({
      affected_rows: 0,
    });
    const on_conflict = { action: 'update', constraint: 'article_pkey' };
    expect(
      await admin('insert', { table: 'article', objects: [{ id: 100, title: 'new' }], on_conflict }),
    ).toEqual({
      affected_rows: 1,
    });
    expect(await admin.refusal('insert', { ...again, on_conflict: { action: 'update' } })).toMatchObject({
      code: 'unexpected-payload',
      path: '$.args.on_conflict',
    });
    const update = { table: 'article', $mul: { id: 3 }, where: { title: 'new' }, returning: ['id'] };
    expect(await admin('update', update)).toEqual({ affected_rows: 1, returning: [{ id: 300 }] });
    expect(await admin.refusal('update', { table: 'article', where: {} })).toMatchObject({
      code: 'unexpected-payload',
    });
    await admin('delete', { table: 'article', where: { id: { _gte: 100, _lte: 300 } } });
  });

  it('keep to the permissions of the role', async () => {
    expect(await user('insert', { table: 'author', objects: [{ id: 60, name: 'Eve' }] })).toEqual({
      affected_rows: 1,
    });
    expect(await admin('select', { table: 'author', columns: ['secret'], where: { id: 60 } })).toEqual([
      { secret: 'preset' },
    ]);
    expect(
      await user.refusal('insert', { table: 'author', objects: [{ id: 61, name: 'root' }] }),
    ).toMatchObject({ code: 'permission-error' });
    expect(await user.refusal('insert', { table: 'author', objects: [{ secret: 'x' }] })).toMatchObject({
      code: 'not-supported',
      error: 'column "secret" is not insertable for role "user"',
    });
    const upsert = { table: 'author', on_conflict: { action: 'update', constraint: 'author_pkey' } };
    expect(await user.refusal('insert', { ...upsert, objects: [{ id: 60 }] })).toMatchObject({
      code: 'validation-failed',
      error: 'column "id" is not updatable',
    });
    const noPermission = { table: 'author', where: {}, $set: { secret: 'x' } };
    expect(await user.refusal('update', noPermission)).toMatchObject({
      code: 'permission-denied',
      error: 'role "user" does not have permission to update column "secret"',
    });
    expect(await user('update', { table: 'author', $set: { name: 'x' }, where: { id: 60 } })).toEqual({
      affected_rows: 0,
    });
    expect(await user.refusal('delete', { table: 'author', where: {} })).toMatchObject({
      code: 'permission-denied',
    });
  });

  it('refuse values that their columns cannot hold, and leave strings to the database', async () => {
    const insert = (object: Record<string, number | string | boolean>) =>
      admin.refusal('insert', { table: 'author', objects: [object] });
    const parseFailed = { code: 'parse-failed', path: '$.args.objects[0].id' };
    expect(await insert({ id: 1.5 })).toMatchObject(parseFailed);
    expect(await insert({ id: 2 ** 31 })).toMatchObject(parseFailed);
    expect(await insert({ id: true })).toMatchObject(parseFailed);
    expect(await insert({ name: 7 })).toMatchObject({ code: 'parse-failed' });
    expect(await insert({ id: 'seven' })).toMatchObject({ code: 'data-exception', path: '$.args' });
    expect(await insert({ articles: 1 })).toMatchObject({ code: 'unexpected-payload' });
    expect(await insert({ gone: 1 })).toMatchObject({ code: 'not-exists' });
  });

  it('set columns to their defaults, and know the older name of $set', async () => {
    await admin('insert', { table: 'author', objects: [{ id: 70, secret: 'own' }] });
    const returning = ['name', 'secret'];
    const change = { table: 'author', where: { id: 70 }, values: { name: 'Fay' }, $default: ['secret'] };
    expect(await admin('update', { ...change, returning })).toEqual({
      affected_rows: 1,
      returning: [{ name: 'Fay', secret: 's' }],
    });
    await admin('delete', { table: 'author', where: { id: 70 } });
  });

  it('refuse views that cannot be written to', async () => {
    await admin.sql('create view author_count as select count(*) as n from author');
    await admin('track_table', 'author_count');
    for (const [type, how, args] of [
      ['insert', 'insertable', { objects: [{ n: 1 }] }],
      ['update', 'updatable', { $set: { n: 1 }, where: {} }],
      ['delete', 'deletable', { where: {} }],
    ] as const) {
      expect(await admin.refusal(type, { table: 'author_count', ...args })).toMatchObject({
        code: 'not-supported',
        path: '$.args.table',
        error: `view "author_count" is not ${how}`,
      });
    }
  });

  it('need an update permission for upserts, and a select permission to answer rows or to look for them', async () => {
    await admin('create_insert_permission', { table: 'author', role: 'writer', permission: { check: {} } });
    const insert = { table: 'author', objects: [{ id: 80 }] };
    for (const more of [{ on_conflict: { action: 'ignore' } }, { returning: ['id'] }]) {
      expect(await writer.refusal('insert', { ...insert, ...more })).toMatchObject({
        code: 'permission-denied',
      });
    }
    await admin('create_delete_permission', { table: 'author', role: 'writer', permission: { filter: {} } });
    expect(await writer.refusal('delete', { table: 'author', where: {} })).toMatchObject({
      code: 'permission-denied',
    });
    expect(await writer('insert', insert)).toEqual({ affected_rows: 1 });
    await admin('delete', { table: 'author', where: { id: 80 } });
  });

  it('leave every other command to admins', async () => {
    const denied = {
      code: 'access-denied',
      path: '$.args',
      error: 'restricted access : admin only',
      status: 400,
    };
    expect(await user.refusal('run_sql', { sql: 'select 1' })).toEqual(denied);
    expect(
      await user.refusal('bulk', [
        { type: 'select', args: {} },
        { type: 'export_metadata', args: {} },
      ]),
    ).toEqual(denied);
  });
});
