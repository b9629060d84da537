import { isGraphqlName, quoted } from '../model/naming.js';
import type { TableColumn, TrackedTable } from '../model/types.js';
import { define, permissionsOf, type SchemaContext, selectableColumns } from './context.js';
import { describe, tableTypeName } from './naming.js';
import { described, fieldMap } from './typeRef.js';
import type { EnumTypeValue } from './types.js';

/** The values of an enum table, e.g. `colors_enum`; undefined if it has none. */
export function tableEnum(context: SchemaContext, table: TrackedTable): string | undefined {
  const values = table.enumValues ?? [];
  if (values.length === 0) return undefined;
  const name = tableTypeName(context, table, '_enum');
  return define(context, name, table, () => ({
    kind: 'enum',
    name,
    values: fieldMap(
      values
        .filter(({ value }) => isGraphqlName(value))
        .map(({ value, comment }) => ({ name: value, ...described(describe(comment)) })),
    ),
  }));
}

const orderings = {
  asc: 'in ascending order, nulls last',
  asc_nulls_first: 'in ascending order, nulls first',
  asc_nulls_last: 'in ascending order, nulls last',
  desc: 'in descending order, nulls first',
  desc_nulls_first: 'in descending order, nulls first',
  desc_nulls_last: 'in descending order, nulls last',
} as const;

/** `order_by`: asc, desc and where nulls go. */
export const orderByEnum = (context: SchemaContext): string =>
  define(context, 'order_by', null, () => ({
    kind: 'enum',
    name: 'order_by',
    description: 'column ordering options',
    values: fieldMap(Object.entries(orderings).map(([name, description]) => ({ name, description }))),
  }));

/** `cursor_ordering` of streaming subscriptions. */
export const cursorOrderingEnum = (context: SchemaContext): string =>
  define(context, 'cursor_ordering', null, () => ({
    kind: 'enum',
    name: 'cursor_ordering',
    description: 'ordering argument of a cursor',
    values: fieldMap([
      { name: 'ASC', description: 'ascending ordering of the cursor' },
      { name: 'DESC', description: 'descending ordering of the cursor' },
    ]),
  }));

const columnValue = (column: TableColumn): EnumTypeValue => ({
  name: column.graphqlName,
  description: 'column name',
  column,
});

/** `notes_select_column`; undefined if the role may read no column. */
export function selectColumnEnum(context: SchemaContext, table: TrackedTable): string | undefined {
  if (selectableColumns(context, table).length === 0) return undefined;
  const name = tableTypeName(context, table, '_select_column');
  return define(context, name, table, () => ({
    kind: 'enum',
    name,
    description: `select columns of table ${quoted(table)}`,
    values: fieldMap(selectableColumns(context, table).map(columnValue)),
  }));
}

/** The columns that one aggregate in a `where` takes: `select_column` narrowed to `columns`. */
export function aggregateColumnEnum(
  context: SchemaContext,
  table: TrackedTable,
  functionName: string,
  columns: readonly TableColumn[],
): string {
  const purpose = `${tableTypeName(context, table, '_aggregate_bool_exp')}_${functionName}_arguments_columns`;
  const name = `${tableTypeName(context, table, '_select_column')}_${purpose}`;
  return define(context, name, table, () => ({
    kind: 'enum',
    name,
    description: `select "${purpose}" columns of table ${quoted(table)}`,
    values: fieldMap(columns.map(columnValue)),
  }));
}

/** Columns that the role may set in an update: listed, not preset, not generated. */
export function updatableColumns(context: SchemaContext, table: TrackedTable): readonly TableColumn[] {
  const { update } = permissionsOf(context, table);
  if (update === undefined) return [];
  return table.columns.filter(
    (column) =>
      column.updatable &&
      update.columns.has(column.name) &&
      !update.presets.has(column.name) &&
      isGraphqlName(column.graphqlName),
  );
}

/** `notes_update_column`, for upserts. An enum can't be empty, so without columns it holds `_PLACEHOLDER`. */
export function updateColumnEnum(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_update_column');
  return define(context, name, table, () => {
    const columns = updatableColumns(context, table).map(columnValue);
    const placeholder = { name: '_PLACEHOLDER', description: 'placeholder (do not use)' };
    return {
      kind: 'enum',
      name,
      description: `update columns of table ${quoted(table)}`,
      values: fieldMap(columns.length > 0 ? columns : [placeholder]),
    };
  });
}
