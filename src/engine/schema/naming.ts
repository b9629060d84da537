import { withAffixes } from '../model/naming.js';
import type { RootFieldName, TrackedTable } from '../model/types.js';
import type { SchemaContext } from './context.js';

/** The source's type name prefix and suffix around a whole type name. */
export const customTypeName = ({ source }: SchemaContext, name: string): string =>
  withAffixes(source.customization.typeNames, name);

/** `notes` + `_bool_exp` */
export const tableTypeName = (context: SchemaContext, table: TrackedTable, ending = ''): string =>
  customTypeName(context, `${table.graphqlName}${ending}`);

/** The source's root field prefix and suffix around a whole root field name. */
export const customRootName = ({ source }: SchemaContext, name: string): string =>
  withAffixes(source.customization.rootFields, name);

const rootFieldNames: Readonly<Record<RootFieldName, (base: string) => string>> = {
  select: (base) => base,
  select_by_pk: (base) => `${base}_by_pk`,
  select_aggregate: (base) => `${base}_aggregate`,
  select_stream: (base) => `${base}_stream`,
  insert: (base) => `insert_${base}`,
  insert_one: (base) => `insert_${base}_one`,
  update: (base) => `update_${base}`,
  update_by_pk: (base) => `update_${base}_by_pk`,
  update_many: (base) => `update_${base}_many`,
  delete: (base) => `delete_${base}`,
  delete_by_pk: (base) => `delete_${base}_by_pk`,
};

export const rootFieldName = (context: SchemaContext, table: TrackedTable, field: RootFieldName): string =>
  customRootName(context, table.rootFields[field]?.name ?? rootFieldNames[field](table.graphqlRootBase));

/** A comment as a description: null and undefined mean "write your own", '' means none. */
export function describe(comment: string | null | undefined, fallback?: string): string | undefined {
  if (comment === '') return undefined;
  return comment ?? fallback;
}
