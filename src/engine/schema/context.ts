import { catalogKey, type QualifiedName } from '../catalog/types.js';
import { isGraphqlName } from '../model/naming.js';
import { permissionsFor } from '../model/permissions.js';
import type {
  ComputedField,
  Model,
  Relationship,
  SelectPermission,
  SourceModel,
  TableColumn,
  TablePermissions,
  TrackedTable,
} from '../model/types.js';
import type { TypeRegistry } from './typeRegistry.js';
import type { NamedType } from './types.js';

/** What the features of the schema share while they build one role's types. */
export interface SchemaContext {
  readonly model: Model;
  /** Whose tables are built with this. */
  readonly source: SourceModel;
  readonly role: string;
  /** The request may use permissions marked backend_only. */
  readonly backendOnly: boolean;
  /** A function that is a query needs no permission of its own, beyond select on its table. */
  readonly inferFunctionPermissions: boolean;
  readonly registry: TypeRegistry;
  readonly permissions: Map<TrackedTable, TablePermissions>;
}

/** Names a type of `table` (or a shared one) and says how to build it; returns the name. */
export function define(
  context: SchemaContext,
  name: string,
  table: TrackedTable | null,
  build: () => NamedType,
): string {
  return context.registry.define(name, table === null ? null : ownerOf(table), build);
}

/** Whose a type or root field is. */
export const ownerOf = (table: TrackedTable): string => `${table.source} ${catalogKey(table)}`;

/** What the role may do with a table here and now: a backend_only permission counts only where it holds. */
export function permissionsOf(context: SchemaContext, table: TrackedTable): TablePermissions {
  const known = context.permissions.get(table);
  if (known !== undefined) return known;
  const { insert, update, delete: remove, ...rest } = permissionsFor(table, context.role) ?? {};
  const visible = (permission: { readonly backendOnly: boolean } | undefined) =>
    permission !== undefined && (context.backendOnly || !permission.backendOnly);
  const permissions: TablePermissions = {
    ...rest,
    ...(insert && visible(insert) && table.catalog.insertable ? { insert } : {}),
    ...(update && visible(update) && table.catalog.updatable ? { update } : {}),
    ...(remove && visible(remove) && table.catalog.deletable ? { delete: remove } : {}),
  };
  context.permissions.set(table, permissions);
  return permissions;
}

export const selectPermission = (context: SchemaContext, table: TrackedTable): SelectPermission | undefined =>
  permissionsOf(context, table).select;

/** Columns that the role may read. */
export function selectableColumns(context: SchemaContext, table: TrackedTable): readonly TableColumn[] {
  const select = selectPermission(context, table);
  if (select === undefined) return [];
  return table.columns.filter(
    (column) => select.columns.has(column.name) && isGraphqlName(column.graphqlName),
  );
}

/** The columns of the primary key, if there is one and the role may read all of it. */
export function primaryKeyColumns(
  context: SchemaContext,
  table: TrackedTable,
): readonly TableColumn[] | undefined {
  const readable = new Map(selectableColumns(context, table).map((column) => [column.name, column]));
  const columns = (table.primaryKey ?? []).flatMap((name) => readable.get(name) ?? []);
  return columns.length > 0 && columns.length === table.primaryKey?.length ? columns : undefined;
}

export interface VisibleRelationship {
  readonly relationship: Relationship;
  readonly target: TrackedTable;
  readonly select: SelectPermission;
}

/** Relationships from a table that the role may read to such tables. */
export function visibleRelationships(
  context: SchemaContext,
  table: TrackedTable,
): readonly VisibleRelationship[] {
  if (selectPermission(context, table) === undefined) return [];
  return table.relationships.flatMap((relationship) => {
    const target = findTable(context, relationship.target);
    const select = target && selectPermission(context, target);
    return target && select && isGraphqlName(relationship.name) ? [{ relationship, target, select }] : [];
  });
}

export type VisibleComputedField =
  | { readonly computedField: ComputedField; readonly target: null }
  | {
      readonly computedField: ComputedField;
      readonly target: TrackedTable;
      readonly select: SelectPermission;
    };

/** Scalar computed fields that the permission lists, and set-returning ones over tables that the role may read. */
export function visibleComputedFields(
  context: SchemaContext,
  table: TrackedTable,
): readonly VisibleComputedField[] {
  const own = selectPermission(context, table);
  if (own === undefined) return [];
  return table.computedFields.flatMap((computedField): VisibleComputedField[] => {
    if (!isGraphqlName(computedField.name)) return [];
    if (computedField.returnsTable === null) {
      return own.computedFields.has(computedField.name) ? [{ computedField, target: null }] : [];
    }
    const target = findTable(context, computedField.returnsTable);
    const select = target && selectPermission(context, target);
    return target && select ? [{ computedField, target, select }] : [];
  });
}

export const findTable = (context: SchemaContext, name: QualifiedName): TrackedTable | undefined =>
  context.source.tables.get(catalogKey(name));
