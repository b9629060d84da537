import type {
  AggregateCondition,
  ColumnOperand,
  ComparisonOperator,
  Condition,
  ListOperand,
  Operand,
} from '../model/condition.js';
import { callSql, joinedSql } from './call.js';
import { identifier, join, parameter, type Sql, sql, trusted } from './fragment.js';
import { columnOf, innerScope, type Scope, tableName } from './names.js';

/**
 * The truth of `condition` for the rows of `scope`, as SQL.
 *
 * As in Hasura an empty `and` is true, an empty `or` false, `_in: []` false and `_nin: []` true.
 */
export function whereSql(condition: Condition, scope: Scope): Sql {
  switch (condition.kind) {
    case 'and':
      return groupSql(condition.of, sql` and `, sql`true`, scope);
    case 'or':
      return groupSql(condition.of, sql` or `, sql`false`, scope);
    case 'not':
      return sql`(not ${whereSql(condition.of, scope)})`;
    case 'compare':
      return compareSql(condition.left, condition.operator, condition.right, scope);
    case 'isNull': {
      const test = condition.negated ? sql`is not null` : sql`is null`;
      return sql`(${operandSql(condition.of, scope)} ${test})`;
    }
    case 'related': {
      const inner = innerScope(scope);
      const on = joinedSql(condition.join.columns, scope.row, inner.row);
      return existsSql(tableName(condition.join.table), [on], condition.where, inner);
    }
    case 'relatedCall':
      return existsSql(callSql(condition.call, scope.row), [], condition.where, innerScope(scope));
    case 'exists':
      return existsSql(tableName(condition.table), [], condition.where, innerScope(scope));
    case 'rooted':
      return whereSql(condition.of, { ...scope, root: scope.row });
    case 'aggregate':
      return aggregateSql(condition, scope);
  }
}

/** `where …` with a space in front, or nothing for a condition that always holds. */
export function whereClause(links: readonly Sql[], condition: Condition, scope: Scope): Sql {
  const always = condition.kind === 'and' && condition.of.length === 0;
  const all = always ? links : [...links, whereSql(condition, scope)];
  return all.length === 0 ? sql`` : sql` where ${join(all, sql` and `)}`;
}

function groupSql(of: readonly Condition[], separator: Sql, ifEmpty: Sql, scope: Scope): Sql {
  const [first, ...rest] = of;
  if (!first) return ifEmpty;
  if (rest.length === 0) return whereSql(first, scope);
  return sql`(${join(
    of.map((each) => whereSql(each, scope)),
    separator,
  )})`;
}

function existsSql(source: Sql, links: readonly Sql[], condition: Condition, inner: Scope): Sql {
  return sql`(exists (select 1 from ${source} as ${identifier(inner.row)}${whereClause(links, condition, inner)}))`;
}

/** Operators that stand between their two operands as they are. */
const infix = {
  _eq: '=',
  _neq: '<>',
  _gt: '>',
  _gte: '>=',
  _lt: '<',
  _lte: '<=',
  _like: 'like',
  _nlike: 'not like',
  _ilike: 'ilike',
  _nilike: 'not ilike',
  _similar: 'similar to',
  _nsimilar: 'not similar to',
  _regex: '~',
  _nregex: '!~',
  _iregex: '~*',
  _niregex: '!~*',
  _contains: '@>',
  _contained_in: '<@',
  _has_key: '?',
  _has_keys_any: '?|',
  _has_keys_all: '?&',
  _ancestor: '@>',
  _ancestor_any: '@>',
  _descendant: '<@',
  _descendant_any: '<@',
  _matches: '~',
  _matches_any: '?',
  _matches_fulltext: '@',
} as const satisfies Record<Exclude<ComparisonOperator, '_in' | '_nin'>, string>;

function compareSql(left: Operand, operator: ComparisonOperator, right: Operand, scope: Scope): Sql {
  const a = operandSql(left, scope);
  if (isColumn(left) && isColumn(right)) {
    const b = operandSql(right, scope);
    // Between columns Hasura counts null as equal to null, and a value as other than null, but not null as other than a value
    // (equalsBoolExpBuilder and notEqualsBoolExpBuilder in Translate/BoolExp.hs).
    if (operator === '_eq' && left.nullable && right.nullable) {
      return sql`((${a} = ${b}) or (${a} is null and ${b} is null))`;
    }
    if (operator === '_neq' && right.nullable) {
      return sql`((${a} <> ${b}) or (${a} is not null and ${b} is null))`;
    }
  }
  return comparisonSql(a, operator, right, scope);
}

function comparisonSql(a: Sql, operator: ComparisonOperator, right: Operand, scope: Scope): Sql {
  switch (operator) {
    case '_in':
      return inSql(a, right, scope);
    case '_nin':
      return sql`(not ${inSql(a, right, scope)})`;
    default:
      return sql`(${a} ${trusted(infix[operator])} ${operandSql(right, scope)})`;
  }
}

const isColumn = (operand: Operand): operand is ColumnOperand => operand.kind === 'column';

function inSql(a: Sql, list: Operand, scope: Scope): Sql {
  // An array of arrays would need all of them to have one length, and `any` would look at their elements.
  if (list.kind === 'list' && list.type.isArray) return inArraysSql(a, list);
  return sql`(${a} = any(${operandSql(list, scope)}))`;
}

function inArraysSql(a: Sql, list: ListOperand): Sql {
  const each = list.of.map((value) => sql`${a} = ${parameter(value)}`);
  return sql`(${join(each, sql` or `, sql`false`)})`;
}

function aggregateSql(condition: AggregateCondition, scope: Scope): Sql {
  const inner = innerScope(scope);
  const on = joinedSql(condition.join.columns, scope.row, inner.row);
  const rows = sql`${tableName(condition.join.table)} as ${identifier(inner.row)}`;
  const argument = aggregatedSql(condition, inner);
  const group = identifier(`a${inner.depth}`);
  const value = sql`${group}."value"`;
  const holds = condition.predicate.map(({ operator, value: right }) =>
    operator === '_is_null'
      ? sql`((${value} is null) = ${operandSql(right, scope)})`
      : comparisonSql(value, operator, right, scope),
  );
  const where = whereClause([on], condition.where, inner);
  const aggregate = sql`select ${trusted(condition.function)}(${argument}) as "value" from ${rows}${where}`;
  return sql`(exists (select 1 from (${aggregate}) as ${group} where ${join(holds, sql` and `, sql`true`)}))`;
}

/** What stands inside the aggregate's parentheses. */
function aggregatedSql({ function: name, columns, distinct }: AggregateCondition, scope: Scope): Sql {
  if (name === 'count') return countedSql(columns, distinct, scope);
  const list = join(
    columns.map((column) => operandSql(column, scope)),
    sql`, `,
    sql``,
  );
  return distinct ? sql`distinct ${list}` : list;
}

/** What stands inside `count(…)`: `*`, a column, or a row of several. Hasura counts rows of columns as one value. */
export function countedSql(columns: readonly Operand[], distinct: boolean, scope: Scope): Sql {
  if (columns.length === 0) return sql`*`;
  const listed = join(
    columns.map((column) => operandSql(column, scope)),
    sql`, `,
  );
  const value = columns.length === 1 ? listed : sql`(${listed})`;
  return distinct ? sql`distinct ${value}` : value;
}

/** A value in an expression about the rows of `scope`. */
export function operandSql(operand: Operand, scope: Scope): Sql {
  switch (operand.kind) {
    case 'column':
      return columnOperandSql(operand, operand.row === 'root' ? { ...scope, row: scope.root } : scope);
    case 'value':
      return parameter(operand);
    case 'call':
      return callSql(operand.call, scope.row);
    case 'cast':
      return sql`(${operandSql(operand.of, scope)})::${trusted(operand.type.sql)}`;
    case 'list':
      return listSql(operand);
    case 'masked': {
      const visible = whereSql(operand.visibleWhere, { ...scope, root: scope.row });
      return sql`(case when ${visible} then ${operandSql(operand.of, scope)} end)`;
    }
  }
}

function columnOperandSql(operand: ColumnOperand, scope: Scope): Sql {
  const [step, ...rest] = operand.through;
  if (!step) return columnOf(scope.row, operand.column);
  const inner = innerScope(scope);
  const value = columnOperandSql({ ...operand, through: rest }, inner);
  const on = joinedSql(step.columns, scope.row, inner.row);
  return sql`(select ${value} from ${tableName(step.table)} as ${identifier(inner.row)} where ${on} limit 1)`;
}

function listSql(operand: ListOperand): Sql {
  return sql`array[${join(operand.of.map(parameter), sql`, `)}]::${trusted(operand.type.sql)}[]`;
}
