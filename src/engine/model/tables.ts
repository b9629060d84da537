import {
  type Catalog,
  type CatalogColumn,
  type CatalogTable,
  catalogKey,
  type QualifiedName,
} from '../catalog/types.js';
import type { SourceMetadata, TableMetadata } from '../metadata/types.js';
import { checkEnumTable, type EnumValues } from './enums.js';
import { Fault } from './fault.js';
import { groupBy } from './groupBy.js';
import { buildOr, tableSubject } from './inconsistencies.js';
import {
  columnComment,
  columnGraphqlName,
  customRootFields,
  isGraphqlName,
  quoted,
  tableComment,
  tableGraphqlName,
} from './naming.js';
import type { Inconsistency, TableColumn, TrackedTable } from './types.js';

/** A table with everything but what other stages of the model add to it. */
export type TableBase = Omit<TrackedTable, 'permissions' | 'relationships' | 'computedFields'>;

/** What permissions are checked against. */
export type TableFields = Omit<TrackedTable, 'permissions'>;

/** A tracked table next to its metadata. */
export interface TableDraft {
  readonly metadata: TableMetadata;
  readonly base: TableBase;
}

/** Tracked tables with their columns, by `catalogKey`; those that can't be are noted and left out. */
export function buildTables(
  source: SourceMetadata,
  catalog: Catalog,
  enumValues: EnumValues,
  inconsistencies: Inconsistency[],
): ReadonlyMap<string, TableDraft> {
  const found: { metadata: TableMetadata; table: CatalogTable; values: TrackedTable['enumValues'] }[] = [];
  for (const metadata of source.tables) {
    const values = buildOr(inconsistencies, tableSubject(source.name, metadata.table), '', () => {
      const table = getCatalogTable(catalog, metadata.table);
      checkNames(table, metadata);
      const values = metadata.isEnum ? checkEnumTable(table, enumValues.get(catalogKey(table))) : null;
      return { metadata, table, values };
    });
    if (values) found.push(values);
  }
  const enums = new Set(found.filter((each) => each.values).map((each) => catalogKey(each.table)));
  const drafts = new Map<string, TableDraft>();
  for (const { metadata, table, values } of found) {
    const base = buildOr(inconsistencies, tableSubject(source.name, metadata.table), '', () =>
      buildTable(source.name, metadata, table, values, catalog, enums),
    );
    if (base) drafts.set(catalogKey(table), { metadata, base });
  }
  return drafts;
}

function getCatalogTable(catalog: Catalog, name: QualifiedName): CatalogTable {
  const table = catalog.tables.get(catalogKey(name));
  if (!table) throw new Fault(`no such table/view exists in source: ${quoted(name)}`);
  return table;
}

function checkNames(table: CatalogTable, metadata: TableMetadata): void {
  const name = tableGraphqlName(metadata);
  if (!isGraphqlName(name)) {
    throw new Fault(
      `cannot include ${quoted(table)} in the GraphQL schema because ${quoted(name)} is not a valid GraphQL identifier`,
    );
  }
  const byName = groupBy(table.columns, (column) => columnGraphqlName(column, metadata));
  for (const [graphqlName, columns] of byName) {
    if (columns.length === 1) continue;
    const names = columns.map((each) => quoted(each.name)).join(' and ');
    throw new Fault(
      `the definitions of columns ${names} are in conflict: they are mapped to the same field name, ${quoted(graphqlName)}`,
    );
  }
}

function buildTable(
  source: string,
  metadata: TableMetadata,
  table: CatalogTable,
  enumValues: TrackedTable['enumValues'],
  catalog: Catalog,
  enums: ReadonlySet<string>,
): TableBase {
  // As in Hasura, columns that GraphQL can't name aren't part of the API.
  const columns = table.columns
    .filter((column) => isGraphqlName(columnGraphqlName(column, metadata)))
    .map((column) => buildColumn(column, metadata, enumOf(table, column, catalog, enums)));
  const names = new Set(columns.map((each) => each.name));
  const key = table.primaryKey?.columns ?? null;
  const graphqlName = tableGraphqlName(metadata);
  return {
    source,
    schema: table.schema,
    name: table.name,
    catalog: table,
    graphqlName,
    graphqlRootBase: graphqlName,
    rootFields: customRootFields(metadata),
    comment: tableComment(table, metadata),
    columns,
    primaryKey: key?.every((column) => names.has(column)) ? key : null,
    enumValues,
    isEnum: metadata.isEnum,
  };
}

function buildColumn(
  column: CatalogColumn,
  metadata: TableMetadata,
  enumTable: QualifiedName | null,
): TableColumn {
  const writable = column.generated === 'no' || column.generated === 'identity-default';
  return {
    name: column.name,
    graphqlName: columnGraphqlName(column, metadata),
    type: column.type,
    nullable: column.nullable,
    hasDefault: column.hasDefault,
    insertable: writable,
    updatable: writable,
    comment: columnComment(column, metadata),
    enumTable,
  };
}

/** A foreign key of this one column to the primary key of an enum table makes the column an enum. */
function enumOf(
  table: CatalogTable,
  column: CatalogColumn,
  catalog: Catalog,
  enums: ReadonlySet<string>,
): QualifiedName | null {
  const referenced = table.foreignKeys.filter(({ columns: [pair, ...more], references }) => {
    if (!pair || more.length > 0 || pair[0] !== column.name || !enums.has(catalogKey(references)))
      return false;
    return catalog.tables.get(catalogKey(references))?.primaryKey?.columns[0] === pair[1];
  });
  const targets = [
    ...new Map(referenced.map((each) => [catalogKey(each.references), each.references])).values(),
  ];
  if (targets.length > 1) {
    const names = targets.map(quoted).join(', ');
    throw new Fault(
      `column ${quoted(column.name)} in table ${quoted(table)} references multiple enum tables (${names})`,
    );
  }
  return targets[0] ?? null;
}
