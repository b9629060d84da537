import type { BoundValue } from '../model/condition.js';
import type { SelectPlan } from '../plan/types.js';
import { compile, constant, join, type Sql, type Statement, sql } from './fragment.js';
import { selectSql } from './select.js';

/**
 * Several root fields as one statement: one row with a column of JSON text for each, in the order given. A column is
 * null where an object doesn't exist.
 */
export const compileSelects = (selects: readonly SelectPlan[]): Statement => compile(columnsOf(selects));

function columnsOf(selects: readonly SelectPlan[]): Sql {
  const columns = selects.map((select) => sql`(${selectSql(select)})::text`);
  return sql`select ${join(columns, sql`, `)}`;
}

/** The statement of one root field with its values written out: for people to read, never to be run. */
export function printSelect(select: SelectPlan, bind: (value: BoundValue) => string | null): string {
  const fragment = columnsOf([select]);
  const values = compile(fragment).parameters.map((each) => (each.kind === 'value' ? bind(each) : null));
  const written = (value: string | null) =>
    value === null ? 'null' : compile(constant(value.replaceAll('\0', ''))).text;
  return compile(fragment, (index) => written(values[index] ?? null)).text;
}
