import type { AggregateField, AggregateOutput, Field, SelectPlan } from '../plan/types.js';
import { callSql, joinedSql } from './call.js';
import { constant, empty, identifier, join, type Sql, sql, trusted } from './fragment.js';
import { arrayOf, type Entry, jsonConstant, objectRows, objectSql } from './json.js';
import { columnOf, type Scope, scopeAt } from './names.js';
import { orderBySql } from './orderBy.js';
import {
  constantCount,
  countSql,
  cutFirst,
  limitSql,
  noOuter,
  type Outer,
  type Rows,
  rowsSql,
} from './source.js';
import { countedSql, operandSql, whereSql } from './where.js';

/**
 * A select statement with one column, `json`. Lists and aggregates have exactly one row; an object has one row or none.
 *
 * Related rows come by lateral joins behind the cut rows: measured as fast as correlated subselects for lists and
 * twice as fast for object relationships, where Postgres remembers the rows it has met (Memoize).
 */
export function selectSql(select: SelectPlan, depth = 0, outer: Outer = noOuter): Sql {
  const scope = scopeAt(depth);
  switch (select.output.kind) {
    case 'list':
      return listSql(select.output.fields, cutRows(select, scope, outer, select.output.fields), scope);
    case 'object': {
      const one = { ...select, limit: { kind: 'constant', count: 1 } as const, permissionLimit: null };
      return objectSelectSql(select.output.fields, cutRows(one, scope, outer, select.output.fields), scope);
    }
    case 'aggregate':
      return aggregateSql(select, select.output.fields, scope, outer);
  }
}

export function listSql(fields: readonly Field[], rows: Rows, scope: Scope): Sql {
  const { json, from } = fieldRows(fields, rows, scope);
  return sql`select ${arrayOf(json)} as "json" from ${from}`;
}

export function objectSelectSql(fields: readonly Field[], rows: Rows, scope: Scope): Sql {
  const { json, from } = fieldRows(fields, rows, scope);
  return sql`select ${json} as "json" from ${from}`;
}

const offsetSql = (select: SelectPlan): Sql | null => (select.offset ? countSql(select.offset) : null);

/** The rows for `fields`, cut in a derived table of their own where the fields do more than read columns. */
function cutRows(select: SelectPlan, scope: Scope, outer: Outer, fields: readonly Field[]): Rows {
  const rows = rowsSql(select, scope, outer, {
    limit: limitSql(select),
    offset: offsetSql(select),
    order: true,
  });
  const cut = select.limit ?? select.permissionLimit ?? select.offset;
  const plain = fields.every((field) => field.kind === 'column' || field.kind === 'constant');
  if (plain || (cut === null && select.orderBy.length === 0 && select.distinctOn.length === 0)) return rows;
  return cutFirst(rows, scope.row);
}

function fieldRows(fields: readonly Field[], rows: Rows, scope: Scope) {
  const { entries, joins } = fieldEntries(fields, scope);
  return objectRows(
    entries,
    `o${scope.depth}`,
    sql`${rows.from}${join(joins, empty)}${rows.rest}`,
    rows.head,
  );
}

interface FieldEntries {
  readonly entries: readonly Entry[];
  readonly joins: readonly Sql[];
}

function fieldEntries(fields: readonly Field[], scope: Scope): FieldEntries {
  const joins: Sql[] = [];
  const related = (select: SelectPlan, outer: Outer): Sql => {
    const alias = identifier(`r${scope.depth}_${joins.length}`);
    joins.push(sql` left join lateral (${selectSql(select, scope.depth + 1, outer)}) as ${alias} on true`);
    return sql`${alias}."json"`;
  };
  const entries = fields.map((field) => ({ key: field.alias, value: fieldSql(field, scope, related) }));
  return { entries, joins };
}

function fieldSql(field: Field, scope: Scope, related: (select: SelectPlan, outer: Outer) => Sql): Sql {
  switch (field.kind) {
    case 'column':
      return shownSql(columnOf(scope.row, field.column), field, scope);
    case 'computed':
      return shownSql(callSql(field.call, scope.row), field, scope);
    case 'constant':
      return jsonConstant(field.value);
    case 'relation':
      return related(field.select, {
        row: scope.row,
        links: (row) => [joinedSql(field.columns, scope.row, row)],
      });
    case 'computedRows':
      return related(field.select, { row: scope.row, links: () => [] });
  }
}

type ShownField = Extract<Field, { kind: 'column' | 'computed' }>;

/** A value as the caller may see it: at a JSON path, and null where an inherited role hides it. */
function shownSql(value: Sql, field: ShownField, scope: Scope): Sql {
  const shown = writtenSql(value, field);
  if (!field.visibleWhere) return shown;
  return sql`case when ${whereSql(field.visibleWhere, scope)} then ${shown} end`;
}

function writtenSql(value: Sql, { jsonPath = [], asText }: ShownField): Sql {
  if (asText) return sql`(${value})::text`;
  if (jsonPath.length === 0) return value;
  return sql`(${value} #> array[${join(jsonPath.map(constant), sql`, `)}]::text[])`;
}

// Aggregates

/**
 * `{aggregate, nodes}` over one and the same set of rows. A permission's limit holds for the nodes alone where
 * aggregates are asked too (Hasura's PermissionLimitSubQuery).
 */
function aggregateSql(
  select: SelectPlan,
  outputs: readonly AggregateOutput[],
  scope: Scope,
  outer: Outer,
): Sql {
  const hasAggregate = outputs.some((output) => output.kind === 'aggregate');
  const hasNodes = outputs.some((output) => output.kind === 'nodes');
  const limit = limitSql(select, !hasAggregate);
  const offset = offsetSql(select);
  const isCut = limit !== null || offset !== null || select.distinctOn.length > 0;
  const rows = rowsSql(select, scope, outer, { limit, offset, order: isCut || hasNodes });
  const nodesLimit = hasAggregate && hasNodes ? select.permissionLimit : null;
  const group = new Group(`g${scope.depth}`);
  // For `count(distinct …)` PostgreSQL 16 sorts the rows of all aggregates beside it (enable_presorted_aggregate).
  const nodesOrder = outputs.some(countsDistinct) ? orderBySql(select.orderBy, scope) : empty;
  const entries = outputs.map((output) => ({
    key: output.alias,
    value: outputSql(output, group, scope, { limit: nodesLimit, order: nodesOrder }),
  }));
  const grouped = group.from(
    isCut || hasNodes ? cutFirst(rows, scope.row) : rows,
    scope,
    nodesLimit !== null,
  );
  return sql`select ${objectSql(entries, `o${scope.depth}`)} as "json" from ${grouped}`;
}

const countsDistinct = (output: AggregateOutput): boolean =>
  output.kind === 'aggregate' && output.fields.some((field) => field.kind === 'count' && field.distinct);

/** Collects aggregate expressions over one set of rows as columns of a derived table. */
class Group {
  readonly #alias: string;
  readonly #columns: Sql[] = [];
  readonly #apart: Sql[] = [];

  constructor(alias: string) {
    this.#alias = alias;
  }

  /** Name of the shared rows where some columns read them apart from the others. */
  get shared(): Sql {
    return identifier(`${this.#alias}_rows`);
  }

  column(value: Sql): Sql {
    const name = `a${this.#columns.length}`;
    this.#columns.push(sql`${value} as ${identifier(name)}`);
    return identifier(this.#alias, name);
  }

  /** A scalar subselect over `shared`. */
  apart(value: Sql): Sql {
    const name = `b${this.#apart.length}`;
    this.#apart.push(sql`${value} as ${identifier(name)}`);
    return identifier(this.#alias, name);
  }

  from(rows: Rows, scope: Scope, isShared: boolean): Sql {
    const row = identifier(scope.row);
    const alias = identifier(this.#alias);
    const columns = join(this.#columns, sql`, `, sql`1`);
    if (!isShared) return sql`(select ${columns}${rows.from}${rows.rest}) as ${alias}`;
    const aggregates = sql`(select ${columns} from ${this.shared} as ${row}) as ${alias}`;
    const all = join([sql`${alias}.*`, ...this.#apart], sql`, `);
    return sql`(with ${this.shared} as materialized (select ${row}.*${rows.from}${rows.rest}) select ${all} from ${aggregates}) as ${alias}`;
  }
}

function outputSql(
  output: AggregateOutput,
  group: Group,
  scope: Scope,
  nodes: { readonly limit: number | null; readonly order: Sql },
): Sql {
  switch (output.kind) {
    case 'constant':
      return jsonConstant(output.value);
    case 'aggregate':
      return objectSql(
        output.fields.map((field) => ({ key: field.alias, value: aggregateFieldSql(field, group, scope) })),
        `o${scope.depth}`,
      );
    case 'nodes': {
      if (nodes.limit === null) return group.column(arrayOf(nodeSql(output.fields, scope), nodes.order));
      const row = identifier(scope.row);
      const from = sql` from (select * from ${group.shared} limit ${constantCount(nodes.limit)}) as ${row}`;
      return group.apart(sql`(${listSql(output.fields, { head: empty, from, rest: empty }, scope)})`);
    }
  }
}

/** The JSON of the current row, as an expression beside aggregates. */
export function nodeSql(fields: readonly Field[], scope: Scope): Sql {
  const { entries, joins } = fieldEntries(fields, scope);
  // Lateral joins need something to join to: one row without columns.
  const tail =
    joins.length === 0 ? empty : sql` from (select) as ${identifier(`n${scope.depth}`)}${join(joins, empty)}`;
  const { json, from } = objectRows(entries, `o${scope.depth}`, tail);
  return sql`(select ${json} from ${from})`;
}

function aggregateFieldSql(field: AggregateField, group: Group, scope: Scope): Sql {
  switch (field.kind) {
    case 'constant':
      return jsonConstant(field.value);
    case 'count':
      return group.column(sql`count(${countedSql(field.columns, field.distinct, scope)})`);
    case 'function': {
      const values = field.fields.map((each) => {
        if (each.kind === 'constant') return { key: each.alias, value: jsonConstant(each.value) };
        const call = sql`${trusted(field.function)}(${operandSql(each.operand, scope)})`;
        return { key: each.alias, value: group.column(call) };
      });
      return objectSql(values, `o${scope.depth}`);
    }
  }
}

/** Is anything in `fields` read by a query of its own (relationships, rows of computed fields)? */
export function readsOtherRows(fields: readonly Field[]): boolean {
  return fields.some((field) => field.kind === 'relation' || field.kind === 'computedRows');
}
