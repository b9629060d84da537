import { catalogKey, type QualifiedName } from '../catalog/types.js';
import { HasuraError } from '../errors.js';
import type { ObjectId, SourceModel } from '../model/types.js';
import { editSource, editTable } from './edit.js';
import { printName, sameName } from './parse/names.js';
import type { Metadata, TableMetadata } from './types.js';

/** Objects that refer to `object`; for a table also those that refer to a part of it. */
export function dependentsOf(
  model: SourceModel,
  object: ObjectId,
  options: { readonly onType?: boolean } = {},
): readonly ObjectId[] {
  const found = new Map<string, ObjectId>();
  for (const dependency of model.dependencies) {
    if (options.onType && !dependency.onType) continue;
    if (includes(object, dependency.on)) found.set(keyOf(dependency.of), dependency.of);
  }
  return [...found.values()];
}

function includes(object: ObjectId, other: ObjectId): boolean {
  if (object.kind === 'table' && 'table' in other) return sameName(object.table, other.table);
  return keyOf(object) === keyOf(other);
}

const keyOf = (object: ObjectId): string =>
  JSON.stringify(object, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'schema' in value
      ? catalogKey(value as QualifiedName)
      : value,
  );

export const belongsTo = (object: ObjectId, table: QualifiedName): boolean =>
  'table' in object && sameName(object.table, table);

/** `relationship article.author in source "default"`, as Hasura names an object in messages. */
export function printObject(object: ObjectId, source: string): string {
  if (object.kind === 'customTypes') return 'custom-types';
  return `${printInSource(object)} in source "${source}"`;
}

function printInSource(object: Exclude<ObjectId, { readonly kind: 'customTypes' }>): string {
  switch (object.kind) {
    case 'table':
      return `table ${printName(object.table)}`;
    case 'function':
      return `function ${printName(object.function)}`;
    case 'column':
      return `column ${printName(object.table)}.${object.column}`;
    case 'constraint':
      return `constraint ${printName(object.table)}.${object.constraint}`;
    case 'relationship':
      return `relationship ${printName(object.table)}.${object.name}`;
    case 'computedField':
      return `computed_field ${printName(object.table)}.${object.name}`;
    case 'permission':
      return `permission ${printName(object.table)}.${object.role}.${object.type}`;
  }
}

export const dependencyError = (objects: readonly ObjectId[], source: string): HasuraError =>
  new HasuraError(
    'dependency-error',
    `cannot drop due to the following dependent objects: ${objects.map((each) => printObject(each, source)).join(', ')}`,
    { path: '$.args' },
  );

/** Takes an object out of metadata. Columns, constraints and custom types aren't objects of their own there. */
export function dropObject(metadata: Metadata, source: string, object: ObjectId): Metadata {
  switch (object.kind) {
    case 'table':
      return editSource(metadata, source, (each) => ({
        ...each,
        tables: each.tables.filter((item) => !sameName(item.table, object.table)),
      }));
    case 'function':
      return editSource(metadata, source, (each) => ({
        ...each,
        functions: each.functions.filter((item) => !sameName(item.function, object.function)),
      }));
    case 'relationship':
    case 'computedField':
      return editTable(metadata, source, object.table, (table) => dropField(table, object.name));
    case 'permission': {
      const list = `${object.type}Permissions` as const;
      return editTable(metadata, source, object.table, (table) => ({
        ...table,
        [list]: table[list].filter((each) => each.role !== object.role),
      }));
    }
    case 'column':
    case 'constraint':
    case 'customTypes':
      return metadata;
  }
}

/** The table without its relationship or computed field of that name. */
export const dropField = (table: TableMetadata, name: string): TableMetadata => ({
  ...table,
  objectRelationships: table.objectRelationships.filter((each) => each.name !== name),
  arrayRelationships: table.arrayRelationships.filter((each) => each.name !== name),
  computedFields: table.computedFields.filter((each) => each.name !== name),
});
