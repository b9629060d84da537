import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { HasuraError } from '../../../src/engine/errors.js';
import { always } from '../../../src/engine/model/condition.js';
import type { Field, MutationPlan, OperationPlan } from '../../../src/engine/plan/types.js';
import { executeOperation } from '../../../src/engine/run/executeOperation.js';
import { openTestDatabase } from '../../support/database.js';
import { resetLibrary } from '../sql/library.js';
import {
  bindLiteral,
  columnOperand,
  equals,
  field,
  int,
  list,
  object,
  pgType,
  publicTable,
  select,
  value,
} from '../sql/plans.js';
import { insert, mutation, oneRow, remove, returning, row, update } from './plans.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => resetLibrary(database));
afterAll(() => database.close());

const noAction = async (): Promise<never> => {
  throw new Error('No Action is called here');
};
const run = async (plan: OperationPlan) =>
  JSON.parse(
    await executeOperation(plan, {
      databases: { get: () => database },
      bind: bindLiteral,
      runAction: noAction,
    }),
  );
const one = async (plan: MutationPlan) => (await run(mutation({ m: plan }))).m;
const failureOf = (plan: MutationPlan) =>
  one(plan).then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => {
      if (!(error instanceof HasuraError)) throw error;
      return { code: error.code, message: error.message, path: error.path };
    },
  );
const count = async (table: string) =>
  Number((await database.pool.query<{ n: string }>(`select count(*) as n from "${table}"`)).rows[0]?.n);

const jsonb = (json: string) => value(json, pgType('jsonb'));
const articlesOf: Field = {
  kind: 'relation',
  alias: 'articles',
  columns: [['id', 'author_id']],
  select: select('article', list(field('title'))),
};
const namedByAuthor: Field = {
  kind: 'relation',
  alias: 'author',
  columns: [['author_id', 'id']],
  select: select('author', object(field('name'))),
};
const notPermitted = {
  code: 'permission-error',
  message: 'check constraint of an insert/update permission has failed',
};

describe('insert', () => {
  it('answers the rows and their number; columns not named take their default', async () => {
    const rows = [row({ title: value('x') }), row({ title: value('y'), rating: int(7) })];
    expect(await one(insert('article', rows, returning(field('id'), field('rating'))))).toEqual({
      n: 2,
      rows: [
        { id: 5, rating: 0 },
        { id: 6, rating: 7 },
      ],
    });
  });

  it('answers one row, also with its relationships', async () => {
    const values = row({ title: value('x'), author_id: int(1) });
    expect(await one(insert('article', [values], oneRow(field('title'))))).toEqual({ title: 'x' });
    expect(await one(insert('article', [values], oneRow(field('id'), namedByAuthor)))).toEqual({
      id: 6,
      author: { name: 'Ann' },
    });
  });

  it('inserts rows without any value', async () => {
    await database.pool.query('create table empty(id serial primary key, at int default 3)');
    const twice = [row({}), row({})];
    expect(await one(insert('empty', twice, returning(field('id'), field('at'))))).toEqual({
      n: 2,
      rows: [
        { id: 1, at: 3 },
        { id: 2, at: 3 },
      ],
    });
    expect(await one(insert('empty', [row({})], oneRow(field('id'))))).toEqual({ id: 3 });
    expect(await one(insert('empty', [], returning(field('id'))))).toEqual({ n: 0, rows: [] });
  });

  it('inserts more rows than a statement has parameters for', async () => {
    const rows = Array.from({ length: 40_000 }, (_, index) =>
      row({ title: value(`t${index}`), rating: int(1) }),
    );
    const { n } = await one(
      insert('article', rows, { kind: 'response', fields: [{ kind: 'affectedRows', alias: 'n' }] }),
    );
    expect([n, await count('article')]).toEqual([40_000, 40_004]);
  });

  it('refuses what no statement can hold', async () => {
    const where = {
      kind: 'or',
      of: Array.from({ length: 65_536 }, (_, index) => equals('id', int(index))),
    } as const;
    expect(await failureOf(remove('article', returning(), { where }))).toMatchObject({
      code: 'not-supported',
    });
  });

  it('writes through a view', async () => {
    expect(
      await one(insert('author_names', [row({ name: value('Dee') })], oneRow(field('id'), field('name')))),
    ).toEqual({
      id: 4,
      name: 'Dee',
    });
  });

  it('rolls back when the check fails for any row', async () => {
    const rows = [row({ title: value('x'), rating: int(1) }), row({ title: value('y'), rating: int(2) })];
    const check = equals('rating', int(1));
    const plan = insert('article', rows, returning(field('id')), { check });
    expect(await failureOf(plan)).toEqual({ ...notPermitted, path: plan.path });
    const withRelations = { ...plan, output: returning(namedByAuthor) };
    expect(await failureOf(withRelations)).toEqual({ ...notPermitted, path: plan.path });
    const unknown = insert(
      'article',
      [row({ title: value('x'), rating: value(null, pgType('int4')) })],
      plan.output,
      { check },
    );
    expect(await failureOf(unknown)).toEqual({ ...notPermitted, path: plan.path });
    expect(await count('article')).toBe(4);
  });

  it.each([
    [
      'author',
      { name: value('Ann') },
      'constraint-violation',
      'Uniqueness violation. duplicate key value violates unique constraint "author_name_key"',
    ],
    [
      'author',
      { name: value(null) },
      'constraint-violation',
      'Not-NULL violation. null value in column "name" of relation "author" violates not-null constraint',
    ],
    [
      'article',
      { title: value('x'), author_id: int(9) },
      'constraint-violation',
      'Foreign key violation. insert or update on table "article" violates foreign key constraint "article_author_id_fkey"',
    ],
    [
      'article',
      { title: value('x'), rating: int(100) },
      'permission-error',
      'Check constraint violation. new row for relation "article" violates check constraint "article_rating_check"',
    ],
    [
      'article',
      { title: value('x'), rating: value('ten', pgType('int4')) },
      'data-exception',
      'invalid input syntax for type integer: "ten"',
    ],
  ])('says what a row of %s violates', async (table, values, code, message) => {
    const plan = insert(table, [row(values)], returning(field('id')));
    expect(await failureOf(plan)).toEqual({ code, message, path: plan.path });
  });
});

describe('an error that no client can cause by its data', () => {
  it('is concealed, its details kept for admins, without the values', async () => {
    await database.pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not today'; end $$;
       create trigger refuse before insert on article for each row execute function refuse()`,
    );
    const plan = insert('article', [row({ title: value('a secret') })], oneRow(field('id')));
    const error: unknown = await one(plan).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'unexpected',
      message: 'database query error',
      status: 500,
      path: plan.path,
    });
    const { internal } = error as HasuraError;
    expect(internal).toMatchObject({ error: { message: 'not today', status_code: 'P0001' } });
    expect(JSON.stringify(internal)).not.toContain('a secret');
  });
});

describe('insert on conflict', () => {
  const conflict = {
    constraint: 'author_name_key',
    updateColumns: [],
    presets: new Map(),
    where: always,
    check: null,
  };
  const ann = [row({ name: value('Ann'), meta: jsonb('{"new": 1}') })];
  const output = oneRow(field('id'), field('meta'));

  it('does nothing without columns to update', async () => {
    expect(await one(insert('author', ann, output, { onConflict: conflict }))).toBeNull();
  });

  it('updates columns and presets', async () => {
    const presets = new Map([['boss_id', int(3)]]);
    const onConflict = { ...conflict, updateColumns: ['meta'], presets };
    expect(
      await one(insert('author', ann, oneRow(field('id'), field('meta'), field('boss_id')), { onConflict })),
    ).toEqual({
      id: 1,
      meta: { new: 1 },
      boss_id: 3,
    });
  });

  it('updates only where the filter holds', async () => {
    const onConflict = { ...conflict, updateColumns: ['meta'], where: equals('id', int(2)) };
    expect(await one(insert('author', ann, output, { onConflict }))).toBeNull();
  });

  it('checks updated rows by the check for updates, inserted ones by theirs', async () => {
    const onConflict = { ...conflict, updateColumns: ['meta'], check: equals('id', int(1)) };
    const check = equals('name', value('Dee'));
    const dee = row({ name: value('Dee') });
    const both = insert('author', [...ann, dee], returning(field('name')), { onConflict, check });
    expect(await one(both)).toEqual({ n: 2, rows: [{ name: 'Ann' }, { name: 'Dee' }] });
    const bob = insert('author', [row({ name: value('Bob') })], output, { onConflict, check });
    expect(await failureOf(bob)).toMatchObject(notPermitted);
  });
});

describe('update', () => {
  const operation = (
    kind: 'set' | 'inc' | 'append' | 'prepend' | 'deleteKey' | 'deleteElem' | 'deleteAtPath',
    column: string,
    to: ReturnType<typeof value>,
  ) => ({ kind, column, value: to }) as const;

  it('sets and increments', async () => {
    const operations = [operation('set', 'title', value('new')), operation('inc', 'rating', int(10))];
    const plan = update('article', returning(field('title'), field('rating')), {
      operations,
      where: equals('author_id', int(1)),
    });
    expect(await one(plan)).toEqual({
      n: 2,
      rows: [
        { title: 'new', rating: 15 },
        { title: 'new', rating: 13 },
      ],
    });
  });

  it.each([
    ['append', jsonb('{"b": 2}'), { tags: ['x'], b: 2 }],
    ['prepend', jsonb('{"tags": 1, "b": 2}'), { tags: ['x'], b: 2 }],
    ['deleteKey', value('tags'), {}],
    ['deleteAtPath', value('{tags,0}', pgType('text', true)), { tags: [] }],
  ] as const)('changes JSON by %s', async (kind, to, meta) => {
    const plan = update('author', oneRow(field('meta')), {
      operations: [operation(kind, 'meta', to)],
      where: equals('id', int(1)),
    });
    expect(await one(plan)).toEqual({ meta });
  });

  it('takes an element out of a JSON list', async () => {
    await database.pool.query(`update author set meta = '[1, 2, 3]'`);
    const operations = [operation('deleteElem', 'meta', int(1))];
    expect(
      await one(update('author', oneRow(field('meta')), { operations, where: equals('id', int(1)) })),
    ).toEqual({ meta: [1, 3] });
  });

  it('answers null for one row that is not there, and does nothing without operations', async () => {
    const operations = [operation('inc', 'rating', int(1))];
    expect(
      await one(update('article', oneRow(field('id')), { operations, where: equals('id', int(9)) })),
    ).toBeNull();
    expect(await one(update('article', oneRow(field('id')), {}))).toEqual({});
    expect(await one(update('article', returning(field('id')), {}))).toEqual({ n: 0, rows: [] });
  });

  it('rolls back when the check fails afterwards', async () => {
    const operations = [operation('inc', 'rating', int(1))];
    const plan = update('article', returning(field('id')), { operations, check: equals('rating', int(6)) });
    expect(await failureOf(plan)).toEqual({ ...notPermitted, path: '$' });
    expect(
      await one(
        update('article', returning(), {
          operations,
          check: equals('rating', int(6)),
          where: equals('id', int(1)),
        }),
      ),
    ).toMatchObject({ n: 1 });
  });

  it('runs many updates one after the other, all or none', async () => {
    const step = (by: number, check = always) =>
      update('article', returning(field('rating')), {
        operations: [operation('inc', 'rating', int(by))],
        where: equals('id', int(1)),
        check,
      });
    expect(await one({ kind: 'updateMany', updates: [step(1), step(2)] })).toEqual([
      { n: 1, rows: [{ rating: 6 }] },
      { n: 1, rows: [{ rating: 8 }] },
    ]);
    await failureOf({ kind: 'updateMany', updates: [step(1), step(1, equals('id', int(2)))] });
    expect(await one(step(0))).toEqual({ n: 1, rows: [{ rating: 8 }] });
  });
});

describe('delete', () => {
  it('answers what was there, and no related rows that went with it', async () => {
    const plan = remove('author', returning(field('name'), articlesOf), { where: equals('id', int(2)) });
    expect(await one(plan)).toEqual({ n: 1, rows: [{ name: 'Bob', articles: [] }] });
    expect(await count('article')).toBe(2);
  });
});

describe('several mutations', () => {
  const renamed = (to: string) =>
    update('author', returning(field('name')), {
      operations: [{ kind: 'set', column: 'name', value: value(to) }],
      where: equals('id', int(1)),
    });

  it('see each other and share one transaction', async () => {
    const reread = update('author', oneRow(field('name')), {
      operations: [{ kind: 'set', column: 'name', value: columnOperand('name') }],
      where: equals('name', value('Zoe')),
    });
    expect(await run(mutation({ a: renamed('Zoe'), b: reread }))).toEqual({
      a: { n: 1, rows: [{ name: 'Zoe' }] },
      b: { name: 'Zoe' },
    });
    await expect(run(mutation({ a: renamed('Yan'), b: renamed('Bob') }))).rejects.toMatchObject({
      code: 'constraint-violation',
    });
    expect(
      await one(remove('author', returning(field('name')), { where: equals('name', value('Yan')) })),
    ).toMatchObject({ n: 0 });
  });

  it('are committed before an Action between them is called', async () => {
    const seen: number[] = [];
    const action = { kind: 'action', alias: 'act', action: {} as never } as const;
    const add = (name: string) =>
      ({
        kind: 'mutation',
        alias: name,
        source: 'default',
        mutation: insert('author', [row({ name: value(name) })], oneRow(field('name'))),
      }) as const;
    const runAction = async () => {
      seen.push(await count('author'));
      return '"done"';
    };
    const fields = [
      add('D'),
      add('E'),
      action,
      add('F'),
      { kind: 'constant', alias: 't', text: '"mutation_root"' } as const,
    ];
    const text = await executeOperation(
      { kind: 'mutation', fields, reusable: true },
      { databases: { get: () => database }, bind: bindLiteral, runAction },
    );
    expect(text).toBe(
      '{"D":{"name":"D"},"E":{"name":"E"},"act":"done","F":{"name":"F"},"t":"mutation_root"}',
    );
    expect(seen).toEqual([5]);
  });

  it('call functions that write', async () => {
    const call = {
      function: publicTable('add_author'),
      arguments: [{ kind: 'value', name: 'name', value: value('New') }],
    } as const;
    const from = { kind: 'function', call, table: publicTable('author') } as const;
    expect(await one({ kind: 'function', select: select('author', list(field('name')), { from }) })).toEqual([
      { name: 'New' },
    ]);
    expect(await count('author')).toBe(4);
  });
});

describe('names that need quotes', () => {
  const table = `we"ird; --`;
  const column = `a'b"c\\`;
  const constraint = `u"; drop table author; --`;

  it('are nothing but names, in every statement', async () => {
    const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
    await database.pool.query(
      `create table ${quoted(table)}(id serial primary key, ${quoted(column)} text constraint ${quoted(constraint)} unique)`,
    );
    const shown = field(column, 'x');
    const values = row({ [column]: value(`'); drop table author; --`) });
    const presets = new Map([[column, value('changed')]]);
    const onConflict = { constraint, updateColumns: [column], presets, where: always, check: null };
    expect(await one(insert(table, [values], oneRow(shown)))).toEqual({ x: `'); drop table author; --` });
    expect(await one(insert(table, [values], oneRow(shown), { onConflict }))).toEqual({ x: 'changed' });
    const operations = [{ kind: 'set', column, value: value('again') }] as const;
    const where = equals(column, value('changed'));
    expect(await one(update(table, oneRow(shown), { operations, where }))).toEqual({ x: 'again' });
    const self: Field = {
      kind: 'relation',
      alias: 'self',
      columns: [[column, column]],
      select: select(table, list(shown)),
    };
    expect(await one(remove(table, returning(shown, self)))).toEqual({
      n: 1,
      rows: [{ x: 'again', self: [] }],
    });
    expect(await count('author')).toBe(3);
  });
});
