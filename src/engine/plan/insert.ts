import type { Condition } from '../model/condition.js';
import type { InsertPermission, Relationship, TrackedTable } from '../model/types.js';
import { columnValue } from './boundInput.js';
import { type PlanContext, permissionsOf } from './context.js';
import { type Input, type ObjectInput, readArguments } from './input.js';
import { planMutationOutput } from './mutationOutput.js';
import { objectOf } from './notNull.js';
import { planOnConflict } from './onConflict.js';
import { refuse } from './refusal.js';
import type { Selection } from './select.js';
import type { InsertPlan, InsertRow, InsertValue, NestedInsert } from './types.js';
import { nameOf } from './where.js';

/** `insert_notes`, `insert_notes_one` */
export function planInsert(
  context: PlanContext,
  selected: Selection,
  table: TrackedTable,
  one: boolean,
): InsertPlan {
  const given = readArguments(context, selected.arguments, selected.field.arguments, selected);
  const name = one ? 'object' : 'objects';
  const rows = given.get(name);
  if (!rows) throw new Error(`${selected.name} takes no ${name}`);
  return {
    ...planRows(context, table, rows, given.get('on_conflict'), new Set()),
    output: planMutationOutput(context, selected, table, one ? 'row' : 'response'),
  };
}

/** @param decided columns whose values come from the row around this one */
function planRows(
  context: PlanContext,
  table: TrackedTable,
  input: Input,
  onConflict: Input | undefined,
  decided: ReadonlySet<string>,
): Omit<InsertPlan, 'output'> {
  const permission = permissionsOf(context, table).insert;
  if (!permission) return refuse(input.path, `no insert permission on "${table.name}"`, 'permission-denied');
  const items = input.kind === 'list' ? input.items : [input];
  return {
    kind: 'insert',
    table: nameOf(table),
    rows: items.map((item) => planRow(context, table, permission, objectOf(context, item), decided)),
    onConflict: planOnConflict(context, table, onConflict),
    check: permission.check satisfies Condition,
    path: input.path,
  };
}

function planRow(
  context: PlanContext,
  table: TrackedTable,
  permission: InsertPermission,
  { entries, path }: ObjectInput,
  decided: ReadonlySet<string>,
): InsertRow {
  const values = new Map<string, InsertValue>();
  const related: {
    readonly relationship: Relationship;
    readonly table: TrackedTable;
    readonly value: Input;
  }[] = [];
  for (const { field, value } of entries.values()) {
    const { means } = field;
    if (means.is === 'column') values.set(means.column.name, columnValue(context, value, means.column));
    else if (means.is === 'nestedInsert') related.push({ ...means, value });
    else throw new Error(`${field.name} can't be inserted into ${table.name}`);
  }
  checkDecided(
    [...values.keys()].filter((column) => decided.has(column)),
    path,
  );
  const known = new Set([...decided, ...values.keys()]);
  const nested = related
    .filter(({ value }) => value.kind !== 'null')
    .map((each) => planNested(context, each.relationship, each.table, objectOf(context, each.value), known));
  for (const [column, value] of permission.presets) values.set(column, value);
  return { values, nested };
}

function checkDecided(columns: readonly string[], path: string): void {
  if (columns.length === 0) return;
  refuse(
    path,
    `cannot insert ${quotedList(columns)} columns as their values are already being determined by parent insert`,
  );
}

const quotedList = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');

/** @param known columns of the parent that have a value without this relationship */
function planNested(
  context: PlanContext,
  relationship: Relationship,
  child: TrackedTable,
  { entries, path }: ObjectInput,
  known: ReadonlySet<string>,
): NestedInsert {
  const { name, kind, columns, insertOrder } = relationship;
  const order = kind === 'array' ? 'after' : insertOrder;
  if (order === 'before') {
    const conflicts = columns.map(([own]) => own).filter((column) => known.has(column));
    if (conflicts.length > 0) {
      const list = quotedList(conflicts);
      refuse(
        path,
        `cannot insert object relationship "${name}" as ${list} column values are already determined`,
      );
    }
  }
  const data = entries.get('data')?.value;
  if (!data) throw new Error(`A nested insert has no data (${path})`);
  const decided = new Set(order === 'before' ? [] : columns.map(([, remote]) => remote));
  const insert = planRows(context, child, data, entries.get('on_conflict')?.value, decided);
  return { relationship: name, order, kind, columns, insert };
}
