import type { CatalogFunction, CatalogTable, PgType, QualifiedName } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { ActionMetadata, CustomTypes, SourceCustomization } from '../metadata/types.js';
import type { BoundValue, ColumnMapping, Condition } from './condition.js';

/**
 * Metadata joined with the catalogs: what is tracked, under which names, who may do what.
 * Built whenever either changes; faulty objects are left out and listed as inconsistent.
 */
export interface Model {
  /** Those that are served, by name, in metadata's order. */
  readonly sources: ReadonlyMap<string, SourceModel>;
  readonly actions: readonly ActionMetadata[];
  readonly customTypes: CustomTypes;
  /** Every role that metadata mentions, without `admin`. */
  readonly roles: ReadonlySet<string>;
  /** Inherited role -> its parents, closed transitively down to ordinary roles. */
  readonly inheritedRoles: ReadonlyMap<string, readonly string[]>;
  readonly inconsistencies: readonly Inconsistency[];
  readonly introspectionDisabledFor: ReadonlySet<string>;
}

/** One database and what is tracked of it. Nothing in it refers to another source. */
export interface SourceModel {
  readonly name: string;
  /** By `catalogKey`. */
  readonly tables: ReadonlyMap<string, TrackedTable>;
  readonly functions: readonly TrackedFunction[];
  /** What refers to what, for cascades. */
  readonly dependencies: readonly Dependency[];
  /**
   * The source's customization as in metadata. The schema stage applies it, since prefix and suffix go around whole
   * names (`pre_users_by_pk_suf`, `pre_users_bool_exp_suf`).
   */
  readonly customization: SourceCustomization;
}

/** As get_inconsistent_metadata lists it. */
export interface Inconsistency {
  readonly type: string;
  readonly name: string;
  readonly reason: string;
  readonly definition?: Json;
  /** Inherited permissions that conflict: which. */
  readonly entity?: Json;
  readonly message?: Json;
}

/** An object of metadata, or a part of a table that such objects refer to. */
export type ObjectId =
  | { readonly kind: 'table'; readonly table: QualifiedName }
  | { readonly kind: 'column'; readonly table: QualifiedName; readonly column: string }
  | { readonly kind: 'constraint'; readonly table: QualifiedName; readonly constraint: string }
  | { readonly kind: 'relationship'; readonly table: QualifiedName; readonly name: string }
  | { readonly kind: 'computedField'; readonly table: QualifiedName; readonly name: string }
  | {
      readonly kind: 'permission';
      readonly table: QualifiedName;
      readonly role: string;
      readonly type: 'select' | 'insert' | 'update' | 'delete';
    }
  /** A tracked function. */
  | { readonly kind: 'function'; readonly function: QualifiedName }
  | { readonly kind: 'customTypes' };

export interface Dependency {
  readonly of: ObjectId;
  readonly on: ObjectId;
  /** The value's type matters too: a column compared with a value or preset can't change its type. */
  readonly onType: boolean;
}

export interface TableColumn {
  readonly name: string;
  readonly graphqlName: string;
  readonly type: PgType;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly insertable: boolean;
  readonly updatable: boolean;
  readonly comment: string | null;
  /** The enum table whose values this column may hold (foreign key to a table with is_enum). */
  readonly enumTable: QualifiedName | null;
}

export interface Relationship {
  readonly name: string;
  readonly kind: 'object' | 'array';
  readonly target: QualifiedName;
  readonly columns: ColumnMapping;
  /** Object relationships: may there be no related row? Decides nullability in the schema. */
  readonly nullable: boolean;
  /** Nested inserts: does the parent need the child's key first (`before`), or the child the parent's (`after`)? */
  readonly insertOrder: 'before' | 'after';
  readonly comment: string | null;
}

export interface ComputedField {
  readonly name: string;
  readonly function: CatalogFunction;
  /** Index of the argument that takes the table's row. */
  readonly rowArgument: number;
  readonly sessionArgument: number | null;
  /** Set-returning: the tracked table whose rows come back; scalar: null. */
  readonly returnsTable: QualifiedName | null;
  readonly comment: string | null;
}

export interface EnumValue {
  readonly value: string;
  readonly comment: string | null;
}

export type RootFieldName =
  | 'select'
  | 'select_by_pk'
  | 'select_aggregate'
  | 'select_stream'
  | 'insert'
  | 'insert_one'
  | 'update'
  | 'update_by_pk'
  | 'update_many'
  | 'delete'
  | 'delete_by_pk';

export interface RootFieldCustomization {
  readonly name?: string;
  readonly comment?: string | null;
}

export interface TrackedTable extends QualifiedName {
  /** The name of its source. */
  readonly source: string;
  readonly catalog: CatalogTable;
  /** Base of type names (`notes`, `auth_users`, or custom_name), without source customization (see `SourceModel`). */
  readonly graphqlName: string;
  /** Base of root field names, without source customization. */
  readonly graphqlRootBase: string;
  readonly rootFields: Readonly<Partial<Record<RootFieldName, RootFieldCustomization>>>;
  /**
   * Comments here and below: from metadata, else from the database. null: none, the schema writes its own description;
   * '': metadata says that there shall be no description.
   */
  readonly comment: string | null;
  readonly columns: readonly TableColumn[];
  /** Column names of the primary key, in its order; null when it has none, or a column that GraphQL can't name. */
  readonly primaryKey: readonly string[] | null;
  readonly relationships: readonly Relationship[];
  readonly computedFields: readonly ComputedField[];
  /** Rows of an enum table (is_enum), read when the model is built. */
  readonly enumValues: readonly EnumValue[] | null;
  readonly isEnum: boolean;
  /** By role; inherited roles are resolved, `admin` is answered by `permissionsFor` in model/permissions.ts. */
  readonly permissions: ReadonlyMap<string, TablePermissions>;
}

export interface TablePermissions {
  readonly select?: SelectPermission;
  readonly insert?: InsertPermission;
  readonly update?: UpdatePermission;
  readonly delete?: DeletePermission;
}

export interface SelectPermission {
  /** Column -> null (plain), or the condition under which an inherited role sees the value (else null is shown). */
  readonly columns: ReadonlyMap<string, Condition | null>;
  /** Scalar ones as permitted; set-returning ones always: they show where the role may select from their table. */
  readonly computedFields: ReadonlyMap<string, Condition | null>;
  readonly filter: Condition;
  readonly limit: number | null;
  readonly allowAggregations: boolean;
  /** null: all. */
  readonly queryRootFields: ReadonlySet<string> | null;
  readonly subscriptionRootFields: ReadonlySet<string> | null;
}

/** Column presets: always applied, and the column is taken out of the input. */
export type Presets = ReadonlyMap<string, BoundValue>;

export interface InsertPermission {
  readonly columns: ReadonlySet<string>;
  readonly presets: Presets;
  readonly check: Condition;
  readonly backendOnly: boolean;
}

export interface UpdatePermission {
  readonly columns: ReadonlySet<string>;
  readonly presets: Presets;
  readonly filter: Condition;
  readonly check: Condition | null;
  readonly backendOnly: boolean;
}

export interface DeletePermission {
  readonly filter: Condition;
  readonly backendOnly: boolean;
}

export interface TrackedFunction extends QualifiedName {
  readonly function: CatalogFunction;
  readonly graphqlName: string;
  readonly rootFields: { readonly function?: string; readonly function_aggregate?: string };
  readonly exposedAs: 'query' | 'mutation';
  readonly returnsTable: QualifiedName;
  readonly sessionArgument: number | null;
  /** Roles with an explicit function permission. Queries infer it from the select permission of the table. */
  readonly permissions: ReadonlySet<string>;
  readonly comment: string | null;
}
