import type { Pool, PoolClient } from 'pg';
import { typeReader } from './pgTypes.js';
import { catalogQuery } from './query.js';
import type { CatalogRows, ColumnRow, ConstraintRow, FunctionRow, TableRow } from './rows.js';
import {
  type Catalog,
  type CatalogColumn,
  type CatalogConstraint,
  type CatalogForeignKey,
  type CatalogFunction,
  type CatalogFunctionArgument,
  type CatalogTable,
  catalogKey,
  type PgType,
  type QualifiedName,
} from './types.js';

/**
 * Reads all tables, views and functions outside of Postgres' own schemas and `hdb_catalog`, in one round trip.
 * Inside a transaction it sees what that transaction has changed.
 */
export async function introspect(database: Pool | PoolClient): Promise<Catalog> {
  const { rows } = await database.query<{ catalog: string }>(catalogQuery);
  const text = rows[0]?.catalog;
  if (text === undefined) throw new Error('The catalog query answered no row');
  return buildCatalog(JSON.parse(text) as CatalogRows);
}

type ReadType = (oid: string) => PgType;

function buildCatalog(rows: CatalogRows): Catalog {
  const types = rows.types ?? [];
  const tableRows = rows.tables ?? [];
  const readType = typeReader(types);
  const relations = new Map(tableRows.map((row) => [row[0], row]));
  const relationOfType = new Map(
    types.flatMap(([oid, , , , , , relation]): [string, QualifiedName][] => {
      const row = relation === null ? undefined : relations.get(relation);
      return row ? [[oid, { schema: row[1], name: row[2] }]] : [];
    }),
  );

  const tables = new Map<string, CatalogTable>();
  for (const row of tableRows) {
    const table = buildTable(row, relations, readType);
    tables.set(catalogKey(table), table);
  }
  const functions = new Map<string, CatalogFunction[]>();
  for (const row of rows.functions ?? []) {
    const each = buildFunction(row, relationOfType, readType);
    const overloads = functions.get(catalogKey(each));
    if (overloads) overloads.push(each);
    else functions.set(catalogKey(each), [each]);
  }
  const scalarTypes = new Set(types.filter((type) => type[3] === 'b').map((type) => type[2]));
  return { tables, functions, scalarTypes };
}

function buildTable(
  row: TableRow,
  relations: ReadonlyMap<string, TableRow>,
  readType: ReadType,
): CatalogTable {
  const [oid, schema, name, kind, writable, comment, columns, constraintRows] = row;
  const own = columnNames(row);
  const constraints = constraintRows ?? [];
  const keys = (contype: string): CatalogConstraint[] =>
    constraints
      .filter((each) => each[1] === contype)
      .map(([constraint, , numbers]) => ({ name: constraint, columns: numbers.map(own) }));
  return {
    oid,
    schema,
    name,
    kind: tableKinds[kind] ?? 'table',
    comment,
    columns: (columns ?? []).map((each) => buildColumn(each, readType)),
    primaryKey: keys('p')[0] ?? null,
    uniqueConstraints: keys('u'),
    foreignKeys: constraints.flatMap((each) => buildForeignKey(each, own, relations)),
    updatable: (writable & 4) !== 0,
    insertable: (writable & 8) !== 0,
    deletable: (writable & 16) !== 0,
  };
}

const tableKinds: Readonly<Record<string, CatalogTable['kind']>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

/** Names of a table's columns by attnum. */
function columnNames(table: TableRow): (position: number) => string {
  const names = new Map((table[6] ?? []).map(([name, position]) => [position, name]));
  return (position) => {
    const name = names.get(position);
    if (name === undefined) throw new Error(`Table ${table[1]}.${table[2]} has no column number ${position}`);
    return name;
  };
}

function buildColumn(row: ColumnRow, readType: ReadType): CatalogColumn {
  const [name, position, type, notNull, hasDefault, identity, generated, comment] = row;
  return {
    name,
    position,
    type: readType(type),
    nullable: !notNull,
    hasDefault: hasDefault || identity !== '',
    generated: generatedKind(identity, generated),
    comment,
  };
}

function generatedKind(identity: string, generated: string): CatalogColumn['generated'] {
  if (generated !== '') return 'stored';
  if (identity === 'a') return 'identity-always';
  return identity === 'd' ? 'identity-default' : 'no';
}

function buildForeignKey(
  [name, kind, numbers, references, referencedNumbers]: ConstraintRow,
  own: (position: number) => string,
  relations: ReadonlyMap<string, TableRow>,
): CatalogForeignKey[] {
  const target = kind === 'f' ? relations.get(references) : undefined;
  if (!target || !referencedNumbers) return [];
  const other = columnNames(target);
  const columns = numbers.map((number, index): [string, string] => [
    own(number),
    other(referencedNumbers[index] ?? 0),
  ]);
  return [{ name, references: { schema: target[1], name: target[2] }, columns }];
}

function buildFunction(
  row: FunctionRow,
  relationOfType: ReadonlyMap<string, QualifiedName>,
  readType: ReadType,
): CatalogFunction {
  const [oid, schema, name, comment, volatility, kind, , , , , returns, returnsSet, isVariadic] = row;
  return {
    oid,
    schema,
    name,
    comment,
    volatility: volatilities[volatility] ?? 'volatile',
    arguments: functionArguments(row, readType),
    returns: readType(returns),
    returnsTable: relationOfType.get(returns) ?? null,
    returnsSet,
    isVariadic,
    kind: functionKinds[kind] ?? 'function',
  };
}

const volatilities: Readonly<Record<string, CatalogFunction['volatility']>> = {
  i: 'immutable',
  s: 'stable',
  v: 'volatile',
};

const functionKinds: Readonly<Record<string, CatalogFunction['kind']>> = {
  f: 'function',
  p: 'procedure',
  a: 'aggregate',
  w: 'window',
};

/** Input arguments alone; Postgres gives defaults to the last ones. */
function functionArguments(row: FunctionRow, readType: ReadType): CatalogFunctionArgument[] {
  const [, , , , , , types, names, modes, defaults] = row;
  const inputs = (types ?? []).filter((oid) => oid !== '');
  const inputNames = (names ?? []).filter((_, index) => !modes || inputModes.has(modes[index] ?? 'i'));
  return inputs.map((oid, index) => ({
    name: inputNames[index] || null,
    type: readType(oid),
    hasDefault: index >= inputs.length - defaults,
  }));
}

const inputModes = new Set(['i', 'b', 'v']);
