import type { RowCount, SelectPlan, Source } from '../plan/types.js';
import { callSql } from './call.js';
import { empty, identifier, join, parameter, type Sql, sql, trusted } from './fragment.js';
import { type Scope, tableName } from './names.js';
import { orderBySql } from './orderBy.js';
import { operandSql, whereClause } from './where.js';

/** Ties a select to the row around it. */
export interface Outer {
  /** Alias of the outer row: the argument of set-returning computed fields. */
  readonly row: string | null;
  /** Equalities with the outer row, given the alias of the inner one. */
  readonly links: (row: string) => readonly Sql[];
  /** Where the rows come from when the plan says `mutated`. */
  readonly mutated?: Sql;
}

export const noOuter: Outer = { row: null, links: () => [] };

/** The rows of a plan, filtered, ordered and cut, in the three pieces around a select list. */
export interface Rows {
  /** Before the select list: `distinct on (…) `. */
  readonly head: Sql;
  /** Behind it: ` from … as …`. Joins may follow. */
  readonly from: Sql;
  /** ` where … order by … limit … offset …` */
  readonly rest: Sql;
}

/** Table, function call or mutated rows as an item of a from clause, without alias. */
function sourceSql(from: Source, outer: Outer): Sql {
  switch (from.kind) {
    case 'table':
      return tableName(from.table);
    case 'function':
      return callSql(from.call, outer.row ?? '');
    case 'mutated':
      if (!outer.mutated) throw new Error('A select over mutated rows stands only in a mutation');
      return outer.mutated;
  }
}

/** A bound on the rows: the request's limit and the permission's, the lesser of both. */
export interface Cut {
  readonly limit: Sql | null;
  readonly offset: Sql | null;
  readonly order: boolean;
}

/** The rows of `select`, read from their source directly. */
export function rowsSql(select: SelectPlan, scope: Scope, outer: Outer, cut: Cut): Rows {
  const distinct = select.distinctOn.map((column) => operandSql(column, scope));
  const where = whereClause(outer.links(scope.row), select.where, scope);
  const order = cut.order ? orderBySql(select.orderBy, scope) : empty;
  const limit = cut.limit ? sql` limit ${cut.limit}` : empty;
  const offset = cut.offset ? sql` offset ${cut.offset}` : empty;
  return {
    head: distinct.length > 0 ? sql`distinct on (${join(distinct, sql`, `)}) ` : empty,
    from: sql` from ${sourceSql(select.from, outer)} as ${identifier(scope.row)}`,
    rest: sql`${where}${order}${limit}${offset}`,
  };
}

/** The same rows under the same alias, but cut already, so that joins behind them run for those rows alone. */
export function cutFirst(rows: Rows, row: string): Rows {
  const base = sql`select ${rows.head}${identifier(row)}.*${rows.from}${rows.rest}`;
  return { head: empty, from: sql` from (${base}) as ${identifier(row)}`, rest: empty };
}

export function countSql(count: RowCount): Sql {
  if (count.kind === 'value') return parameter(count);
  const text = String(count.count);
  if (!/^\d+$/.test(text)) throw new Error('A constant limit or offset is a whole number');
  return trusted(text);
}

/** `permissionLimit` too, unless nodes alone are subject to it. */
export function limitSql(select: SelectPlan, withPermission = true): Sql | null {
  const permission =
    withPermission && select.permissionLimit !== null ? constantCount(select.permissionLimit) : null;
  if (!select.limit) return permission;
  const requested = countSql(select.limit);
  return permission ? sql`least(${requested}, ${permission})` : requested;
}

export const constantCount = (count: number): Sql => countSql({ kind: 'constant', count });
