import type { UpdateOperation, UpdatePlan } from '../plan/types.js';
import { type Change, checkOf } from './change.js';
import { identifier, join, type Sql, sql } from './fragment.js';
import { columnOf, type Scope, scopeAt, tableName } from './names.js';

import { operandSql, whereClause } from './where.js';

/** `update … set … where …`. The plan has at least one operation. */
export function updateSql(plan: Omit<UpdatePlan, 'output'>): Change {
  const scope = scopeAt(0);
  const set = join(
    plan.operations.map(
      (operation) => sql`${identifier(operation.column)} = ${changedSql(operation, scope)}`,
    ),
    sql`, `,
  );
  const where = whereClause([], plan.where, scope);
  return {
    table: plan.table,
    sql: sql`update ${tableName(plan.table)} as ${identifier(scope.row)} set ${set}${where}`,
    check: plan.check ? checkOf(plan.check, scope) : null,
  };
}

function changedSql(operation: UpdateOperation, scope: Scope): Sql {
  if (operation.kind === 'default') return sql`default`;
  const old = columnOf(scope.row, operation.column);
  const value = operandSql(operation.value, scope);
  switch (operation.kind) {
    case 'set':
      return value;
    case 'inc':
      return sql`${old} + ${value}`;
    case 'mul':
      return sql`${old} * ${value}`;
    case 'append':
      return sql`${old} || ${value}`;
    case 'prepend':
      return sql`${value} || ${old}`;
    case 'deleteKey':
    case 'deleteElem':
      return sql`${old} - ${value}`;
    case 'deleteAtPath':
      return sql`${old} #- ${value}`;
  }
}
