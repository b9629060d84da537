import type { TrackedTable } from '../model/types.js';
import { columnValue } from './boundInput.js';
import { and } from './conditions.js';
import { type PlanContext, selectPermissionOf } from './context.js';
import { planFields } from './fields.js';
import { type Arguments, type Input, type ObjectInput, readArguments } from './input.js';
import { objectOf } from './notNull.js';
import { columnOperand } from './operands.js';
import { refuse } from './refusal.js';
import { limitScalar } from './scalars.js';
import type { Selection } from './select.js';
import type { SelectPlan, StreamPlan } from './types.js';
import { nameOf, planOptionalWhere } from './where.js';

/** `notes_stream`: the rows beyond a cursor, in batches. */
export function planStream(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
): { readonly select: SelectPlan; readonly stream: StreamPlan } {
  const given = readArguments(context, selected.arguments, selected.field.arguments, selected, {
    scalars: { batch_size: limitScalar },
  });
  const stream = planCursor(context, table, given, selected.path);
  const permission = selectPermissionOf(context, table);
  const by = { kind: 'operand', operand: stream.column } as const;
  const order = stream.ordering === 'ASC' ? ({ direction: 'asc', nulls: 'last' } as const) : descending;
  const select: SelectPlan = {
    from: { kind: 'table', table: nameOf(table) },
    where: and([permission.filter, planOptionalWhere(context, table, given.get('where'))]),
    orderBy: [{ by, ...order }],
    distinctOn: [],
    limit: { kind: 'constant', count: stream.batchSize },
    permissionLimit: permission.limit,
    offset: null,
    output: { kind: 'list', fields: planFields(context, selected, table) },
  };
  return { select, stream };
}

const descending = { direction: 'desc', nulls: 'first' } as const;

function planCursor(context: PlanContext, table: TrackedTable, given: Arguments, path: string): StreamPlan {
  const cursor = only(given.get('cursor'), `${path}.args.cursor`);
  const value = cursor.entries.get('initial_value')?.value;
  if (!value) throw new Error('A cursor has an initial value');
  const initial = objectOf(context, value);
  const [entry, ...others] = initial.entries.values();
  checkOne(entry, others, initial.path);
  if (entry?.field.means.is !== 'column') throw new Error(`A cursor is a column (${initial.path})`);
  const { column } = entry.field.means;
  const ordering = cursor.entries.get('ordering')?.value;
  const isNull = entry.value.kind === 'null' && column.nullable;
  return {
    column: columnOperand(context, table, column),
    type: column.type,
    ordering: ordering?.kind === 'enum' && ordering.value.name === 'DESC' ? 'DESC' : 'ASC',
    initialValue: isNull ? null : columnValue(context, entry.value, column),
    batchSize: batchSize(context, given.get('batch_size')),
  };
}

function batchSize(context: PlanContext, input: Input | undefined): number {
  if (input?.kind !== 'scalar') throw new Error('A stream has a batch size');
  if (input.source.from === 'variable') context.dependsOnValue();
  return Number(input.value);
}

function only(input: Input | undefined, path: string): ObjectInput {
  const items = input?.kind === 'list' ? input.items : [];
  const [first, ...others] = items;
  checkOne(first, others, path);
  if (first?.kind === 'object') return first;
  return refuse(path, 'one streaming column field is expected');
}

function checkOne(first: unknown, others: readonly unknown[], path: string): void {
  if (first === undefined) refuse(path, 'one streaming column field is expected');
  if (others.length > 0) refuse(path, 'multiple column cursors are not supported yet');
}
