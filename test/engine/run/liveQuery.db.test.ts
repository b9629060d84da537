import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import type { BoundValue } from '../../../src/engine/model/condition.js';
import { always } from '../../../src/engine/model/condition.js';
import type { Field, StreamPlan } from '../../../src/engine/plan/types.js';
import { runLiveQuery, type Subscriber } from '../../../src/engine/run/liveQuery.js';
import { loadRelatedRows } from '../../../src/engine/run/relatedRows.js';
import { compileLiveSelect, compileLiveStream } from '../../../src/engine/sql/liveQuery.js';
import { openTestDatabase } from '../../support/database.js';
import { resetLibrary } from '../sql/library.js';
import {
  ascending,
  bindLiteral,
  columnOperand,
  equals,
  field,
  list,
  object,
  pgType,
  select,
} from '../sql/plans.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => resetLibrary(database));
afterAll(() => database.close());

const session = (variable: string, type: string): BoundValue => ({
  kind: 'value',
  source: { from: 'session', variable },
  type: pgType(type),
});
const subscriber = (id: string, variables: Record<string, string>, cursor?: string): Subscriber => ({
  id,
  bind: ({ source }) => (source.from === 'session' ? (variables[source.variable] ?? null) : null),
  ...(cursor === undefined ? {} : { cursor }),
});
const authorField: Field = {
  kind: 'relation',
  alias: 'author',
  columns: [['author_id', 'id']],
  select: select('author', object(field('name'))),
};

describe('a live query', () => {
  it('answers every subscriber by its own variables', async () => {
    const where = equals('id', session('x-hasura-user-id', 'int4'));
    const plan = select('author', object(field('name')), { where });
    const subscribers = ['1', '2', '9'].map((id) => subscriber(`s${id}`, { 'x-hasura-user-id': id }));
    const results = await runLiveQuery(database, compileLiveSelect(plan), subscribers);
    expect([...results].sort()).toEqual([
      ['s1', { root: '{"name":"Ann"}', cursor: null }],
      ['s2', { root: '{"name":"Bob"}', cursor: null }],
      ['s9', { root: 'null', cursor: null }],
    ]);
  });

  it('takes text as it is, and array values', async () => {
    const name = `',"\\{}$1`;
    await database.pool.query('insert into author(name) values ($1)', [name]);
    const one = compileLiveSelect(
      select('author', list(field('id')), { where: equals('name', session('n', 'text')) }),
    );
    const found = await runLiveQuery(database, one, [subscriber('a', { n: name }), subscriber('b', {})]);
    expect([found.get('a')?.root, found.get('b')?.root]).toEqual(['[{"id":4}]', '[]']);
    const ids = { ...session('ids', 'int4[]'), type: pgType('int4', true) };
    const many = compileLiveSelect(
      select('author', list(field('id')), {
        where: { kind: 'compare', left: equalsColumn, operator: '_in', right: ids },
      }),
    );
    expect((await runLiveQuery(database, many, [subscriber('a', { ids: '{1,3}' })])).get('a')?.root).toBe(
      '[{"id":1}, {"id":3}]',
    );
  });
});

const equalsColumn = {
  kind: 'column',
  row: 'current',
  through: [],
  column: 'id',
  type: pgType('int4'),
  nullable: false,
} as const;

describe('a stream', () => {
  const stream: StreamPlan = {
    column: columnOperand('author_id'),
    type: pgType('int4'),
    ordering: 'ASC',
    initialValue: null,
    batchSize: 1,
  };
  const plan = select('article', list(field('title'), authorField), { orderBy: [ascending('author_id')] });
  const titles = (root: string | undefined) =>
    JSON.parse(root ?? '').map(
      ({ title, author }: { title: string; author: { name: string } }) => `${author.name} ${title}`,
    );

  it('goes on behind the cursor and keeps equal values together', async () => {
    const first = await runLiveQuery(database, compileLiveStream(plan, stream, false), [subscriber('s', {})]);
    expect(titles(first.get('s')?.root).sort()).toEqual(['Ann A1', 'Ann A2']);
    expect(first.get('s')?.cursor).toBe('1');
    const started = compileLiveStream(plan, stream, true);
    const next = await runLiveQuery(database, started, [
      subscriber('s', {}, '1'),
      subscriber('end', {}, '2'),
    ]);
    expect(titles(next.get('s')?.root).sort()).toEqual(['Bob B1', 'Bob B2']);
    expect(next.get('s')?.cursor).toBe('2');
    expect(next.get('end')).toEqual({ root: '[]', cursor: null });
  });

  it('goes down as well', async () => {
    const down = { ...stream, ordering: 'DESC', column: columnOperand('id'), batchSize: 2 } as const;
    const result = await runLiveQuery(database, compileLiveStream(plan, down, true), [
      subscriber('s', {}, '4'),
    ]);
    expect(titles(result.get('s')?.root)).toEqual(['Bob B1', 'Ann A2']);
    expect(result.get('s')?.cursor).toBe('2');
  });
});

describe('rows related to an Action', () => {
  it('come in the order of the keys', async () => {
    const byId = (values: (string | null)[]) => [{ column: 'id', type: pgType('int4'), values }];
    const one = select('author', object(field('name')));
    expect(await loadRelatedRows(database, bindLiteral, byId(['2', null, '1', '2', '99']), one)).toEqual([
      '{"name":"Bob"}',
      'null',
      '{"name":"Ann"}',
      '{"name":"Bob"}',
      'null',
    ]);
    const many = select('article', list(field('title')), { where: always, orderBy: [ascending('id')] });
    const columns = [
      { column: 'author_id', type: pgType('int4'), values: ['1', '1'] },
      { column: 'title', type: pgType('text'), values: ['A2', 'B1'] },
    ];
    expect(await loadRelatedRows(database, bindLiteral, columns, many)).toEqual(['[{"title":"A2"}]', '[]']);
  });
});
