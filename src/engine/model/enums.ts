import type { Pool, PoolClient } from 'pg';
import { type Catalog, type CatalogTable, catalogKey, type QualifiedName } from '../catalog/types.js';
import type { SourceMetadata } from '../metadata/types.js';
import { Fault, reasonList } from './fault.js';
import { isGraphqlName, quoted } from './naming.js';
import type { EnumValue } from './types.js';

/** Enum values by `catalogKey` of their table. */
export type EnumValues = ReadonlyMap<string, readonly EnumValue[]>;

/**
 * Reads the rows of all tables of a source with `is_enum` that have an enum's shape, in one round trip: buildModel
 * needs them, since they are part of the GraphQL schema.
 */
export async function readEnumValues(
  database: Pool | PoolClient,
  source: SourceMetadata,
  catalog: Catalog,
): Promise<EnumValues> {
  const queries = enumTableQueries(source, catalog);
  const values = new Map<string, EnumValue[]>();
  if (queries.length === 0) return values;
  const selects = queries.map(
    ({ sql }, index) => `select ${index} as number, value, comment from (${sql}) as t${index}`,
  );
  const { rows } = await database.query<{ number: string | number; value: string; comment: string | null }>(
    selects.join(' union all '),
  );
  for (const { table } of queries) values.set(catalogKey(table), []);
  for (const { number, value, comment } of rows) {
    const query = queries[Number(number)];
    if (query) values.get(catalogKey(query.table))?.push({ value, comment });
  }
  return values;
}

/** Which tables' rows are enum values, and the SQL that reads them as columns `value` and `comment`. */
function enumTableQueries(
  source: SourceMetadata,
  catalog: Catalog,
): readonly { readonly table: QualifiedName; readonly sql: string }[] {
  return source.tables.flatMap(({ table, isEnum }) => {
    const found = isEnum ? catalog.tables.get(catalogKey(table)) : undefined;
    if (!found) return [];
    const { value, comment, faults } = enumShape(found);
    if (value === null || faults.length > 0) return [];
    const column = comment === null ? 'null::text' : `${identifier(comment)}::text`;
    const from = `${identifier(found.schema)}.${identifier(found.name)}`;
    const sql = `select ${identifier(value)}::text as value, ${column} as comment from ${from} order by 1`;
    return [{ table: { schema: found.schema, name: found.name }, sql }];
  });
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Checks that a table can be an enum, as Hasura does: shape first, then rows. @throws Fault */
export function checkEnumTable(
  table: CatalogTable,
  values: readonly EnumValue[] | undefined,
): readonly EnumValue[] {
  const { faults } = enumShape(table);
  const reasons = faults.length > 0 ? faults : valueFaults(values ?? []);
  if (reasons.length > 0) {
    throw new Fault(reasonList(`the table ${quoted(table)} cannot be used as an enum`, reasons));
  }
  return values ?? [];
}

interface EnumShape {
  readonly value: string | null;
  readonly comment: string | null;
  readonly faults: readonly string[];
}

function enumShape(table: CatalogTable): EnumShape {
  const faults: string[] = [];
  const key = table.primaryKey?.columns ?? [];
  const names = table.columns.map((each) => each.name);
  if (key.length === 0) faults.push('the table must have a primary key');
  if (key.length > 1) {
    faults.push(
      `the table’s primary key must not span multiple columns (${[...key].sort().map(quoted).join(', ')})`,
    );
  }
  if (key.length === 1) faults.push(...textFaults(table, key[0] ?? '', 'primary key'));
  const others = names.filter((name) => !key.includes(name));
  if (others.length > 1) {
    const list = [...names].sort().map(quoted).join(', ');
    faults.push(
      `the table must have exactly one primary key and optionally one comment column, not ${names.length} columns (${list})`,
    );
  }
  const comment = others.length === 1 ? (others[0] ?? null) : null;
  if (comment !== null) faults.push(...textFaults(table, comment, 'comment column'));
  return { value: key[0] ?? null, comment, faults };
}

function textFaults(table: CatalogTable, name: string, what: string): string[] {
  const type = table.columns.find((each) => each.name === name)?.type;
  if (type?.name === 'text' && !type.isArray) return [];
  return [
    `the table’s ${what} (${quoted(name)}) must have type "text", not type ${quoted(type?.name ?? 'unknown')}`,
  ];
}

const reservedNames = new Set(['true', 'false', 'null']);

function valueFaults(values: readonly EnumValue[]): string[] {
  if (values.length === 0) return ['the table must have at least one row'];
  const wrong = values
    .map((each) => each.value)
    .filter((value) => !isGraphqlName(value) || reservedNames.has(value))
    .sort();
  if (wrong.length === 0) return [];
  if (wrong.length === 1)
    return [`the value ${quoted(wrong[0] ?? '')} is not a valid GraphQL enum value name`];
  const listed = wrong.map(quoted);
  const last = listed.pop();
  const comma = listed.length > 1 ? ',' : '';
  return [`the values ${listed.join(', ')}${comma} and ${last} are not valid GraphQL enum value names`];
}
