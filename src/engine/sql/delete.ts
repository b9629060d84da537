import type { DeletePlan } from '../plan/types.js';
import type { Change } from './change.js';
import { identifier, sql } from './fragment.js';
import { scopeAt, tableName } from './names.js';
import { whereClause } from './where.js';

export function deleteSql(plan: Omit<DeletePlan, 'output'>): Change {
  const scope = scopeAt(0);
  const where = whereClause([], plan.where, scope);
  return {
    table: plan.table,
    sql: sql`delete from ${tableName(plan.table)} as ${identifier(scope.row)}${where}`,
    check: null,
  };
}
