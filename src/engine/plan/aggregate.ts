import type { Json } from '../json.js';
import type { TrackedTable } from '../model/types.js';
import type { PlanContext } from './context.js';
import { planFields, withSubfields } from './fields.js';
import { computedFieldCall } from './functionCall.js';
import { readArguments } from './input.js';
import { columnOperand, computedOperand } from './operands.js';
import type { Selection } from './select.js';
import { type DefinedField, selectFields } from './selection.js';
import type { AggregateField, AggregateOutput } from './types.js';
import { columnsIn, isTrue } from './where.js';

type Constant = { readonly kind: 'constant'; readonly alias: string; readonly value: Json };

/** Plans each selected field by `plan`; `__typename` is the type's name. */
function planEach<Planned>(
  context: PlanContext,
  selected: Selection,
  plan: (each: DefinedField) => Planned,
): readonly (Planned | Constant)[] {
  return selectFields(context, selected.type, selected.selections, selected.path).map((each) =>
    each.field === null ? { kind: 'constant', alias: each.alias, value: selected.type.name } : plan(each),
  );
}

/** The fields of `*_aggregate`: `aggregate` and `nodes`. */
export function planAggregateOutput(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
): readonly AggregateOutput[] {
  return planEach(context, selected, (each): AggregateOutput => {
    const { alias } = each;
    const inner = withSubfields(each);
    return each.field.means.is === 'nodes'
      ? { kind: 'nodes', alias, fields: planFields(context, inner, table) }
      : { kind: 'aggregate', alias, fields: planAggregateFields(context, inner, table) };
  });
}

/** The fields of `*_aggregate_fields`: `count` and the functions. */
function planAggregateFields(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
): readonly AggregateField[] {
  return planEach(context, selected, (each): AggregateField => {
    const { means } = each.field;
    if (means.is === 'count') return planCount(context, table, each);
    if (means.is !== 'aggregateFunction') throw new Error(`${each.name} isn't an aggregate`);
    const fields = planEach(context, withSubfields(each), (value) => ({
      kind: 'value' as const,
      alias: value.alias,
      operand: aggregated(context, table, value),
    }));
    return { kind: 'function', alias: each.alias, function: means.function, fields };
  });
}

function aggregated(context: PlanContext, table: TrackedTable, value: DefinedField) {
  const { means } = value.field;
  if (means.is === 'column') return columnOperand(context, table, means.column);
  if (means.is !== 'computedScalar') throw new Error(`${value.name} can't be aggregated`);
  const given = readArguments(context, value.arguments, value.field.arguments, value);
  const call = computedFieldCall(context, means.computedField, given, value.path);
  return computedOperand(context, table, means.computedField, call);
}

function planCount(context: PlanContext, table: TrackedTable, each: DefinedField): AggregateField {
  const given = readArguments(context, each.arguments, each.field.arguments, each);
  const distinct = given.get('distinct');
  return {
    kind: 'count',
    alias: each.alias,
    columns: columnsIn(context, table, given.get('columns')),
    distinct: distinct !== undefined && distinct.kind !== 'null' && isTrue(context, distinct),
  };
}
