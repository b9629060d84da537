import type { TrackedTable } from '../model/types.js';
import type { AggregateFunction, InputField } from '../schema/types.js';
import { rooted } from './conditions.js';
import { type PlanContext, selectPermissionOf } from './context.js';
import { computedFieldCall } from './functionCall.js';
import type { Input } from './input.js';
import { columnOperand, computedOperand } from './operands.js';
import type { OrderBy, OrderTarget, Source } from './types.js';
import { nameOf } from './where.js';

/** The orders of a `[*_order_by!]`; null and absent orders are left out. */
export function planOrderBy(
  context: PlanContext,
  table: TrackedTable,
  input: Input | undefined,
): readonly OrderBy[] {
  if (input === undefined || input.kind === 'null') return [];
  if (input.kind === 'list') return input.items.flatMap((each) => planOrderBy(context, table, each));
  return entriesOf(input).flatMap(({ field, value }) => planEntry(context, table, field, value));
}

function entriesOf(input: Input): readonly { readonly field: InputField; readonly value: Input }[] {
  return input.kind === 'object' ? [...input.entries.values()] : [];
}

function planEntry(
  context: PlanContext,
  table: TrackedTable,
  { means }: InputField,
  value: Input,
): readonly OrderBy[] {
  switch (means.is) {
    case 'orderColumn':
      return ordered({ kind: 'operand', operand: columnOperand(context, table, means.column) }, value);
    case 'orderComputedScalar': {
      const call = computedFieldCall(context, means.computedField, new Map(), value.path);
      return ordered(
        { kind: 'operand', operand: computedOperand(context, table, means.computedField, call) },
        value,
      );
    }
    case 'orderRelation': {
      const { relationship, table: remote } = means;
      const where = rooted(selectPermissionOf(context, remote).filter);
      return planOrderBy(context, remote, value).map(({ by, ...rest }) => ({
        ...rest,
        by: { kind: 'related', table: nameOf(remote), columns: relationship.columns, where, target: by },
      }));
    }
    case 'orderAggregate': {
      const from: Source = { kind: 'table', table: nameOf(means.table) };
      return planAggregates(context, means.table, { from, columns: means.relationship.columns }, value);
    }
    case 'orderComputedAggregate': {
      const call = computedFieldCall(context, means.computedField, new Map(), value.path);
      const from: Source = { kind: 'function', call, table: nameOf(means.table) };
      return planAggregates(context, means.table, { from, columns: [] }, value);
    }
    default:
      throw new Error(`An order can't hold ${means.is} (${value.path})`);
  }
}

type Related = Pick<Extract<OrderTarget, { kind: 'aggregate' }>, 'from' | 'columns'>;

function planAggregates(
  context: PlanContext,
  table: TrackedTable,
  related: Related,
  input: Input,
): readonly OrderBy[] {
  const where = rooted(selectPermissionOf(context, table).filter);
  const target = { kind: 'aggregate', ...related, where } as const;
  return entriesOf(input).flatMap(({ field, value }) => {
    if (field.means.is === 'orderCount')
      return ordered({ ...target, function: 'count', column: null }, value);
    if (field.means.is !== 'orderFunction') throw new Error(`An order can't hold ${field.name}`);
    const aggregate: AggregateFunction = field.means.function;
    return entriesOf(value).flatMap(({ field: { means }, value: direction }) => {
      if (means.is !== 'orderColumn') throw new Error(`An aggregate can't order by ${means.is}`);
      const column = columnOperand(context, table, means.column);
      return ordered({ ...target, function: aggregate, column }, direction);
    });
  });
}

/** Directions by their names in `order_by`. Without word on nulls Hasura takes Postgres's own default. */
const directions: Readonly<Record<string, Omit<OrderBy, 'by'>>> = {
  asc: { direction: 'asc', nulls: 'last' },
  asc_nulls_first: { direction: 'asc', nulls: 'first' },
  asc_nulls_last: { direction: 'asc', nulls: 'last' },
  desc: { direction: 'desc', nulls: 'first' },
  desc_nulls_first: { direction: 'desc', nulls: 'first' },
  desc_nulls_last: { direction: 'desc', nulls: 'last' },
};

function ordered(by: OrderTarget, direction: Input): readonly OrderBy[] {
  const found = direction.kind === 'enum' ? directions[direction.value.name.toLowerCase()] : undefined;
  return found ? [{ by, ...found }] : [];
}
