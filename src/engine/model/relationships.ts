import { type CatalogForeignKey, catalogKey, type QualifiedName } from '../catalog/types.js';
import type { RelationshipMetadata } from '../metadata/types.js';
import type { ColumnMapping } from './condition.js';
import type { Uses } from './dependencies.js';
import { dangling, Fault } from './fault.js';
import { quoted } from './naming.js';
import type { TableBase, TableDraft } from './tables.js';
import type { Relationship } from './types.js';

type Tables = ReadonlyMap<string, Pick<TableDraft, 'base'>>;

/**
 * A relationship between tracked tables.
 * @throws Fault when the foreign key, the table or a column isn't there
 */
export function buildRelationship(
  table: TableBase,
  kind: 'object' | 'array',
  metadata: RelationshipMetadata,
  tables: Tables,
  source: string,
  uses: Uses,
): Relationship {
  const common = { name: metadata.name, kind, comment: metadata.comment ?? null };
  const using = metadata.using;
  switch (using.kind) {
    case 'foreignKey':
      return { ...common, ...byOwnKey(table, using.columns, tables, uses) };
    case 'remoteForeignKey':
      return { ...common, ...byRemoteKey(table, using.table, using.columns, tables, source, uses) };
    case 'manual': {
      const after = kind === 'array' || using.insertionOrder === 'after_parent';
      return {
        ...common,
        ...byColumns(table, using.table, using.columnMapping, tables, uses),
        nullable: true,
        insertOrder: after ? 'after' : 'before',
      };
    }
  }
}

type Link = Pick<Relationship, 'target' | 'columns' | 'nullable' | 'insertOrder'>;

function byOwnKey(table: TableBase, columns: readonly string[], tables: Tables, uses: Uses): Link {
  const key = getForeignKey(table.catalog.foreignKeys, columns);
  uses.add({ kind: 'constraint', table, constraint: key.name });
  useColumns(uses, table, columns);
  uses.add({ kind: 'table', table: key.references });
  if (!tables.has(catalogKey(key.references)))
    throw dangling(`table ${quoted(key.references)} is not tracked`);
  const nullable = table.catalog.columns.some((each) => columns.includes(each.name) && each.nullable);
  return { target: key.references, columns: key.columns, nullable, insertOrder: 'before' };
}

function byRemoteKey(
  table: TableBase,
  remote: QualifiedName,
  columns: readonly string[],
  tables: Tables,
  source: string,
  uses: Uses,
): Link {
  const target = tables.get(catalogKey(remote))?.base;
  if (!target) throw new Fault(`table ${quoted(remote)} does not exist in source: ${source}`);
  const towardsUs = target.catalog.foreignKeys.filter(
    (key) => catalogKey(key.references) === catalogKey(table),
  );
  const key = getForeignKey(towardsUs, columns);
  uses.add({ kind: 'constraint', table: target, constraint: key.name });
  useColumns(uses, target, columns);
  uses.add({ kind: 'table', table: target });
  const reversed = key.columns.map(([theirs, ours]): [string, string] => [ours, theirs]);
  return { target: pick(target), columns: reversed, nullable: true, insertOrder: 'after' };
}

function byColumns(
  table: TableBase,
  remote: QualifiedName,
  columns: ColumnMapping,
  tables: Tables,
  uses: Uses,
): Pick<Link, 'target' | 'columns'> {
  const target = tables.get(catalogKey(remote))?.base;
  if (!target) throw dangling(`table ${quoted(remote)} is not tracked`);
  for (const [ours, theirs] of columns) {
    requireColumn(table, ours);
    requireColumn(target, theirs);
  }
  useColumns(
    uses,
    table,
    columns.map(([ours]) => ours),
  );
  useColumns(
    uses,
    target,
    columns.map(([, theirs]) => theirs),
  );
  uses.add({ kind: 'table', table: target });
  return { target: pick(target), columns };
}

function getForeignKey(keys: readonly CatalogForeignKey[], columns: readonly string[]): CatalogForeignKey {
  const wanted = new Set(columns);
  const matching = keys.filter(
    (key) => key.columns.length === wanted.size && key.columns.every(([own]) => wanted.has(own)),
  );
  if (matching.length > 1)
    throw new Fault('more than one foreign key constraint exists on the given column(s)');
  const [key] = matching;
  if (!key) throw new Fault('no foreign constraint exists on the given column(s)');
  return key;
}

function requireColumn(table: TableBase, column: string): void {
  if (!table.catalog.columns.some((each) => each.name === column)) {
    throw dangling(`table ${quoted(table)} has no field named ${quoted(column)}`);
  }
}

function useColumns(uses: Uses, table: QualifiedName, columns: readonly string[]): void {
  for (const column of columns) uses.add({ kind: 'column', table: pick(table), column });
}

const pick = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });
