import type { SelectPlan } from '../plan/types.js';
import { compile, join, type Statement, sql } from './fragment.js';
import { selectSql } from './select.js';

/**
 * Several root fields as one statement: one row with a column of JSON text for each, in the order given. A column is
 * null where an object doesn't exist.
 */
export function compileSelects(selects: readonly SelectPlan[]): Statement {
  const columns = selects.map((select) => sql`(${selectSql(select)})::text`);
  return compile(sql`select ${join(columns, sql`, `)}`);
}
