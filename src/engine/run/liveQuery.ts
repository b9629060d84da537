import type { Database } from '../database/database.js';
import type { BoundValue } from '../model/condition.js';
import type { LiveStatement } from '../sql/liveQuery.js';
import { arrayText, onPool } from './connection.js';

export interface Subscriber {
  readonly id: string;
  readonly bind: (value: BoundValue) => string | null;
  /** Where a stream stands, as text; only for statements of streams that have started. */
  readonly cursor?: string;
}

export interface LiveResult {
  /** JSON text of the one root field. */
  readonly root: string;
  /** Streams: where they stand now, or null when nothing came. */
  readonly cursor: string | null;
}

/**
 * Answers all subscribers of one query in one round trip, by subscriber id.
 *
 * @throws HasuraError when the statement fails for any of them.
 */
export async function runLiveQuery(
  database: Database,
  statement: LiveStatement,
  subscribers: readonly Subscriber[],
): Promise<ReadonlyMap<string, LiveResult>> {
  const slots: Record<string, string> = { ids: arrayText(subscribers.map(({ id }) => id)) };
  for (const [index, parameter] of statement.parameters.entries()) {
    const values = subscribers.map((each) =>
      parameter.kind === 'slot' ? (each.cursor ?? null) : each.bind(parameter),
    );
    slots[`p${index}`] = arrayText(values);
  }
  const rows = await onPool(database, noBind).run(statement.statement, '$', slots);
  return new Map(
    rows.map(([id, root, cursor]) => [id ?? '', { root: root ?? 'null', cursor: cursor ?? null }]),
  );
}

const noBind = (): never => {
  throw new Error('Every parameter of a live statement is an array in a slot');
};
