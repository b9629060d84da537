import type { CatalogColumn, CatalogTable, QualifiedName } from '../catalog/types.js';
import type { FunctionMetadata, TableMetadata } from '../metadata/types.js';
import type { RootFieldCustomization, RootFieldName, TrackedTable } from './types.js';

/** As Hasura writes a table or function in messages: the schema is left out where it is `public`. */
export const nameText = ({ schema, name }: QualifiedName): string =>
  schema === 'public' ? name : `${schema}.${name}`;

/** In double quotes, as Hasura quotes identifiers in messages. */
export const quoted = (name: QualifiedName | string): string =>
  `"${typeof name === 'string' ? name : nameText(name)}"`;

/** A name with a source's prefix and suffix around it. */
export const withAffixes = (
  { prefix = '', suffix = '' }: { readonly prefix?: string; readonly suffix?: string },
  name: string,
): string => `${prefix}${name}${suffix}`;

export const isGraphqlName = (name: string): boolean => /^[_A-Za-z][_0-9A-Za-z]*$/.test(name);

/** Base of a table's type and root field names. */
export const tableGraphqlName = ({ table, configuration }: TableMetadata): string =>
  configuration.customName ?? defaultName(table);

export const functionGraphqlName = ({ function: name, configuration }: FunctionMetadata): string =>
  configuration.customName ?? defaultName(name);

const defaultName = ({ schema, name }: QualifiedName): string =>
  schema === 'public' ? name : `${schema}_${name}`;

export const columnGraphqlName = (column: CatalogColumn, { configuration }: TableMetadata): string =>
  configuration.columnConfig[column.name]?.customName ?? column.name;

/** Metadata's comment, else the database's; '' in metadata means that there shall be none. */
export const columnComment = (column: CatalogColumn, { configuration }: TableMetadata): string | null =>
  configuration.columnConfig[column.name]?.comment ?? column.comment;

export const tableComment = (table: CatalogTable, { configuration }: TableMetadata): string | null =>
  configuration.comment ?? table.comment;

const rootFieldNames = [
  'select',
  'select_by_pk',
  'select_aggregate',
  'select_stream',
  'insert',
  'insert_one',
  'update',
  'update_by_pk',
  'update_many',
  'delete',
  'delete_by_pk',
] as const satisfies readonly RootFieldName[];

export function customRootFields({
  configuration,
}: TableMetadata): Readonly<Partial<Record<RootFieldName, RootFieldCustomization>>> {
  const fields: Partial<Record<RootFieldName, RootFieldCustomization>> = {};
  for (const name of rootFieldNames) {
    const custom = configuration.customRootFields[name];
    if (custom) fields[name] = custom;
  }
  return fields;
}

/** Names that a table takes in query_root and mutation_root for `admin`, before source customization. */
export function rootFieldNamesOf({
  graphqlRootBase: base,
  rootFields,
  primaryKey,
  catalog,
}: Pick<TrackedTable, 'graphqlRootBase' | 'rootFields' | 'primaryKey' | 'catalog'>): {
  readonly query: readonly string[];
  readonly mutation: readonly string[];
} {
  const name = (field: RootFieldName, standard: string): string => rootFields[field]?.name ?? standard;
  const byKey = primaryKey !== null;
  return {
    query: [
      name('select', base),
      ...(byKey ? [name('select_by_pk', `${base}_by_pk`)] : []),
      name('select_aggregate', `${base}_aggregate`),
    ],
    mutation: [
      ...(catalog.insertable
        ? [name('insert', `insert_${base}`), name('insert_one', `insert_${base}_one`)]
        : []),
      ...(catalog.updatable
        ? [name('update', `update_${base}`), name('update_many', `update_${base}_many`)]
        : []),
      ...(catalog.updatable && byKey ? [name('update_by_pk', `update_${base}_by_pk`)] : []),
      ...(catalog.deletable ? [name('delete', `delete_${base}`)] : []),
      ...(catalog.deletable && byKey ? [name('delete_by_pk', `delete_${base}_by_pk`)] : []),
    ],
  };
}
