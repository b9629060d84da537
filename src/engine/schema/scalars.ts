import type { PgType } from '../catalog/types.js';
import type { TableColumn } from '../model/types.js';
import { define, findTable, type SchemaContext } from './context.js';
import { tableEnum } from './enums.js';
import { listOf, named } from './typeRef.js';
import type { TypeRef } from './types.js';

/** Postgres types that have a GraphQL name of their own; every other goes by its Postgres name (`int8`: see below). */
const graphqlNames: Readonly<Record<string, string>> = {
  int4: 'Int',
  serial: 'Int',
  bool: 'Boolean',
  float4: 'Float',
  text: 'String',
  varchar: 'String',
  int2: 'smallint',
  int8: 'bigint',
  serial8: 'bigint',
  decimal: 'numeric',
  char: 'bpchar',
};

/** Types whose values `sum`, `avg` and `_inc` take, to Hasura. (Postgres has no `avg(money)`.) */
const numeric = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money']);

/** Hasura knows these by name and they have an order: `max` and `min` take them. */
const comparable = new Set([
  ...numeric,
  'bpchar',
  'char',
  'varchar',
  'text',
  'citext',
  'date',
  'timestamp',
  'timestamptz',
  'timetz',
  'uuid',
  'ltree',
]);

const strings = new Set(['text', 'varchar', 'bpchar', 'char', 'citext']);

/** The GraphQL scalar of a Postgres type, of the element for arrays. */
export const scalarName = (type: PgType): string => graphqlNames[type.name] ?? type.name;

export const isNumeric = (type: PgType): boolean => !type.isArray && numeric.has(type.name);
/** Arrays are comparable whatever they hold, as in Hasura (`max(anyarray)`). */
export const isComparable = (type: PgType): boolean => type.isArray || comparable.has(type.name);
export const isString = (type: PgType): boolean => !type.isArray && strings.has(type.name);
export const isBoolean = (type: PgType): boolean => !type.isArray && type.name === 'bool';
export const isDouble = (type: PgType): boolean => !type.isArray && type.name === 'float8';
export const isJsonb = (type: PgType): boolean => !type.isArray && type.name === 'jsonb';
export const isLtree = (type: PgType): boolean => !type.isArray && type.name === 'ltree';
export const isJson = (type: PgType): boolean =>
  !type.isArray && (type.name === 'jsonb' || type.name === 'json');

/** Makes a scalar part of the schema. */
export const scalar = (context: SchemaContext, name: string): string =>
  define(context, name, null, () => ({ kind: 'scalar', name }));

/** `Int`, `[String!]`, nullable. */
export function pgTypeRef(context: SchemaContext, type: PgType): TypeRef {
  const name = scalar(context, scalarName(type));
  return type.isArray ? listOf(name) : named(name);
}

/** The type of a column's values, nullable: a scalar, a list of them, or the enum of an enum table. */
export function columnTypeRef(context: SchemaContext, column: TableColumn): TypeRef {
  const name = columnEnum(context, column);
  return name === undefined ? pgTypeRef(context, column.type) : named(name);
}

/** The name of the enum whose values a column holds. */
export function columnEnum(context: SchemaContext, column: TableColumn): string | undefined {
  const table = column.enumTable && findTable(context, column.enumTable);
  return table ? tableEnum(context, table) : undefined;
}

/** Columns with plain values that `accepts`; those that hold an enum table's values count as neither number nor text. */
export const columnsWhere = (
  columns: readonly TableColumn[],
  accepts: (type: PgType) => boolean,
): readonly TableColumn[] => columns.filter((column) => column.enumTable === null && accepts(column.type));
