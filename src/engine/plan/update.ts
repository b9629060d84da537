import type { Condition, Operand } from '../model/condition.js';
import type { TableColumn, TrackedTable, UpdatePermission } from '../model/types.js';
import { columnValue, pgTypes, requiredValue } from './boundInput.js';
import { and } from './conditions.js';
import { type PlanContext, permissionsOf } from './context.js';
import { type Arguments, type Input, readArguments } from './input.js';
import { keyCondition } from './keyCondition.js';
import { planMutationOutput } from './mutationOutput.js';
import { objectOf } from './notNull.js';
import { refuse } from './refusal.js';
import type { Selection } from './select.js';
import type { MutationOutput, UpdateManyPlan, UpdateOperation, UpdatePlan } from './types.js';
import { nameOf, planWhere } from './where.js';

/** `update_notes`, `update_notes_by_pk`, `update_notes_many` */
export function planUpdate(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
  by: 'where' | 'pk' | 'many',
): UpdatePlan | UpdateManyPlan {
  const given = readArguments(context, selected.arguments, selected.field.arguments, selected);
  const output = planMutationOutput(context, selected, table, by === 'pk' ? 'row' : 'response');
  if (by !== 'many') return planOne(context, table, given, output, `${selected.path}.args`);
  const updates = given.get('updates');
  const items = updates?.kind === 'list' ? updates.items : [];
  return {
    kind: 'updateMany',
    updates: items.map((item) => {
      const object = objectOf(context, item);
      const fields = new Map([...object.entries].map(([name, { value }]) => [name, value]));
      return planOne(context, table, fields, output, item.path);
    }),
  };
}

/** @param path of the place that holds the operators */
function planOne(
  context: PlanContext,
  table: TrackedTable,
  given: Arguments,
  output: MutationOutput,
  path: string,
): UpdatePlan {
  const permission = permissionsOf(context, table).update;
  if (!permission) return refuse(path, `no update permission on "${table.name}"`, 'permission-denied');
  return {
    kind: 'update',
    table: nameOf(table),
    operations: planOperations(context, permission, given, path),
    where: and([permission.filter, chosenRows(context, table, given)]),
    check: permission.check,
    output,
    path,
  };
}

function chosenRows(context: PlanContext, table: TrackedTable, given: Arguments): Condition {
  const where = given.get('where');
  if (where) return planWhere(context, table, where);
  const key = given.get('pk_columns');
  if (key?.kind !== 'object') throw new Error(`An update of ${table.name} chooses no rows`);
  return keyCondition(context, table, key.entries.values());
}

type Operate = (context: PlanContext, input: Input, column: TableColumn) => Operand;

const operators: Readonly<Record<string, readonly [Exclude<UpdateOperation['kind'], 'default'>, Operate]>> = {
  _set: ['set', columnValue],
  _inc: ['inc', columnValue],
  _append: ['append', columnValue],
  _prepend: ['prepend', columnValue],
  _delete_key: ['deleteKey', (context, input) => requiredValue(context, input, pgTypes.text)],
  _delete_elem: ['deleteElem', (context, input) => requiredValue(context, input, pgTypes.int4)],
  _delete_at_path: ['deleteAtPath', (context, input) => requiredValue(context, input, pgTypes.textArray)],
};

/** The presets and the request's operators; a column may be changed by one of them only. */
function planOperations(
  context: PlanContext,
  { presets }: UpdatePermission,
  given: Arguments,
  path: string,
): readonly UpdateOperation[] {
  const operations: UpdateOperation[] = [];
  for (const [column, value] of presets) operations.push({ kind: 'set', column, value });
  for (const [name, input] of given) {
    const operator = operators[name];
    if (!operator) continue;
    const [kind, operate] = operator;
    for (const { field, value } of objectOf(context, input).entries.values()) {
      if (field.means.is !== 'column') throw new Error(`${field.name} isn't a column`);
      const { column } = field.means;
      operations.push({ kind, column: column.name, value: operate(context, value, column) });
    }
  }
  const columns = operations.map((each) => each.column);
  const repeated = columns.filter((column, index) => columns.indexOf(column) !== index);
  if (repeated.length > 0) {
    const list = [...new Set(repeated)].map((column) => `'${column}'`).join(', ');
    refuse(path, `Column found in multiple operators: [${list}].`);
  }
  return operations;
}
