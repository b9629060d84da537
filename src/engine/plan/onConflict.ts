import { never } from '../model/condition.js';
import type { TrackedTable } from '../model/types.js';
import { and } from './conditions.js';
import { type PlanContext, permissionsOf } from './context.js';
import type { Input } from './input.js';
import { refuse } from './refusal.js';
import type { OnConflict } from './types.js';
import { planOptionalWhere } from './where.js';

/** `on_conflict`: rows that exist are updated as the update permission allows; without one, left alone. */
export function planOnConflict(
  context: PlanContext,
  table: TrackedTable,
  input: Input | undefined,
): OnConflict | null {
  if (input?.kind !== 'object') return null;
  const { entries, path } = input;
  const constraint = entries.get('constraint')?.value;
  if (constraint?.kind !== 'enum') throw new Error(`A constraint is expected (${path})`);
  const updateColumns = columnsToUpdate(entries.get('update_columns')?.value, path);
  const permission = permissionsOf(context, table).update;
  const where = planOptionalWhere(context, table, entries.get('where')?.value);
  return {
    constraint: constraint.value.constraint ?? constraint.value.name,
    updateColumns,
    presets: permission?.presets ?? new Map(),
    where: permission ? and([permission.filter, where]) : never,
    check: permission?.check ?? null,
  };
}

/** @throws HasuraError for the placeholder that stands in the enum of a role that may update no column. */
function columnsToUpdate(input: Input | undefined, path: string): readonly string[] {
  const items = input?.kind === 'list' ? input.items : [];
  const columns = items.map((each) => {
    if (each.kind === 'enum' && each.value.column) return each.value.column.name;
    return refuse(path, 'erroneous column name');
  });
  return [...new Set(columns)];
}
