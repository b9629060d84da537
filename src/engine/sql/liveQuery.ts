import type { SelectPlan, StreamPlan } from '../plan/types.js';
import {
  compile,
  identifier,
  join,
  type Parameter,
  parameter,
  type Sql,
  type Statement,
  sql,
  trusted,
} from './fragment.js';
import { arrayOf } from './json.js';
import { columnOf, scopeAt } from './names.js';
import { nodeSql, selectSql } from './select.js';
import { constantCount, cutFirst, noOuter, rowsSql } from './source.js';
import { operandSql } from './where.js';

/**
 * One statement that runs a query for many subscribers and answers a row for each, the subscriber's id first.
 *
 * Its slots are arrays with an element per subscriber: `ids`, and `p0`, `p1`, … for `parameters`. Arrays beside each
 * other are read once; picking the values out of a JSON document would parse it for every use.
 */
export interface LiveStatement {
  readonly statement: Statement;
  readonly parameters: readonly Parameter[];
}

/** Answers `(id, json text or null)`. */
export function compileLiveSelect(select: SelectPlan): LiveStatement {
  const root = sql`select ("q"."json")::text as "root" from (${selectSql(select)}) as "q"`;
  return multiplexed(root, sql`"f"."root"`);
}

/**
 * The next batch of a stream. Answers `(id, json text, cursor text)`; the cursor is null when there are no new rows.
 * Rows with one and the same cursor value stay together, even beyond the size of a batch.
 *
 * @param started The subscribers have a cursor; it is the slot named `cursor` among the parameters.
 */
export function compileLiveStream(select: SelectPlan, stream: StreamPlan, started: boolean): LiveStatement {
  if (select.output.kind !== 'list') throw new Error('A stream answers a list');
  const scope = scopeAt(0);
  const column = operandSql(stream.column, scope);
  const cursor = parameter({ kind: 'slot', name: 'cursor', type: trusted(stream.type.sql) });
  const [direction, after] = stream.ordering === 'ASC' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const outer = { ...noOuter, links: () => (started ? [sql`(${column} ${after} ${cursor})`] : []) };
  const size = Math.min(stream.batchSize, select.permissionLimit ?? stream.batchSize);
  const rows = rowsSql(select, scope, outer, { limit: null, offset: null, order: false });
  const rest = sql`${rows.rest} order by ${column} ${direction} fetch first ${constantCount(size)} rows with ties`;
  const batch = cutFirst({ ...rows, rest }, scope.row);
  const each = sql`select ${nodeSql(select.output.fields, scope)} as "json", ${column}::text as "cursor"${batch.from}`;
  const last = sql`(array_agg("b"."cursor"))[count(*)::int4]`;
  const root = sql`select (${arrayOf(sql`"b"."json"`)})::text as "root", ${last} as "cursor" from (${each}) as "b"`;
  return multiplexed(root, sql`"f"."root", "f"."cursor"`);
}

/** The subscriber's own value of a parameter; `"s"` lists the subscribers. */
const ownParameter = (index: number): string => `"s"."p${index}"`;

function multiplexed(perSubscriber: Sql, columns: Sql): LiveStatement {
  const { text, parameters } = compile(perSubscriber, ownParameter);
  const names = ['ids', ...parameters.map((_, index) => `p${index}`)];
  const arrays = names.map((name) => parameter({ kind: 'slot', name, type: sql`text[]` }));
  const listed = names.map((name) => identifier(name));
  const subscribers = sql`unnest(${join(arrays, sql`, `)}) as "s"(${join(listed, sql`, `)})`;
  const answers = sql`left join lateral (${trusted(text)}) as "f" on true`;
  return { statement: compile(sql`select "s"."ids", ${columns} from ${subscribers} ${answers}`), parameters };
}

/**
 * Rows related to the answer of an Action: a row of JSON text (or null) for each key tuple, in their order. The tuples
 * arrive column by column, as arrays in the slots `k0`, `k1`, ….
 */
export function relatedRowsSql(
  columns: readonly { readonly column: string; readonly type: { readonly sql: string } }[],
  select: SelectPlan,
): Sql {
  const arrays = columns.map(({ type }, index) =>
    parameter({ kind: 'slot', name: `k${index}`, type: trusted(`${type.sql}[]`) }),
  );
  const names = join([...columns.map((_, index) => trusted(`"c${index}"`)), sql`"n"`], sql`, `);
  const links = (row: string) =>
    columns.map(({ column }, index) => sql`${columnOf(row, column)} = ${trusted(`"k"."c${index}"`)}`);
  const related = selectSql(select, 0, { row: null, links });
  const keys = sql`unnest(${join(arrays, sql`, `)}) with ordinality as "k"(${names})`;
  return sql`select ("q"."json")::text from ${keys} left join lateral (${related}) as "q" on true order by "k"."n"`;
}
