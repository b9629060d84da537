import { quoted } from '../model/naming.js';
import type { TrackedTable } from '../model/types.js';
import { define, type SchemaContext, selectableColumns } from './context.js';
import { cursorOrderingEnum } from './enums.js';
import { describe, tableTypeName } from './naming.js';
import { columnTypeRef, scalar } from './scalars.js';
import { whereArgument } from './selectArguments.js';
import { fieldMap, inputField, named, required } from './typeRef.js';
import type { InputField } from './types.js';

/** batch_size, cursor and where of a streaming subscription. */
export function streamArguments(context: SchemaContext, table: TrackedTable): readonly InputField[] {
  const byName = { is: 'byName' } as const;
  return [
    inputField(
      'batch_size',
      required(scalar(context, 'Int')),
      byName,
      'maximum number of rows returned in a single batch',
    ),
    inputField(
      'cursor',
      { kind: 'list', of: named(cursorInput(context, table)), nonNull: true },
      byName,
      'cursor to stream the results returned by the query',
    ),
    whereArgument(context, table),
  ];
}

function cursorInput(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_stream_cursor_input');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    description: `Streaming cursor of the table ${quoted(table)}`,
    fields: fieldMap([
      inputField(
        'initial_value',
        required(cursorValueInput(context, table)),
        { is: 'byName' },
        'Stream column input with initial value',
      ),
      inputField('ordering', named(cursorOrderingEnum(context)), { is: 'byName' }, 'cursor ordering'),
    ]),
  }));
}

function cursorValueInput(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_stream_cursor_value_input');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    description: 'Initial value of the column from where the streaming should start',
    fields: fieldMap(
      selectableColumns(context, table).map((column) =>
        inputField(
          column.graphqlName,
          columnTypeRef(context, column),
          { is: 'column', column },
          describe(column.comment),
        ),
      ),
    ),
  }));
}
