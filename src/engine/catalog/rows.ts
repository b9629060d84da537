/** The rows of `catalogQuery`, as parsed from its JSON. Oids are text. */
export interface CatalogRows {
  readonly types: readonly TypeRow[] | null;
  readonly functions: readonly FunctionRow[] | null;
  readonly tables: readonly TableRow[] | null;
}

export type TypeRow = readonly [
  oid: string,
  schema: string,
  name: string,
  /** b base, c composite, d domain, e enum, m multirange, p pseudo, r range */
  kind: string,
  baseType: string,
  elementType: string | null,
  relation: string | null,
];

export type TableRow = readonly [
  oid: string,
  schema: string,
  name: string,
  kind: string,
  /** Bits as in pg_relation_is_updatable: 4 update, 8 insert, 16 delete. */
  writable: number,
  comment: string | null,
  columns: readonly ColumnRow[] | null,
  constraints: readonly ConstraintRow[] | null,
];

export type ColumnRow = readonly [
  name: string,
  position: number,
  type: string,
  notNull: boolean,
  hasDefault: boolean,
  /** a always, d by default, '' none */
  identity: string,
  /** s stored, '' none */
  generated: string,
  comment: string | null,
];

export type ConstraintRow = readonly [
  name: string,
  /** p primary key, u unique, f foreign key */
  kind: string,
  columns: readonly number[],
  references: string,
  referencedColumns: readonly number[] | null,
];

export type FunctionRow = readonly [
  oid: string,
  schema: string,
  name: string,
  comment: string | null,
  volatility: string,
  kind: string,
  argumentTypes: readonly string[] | null,
  argumentNames: readonly string[] | null,
  /** Absent when all are plain inputs: i in, o out, b both, v variadic, t table column. */
  argumentModes: readonly string[] | null,
  defaults: number,
  returns: string,
  returnsSet: boolean,
  variadic: boolean,
];
