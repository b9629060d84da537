import type { Json } from '../json.js';
import { constant, empty, identifier, join, type Sql, sql } from './fragment.js';

/** One key of a JSON object and the SQL expression of its value. */
export interface Entry {
  readonly key: string;
  readonly value: Sql;
}

/** Postgres cuts identifiers after this many bytes. */
const identifierBytes = 63;

/**
 * JSON objects, one per row of `from`: the expression, and what to select it from.
 *
 * `row_to_json` over a derived table is the fastest that Postgres offers, keeps the keys' order and knows no limit of
 * 50 keys as `json_build_object` does. Keys that are too long to be column names are written out as text instead.
 */
export interface ObjectRows {
  readonly json: Sql;
  readonly from: Sql;
}

/**
 * @param tail Everything behind the select list: ` from … where …`.
 * @param head What stands before the select list: `distinct on (…) `.
 */
export function objectRows(
  entries: readonly Entry[],
  alias: string,
  tail: Sql,
  head: Sql = empty,
): ObjectRows {
  const short = entries.length > 0 && entries.every(({ key }) => Buffer.byteLength(key) <= identifierBytes);
  const names = entries.map(({ key }, index) => (short ? key : `c${index}`));
  const columns = entries.map(({ value }, index) => sql`${value} as ${identifier(names[index] ?? '')}`);
  const from = sql`(select ${head}${join(columns, sql`, `, sql`1`)}${tail}) as ${identifier(alias)}`;
  if (short) return { json: sql`row_to_json(${identifier(alias)}.*)`, from };
  const members = entries.map(({ key }, index) => {
    const label = constant(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`);
    return sql`${label} || coalesce(to_json(${identifier(alias, `c${index}`)})::text, 'null')`;
  });
  return { json: sql`(${join([sql`'{'`, ...members, sql`'}'`], sql` || `)})::json`, from };
}

/** One JSON object as an expression. */
export function objectSql(entries: readonly Entry[], alias: string): Sql {
  const { json, from } = objectRows(entries, alias, empty);
  return sql`(select ${json} from ${from})`;
}

/** A JSON value that is known when the statement is made. */
export const jsonConstant = (value: Json): Sql => sql`${constant(JSON.stringify(value))}::json`;

/** All `json` values as one array, `[]` when there is none. `order`: ` order by …`, where the rows aren't in order. */
export const arrayOf = (json: Sql, order: Sql = empty): Sql =>
  sql`coalesce(json_agg(${json}${order}), '[]'::json)`;
