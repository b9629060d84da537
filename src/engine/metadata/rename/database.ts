import { catalogKey } from '../../catalog/types.js';
import type { SourceModel } from '../../model/types.js';
import { editSource } from '../edit.js';
import type { Metadata, RelationshipMetadata, TableMetadata, TableName } from '../types.js';
import { type Renaming, renamePermissions } from './conditions.js';

/** What SQL has renamed, by the names from before. */
export interface DatabaseRenames {
  readonly tables: readonly { readonly from: TableName; readonly to: TableName }[];
  readonly columns: readonly { readonly table: TableName; readonly from: string; readonly to: string }[];
}

/** Follows renamed tables and columns everywhere in metadata, as Hasura does after run_sql. */
export function followRenames(metadata: Metadata, model: SourceModel, renames: DatabaseRenames): Metadata {
  if (renames.tables.length === 0 && renames.columns.length === 0) return metadata;
  const tables = new Map(renames.tables.map(({ from, to }) => [catalogKey(from), to]));
  const columns = new Map(renames.columns.map(({ table, from, to }) => [catalogKey(table) + from, to]));
  const renaming: Renaming = {
    model,
    field: (table, name) => columns.get(catalogKey(table) + name) ?? name,
    table: (name) => tables.get(catalogKey(name)) ?? name,
  };
  const edited = editSource(metadata, model.name, (each) => ({
    ...each,
    tables: each.tables.map((table) => renameTable(renamePermissions(table, renaming), renaming)),
  }));
  return renameInTypes(edited, model.name, renaming);
}

function renameTable(table: TableMetadata, renaming: Renaming): TableMetadata {
  const own = table.table;
  const relationship = (each: RelationshipMetadata) => renameUsing(each, own, renaming);
  const columnConfig = Object.entries(table.configuration.columnConfig).map(
    ([column, config]) => [renaming.field(own, column), config] as const,
  );
  return {
    ...table,
    table: renaming.table(own),
    configuration: { ...table.configuration, columnConfig: Object.fromEntries(columnConfig) },
    objectRelationships: table.objectRelationships.map(relationship),
    arrayRelationships: table.arrayRelationships.map(relationship),
  };
}

function renameUsing(
  relationship: RelationshipMetadata,
  own: TableName,
  renaming: Renaming,
): RelationshipMetadata {
  const { using } = relationship;
  switch (using.kind) {
    case 'foreignKey': {
      const columns = using.columns.map((each) => renaming.field(own, each));
      return { ...relationship, using: { ...using, columns } };
    }
    case 'remoteForeignKey': {
      const columns = using.columns.map((each) => renaming.field(using.table, each));
      return { ...relationship, using: { ...using, table: renaming.table(using.table), columns } };
    }
    case 'manual': {
      const columnMapping = using.columnMapping.map(
        ([from, to]) => [renaming.field(own, from), renaming.field(using.table, to)] as const,
      );
      return { ...relationship, using: { ...using, table: renaming.table(using.table), columnMapping } };
    }
  }
}

function renameInTypes(metadata: Metadata, source: string, renaming: Renaming): Metadata {
  const objects = metadata.customTypes.objects.map((type) => ({
    ...type,
    relationships: type.relationships.map((each) => {
      if ((each.source ?? 'default') !== source) return each;
      const fieldMapping = Object.entries(each.fieldMapping).map(
        ([field, column]) => [field, renaming.field(each.remoteTable, column)] as const,
      );
      return {
        ...each,
        remoteTable: renaming.table(each.remoteTable),
        fieldMapping: Object.fromEntries(fieldMapping),
      };
    }),
  }));
  const changed = JSON.stringify(objects) !== JSON.stringify(metadata.customTypes.objects);
  return changed ? { ...metadata, customTypes: { ...metadata.customTypes, objects } } : metadata;
}
