import type { PgType } from '../catalog/types.js';
import type { Database } from '../database/database.js';
import type { SelectPlan } from '../plan/types.js';
import { compile } from '../sql/fragment.js';
import { relatedRowsSql } from '../sql/liveQuery.js';
import { arrayText, type Bind, onPool } from './connection.js';

/** A column of the related table, and what it equals in each of the Action's objects. */
export interface RelatedColumn {
  readonly column: string;
  readonly type: PgType;
  /** One value per object of the answer, as text; null has no related rows. */
  readonly values: readonly (string | null)[];
}

/**
 * The rows related to each object of an Action's answer, as JSON text in the objects' order. One round trip.
 *
 * @throws HasuraError
 */
export async function loadRelatedRows(
  database: Database,
  bind: Bind,
  columns: readonly RelatedColumn[],
  select: SelectPlan,
): Promise<readonly string[]> {
  const statement = compile(relatedRowsSql(columns, select));
  const slots = Object.fromEntries(columns.map(({ values }, index) => [`k${index}`, arrayText(values)]));
  const rows = await onPool(database, bind).run(statement, '$', slots);
  return rows.map(([text]) => text ?? 'null');
}
