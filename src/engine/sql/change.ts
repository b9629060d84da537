import type { QualifiedName } from '../catalog/types.js';
import type { Condition } from '../model/condition.js';
import type { MutationOutput } from '../plan/types.js';
import { constant, identifier, parameter, type Sql, sql } from './fragment.js';
import { mutationOutputSql } from './mutationOutput.js';
import { rowOf, type Scope, scopeAt, tableName } from './names.js';
import { whereSql } from './where.js';

/** An insert, update or delete without its `returning`. Its target has the alias of `scopeAt(0)`. */
export interface Change {
  readonly table: QualifiedName;
  readonly sql: Sql;
  /** What must hold for every row that comes out; null when nothing must. */
  readonly check: Sql | null;
}

/** A permission's check, or null when it always holds. */
export function checkOf(check: Condition, scope: Scope): Sql | null {
  return check.kind === 'and' && check.of.length === 0 ? null : whereSql(check, scope);
}

/** Part of the error that the statement of `checkedChangeSql` raises when a permission's check fails. */
export const checkFailure = 'the check of a permission has failed for rows';

/**
 * The change and its answer in one statement with one column of text. A failed check raises an error inside of it, so
 * that no transaction is needed around; the cast of a text that is no number is how plain SQL raises one.
 */
export function checkedChangeSql(change: Change, output: MutationOutput): Sql {
  const returned = sql`array(select "m"."row" from "m")`;
  const answer = mutationOutputSql(output, sql`unnest(${returned})`, sql`(select count(*) from "m")`);
  if (!change.check)
    return sql`with "m" as (${change.sql} returning ${wholeRow(change)} as "row") select (${answer})::text`;
  const failed = sql`(select count(*) from "m" where "m"."ok" is not true)`;
  return sql`with "m" as (${change.sql} returning ${wholeRow(change)} as "row", ${change.check} as "ok") select case when ${failed} = 0 then (${answer})::text else (${raised(failed)})::int::text end`;
}

const raised = (count: Sql): Sql => sql`${constant(`${checkFailure}: `)} || ${count}`;

/**
 * The change alone, answering a row per affected row: the row as Postgres writes a composite value, and `t` where the
 * check holds. Its text goes into `answerSql` afterwards, which so sees the database as the change has left it.
 */
export function returningRowsSql(change: Change): Sql {
  const holds = change.check ? sql`(${change.check}) is true` : sql`true`;
  return sql`${change.sql} returning (${wholeRow(change)})::text as "row", (${holds})::text as "ok"`;
}

/** The answer to a change whose rows are given as `rows`, and their number, with nested ones, as `affected`. */
export function answerSql(table: QualifiedName, output: MutationOutput): Sql {
  const rows = slotSql('rows', sql`${tableName(table)}[]`);
  return sql`select (${mutationOutputSql(output, sql`unnest(${rows})`, slotSql('affected', sql`int8`))})::text`;
}

/** A column of a row that is given as a composite value's text: keys handed on between nested inserts. */
export function givenColumnSql(slot: string, table: QualifiedName, column: string): Sql {
  return sql`(${slotSql(slot, tableName(table))}).${identifier(column)}`;
}

const slotSql = (name: string, type: Sql): Sql => parameter({ kind: 'slot', name, type });

/** The cast keeps `alias.*` one value: bare in a select list it would spread into its columns. */
const wholeRow = (change: Change): Sql => sql`(${rowOf(scopeAt(0).row)})::${tableName(change.table)}`;
