import type { BoundValue, Condition, Operand } from '../model/condition.js';
import type { TrackedTable } from '../model/types.js';
import type { ObjectType, OutputField } from '../schema/types.js';
import { planAggregateOutput } from './aggregate.js';
import { pgTypes } from './boundInput.js';
import { and } from './conditions.js';
import { type PlanContext, selectPermissionOf } from './context.js';
import { planFields } from './fields.js';
import { type Arguments, type Input, readArguments } from './input.js';
import { planOrderBy } from './orderBy.js';
import { refuse } from './refusal.js';
import { limitScalar, offsetScalar } from './scalars.js';
import type { DefinedField } from './selection.js';
import type { OrderBy, RowCount, SelectOutput, SelectPlan, Source } from './types.js';
import { columnsIn, planOptionalWhere } from './where.js';

/** A selected field that has subfields. */
export type Selection = DefinedField & { readonly type: ObjectType };

/** The arguments of a field that selects rows: `where`, `order_by`, `limit`, `offset`, `distinct_on`, `args`. */
export function readSelectArguments(context: PlanContext, selected: Selection): Arguments {
  return readArguments(context, selected.arguments, selected.field.arguments, selected, {
    scalars: { limit: limitScalar, offset: offsetScalar },
  });
}

/** Rows, or their aggregate, of `table` as the role may see them. */
export function planSelect(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
  from: Source,
  given: Arguments = readSelectArguments(context, selected),
): SelectPlan {
  const permission = selectPermissionOf(context, table);
  const where = planOptionalWhere(context, table, given.get('where'));
  const orderBy = planOrderBy(context, table, given.get('order_by'));
  const distinctOn = columnsIn(context, table, given.get('distinct_on'));
  checkDistinct(distinctOn, orderBy, `${selected.path}.args`);
  return {
    from,
    where: and([permission.filter, where]),
    orderBy,
    distinctOn,
    limit: rowCount(given.get('limit')),
    permissionLimit: permission.limit,
    offset: rowCount(given.get('offset')),
    output: planOutput(context, selected, table),
  };
}

function planOutput(context: PlanContext, selected: Selection, table: TrackedTable): SelectOutput {
  const { is } = selected.field.means;
  if (is === 'selectAggregate' || is === 'relationAggregate' || is === 'computedAggregate') {
    return { kind: 'aggregate', fields: planAggregateOutput(context, selected, table) };
  }
  const isList = namesList(selected.field);
  return { kind: isList ? 'list' : 'object', fields: planFields(context, selected, table) };
}

const namesList = ({ type }: OutputField) => type.kind === 'list';

/** One row by a condition that the caller makes: object relationships, by_pk. */
export function planRow(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
  from: Source,
  where: Condition,
): SelectPlan {
  return {
    from,
    where: and([where, selectPermissionOf(context, table).filter]),
    orderBy: [],
    distinctOn: [],
    limit: null,
    permissionLimit: null,
    offset: null,
    output: { kind: 'object', fields: planFields(context, selected, table) },
  };
}

function rowCount(input: Input | undefined): RowCount | null {
  if (input?.kind !== 'scalar') return null;
  const { source, value, scalar, path } = input;
  // A negative offset is Postgres's to refuse.
  const isConstant = source.from === 'literal' && !String(value).startsWith('-');
  if (isConstant) return { kind: 'constant', count: value as number | string };
  return { kind: 'value', source, type: pgTypes.int8, scalar, path } satisfies BoundValue;
}

function checkDistinct(distinctOn: readonly Operand[], orderBy: readonly OrderBy[], path: string): void {
  if (distinctOn.length === 0 || orderBy.length === 0) return;
  const leading = orderBy
    .slice(0, distinctOn.length)
    .map(({ by }) => by.kind === 'operand' && columnName(by.operand));
  const matches =
    leading.length === distinctOn.length && distinctOn.every((each) => leading.includes(columnName(each)));
  if (!matches) refuse(path, '"distinct_on" columns must match initial "order_by" columns');
}

function columnName(operand: Operand): string | undefined {
  const plain = operand.kind === 'masked' ? operand.of : operand;
  return plain.kind === 'column' ? plain.column : undefined;
}
