import { describe, expect, it } from 'vitest';
import type { ComparisonOperator, Condition, Operand } from '../../../src/engine/model/condition.js';
import { always, never } from '../../../src/engine/model/condition.js';
import { compile } from '../../../src/engine/sql/fragment.js';
import { scopeAt } from '../../../src/engine/sql/names.js';
import { whereSql } from '../../../src/engine/sql/where.js';
import { columnOperand, equals, int, pgType, publicTable, value } from './plans.js';

const textOf = (condition: Condition) => compile(whereSql(condition, scopeAt(0))).text;
const compare = (left: Operand, operator: ComparisonOperator, right: Operand): Condition => ({
  kind: 'compare',
  left,
  operator,
  right,
});

describe('whereSql', () => {
  it('binds values instead of printing them', () => {
    const evil = value("' or true --");
    expect(compile(whereSql(equals('name', evil), scopeAt(0)))).toEqual({
      text: '("t0"."name" = ($1)::text)',
      parameters: [evil],
    });
  });

  it.each([
    ['an empty and', always, 'true'],
    ['an empty or', never, 'false'],
    ['a single member', { kind: 'or', of: [equals('id', int(1))] } as Condition, '("t0"."id" = ($1)::int4)'],
    ['not', { kind: 'not', of: always } as Condition, '(not true)'],
    [
      'is null',
      { kind: 'isNull', of: columnOperand('id'), negated: false } as Condition,
      '("t0"."id" is null)',
    ],
    [
      'is not null',
      { kind: 'isNull', of: columnOperand('id'), negated: true } as Condition,
      '("t0"."id" is not null)',
    ],
  ])('compiles %s', (_, condition, text) => {
    expect(textOf(condition)).toBe(text);
  });

  it.each([
    ['_neq', '<>'],
    ['_gt', '>'],
    ['_gte', '>='],
    ['_lt', '<'],
    ['_lte', '<='],
    ['_like', 'like'],
    ['_nlike', 'not like'],
    ['_ilike', 'ilike'],
    ['_nilike', 'not ilike'],
    ['_similar', 'similar to'],
    ['_nsimilar', 'not similar to'],
    ['_regex', '~'],
    ['_nregex', '!~'],
    ['_iregex', '~*'],
    ['_niregex', '!~*'],
    ['_contains', '@>'],
    ['_contained_in', '<@'],
    ['_has_key', '?'],
    ['_has_keys_any', '?|'],
    ['_has_keys_all', '?&'],
    ['_ancestor', '@>'],
    ['_ancestor_any', '@>'],
    ['_descendant', '<@'],
    ['_descendant_any', '<@'],
    ['_matches', '~'],
    ['_matches_any', '?'],
    ['_matches_fulltext', '@'],
  ] as const)('writes %s as %s', (operator, written) => {
    expect(textOf(compare(columnOperand('a'), operator, value('x')))).toBe(
      `("t0"."a" ${written} ($1)::text)`,
    );
  });

  it('compares with a list by any', () => {
    const items: Operand = { kind: 'list', of: [int(1), int(2)], type: pgType('int4') };
    expect(textOf(compare(columnOperand('a'), '_in', items))).toBe(
      '("t0"."a" = any(array[($1)::int4, ($2)::int4]::int4[]))',
    );
    expect(textOf(compare(columnOperand('a'), '_nin', { ...items, of: [] }))).toBe(
      '(not ("t0"."a" = any(array[]::int4[])))',
    );
  });

  it('compares arrays with a list of arrays one by one', () => {
    const items: Operand = {
      kind: 'list',
      of: [value('{1}', pgType('int4', true))],
      type: pgType('int4', true),
    };
    expect(textOf(compare(columnOperand('a'), '_in', items))).toBe('("t0"."a" = ($1)::int4[])');
  });

  it('lets null equal null between nullable columns, and a value differ from null', () => {
    const a = columnOperand('a', { nullable: true });
    const b = columnOperand('b', { nullable: true, row: 'root' });
    expect(textOf(compare(a, '_eq', b))).toBe(
      '(("t0"."a" = "t0"."b") or ("t0"."a" is null and "t0"."b" is null))',
    );
    expect(textOf(compare(a, '_eq', columnOperand('b')))).toBe('("t0"."a" = "t0"."b")');
    expect(textOf(compare(a, '_neq', b))).toBe(
      '(("t0"."a" <> "t0"."b") or ("t0"."a" is not null and "t0"."b" is null))',
    );
    expect(textOf(compare(a, '_neq', columnOperand('b')))).toBe('("t0"."a" <> "t0"."b")');
    expect(textOf(compare(columnOperand('a'), '_neq', columnOperand('b')))).toBe('("t0"."a" <> "t0"."b")');
  });

  it('keeps meaning the outermost row by root inside related rows', () => {
    const join = { table: publicTable('article'), columns: [['id', 'author_id']] } as const;
    const where = compare(columnOperand('rating'), '_gt', columnOperand('minimum', { row: 'root' }));
    expect(textOf({ kind: 'related', join, where })).toBe(
      '(exists (select 1 from "public"."article" as "t1" where "t1"."author_id" = "t0"."id" and ("t1"."rating" > "t0"."minimum")))',
    );
  });

  it('starts root anew for the permission of another table', () => {
    const join = { table: publicTable('article'), columns: [['id', 'author_id']] } as const;
    const permission = compare(columnOperand('a'), '_eq', columnOperand('b', { row: 'root' }));
    expect(textOf({ kind: 'related', join, where: { kind: 'rooted', of: permission } })).toContain(
      '("t1"."a" = "t1"."b")',
    );
  });

  it('takes a masked column for null where it may not be seen', () => {
    const masked: Operand = { kind: 'masked', of: columnOperand('a'), visibleWhere: equals('id', int(1)) };
    expect(textOf(compare(masked, '_eq', int(2)))).toBe(
      '((case when ("t0"."id" = ($1)::int4) then "t0"."a" end) = ($2)::int4)',
    );
  });

  it('walks object relationships to a column', () => {
    const through = [{ table: publicTable('author'), columns: [['author_id', 'id']] }] as const;
    expect(textOf(compare(columnOperand('title'), '_eq', columnOperand('name', { through })))).toBe(
      '("t0"."title" = (select "t1"."name" from "public"."author" as "t1" where "t1"."id" = "t0"."author_id" limit 1))',
    );
  });

  it('compares an aggregate of related rows', () => {
    const join = { table: publicTable('article'), columns: [['id', 'author_id']] } as const;
    const condition: Condition = {
      kind: 'aggregate',
      join,
      where: equals('published', value(true, pgType('bool'))),
      function: 'count',
      columns: [columnOperand('rating')],
      distinct: true,
      predicate: [{ operator: '_gt', value: int(3) }],
    };
    expect(textOf(condition)).toBe(
      '(exists (select 1 from (select count(distinct "t1"."rating") as "value" from "public"."article" as "t1" where "t1"."author_id" = "t0"."id" and ("t1"."published" = ($1)::bool)) as "a1" where ("a1"."value" > ($2)::int4)))',
    );
  });

  it('quotes identifiers, whatever they hold', () => {
    expect(textOf({ kind: 'isNull', of: columnOperand('a"; drop table x; --'), negated: false })).toBe(
      '("t0"."a""; drop table x; --" is null)',
    );
  });
});
