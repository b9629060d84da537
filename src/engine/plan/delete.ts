import type { TrackedTable } from '../model/types.js';
import { and } from './conditions.js';
import { type PlanContext, permissionsOf } from './context.js';
import { readArguments } from './input.js';
import { entriesOf, keyCondition } from './keyCondition.js';
import { planMutationOutput } from './mutationOutput.js';
import { refuse } from './refusal.js';
import type { Selection } from './select.js';
import type { DeletePlan } from './types.js';
import { nameOf, planWhere } from './where.js';

/** `delete_notes`, `delete_notes_by_pk` */
export function planDelete(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
  by: 'where' | 'pk',
): DeletePlan {
  const permission = permissionsOf(context, table).delete;
  if (!permission)
    return refuse(selected.path, `no delete permission on "${table.name}"`, 'permission-denied');
  const given = readArguments(context, selected.arguments, selected.field.arguments, selected);
  const filter = given.get('where');
  const where =
    by === 'where' && filter
      ? planWhere(context, table, filter)
      : keyCondition(context, table, entriesOf(given, selected.field.arguments));
  return {
    kind: 'delete',
    table: nameOf(table),
    where: and([permission.filter, where]),
    output: planMutationOutput(context, selected, table, by === 'pk' ? 'row' : 'response'),
    path: selected.path,
  };
}
