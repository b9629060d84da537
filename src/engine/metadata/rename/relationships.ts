import type { SourceModel } from '../../model/types.js';
import { editSource } from '../edit.js';
import { sameName } from '../parse/names.js';
import type { Metadata, RelationshipMetadata, TableName } from '../types.js';
import { renamePermissions } from './conditions.js';

/** Renames a relationship, and follows it in every permission. `model` is the one from before. */
export function renameRelationship(
  metadata: Metadata,
  model: SourceModel,
  table: TableName,
  names: { readonly from: string; readonly to: string },
): Metadata {
  const rename = (items: readonly RelationshipMetadata[]) =>
    items.map((each) => (each.name === names.from ? { ...each, name: names.to } : each));
  const renaming = {
    model,
    field: (at: TableName, name: string) => (name === names.from && sameName(at, table) ? names.to : name),
    table: (name: TableName) => name,
  };
  return editSource(metadata, model.name, (each) => ({
    ...each,
    tables: each.tables.map((item) => {
      const renamed = renamePermissions(item, renaming);
      if (!sameName(item.table, table)) return renamed;
      return {
        ...renamed,
        objectRelationships: rename(renamed.objectRelationships),
        arrayRelationships: rename(renamed.arrayRelationships),
      };
    }),
  }));
}
