import { isGraphqlName, quoted } from '../model/naming.js';
import type { Relationship, TrackedTable } from '../model/types.js';
import { define, findTable, permissionsOf, type SchemaContext } from './context.js';
import { describe, tableTypeName } from './naming.js';
import { onConflictArgument } from './onConflict.js';
import { columnTypeRef } from './scalars.js';
import { fieldMap, inputField, named, required, requiredListOf } from './typeRef.js';
import type { InputField } from './types.js';

/** `notes_insert_input`: the columns that the role may write (less its presets) and the related rows it may insert. */
export function insertInput(context: SchemaContext, table: TrackedTable): string {
  const name = tableTypeName(context, table, '_insert_input');
  return define(context, name, table, () => ({
    kind: 'input',
    name,
    description: `input type for inserting data into table ${quoted(table)}`,
    fields: fieldMap([
      ...columnFields(context, table),
      ...table.relationships.flatMap((relationship) => relationshipField(context, relationship)),
    ]),
  }));
}

function columnFields(context: SchemaContext, table: TrackedTable): readonly InputField[] {
  const { insert } = permissionsOf(context, table);
  if (insert === undefined) return [];
  return table.columns
    .filter(
      (column) =>
        column.insertable &&
        insert.columns.has(column.name) &&
        !insert.presets.has(column.name) &&
        isGraphqlName(column.graphqlName),
    )
    .map((column) =>
      inputField(
        column.graphqlName,
        columnTypeRef(context, column),
        { is: 'column', column },
        describe(column.comment),
      ),
    );
}

function relationshipField(context: SchemaContext, relationship: Relationship): readonly InputField[] {
  const target = findTable(context, relationship.target);
  if (target === undefined || !isGraphqlName(relationship.name)) return [];
  if (permissionsOf(context, target).insert === undefined) return [];
  const type = named(nestedInsertInput(context, target, relationship.kind));
  return [inputField(relationship.name, type, { is: 'nestedInsert', relationship, table: target })];
}

/** `notes_obj_rel_insert_input`, `notes_arr_rel_insert_input`: `{data, on_conflict}`. */
function nestedInsertInput(context: SchemaContext, table: TrackedTable, kind: Relationship['kind']): string {
  const name = tableTypeName(
    context,
    table,
    kind === 'object' ? '_obj_rel_insert_input' : '_arr_rel_insert_input',
  );
  return define(context, name, table, () => {
    const rows = insertInput(context, table);
    return {
      kind: 'input',
      name,
      description: `input type for inserting ${kind} relation for remote table ${quoted(table)}`,
      fields: fieldMap([
        inputField('data', kind === 'object' ? required(rows) : requiredListOf(rows)),
        ...onConflictArgument(context, table),
      ]),
    };
  });
}
