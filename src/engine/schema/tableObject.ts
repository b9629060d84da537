import type { PgType } from '../catalog/types.js';
import { quoted } from '../model/naming.js';
import type { TableColumn, TrackedTable } from '../model/types.js';
import { aggregateObject } from './aggregate.js';
import {
  define,
  type SchemaContext,
  selectableColumns,
  selectPermission,
  type VisibleComputedField,
  type VisibleRelationship,
  visibleComputedFields,
  visibleRelationships,
} from './context.js';
import { computedFieldArgs } from './functionArguments.js';
import { describe, tableTypeName } from './naming.js';
import { columnTypeRef, isJson, pgTypeRef, scalar } from './scalars.js';
import { selectArguments } from './selectArguments.js';
import {
  fieldMap,
  inputField,
  listOf,
  named,
  nonNull,
  outputField,
  required,
  requiredListOf,
} from './typeRef.js';
import type { InputField, OutputField } from './types.js';

/** A row of a table: its columns, relationships and computed fields that the role may read. */
export function tableObject(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table);
  return define(context, name, table, () => {
    const description = describe(table.comment, `columns and relationships of ${quoted(table)}`);
    return {
      kind: 'object',
      name,
      ...(description === undefined ? {} : { description }),
      fields: fieldMap([
        ...selectableColumns(context, table).map((column) => columnField(context, table, column)),
        ...visibleRelationships(context, table).flatMap((each) => relationshipFields(context, each)),
        ...visibleComputedFields(context, table).map((each) => computedField(context, table, each)),
      ]),
    };
  });
}

/** Nullable where the database says so, and where an inherited role sees the value of some rows only. */
function columnField(context: SchemaContext, table: TrackedTable, column: TableColumn): OutputField {
  const type = columnTypeRef(context, column);
  const alwaysVisible = (selectPermission(context, table)?.columns.get(column.name) ?? null) === null;
  return outputField(
    column.graphqlName,
    column.nullable || !alwaysVisible ? type : nonNull(type),
    { is: 'column', column },
    { description: describe(column.comment), arguments: pathArgument(context, column.type) },
  );
}

/** `path` picks a part of a json value. */
function pathArgument(context: SchemaContext, type: PgType): readonly InputField[] {
  if (!isJson(type)) return [];
  return [inputField('path', named(scalar(context, 'String')), { is: 'byName' }, 'JSON select path')];
}

function relationshipFields(
  context: SchemaContext,
  { relationship, target, select }: VisibleRelationship,
): readonly OutputField[] {
  const { name, kind, nullable } = relationship;
  const row = tableObject(context, target);
  const means = { relationship, table: target };
  if (kind === 'object') {
    const description = 'An object relationship';
    return [
      outputField(name, nullable ? named(row) : required(row), { is: 'relation', ...means }, { description }),
    ];
  }
  const rows = outputField(
    name,
    requiredListOf(row),
    { is: 'relation', ...means },
    { description: 'An array relationship', arguments: selectArguments(context, target) },
  );
  if (!select.allowAggregations) return [rows];
  const aggregate = outputField(
    `${name}_aggregate`,
    required(aggregateObject(context, target)),
    { is: 'relationAggregate', ...means },
    { description: 'An aggregate relationship', arguments: selectArguments(context, target) },
  );
  return [rows, aggregate];
}

export function computedField(
  context: SchemaContext,
  table: TrackedTable,
  { computedField, target }: VisibleComputedField,
): OutputField {
  const { name, comment, function: called } = computedField;
  const description = describe(
    comment ?? called.comment,
    `A computed field, executes function ${quoted(called)}`,
  );
  const args = computedFieldArgs(context, table, computedField);
  if (target === null) {
    return outputField(
      name,
      pgTypeRef(context, called.returns),
      { is: 'computedScalar', computedField },
      { description, arguments: [...args, ...pathArgument(context, called.returns)] },
    );
  }
  return outputField(
    name,
    listOf(tableObject(context, target)),
    { is: 'computedTable', computedField, table: target },
    { description, arguments: [...args, ...selectArguments(context, target)] },
  );
}
