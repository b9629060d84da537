import type { SelectionNode } from 'graphql';
import type { ObjectType } from '../schema/types.js';
import { planAction } from './action.js';
import type { PlanContext } from './context.js';
import { planDelete } from './delete.js';
import { withSubfields } from './fields.js';
import { functionCall } from './functionCall.js';
import { readArguments } from './input.js';
import { planInsert } from './insert.js';
import { isIntrospection, planIntrospection } from './introspection.js';
import { entriesOf, keyCondition } from './keyCondition.js';
import { planRow, planSelect, readSelectArguments } from './select.js';
import { collectFields, type DefinedField, withDefinition } from './selection.js';
import { planStream } from './stream.js';
import type { MutationPlan, RootField, SelectPlan, StreamPlan } from './types.js';
import { planUpdate } from './update.js';
import { nameOf } from './where.js';

export interface PlannedRoot {
  readonly fields: readonly RootField[];
  /** How to go on, where a field is a stream. */
  readonly stream?: StreamPlan;
}

/** The fields selected from a root object, or from a namespace within it. */
export function planRoot(
  context: PlanContext,
  type: ObjectType,
  selections: readonly SelectionNode[],
  path: string,
): PlannedRoot {
  let stream: StreamPlan | undefined;
  const fields = collectFields(context, type, selections, path).map((selected): RootField => {
    const { alias } = selected;
    if (isIntrospection(context, type, selected)) {
      return { kind: 'constant', alias, text: planIntrospection(context, selected) };
    }
    const each = withDefinition(context, type, selected);
    if (each.field === null) return { kind: 'constant', alias, text: JSON.stringify(type.name) };
    if (each.field.means.is === 'selectStream') {
      const { table } = each.field.means;
      const planned = planStream(context, withSubfields(each), table);
      stream = planned.stream;
      return { kind: 'select', alias, source: table.source, select: planned.select };
    }
    if (each.field.means.is !== 'namespace') return planRootField(context, each);
    const inner = withSubfields(each);
    const planned = planRoot(context, inner.type, inner.selections, inner.path);
    stream = planned.stream ?? stream;
    return { kind: 'group', alias, fields: planned.fields };
  });
  return stream ? { fields, stream } : { fields };
}

function planRootField(context: PlanContext, selected: DefinedField): RootField {
  const { alias, field } = selected;
  switch (field.means.is) {
    case 'placeholder':
      readArguments(context, selected.arguments, field.arguments, selected);
      return { kind: 'constant', alias, text: JSON.stringify(field.description ?? field.name) };
    case 'action':
      return {
        kind: 'action',
        alias,
        action: planAction(context, selected, field.means.action, field.means.asksResult),
      };
    case 'select':
    case 'selectAggregate':
    case 'selectByPk':
      return { kind: 'select', alias, source: sourceOf(selected), select: planRootSelect(context, selected) };
    default:
      return {
        kind: 'mutation',
        alias,
        source: sourceOf(selected),
        mutation: planMutation(context, selected),
      };
  }
}

function sourceOf({ field: { name, means } }: DefinedField): string {
  if ('table' in means) return means.table.source;
  throw new Error(`${name} belongs to no source`);
}

function planRootSelect(context: PlanContext, selected: DefinedField): SelectPlan {
  const { field, path } = selected;
  const { means } = field;
  const rows = withSubfields(selected);
  if (means.is === 'selectByPk') {
    const given = readArguments(context, selected.arguments, field.arguments, selected);
    const where = keyCondition(context, means.table, entriesOf(given, field.arguments));
    return planRow(context, rows, means.table, { kind: 'table', table: nameOf(means.table) }, where);
  }
  if (means.is !== 'select' && means.is !== 'selectAggregate' && means.is !== 'callFunction') {
    throw new Error(`${field.name} selects no rows`);
  }
  const given = readSelectArguments(context, rows);
  const table = nameOf(means.table);
  const from = means.function
    ? ({ kind: 'function', call: functionCall(context, means.function, given, path), table } as const)
    : ({ kind: 'table', table } as const);
  return planSelect(context, rows, means.table, from, given);
}

function planMutation(context: PlanContext, selected: DefinedField): MutationPlan {
  const { means } = selected.field;
  const rows = withSubfields(selected);
  switch (means.is) {
    case 'insert':
      return planInsert(context, rows, means.table, means.one);
    case 'update':
      return planUpdate(context, rows, means.table, means.by);
    case 'delete':
      return planDelete(context, rows, means.table, means.by);
    case 'callFunction':
      return { kind: 'function', select: planRootSelect(context, selected) };
    default:
      throw new Error(`A root field can't mean ${means.is}`);
  }
}
