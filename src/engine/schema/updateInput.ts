import { quoted } from '../model/naming.js';
import type { TableColumn, TrackedTable } from '../model/types.js';
import { boolExp } from './boolExp.js';
import { define, type SchemaContext } from './context.js';
import { updatableColumns } from './enums.js';
import { describe, tableTypeName } from './naming.js';
import { columnsWhere, columnTypeRef, isJsonb, isNumeric, scalar } from './scalars.js';
import { fieldMap, inputField, listOf, named, nonNull, required } from './typeRef.js';
import type { InputField, TypeRef } from './types.js';

interface UpdateOperator {
  readonly name: string;
  /** What it does: describes the argument. */
  readonly does: string;
  /** Describes its input type; the same as `does` where absent. */
  readonly input?: (table: TrackedTable) => string;
  readonly columns: (all: readonly TableColumn[]) => readonly TableColumn[];
  readonly value: (context: SchemaContext, column: TableColumn) => TypeRef;
}

const jsonbColumns = (all: readonly TableColumn[]) => columnsWhere(all, isJsonb);

const operators: readonly UpdateOperator[] = [
  {
    name: '_set',
    does: 'sets the columns of the filtered rows to the given values',
    input: (table) => `input type for updating data in table ${quoted(table)}`,
    columns: (all) => all,
    value: columnTypeRef,
  },
  {
    name: '_inc',
    does: 'increments the numeric columns with given value of the filtered values',
    input: (table) => `input type for incrementing numeric columns in table ${quoted(table)}`,
    columns: (all) => columnsWhere(all, isNumeric),
    value: columnTypeRef,
  },
  {
    name: '_append',
    does: 'append existing jsonb value of filtered columns with new jsonb value',
    columns: jsonbColumns,
    value: columnTypeRef,
  },
  {
    name: '_prepend',
    does: 'prepend existing jsonb value of filtered columns with new jsonb value',
    columns: jsonbColumns,
    value: columnTypeRef,
  },
  {
    name: '_delete_key',
    does: 'delete key/value pair or string element. key/value pairs are matched based on their key value',
    columns: jsonbColumns,
    value: (context) => named(scalar(context, 'String')),
  },
  {
    name: '_delete_elem',
    does:
      'delete the array element with specified index (negative integers count from the end). ' +
      'throws an error if top level container is not an array',
    columns: jsonbColumns,
    value: (context) => named(scalar(context, 'Int')),
  },
  {
    name: '_delete_at_path',
    does: 'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
    columns: jsonbColumns,
    value: (context) => listOf(scalar(context, 'String')),
  },
];

/** `_set`, `_inc` and the jsonb operators, each where the role may update a column that it fits. */
export function updateOperatorArguments(context: SchemaContext, table: TrackedTable): readonly InputField[] {
  const updatable = updatableColumns(context, table);
  return operators.flatMap((operator) => {
    const columns = operator.columns(updatable);
    if (columns.length === 0) return [];
    const name = tableTypeName(context, table, `${operator.name}_input`);
    define(context, name, table, () => ({
      kind: 'input',
      name,
      description: operator.input?.(table) ?? operator.does,
      fields: fieldMap(
        columns.map((column) =>
          inputField(
            column.graphqlName,
            operator.value(context, column),
            { is: 'column', column },
            describe(column.comment),
          ),
        ),
      ),
    }));
    return [inputField(operator.name, named(name), { is: 'byName' }, operator.does)];
  });
}

/** Which rows an update changes; must be given. */
export const updateWhereArgument = (context: SchemaContext, table: TrackedTable): InputField =>
  inputField(
    'where',
    required(boolExp(context, table)),
    { is: 'byName' },
    'filter the rows which have to be updated',
  );

/** `notes_pk_columns_input` */
export function primaryKeyInput(
  context: SchemaContext,
  table: TrackedTable,
  columns: readonly TableColumn[],
): string {
  const name = tableTypeName(context, table, '_pk_columns_input');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    description: `primary key columns input for table: ${table.graphqlName}`,
    fields: fieldMap(primaryKeyArguments(context, columns)),
  }));
}

/** `id: uuid!` for each column of the key. */
export const primaryKeyArguments = (
  context: SchemaContext,
  columns: readonly TableColumn[],
): readonly InputField[] =>
  columns.map((column) =>
    inputField(
      column.graphqlName,
      nonNull(columnTypeRef(context, column)),
      { is: 'column', column },
      describe(column.comment),
    ),
  );

/** `notes_updates`: one step of update_notes_many. */
export function updatesInput(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_updates');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    fields: fieldMap([...updateOperatorArguments(context, table), updateWhereArgument(context, table)]),
  }));
}
