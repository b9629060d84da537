import type { Json } from '../json.js';
import type { ActionMetadata } from '../metadata/types.js';
import { always } from '../model/condition.js';
import type { TableColumn } from '../model/types.js';
import type { ObjectType } from '../schema/types.js';
import { jsonOfInput } from './boundInput.js';
import type { PlanContext } from './context.js';
import { withSubfields } from './fields.js';
import { readArguments } from './input.js';
import { planRow, planSelect } from './select.js';
import { type DefinedField, selectFields } from './selection.js';
import type { ActionOutput, ActionOutputField, ActionPlan } from './types.js';
import { nameOf } from './where.js';

/** An Action's call: arguments as JSON, and what to take from the webhook's answer. */
export function planAction(
  context: PlanContext,
  selected: DefinedField,
  action: ActionMetadata,
  asksResult = false,
): ActionPlan {
  const given = readArguments(context, selected.arguments, selected.field.arguments, selected, {
    anyCustomScalar: true,
  });
  context.dependsOnValue();
  const input: Record<string, Json> = {};
  for (const [name, value] of given) input[name] = jsonOfInput(context, value);
  return { action, input, output: planOutput(context, selected), ...(asksResult && { asksResult }) };
}

function planOutput(context: PlanContext, selected: DefinedField): ActionOutput {
  const { type } = selected;
  if (!type) return { kind: 'leaf' };
  const fields = selectFields(context, type, selected.selections, selected.path);
  return {
    kind: 'object',
    type: type.name,
    fields: fields.map((each): ActionOutputField => {
      if (each.field === null) return { kind: 'constant', alias: each.alias, value: type.name };
      return planField(context, type, each);
    }),
  };
}

function planField(context: PlanContext, parent: ObjectType, selected: DefinedField): ActionOutputField {
  const { alias, field } = selected;
  const { means } = field;
  if (means.is !== 'relation' && means.is !== 'relationAggregate') {
    readArguments(context, selected.arguments, field.arguments, selected);
    return { kind: 'field', alias, name: selected.name, output: planOutput(context, selected) };
  }
  const { relationship, table } = means;
  const columns = relationship.columns.map(([answerField, column]) => {
    const remote: TableColumn | undefined = table.columns.find(({ name }) => name === column);
    if (!remote) throw new Error(`${parent.name}.${relationship.name} maps to no column "${column}"`);
    return { field: answerField, column, type: remote.type };
  });
  const { source } = table;
  const from = { kind: 'table', table: nameOf(table) } as const;
  const rows = withSubfields(selected);
  if (relationship.kind === 'array') {
    return { kind: 'relation', alias, columns, source, select: planSelect(context, rows, table, from) };
  }
  readArguments(context, selected.arguments, field.arguments, selected);
  return { kind: 'relation', alias, columns, source, select: planRow(context, rows, table, from, always) };
}
