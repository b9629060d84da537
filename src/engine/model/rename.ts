import { catalogKey, type QualifiedName } from '../catalog/types.js';
import type { Metadata, RelationshipMetadata, TableMetadata } from '../metadata/types.js';
import type { CatalogChanges } from './catalogChanges.js';
import { renameInFilter } from './renameInFilter.js';
import type { Model } from './types.js';

/** New names of tables and columns by their old ones; what didn't change answers itself. */
export interface Renames {
  table(name: QualifiedName): QualifiedName;
  /** `table` by its old name. */
  column(table: QualifiedName, column: string): string;
}

/** Metadata with the new names of tables and columns; `model` is the one that metadata had before. */
export function renameInMetadata(
  metadata: Metadata,
  model: Model,
  changes: Pick<CatalogChanges, 'renamedTables' | 'renamedColumns'>,
): Metadata {
  if (changes.renamedTables.length === 0 && changes.renamedColumns.length === 0) return metadata;
  const renames = renamesOf(changes);
  return {
    ...metadata,
    sources: metadata.sources.map((source) =>
      source.name === model.source
        ? { ...source, tables: source.tables.map((table) => renameTable(table, model, renames)) }
        : source,
    ),
    customTypes: {
      ...metadata.customTypes,
      objects: metadata.customTypes.objects.map((object) => ({
        ...object,
        relationships: object.relationships.map((each) => ({
          ...each,
          remoteTable: renames.table(each.remoteTable),
          fieldMapping: Object.fromEntries(
            Object.entries(each.fieldMapping).map(([field, column]) => [
              field,
              renames.column(each.remoteTable, column),
            ]),
          ),
        })),
      })),
    },
  };
}

function renamesOf(changes: Pick<CatalogChanges, 'renamedTables' | 'renamedColumns'>): Renames {
  const tables = new Map(changes.renamedTables.map(({ from, to }) => [catalogKey(from), to]));
  const columns = new Map(
    changes.renamedColumns.map(({ table, from, to }) => [`${catalogKey(table)} ${from}`, to]),
  );
  return {
    table: (name) => tables.get(catalogKey(name)) ?? name,
    column: (table, column) => columns.get(`${catalogKey(table)} ${column}`) ?? column,
  };
}

function renameTable(metadata: TableMetadata, model: Model, renames: Renames): TableMetadata {
  const { table } = metadata;
  const column = (name: string): string => renames.column(table, name);
  const keys = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [column(name), value]));
  const columns = (names: readonly string[] | '*'): readonly string[] | '*' =>
    names === '*' ? names : names.map(column);
  const filter = <Filter>(json: Filter): Filter => renameInFilter(json, table, model, renames);
  return {
    ...metadata,
    table: renames.table(table),
    configuration: { ...metadata.configuration, columnConfig: keys(metadata.configuration.columnConfig) },
    objectRelationships: metadata.objectRelationships.map((each) => renameRelationship(each, table, renames)),
    arrayRelationships: metadata.arrayRelationships.map((each) => renameRelationship(each, table, renames)),
    selectPermissions: metadata.selectPermissions.map((each) => ({
      ...each,
      permission: {
        ...each.permission,
        columns: columns(each.permission.columns),
        filter: filter(each.permission.filter),
      },
    })),
    insertPermissions: metadata.insertPermissions.map((each) => ({
      ...each,
      permission: {
        ...each.permission,
        ...(each.permission.columns && { columns: columns(each.permission.columns) }),
        check: filter(each.permission.check),
        set: keys(each.permission.set),
      },
    })),
    updatePermissions: metadata.updatePermissions.map((each) => ({
      ...each,
      permission: {
        ...each.permission,
        columns: columns(each.permission.columns),
        filter: filter(each.permission.filter),
        ...(each.permission.check && { check: filter(each.permission.check) }),
        set: keys(each.permission.set),
      },
    })),
    deletePermissions: metadata.deletePermissions.map((each) => ({
      ...each,
      permission: { ...each.permission, filter: filter(each.permission.filter) },
    })),
  };
}

function renameRelationship(
  relationship: RelationshipMetadata,
  table: QualifiedName,
  renames: Renames,
): RelationshipMetadata {
  const { using } = relationship;
  switch (using.kind) {
    case 'foreignKey': {
      const columns = using.columns.map((each) => renames.column(table, each));
      return { ...relationship, using: { ...using, columns } };
    }
    case 'remoteForeignKey': {
      const columns = using.columns.map((each) => renames.column(using.table, each));
      return { ...relationship, using: { ...using, table: renames.table(using.table), columns } };
    }
    case 'manual': {
      const columnMapping = using.columnMapping.map(([ours, theirs]): [string, string] => [
        renames.column(table, ours),
        renames.column(using.table, theirs),
      ]);
      return { ...relationship, using: { ...using, table: renames.table(using.table), columnMapping } };
    }
  }
}
