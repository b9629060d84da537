import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import type { Condition, FunctionCall } from '../../../src/engine/model/condition.js';
import { always } from '../../../src/engine/model/condition.js';
import type { AggregateOutput, Field, SelectPlan } from '../../../src/engine/plan/types.js';
import { onPool } from '../../../src/engine/run/connection.js';
import { compileSelects } from '../../../src/engine/sql/query.js';
import { openTestDatabase } from '../../support/database.js';
import { createLibrary } from './library.js';
import {
  ascending,
  bindLiteral,
  columnOperand,
  equals,
  field,
  int,
  list,
  object,
  pgType,
  publicTable,
  rows,
  select,
  value,
} from './plans.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createLibrary(database);
});
afterAll(() => database.close());

const run = async (...plans: readonly SelectPlan[]) =>
  (await onPool(database, bindLiteral).run(compileSelects(plans), '$'))[0];
const answer = async (plan: SelectPlan) => (await run(plan))?.[0];
const parsed = async (plan: SelectPlan) => JSON.parse((await answer(plan)) ?? 'null');

const articles = (inner: SelectPlan, alias = 'articles'): Field => ({
  kind: 'relation',
  alias,
  columns: [['id', 'author_id']],
  select: inner,
});
const author = (inner: SelectPlan, alias = 'author'): Field => ({
  kind: 'relation',
  alias,
  columns: [['author_id', 'id']],
  select: inner,
});
const byId = { orderBy: [ascending('id')] };

describe('lists and objects', () => {
  it('answers rows in order with the keys in order', async () => {
    const plan = select('author', list(field('name', 'b'), field('id', 'a')), byId);
    expect(await answer(plan)).toBe('[{"b":"Ann","a":1}, {"b":"Bob","a":2}, {"b":"Cyd","a":3}]');
  });

  it('answers an empty list and an absent object', async () => {
    const where = equals('id', int(99));
    expect(
      await run(
        select('author', list(field('id')), { where }),
        select('author', object(field('id')), { where }),
      ),
    ).toEqual(['[]', null]);
  });

  it('cuts by limit, offset and the permission, whichever is less', async () => {
    const ids = async (rest: Partial<SelectPlan>) =>
      answer(select('article', list(field('id')), { ...byId, ...rest }));
    expect(await ids({ limit: rows(2), offset: rows(1) })).toBe('[{"id":2}, {"id":3}]');
    expect(await ids({ limit: rows(3), permissionLimit: 1 })).toBe('[{"id":1}]');
    expect(await ids({ limit: int(2), permissionLimit: 10 })).toBe('[{"id":1}, {"id":2}]');
    expect(await ids({ limit: value(null, pgType('int8')) })).toBe(
      '[{"id":1}, {"id":2}, {"id":3}, {"id":4}]',
    );
  });

  it('takes one row per value of distinct columns', async () => {
    const orderBy = [ascending('author_id'), { ...ascending('id'), direction: 'desc' } as const];
    const plan = select('article', list(field('title'), author(select('author', object(field('name'))))), {
      distinctOn: [columnOperand('author_id')],
      orderBy,
    });
    expect(await parsed(plan)).toEqual([
      { title: 'A2', author: { name: 'Ann' } },
      { title: 'B2', author: { name: 'Bob' } },
    ]);
  });

  it('nests relationships to any depth', async () => {
    const inner = select(
      'article',
      list(
        field('title'),
        author(select('author', object(field('name'), articles(select('article', list(field('id')), byId))))),
      ),
      {
        orderBy: [{ ...ascending('id'), direction: 'desc' }],
        limit: rows(1),
      },
    );
    const boss: Field = {
      kind: 'relation',
      alias: 'boss',
      columns: [['boss_id', 'id']],
      select: select('author', object(field('name'))),
    };
    const plan = select('author', list(field('name'), boss, articles(inner)), {
      ...byId,
      limit: rows(2),
      offset: rows(1),
    });
    expect(await parsed(plan)).toEqual([
      {
        name: 'Bob',
        boss: { name: 'Ann' },
        articles: [{ title: 'B2', author: { name: 'Bob', articles: [{ id: 3 }, { id: 4 }] } }],
      },
      { name: 'Cyd', boss: { name: 'Ann' }, articles: [] },
    ]);
  });

  it('shows null in place of what an inherited role may not see', async () => {
    const visibleWhere = equals('id', int(1));
    const name: Field = { kind: 'column', alias: 'name', column: 'name', type: pgType('text'), visibleWhere };
    expect(await answer(select('author', list(name), byId))).toBe(
      '[{"name":"Ann"}, {"name":null}, {"name":null}]',
    );
  });

  it('writes numbers as text where asked', async () => {
    const id: Field = { kind: 'column', alias: 'id', column: 'id', type: pgType('int8'), asText: true };
    expect(await answer(select('author', list(id), { where: equals('id', int(1)) }))).toBe('[{"id":"1"}]');
  });

  it('reads a JSON path and writes constants', async () => {
    const meta: Field = {
      kind: 'column',
      alias: 'tag',
      column: 'meta',
      type: pgType('jsonb'),
      jsonPath: ['tags', '0'],
    };
    const evil: Field = { ...meta, alias: 'evil', jsonPath: ["'); drop table author; --", '"\\'] };
    const typename: Field = { kind: 'constant', alias: '__typename', value: "o'author" };
    expect(await answer(select('author', list(meta, evil, typename), { limit: rows(1) }))).toBe(
      `[{"tag":"x","evil":null,"__typename":"o'author"}]`,
    );
  });

  it('answers odd aliases that look like its own names', async () => {
    const plan = select(
      'author',
      object(
        field('id', 'o0'),
        field('name', 't0'),
        articles(select('article', list(field('id', 'o1')), byId), 'r0_0'),
      ),
      {
        where: equals('id', int(1)),
      },
    );
    expect(await answer(plan)).toBe('{"o0":1,"t0":"Ann","r0_0":[{"o1":1}, {"o1":2}]}');
  });
});

describe('conditions', () => {
  const join = { table: publicTable('article'), columns: [['id', 'author_id']] } as const;
  const names = async (where: Condition) =>
    (await parsed(select('author', list(field('name')), { ...byId, where }))).map(
      ({ name }: { name: string }) => name,
    );

  it('asks for related rows', async () => {
    expect(await names({ kind: 'related', join, where: equals('rating', int(9)) })).toEqual(['Bob']);
    expect(await names({ kind: 'not', of: { kind: 'related', join, where: always } })).toEqual(['Cyd']);
  });

  it('asks for a row anywhere', async () => {
    expect(await names({ kind: 'exists', table: publicTable('detail'), where: always })).toEqual([]);
  });

  it('asks for rows of a computed field', async () => {
    const call: FunctionCall = {
      function: publicTable('articles_of'),
      arguments: [{ kind: 'row' }, { kind: 'value', name: 'lowest', value: int(5) }],
    };
    expect(
      await names({ kind: 'relatedCall', call, where: equals('published', value(true, pgType('bool'))) }),
    ).toEqual(['Ann', 'Bob']);
  });

  it('compares a computed value', async () => {
    const call: FunctionCall = {
      function: publicTable('author_shout'),
      arguments: [{ kind: 'row' }, { kind: 'value', name: 'mark', value: value('!') }],
    };
    const left = { kind: 'call', call, type: pgType('text') } as const;
    expect(await names({ kind: 'compare', left, operator: '_eq', right: value('CYD!') })).toEqual(['Cyd']);
  });

  it('compares aggregates', async () => {
    const base = { kind: 'aggregate', join, where: always, columns: [], distinct: false } as const;
    const two = [{ operator: '_eq', value: int(2) }] as const;
    expect(await names({ ...base, function: 'count', predicate: two })).toEqual(['Ann', 'Bob']);
    expect(
      await names({ ...base, function: 'count', columns: [columnOperand('rating')], predicate: two }),
    ).toEqual(['Ann']);
    expect(
      await names({
        ...base,
        function: 'count',
        columns: [columnOperand('rating'), columnOperand('title')],
        distinct: true,
        predicate: two,
      }),
    ).toEqual(['Ann', 'Bob']);
    const all = [{ operator: '_eq', value: value(true, pgType('bool')) }] as const;
    expect(
      await names({ ...base, function: 'bool_and', columns: [columnOperand('published')], predicate: all }),
    ).toEqual(['Bob']);
  });

  it('casts', async () => {
    const left = { kind: 'cast', of: columnOperand('meta'), type: pgType('text') } as const;
    expect(await names({ kind: 'compare', left, operator: '_like', right: value('%tags%') })).toHaveLength(3);
  });
});

describe('order', () => {
  it('goes through relationships and aggregates', async () => {
    const related = {
      kind: 'related',
      table: publicTable('author'),
      columns: [['author_id', 'id']],
      where: always,
      target: { kind: 'operand', operand: columnOperand('name') },
    } as const;
    const plan = select('article', list(field('id')), {
      orderBy: [{ by: related, direction: 'desc', nulls: 'first' }, ascending('id')],
    });
    expect(await answer(plan)).toBe('[{"id":3}, {"id":4}, {"id":1}, {"id":2}]');
    const most = {
      kind: 'aggregate',
      from: { kind: 'table', table: publicTable('article') },
      columns: [['id', 'author_id']],
      where: always,
      function: 'max',
      column: columnOperand('rating'),
    } as const;
    const authors = select('author', list(field('name')), {
      orderBy: [{ by: most, direction: 'desc', nulls: 'last' }],
    });
    expect(await answer(authors)).toBe('[{"name":"Bob"}, {"name":"Ann"}, {"name":"Cyd"}]');
  });
});

describe('functions', () => {
  const call: FunctionCall = {
    function: publicTable('articles_like'),
    arguments: [
      { kind: 'value', name: 'pattern', value: value('%1') },
      { kind: 'value', name: 'session', value: value({ 'x-hasura-role': 'admin' }, pgType('json')) },
    ],
  };

  it('are sources of rows', async () => {
    const from = { kind: 'function', call, table: publicTable('article') } as const;
    const plan = select('article', list(field('title'), author(select('author', object(field('name'))))), {
      from,
    });
    expect(await answer(plan)).toBe(
      '[{"title":"A1","author":{"name":"Ann"}}, {"title":"B1","author":{"name":"Bob"}}]',
    );
  });

  it('compute fields over the row, cut or not, beside a column that has the name of an alias', async () => {
    const shout: Field = {
      kind: 'computed',
      alias: 'shout',
      type: pgType('text'),
      call: {
        function: publicTable('author_shout'),
        arguments: [{ kind: 'row' }, { kind: 'value', name: null, value: value('!') }],
      },
    };
    const best: Field = {
      kind: 'computedRows',
      alias: 'best',
      select: select('article', list(field('title')), {
        from: {
          kind: 'function',
          table: publicTable('article'),
          call: {
            function: publicTable('articles_of'),
            arguments: [{ kind: 'row' }, { kind: 'value', name: 'lowest', value: int(4) }],
          },
        },
      }),
    };
    const expected = '{"shout":"ANN!","best":[{"title":"A1"}]}';
    expect(await answer(select('author', object(shout, best), { where: equals('id', int(1)) }))).toBe(
      expected,
    );
    expect(await answer(select('author', list(shout, best), { ...byId, limit: rows(1) }))).toBe(
      `[${expected}]`,
    );
    expect(await answer(select('author', list(shout), { where: equals('id', int(1)) }))).toBe(
      '[{"shout":"ANN!"}]',
    );
  });
});

describe('aggregates', () => {
  const count: AggregateOutput = {
    kind: 'aggregate',
    alias: 'aggregate',
    fields: [
      { kind: 'count', alias: 'count', columns: [], distinct: false },
      { kind: 'constant', alias: '__typename', value: 'article_aggregate_fields' },
      {
        kind: 'function',
        alias: 'max',
        function: 'max',
        fields: [{ kind: 'value', alias: 'r', operand: columnOperand('rating') }],
      },
    ],
  };
  const nodes: AggregateOutput = { kind: 'nodes', alias: 'nodes', fields: [field('id')] };
  const aggregate = (fields: readonly AggregateOutput[], rest: Partial<SelectPlan> = {}) =>
    parsed(select('article', { kind: 'aggregate', fields }, { ...byId, ...rest }));
  const counted = (n: number, r: number | null) => ({
    count: n,
    __typename: 'article_aggregate_fields',
    max: { r },
  });

  it('share their rows with the nodes', async () => {
    expect(await aggregate([count, nodes], { limit: rows(2) })).toEqual({
      aggregate: counted(2, 5),
      nodes: [{ id: 1 }, { id: 2 }],
    });
    expect(await aggregate([count])).toEqual({ aggregate: counted(4, 9) });
    expect(await aggregate([nodes, count], { where: equals('id', int(99)) })).toEqual({
      nodes: [],
      aggregate: counted(0, null),
    });
  });

  it('leave the limit of a permission to the nodes', async () => {
    const expected = { aggregate: counted(4, 9), nodes: [{ id: 1 }] };
    expect(await aggregate([count, nodes], { permissionLimit: 1 })).toEqual(expected);
    expect(await aggregate([nodes], { permissionLimit: 1 })).toEqual({ nodes: [{ id: 1 }] });
  });

  it('stand in relationships and have relationships in their nodes', async () => {
    const withAuthor: AggregateOutput = {
      kind: 'nodes',
      alias: 'nodes',
      fields: [field('id'), author(select('author', object(field('name'))))],
    };
    for (const permissionLimit of [null, 5]) {
      const inner = select(
        'article',
        { kind: 'aggregate', fields: [count, withAuthor] },
        { ...byId, permissionLimit },
      );
      const plan = select('author', object(articles(inner, 'all')), { where: equals('id', int(2)) });
      expect(await parsed(plan)).toEqual({
        all: {
          aggregate: counted(2, 9),
          nodes: [
            { id: 3, author: { name: 'Bob' } },
            { id: 4, author: { name: 'Bob' } },
          ],
        },
      });
    }
  });
});
