import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import type { BoundValue } from '../../../src/engine/model/condition.js';
import { always } from '../../../src/engine/model/condition.js';
import type {
  Field,
  InsertPlan,
  InsertRow,
  MutationPlan,
  NestedInsert,
} from '../../../src/engine/plan/types.js';
import { executeOperation } from '../../../src/engine/run/executeOperation.js';
import { openTestDatabase } from '../../support/database.js';
import { resetLibrary } from '../sql/library.js';
import { bindLiteral, equals, field, int, list, object, publicTable, select, value } from '../sql/plans.js';
import { insert, mutation, oneRow, returning, row } from './plans.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => resetLibrary(database));
afterAll(() => database.close());

const runAction = async (): Promise<never> => {
  throw new Error('No Action is called here');
};
const one = async (plan: MutationPlan) =>
  JSON.parse(
    await executeOperation(mutation({ m: plan }), {
      databases: { get: () => database },
      bind: bindLiteral,
      runAction,
    }),
  ).m;
const count = async (table: string) =>
  Number((await database.pool.query<{ n: string }>(`select count(*) as n from "${table}"`)).rows[0]?.n);

type Nested = Partial<Omit<InsertPlan, 'output'>>;

const articles = (rows: readonly InsertRow[], rest: Nested = {}): NestedInsert => ({
  relationship: 'articles',
  order: 'after',
  kind: 'array',
  columns: [['id', 'author_id']],
  insert: { ...insert('article', rows, oneRow()), path: '$.args.objects[0].articles.data', ...rest },
});
const author = (
  values: Record<string, BoundValue>,
  nested: readonly NestedInsert[] = [],
  rest: Nested = {},
): NestedInsert => ({
  relationship: 'author',
  order: 'before',
  kind: 'object',
  columns: [['author_id', 'id']],
  insert: {
    ...insert('author', [row(values, ...nested)], oneRow()),
    path: '$.args.objects[0].author.data',
    ...rest,
  },
});
const detail = (phone: string): NestedInsert => ({
  relationship: 'detail',
  order: 'after',
  kind: 'object',
  columns: [['id', 'author_id']],
  insert: insert('detail', [row({ phone: value(phone) })], oneRow()),
});
const ofAuthor: Field = {
  kind: 'relation',
  alias: 'articles',
  columns: [['id', 'author_id']],
  select: select('article', list(field('id'), field('title'))),
};
const doNothing = {
  constraint: 'author_name_key',
  updateColumns: [],
  presets: new Map(),
  where: always,
  check: null,
};

it('inserts children after their parent and counts them', async () => {
  const rows = [
    row(
      { name: value('Dee') },
      articles([row({ title: value('D1') }), row({ title: value('D2') })]),
      detail('123'),
    ),
    row({ name: value('Eve') }, articles([])),
  ];
  const phone: Field = {
    kind: 'relation',
    alias: 'detail',
    columns: [['id', 'author_id']],
    select: select('detail', object(field('phone'))),
  };
  expect(await one(insert('author', rows, returning(field('name'), ofAuthor, phone)))).toEqual({
    n: 5,
    rows: [
      {
        name: 'Dee',
        articles: [
          { id: 5, title: 'D1' },
          { id: 6, title: 'D2' },
        ],
        detail: { phone: '123' },
      },
      { name: 'Eve', articles: [], detail: null },
    ],
  });
});

it('inserts parents before their child, also inside children', async () => {
  const inner = articles([row({ title: value('D1') })]);
  const rows = [row({ title: value('D2') }, author({ name: value('Dee') }, [inner]))];
  const named: Field = {
    kind: 'relation',
    alias: 'author',
    columns: [['author_id', 'id']],
    select: select('author', object(field('name'), ofAuthor)),
  };
  expect(await one(insert('article', rows, returning(field('id'), named)))).toEqual({
    n: 3,
    rows: [
      {
        id: 6,
        author: {
          name: 'Dee',
          articles: [
            { id: 5, title: 'D1' },
            { id: 6, title: 'D2' },
          ],
        },
      },
    ],
  });
});

it('hands keys on exactly, whatever characters they hold', async () => {
  await database.pool.query(
    'create table box(key text primary key); create table item(box text references box)',
  );
  const key = `a,"b"\\{c}(d) 'e' \n☃`;
  const items: NestedInsert = {
    relationship: 'items',
    order: 'after',
    kind: 'array',
    columns: [['key', 'box']],
    insert: insert('item', [row({}), row({})], oneRow()),
  };
  expect(await one(insert('box', [row({ key: value(key) }, items)], returning(field('key'))))).toEqual({
    n: 3,
    rows: [{ key }],
  });
  const { rows } = await database.pool.query<{ box: string }>('select box from item');
  expect(rows).toEqual([{ box: key }, { box: key }]);
});

it('checks every table, and rolls all of them back', async () => {
  const check = equals('rating', int(1));
  const rows = [
    row({ name: value('Dee') }, articles([row({ title: value('D1'), rating: int(2) })], { check })),
  ];
  await expect(one(insert('author', rows, returning(field('id'))))).rejects.toMatchObject({
    code: 'permission-error',
    path: '$.args.objects[0].articles.data',
  });
  expect(await count('author')).toBe(3);
});

it('upserts a nested parent', async () => {
  const onConflict = { ...doNothing, updateColumns: ['name'] };
  const rows = [row({ title: value('x') }, author({ name: value('Bob') }, [], { onConflict }))];
  expect(await one(insert('article', rows, returning(field('author_id'))))).toEqual({
    n: 2,
    rows: [{ author_id: 2 }],
  });
});

it('refuses what hangs on a row that conflict kept out', async () => {
  const kept = row({ name: value('Ann') }, articles([row({ title: value('x') })]));
  await expect(one(insert('author', [kept], returning(), { onConflict: doNothing }))).rejects.toMatchObject({
    code: 'not-supported',
    message: 'cannot proceed to insert array relations since insert to table "author" affects zero rows',
  });
  const child = row({ title: value('x') }, author({ name: value('Ann') }, [], { onConflict: doNothing }));
  await expect(one(insert('article', [child], returning()))).rejects.toMatchObject({
    code: 'not-supported',
    message:
      'cannot proceed to insert object relation "author" since insert to table "author" affects zero rows',
  });
  expect(await count('article')).toBe(4);
});

it('answers one row', async () => {
  const values = row({ name: value('Dee') }, articles([row({ title: value('D1') })]));
  expect(
    await one({ ...insert('author', [values], oneRow(field('id'), ofAuthor)), table: publicTable('author') }),
  ).toEqual({
    id: 4,
    articles: [{ id: 5, title: 'D1' }],
  });
});
