/** What Postgres says about itself, read in one go. Plain data, no metadata in it. */

export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export interface PgType {
  /** Text that can stand behind `::`, already quoted where needed: `int4`, `text[]`, `"public"."citext"`. */
  readonly sql: string;
  /** pg_type.typname of the base type (domains resolved), e.g. `int4`, `timestamptz`, `citext`; of the element for arrays. */
  readonly name: string;
  readonly schema: string;
  readonly isArray: boolean;
  readonly kind: 'base' | 'enum' | 'composite' | 'domain' | 'range' | 'multirange' | 'pseudo';
}

export interface CatalogColumn {
  readonly name: string;
  /** pg_attribute.attnum: stays the same when the column is renamed. */
  readonly position: number;
  readonly type: PgType;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  /** `generated always as identity` and generated columns can't be written. */
  readonly generated: 'no' | 'identity-always' | 'identity-default' | 'stored';
  readonly comment: string | null;
}

export interface CatalogConstraint {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface CatalogForeignKey {
  readonly name: string;
  readonly references: QualifiedName;
  /** Pairs [own column, referenced column] in the constraint's order. */
  readonly columns: readonly (readonly [string, string])[];
}

export interface CatalogTable extends QualifiedName {
  /** pg_class.oid, as text: stays the same when the table is renamed. */
  readonly oid: string;
  readonly kind: 'table' | 'view' | 'materialized view' | 'foreign table';
  readonly comment: string | null;
  readonly columns: readonly CatalogColumn[];
  readonly primaryKey: CatalogConstraint | null;
  /** Unique constraints, without the primary key. */
  readonly uniqueConstraints: readonly CatalogConstraint[];
  readonly foreignKeys: readonly CatalogForeignKey[];
  readonly insertable: boolean;
  readonly updatable: boolean;
  readonly deletable: boolean;
}

export interface CatalogFunctionArgument {
  readonly name: string | null;
  readonly type: PgType;
  readonly hasDefault: boolean;
}

export interface CatalogFunction extends QualifiedName {
  /** pg_proc.oid, as text. */
  readonly oid: string;
  readonly comment: string | null;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly arguments: readonly CatalogFunctionArgument[];
  readonly returns: PgType;
  /** For composite returns: the table (relation) whose row type it is. */
  readonly returnsTable: QualifiedName | null;
  readonly returnsSet: boolean;
  readonly isVariadic: boolean;
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window';
}

export interface Catalog {
  readonly tables: ReadonlyMap<string, CatalogTable>;
  /** All overloads of a name, by `schema.name`. */
  readonly functions: ReadonlyMap<string, readonly CatalogFunction[]>;
  /** Names of all base types of the database: what Actions may use as scalars. */
  readonly scalarTypes: ReadonlySet<string>;
}

/** The key of `tables` and `functions`; safe for any identifier. */
export const catalogKey = (name: QualifiedName): string => JSON.stringify([name.schema, name.name]);
