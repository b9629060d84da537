import type { Database } from '../database/database.js';
import type { Json } from '../json.js';
import { RawNumber, stringifyJson } from '../jsonText.js';
import type { Bind } from '../run/connection.js';
import { loadRelatedRows } from '../run/relatedRows.js';
import type { RelatedRows } from './projectOutput.js';

/** Looks rows up in `database` under the session that `bind` belongs to. */
export const relatedRowsOf =
  (database: Database, bind: Bind): RelatedRows =>
  (columns, keys, select) =>
    loadRelatedRows(
      database,
      bind,
      columns.map(({ column, type }, index) => ({
        column,
        type,
        values: keys.map((key) => valueText(key[index] ?? null)),
      })),
      select,
    );

/** As Postgres reads it. */
function valueText(value: Json): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof RawNumber) return value.text;
  return typeof value === 'object' ? stringifyJson(value) : String(value);
}
