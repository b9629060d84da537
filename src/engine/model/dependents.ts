import { HasuraError } from '../errors.js';
import type { Metadata, TableMetadata } from '../metadata/types.js';
import { objectKey } from './dependencies.js';
import { nameText } from './naming.js';
import type { Model, ObjectId } from './types.js';

/**
 * What would break without `objects`: everything that refers to them or, for a table, to a part of it; and what refers
 * to that in turn. What belongs to a table in `objects` goes with it and isn't listed, nor are `objects` themselves.
 */
export function dependents(model: Model, objects: readonly ObjectId[]): readonly ObjectId[] {
  const found = new Map<string, ObjectId>();
  const leaving = new Set(objects.map(objectKey));
  let wanted = new Set(leaving);
  while (wanted.size > 0) {
    const next = new Set<string>();
    for (const { of, on } of model.dependencies) {
      // Hasura doesn't count custom types here: they become inconsistent, with the reason.
      if (of.kind === 'customTypes' || !(wanted.has(objectKey(on)) || isPartOf(on, wanted))) continue;
      const key = objectKey(of);
      if (found.has(key) || leaving.has(key) || isPartOf(of, leaving)) continue;
      found.set(key, of);
      next.add(key);
    }
    wanted = next;
  }
  return [...found.values()];
}

/** Those whose values depend on a column's type. */
export function dependentsOnType(model: Model, column: ObjectId): readonly ObjectId[] {
  const key = objectKey(column);
  return model.dependencies.flatMap(({ of, on, onType }) => (onType && objectKey(on) === key ? [of] : []));
}

const isPartOf = (object: ObjectId, tables: ReadonlySet<string>): boolean =>
  'table' in object && tables.has(objectKey({ kind: 'table', table: object.table }));

/** As Hasura lists objects in messages: `relationship article.author in source "default"`. */
export function describeObject(object: ObjectId, source: string): string {
  return `${objectText(object)} in source "${source}"`;
}

function objectText(object: ObjectId): string {
  switch (object.kind) {
    case 'table':
      return `table ${nameText(object.table)}`;
    case 'column':
      return `column ${nameText(object.table)}.${object.column}`;
    case 'constraint':
      return `constraint ${nameText(object.table)}.${object.constraint}`;
    case 'relationship':
      return `relationship ${nameText(object.table)}.${object.name}`;
    case 'computedField':
      return `computed field ${nameText(object.table)}.${object.name}`;
    case 'permission':
      return `permission ${nameText(object.table)}.${object.role}.${object.type}`;
    case 'function':
      return `function ${nameText(object.function)}`;
    case 'customTypes':
      return 'custom types';
  }
}

export const describeObjects = (objects: readonly ObjectId[], source: string): string =>
  objects.map((each) => describeObject(each, source)).join(', ');

/** Answers for a command without `cascade`. */
export const dependencyError = (objects: readonly ObjectId[], source: string): HasuraError =>
  new HasuraError(
    'dependency-error',
    `cannot drop due to the following dependent objects: ${describeObjects(objects, source)}`,
    { path: '$.args' },
  );

/** Metadata without these objects. A column leaves its customization behind no more; constraints aren't in metadata. */
export function removeObjects(metadata: Metadata, source: string, objects: readonly ObjectId[]): Metadata {
  const gone = new Set(objects.map(objectKey));
  if (gone.size === 0) return metadata;
  return {
    ...metadata,
    sources: metadata.sources.map((each) => {
      if (each.name !== source) return each;
      return {
        ...each,
        tables: each.tables
          .filter(({ table }) => !gone.has(objectKey({ kind: 'table', table })))
          .map((table) => withoutParts(table, gone)),
        functions: each.functions.filter(
          (item) => !gone.has(objectKey({ kind: 'function', function: item.function })),
        ),
      };
    }),
  };
}

function withoutParts(metadata: TableMetadata, gone: ReadonlySet<string>): TableMetadata {
  const { table, configuration } = metadata;
  const named = <Item extends { readonly name: string }>(
    kind: 'relationship' | 'computedField',
    items: readonly Item[],
  ): readonly Item[] => items.filter(({ name }) => !gone.has(objectKey({ kind, table, name })));
  const permitted = <Item extends { readonly role: string }>(
    type: 'select' | 'insert' | 'update' | 'delete',
    items: readonly Item[],
  ): readonly Item[] =>
    items.filter(({ role }) => !gone.has(objectKey({ kind: 'permission', table, role, type })));
  const columnConfig = Object.entries(configuration.columnConfig).filter(
    ([column]) => !gone.has(objectKey({ kind: 'column', table, column })),
  );
  return {
    ...metadata,
    configuration: { ...configuration, columnConfig: Object.fromEntries(columnConfig) },
    objectRelationships: named('relationship', metadata.objectRelationships),
    arrayRelationships: named('relationship', metadata.arrayRelationships),
    computedFields: named('computedField', metadata.computedFields),
    selectPermissions: permitted('select', metadata.selectPermissions),
    insertPermissions: permitted('insert', metadata.insertPermissions),
    updatePermissions: permitted('update', metadata.updatePermissions),
    deletePermissions: permitted('delete', metadata.deletePermissions),
  };
}
