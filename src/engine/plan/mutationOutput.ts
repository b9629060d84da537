import type { TrackedTable } from '../model/types.js';
import type { PlanContext } from './context.js';
import { planFields, withSubfields } from './fields.js';
import type { Selection } from './select.js';
import { selectFields } from './selection.js';
import type { MutationOutput } from './types.js';

/** What a mutation answers: its row, or `{affected_rows, returning}`. */
export function planMutationOutput(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
  kind: MutationOutput['kind'],
): MutationOutput {
  if (kind === 'row') return { kind, fields: planFields(context, selected, table) };
  const fields = selectFields(context, selected.type, selected.selections, selected.path);
  return {
    kind,
    fields: fields.map((each) => {
      const { alias } = each;
      if (each.field === null) return { kind: 'constant', alias, value: selected.type.name };
      if (each.field.means.is === 'affectedRows') return { kind: 'affectedRows', alias };
      return { kind: 'returning', alias, fields: planFields(context, withSubfields(each), table) };
    }),
  };
}
