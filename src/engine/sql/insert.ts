import type { BoundValue } from '../model/condition.js';
import type { InsertPlan, OnConflict } from '../plan/types.js';
import { type Change, checkOf } from './change.js';
import { empty, identifier, join, parameter, type Sql, sql } from './fragment.js';
import { columnOf, type Scope, scopeAt, tableName } from './names.js';
import { whereClause, whereSql } from './where.js';

/** A row to insert: its own values, and those taken over from a parent or child row of a nested insert. */
export interface RowValues {
  readonly values: ReadonlyMap<string, BoundValue>;
  readonly joined?: ReadonlyMap<string, Sql>;
}

/** `insert into … values …`, all rows in one. Columns that a row doesn't name take their default. */
export function insertSql(plan: Omit<InsertPlan, 'output' | 'rows'>, rows: readonly RowValues[]): Change {
  const scope = scopeAt(0);
  const into = sql`insert into ${tableName(plan.table)} as ${identifier(scope.row)}`;
  const conflict = plan.onConflict ? onConflictSql(plan.onConflict, scope) : empty;
  return {
    table: plan.table,
    sql: sql`${into} ${valuesSql(rows)}${conflict}`,
    check: insertCheck(plan, scope),
  };
}

function valuesSql(rows: readonly RowValues[]): Sql {
  const columns = [...new Set(rows.flatMap((row) => [...row.values.keys(), ...(row.joined?.keys() ?? [])]))];
  if (columns.length === 0) {
    return rows.length === 1 ? sql`default values` : sql`${join(rows.map(noColumns), sql` union all `)}`;
  }
  const names = join(
    columns.map((column) => identifier(column)),
    sql`, `,
  );
  const tuples = rows.map((row) => {
    const cells = columns.map((column) => {
      const joined = row.joined?.get(column);
      if (joined) return joined;
      const value = row.values.get(column);
      return value ? parameter(value) : sql`default`;
    });
    return sql`(${join(cells, sql`, `)})`;
  });
  return sql`(${names}) values ${join(tuples, sql`, `)}`;
}

const noColumns = (): Sql => sql`select`;

function insertCheck(plan: Pick<InsertPlan, 'check' | 'onConflict'>, scope: Scope): Sql | null {
  const inserted = checkOf(plan.check, scope);
  if (!plan.onConflict?.check) return inserted;
  const updated = whereSql(plan.onConflict.check, scope);
  // A row that has just been inserted has no xmax; one that was updated on conflict has been locked.
  return sql`case when ${columnOf(scope.row, 'xmax')} = 0 then ${inserted ?? sql`true`} else ${updated} end`;
}

/** ` on conflict …`. The columns of the row that is there already are those of `scope`. */
function onConflictSql(conflict: OnConflict, scope: Scope): Sql {
  if (conflict.constraint === null) return sql` on conflict do nothing`;
  const target = sql` on conflict on constraint ${identifier(conflict.constraint)}`;
  if (conflict.updateColumns.length === 0) return sql`${target} do nothing`;
  const presets = [...conflict.presets].map(
    ([column, value]) => sql`${identifier(column)} = ${parameter(value)}`,
  );
  const taken = conflict.updateColumns
    .filter((column) => !conflict.presets.has(column))
    .map((column) => sql`${identifier(column)} = ${identifier('excluded', column)}`);
  const set = join([...taken, ...presets], sql`, `);
  return sql`${target} do update set ${set}${whereClause([], conflict.where, scope)}`;
}
