import {
  type Catalog,
  type CatalogColumn,
  type CatalogForeignKey,
  type CatalogFunction,
  type CatalogTable,
  catalogKey,
} from '../../catalog/types.js';
import type { SourceMetadata, TableName } from '../types.js';

/** What SQL has done to the tracked objects of a source; names are those from before. */
export interface DatabaseChanges {
  readonly droppedTables: readonly TableName[];
  readonly alteredTables: readonly AlteredTable[];
  readonly droppedFunctions: readonly TableName[];
  readonly volatileFunctions: readonly TableName[];
  readonly overloadedFunctions: readonly TableName[];
  readonly droppedComputedFields: readonly ComputedFieldName[];
  readonly volatileComputedFields: readonly ComputedFieldFunction[];
  readonly overloadedComputedFields: readonly ComputedFieldFunction[];
}

export interface ComputedFieldName {
  readonly table: TableName;
  readonly name: string;
}

interface ComputedFieldFunction extends ComputedFieldName {
  readonly function: TableName;
}

export interface AlteredTable {
  readonly from: TableName;
  readonly to: TableName;
  readonly droppedColumns: readonly string[];
  readonly renamedColumns: readonly { readonly from: string; readonly to: string }[];
  readonly retypedColumns: readonly string[];
  readonly droppedForeignKeys: readonly string[];
}

/** Compares the database before and after: tables and functions are the same by oid, columns by position. */
export function findChanges(source: SourceMetadata, before: Catalog, after: Catalog): DatabaseChanges {
  const tablesAfter = new Map([...after.tables.values()].map((table) => [table.oid, table]));
  const functionsAfter = new Map([...after.functions.values()].flat().map((each) => [each.oid, each]));
  const tables = source.tables.flatMap(({ table }) => {
    const found = before.tables.get(catalogKey(table));
    return found ? [{ table, old: found, now: tablesAfter.get(found.oid) }] : [];
  });
  const functions = source.functions.flatMap(({ function: name }) => {
    const [found, ...others] = before.functions.get(catalogKey(name)) ?? [];
    return found && others.length === 0 ? [{ name, old: found, now: functionsAfter.get(found.oid) }] : [];
  });
  const computedFields = source.tables.flatMap(({ table, computedFields: fields }) =>
    fields.flatMap(({ name, function: own }) => {
      const [old] = before.functions.get(catalogKey(own)) ?? [];
      return old ? [{ table, name, function: own, old, now: functionsAfter.get(old.oid) }] : [];
    }),
  );
  return {
    droppedTables: tables.flatMap(({ table, now }) => (now ? [] : [table])),
    alteredTables: tables.flatMap(({ table, old, now }) => (now ? alteration(table, old, now) : [])),
    droppedFunctions: functions.flatMap(({ name, now }) => (now ? [] : [name])),
    volatileFunctions: functions.flatMap(({ name, old, now }) => (becameVolatile(old, now) ? [name] : [])),
    overloadedFunctions: functions.flatMap(({ name }) => (isOverloaded(after, name) ? [name] : [])),
    droppedComputedFields: computedFields.filter(({ now }) => !now),
    volatileComputedFields: computedFields.filter(({ old, now }) => becameVolatile(old, now)),
    overloadedComputedFields: computedFields.filter((each) => isOverloaded(after, each.function)),
  };
}

const isOverloaded = (after: Catalog, name: TableName): boolean =>
  (after.functions.get(catalogKey(name))?.length ?? 0) > 1;

const becameVolatile = (old: CatalogFunction, now: CatalogFunction | undefined): boolean =>
  now !== undefined && now.volatility === 'volatile' && old.volatility !== 'volatile';

function alteration(from: TableName, old: CatalogTable, now: CatalogTable): readonly AlteredTable[] {
  const columnsNow = new Map(now.columns.map((column) => [column.position, column]));
  const pairs = old.columns.map((column) => ({ column, now: columnsNow.get(column.position) }));
  const altered: AlteredTable = {
    from,
    to: { schema: now.schema, name: now.name },
    droppedColumns: pairs.flatMap(({ column, now: kept }) => (kept ? [] : [column.name])),
    renamedColumns: pairs.flatMap(({ column, now: kept }) =>
      kept && kept.name !== column.name ? [{ from: column.name, to: kept.name }] : [],
    ),
    retypedColumns: pairs.flatMap(({ column, now: kept }) =>
      kept && kept.name === column.name && kept.type.sql !== column.type.sql ? [column.name] : [],
    ),
    droppedForeignKeys: old.foreignKeys
      .filter((key) => !now.foreignKeys.some((each) => sameKey(key, old, each, now)))
      .map((key) => key.name),
  };
  return [altered];
}

/** The same constraint: its own columns by position, so that renames don't matter. */
function sameKey(
  a: CatalogForeignKey,
  tableOfA: CatalogTable,
  b: CatalogForeignKey,
  tableOfB: CatalogTable,
): boolean {
  const positions = (key: CatalogForeignKey, columns: readonly CatalogColumn[]) =>
    key.columns.map(([own]) => columns.find((column) => column.name === own)?.position).join();
  return positions(a, tableOfA.columns) === positions(b, tableOfB.columns);
}
