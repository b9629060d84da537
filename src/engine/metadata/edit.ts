import { HasuraError } from '../errors.js';
import { printName, sameName } from './parse/names.js';
import type { Metadata, SourceMetadata, TableMetadata, TableName } from './types.js';

// Metadata is never changed in place: an edit answers a new value, which takes effect only when it can be served.

export function getSource(metadata: Metadata, name: string): SourceMetadata {
  const source = metadata.sources.find((each) => each.name === name);
  if (source) return source;
  throw new HasuraError('not-exists', `source with name "${name}" does not exist`, { path: '$.args' });
}

export function editSource(
  metadata: Metadata,
  name: string,
  edit: (source: SourceMetadata) => SourceMetadata,
): Metadata {
  getSource(metadata, name);
  return { ...metadata, sources: metadata.sources.map((each) => (each.name === name ? edit(each) : each)) };
}

export const findTable = (source: SourceMetadata, table: TableName): TableMetadata | undefined =>
  source.tables.find((each) => sameName(each.table, table));

export function getTable(metadata: Metadata, source: string, table: TableName): TableMetadata {
  const found = findTable(getSource(metadata, source), table);
  if (found) return found;
  throw tableMissing(table, source);
}

const tableMissing = (table: TableName, source: string): HasuraError =>
  new HasuraError('not-exists', `table "${printName(table)}" does not exist in source: ${source}`, {
    path: '$.args',
  });

export function editTable(
  metadata: Metadata,
  source: string,
  table: TableName,
  edit: (table: TableMetadata) => TableMetadata,
): Metadata {
  return editSource(metadata, source, (each) => ({
    ...each,
    tables: each.tables.map((item) => (sameName(item.table, table) ? edit(item) : item)),
  }));
}

/** The list with the item of the same name replaced, or added at the end. */
export function put<T>(items: readonly T[], item: T, nameOf: (item: T) => string): readonly T[] {
  const name = nameOf(item);
  const known = items.some((each) => nameOf(each) === name);
  return known ? items.map((each) => (nameOf(each) === name ? item : each)) : [...items, item];
}
