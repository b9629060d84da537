import type { OrderBy, OrderTarget } from '../plan/types.js';
import { callSql, joinedSql } from './call.js';
import { identifier, join, type Sql, sql, trusted } from './fragment.js';
import { innerScope, type Scope, scopeAt, tableName } from './names.js';
import { operandSql, whereClause } from './where.js';

/** ` order by …` with a space in front, or nothing. */
export function orderBySql(orderBy: readonly OrderBy[], scope: Scope): Sql {
  if (orderBy.length === 0) return sql``;
  const items = orderBy.map(
    ({ by, direction, nulls }) =>
      sql`${targetSql(by, scope)} ${direction === 'asc' ? sql`asc` : sql`desc`} ${nulls === 'first' ? sql`nulls first` : sql`nulls last`}`,
  );
  return sql` order by ${join(items, sql`, `)}`;
}

function targetSql(target: OrderTarget, scope: Scope): Sql {
  if (target.kind === 'operand') return operandSql(target.operand, scope);
  // The filter is that of another table: `$` in it means that table's row.
  const inner = scopeAt(innerScope(scope).depth);
  const links = [joinedSql(target.columns, scope.row, inner.row)];
  const where = whereClause(links, target.where, inner);
  const alias = identifier(inner.row);
  if (target.kind === 'related') {
    return sql`(select ${targetSql(target.target, inner)} from ${tableName(target.table)} as ${alias}${where} limit 1)`;
  }
  const source =
    target.from.kind === 'function' ? callSql(target.from.call, scope.row) : tableName(target.from.table);
  const argument = target.column ? operandSql(target.column, inner) : sql`*`;
  return sql`(select ${trusted(target.function)}(${argument}) from ${source} as ${alias}${where})`;
}
