import { type Catalog, type CatalogTable, catalogKey, type QualifiedName } from '../catalog/types.js';
import type { Model, ObjectId, TrackedTable } from './types.js';

/** How the tracked tables and functions of a model look in a newer catalog. */
export interface CatalogChanges {
  /** Tables, functions and computed fields whose table or function is gone. */
  readonly gone: readonly ObjectId[];
  /** Columns and foreign keys that are gone from tables that stay, under their old names. */
  readonly droppedParts: readonly ObjectId[];
  readonly retypedColumns: readonly { readonly table: QualifiedName; readonly column: string }[];
  readonly renamedTables: readonly { readonly from: QualifiedName; readonly to: QualifiedName }[];
  /** `table` by its old name. */
  readonly renamedColumns: readonly {
    readonly table: QualifiedName;
    readonly from: string;
    readonly to: string;
  }[];
}

/** Tables are the same by oid and columns by attnum, so renames are told from drops, as in Hasura. */
export function compareCatalog(model: Model, after: Catalog): CatalogChanges {
  const byOid = new Map([...after.tables.values()].map((each) => [each.oid, each]));
  const functionOids = new Set([...after.functions.values()].flatMap((all) => all.map((each) => each.oid)));
  const tables = [...model.tables.values()];
  const pairs = tables.flatMap((table): [TrackedTable, CatalogTable][] => {
    const now = byOid.get(table.catalog.oid);
    return now ? [[table, now]] : [];
  });
  return {
    gone: [
      ...tables
        .filter((each) => !byOid.has(each.catalog.oid))
        .map((table): ObjectId => ({ kind: 'table', table: qualified(table) })),
      ...model.functions
        .filter((each) => !functionOids.has(each.function.oid))
        .map((each): ObjectId => ({ kind: 'function', function: qualified(each) })),
      ...tables.flatMap((table) =>
        table.computedFields
          .filter((each) => !functionOids.has(each.function.oid))
          .map((each): ObjectId => ({ kind: 'computedField', table: qualified(table), name: each.name })),
      ),
    ],
    droppedParts: pairs.flatMap(([table, now]) => [
      ...droppedColumns(table, now),
      ...droppedKeys(table, now),
    ]),
    retypedColumns: pairs.flatMap(([table, now]) => retypedColumns(table, now)),
    renamedTables: pairs.flatMap(([table, now]) =>
      catalogKey(table) === catalogKey(now) ? [] : [{ from: qualified(table), to: qualified(now) }],
    ),
    renamedColumns: pairs.flatMap(([table, now]) => renamedColumns(table, now)),
  };
}

const columnsNow = (now: CatalogTable) => new Map(now.columns.map((each) => [each.position, each]));

function droppedColumns(table: TrackedTable, now: CatalogTable): ObjectId[] {
  const columns = columnsNow(now);
  return table.catalog.columns
    .filter((each) => !columns.has(each.position))
    .map((each) => ({ kind: 'column', table: qualified(table), column: each.name }));
}

/** A foreign key under another name, on the same columns, isn't dropped. */
function droppedKeys(table: TrackedTable, now: CatalogTable): ObjectId[] {
  const left = new Set(now.foreignKeys.flatMap((each) => [each.name, positions(each.columns, now)]));
  return table.catalog.foreignKeys
    .filter((each) => !left.has(each.name) && !left.has(positions(each.columns, table.catalog)))
    .map((each) => ({ kind: 'constraint', table: qualified(table), constraint: each.name }));
}

const positions = (pairs: CatalogTable['foreignKeys'][number]['columns'], table: CatalogTable): string =>
  JSON.stringify(pairs.map(([own]) => table.columns.find((each) => each.name === own)?.position).sort());

function retypedColumns(table: TrackedTable, now: CatalogTable): CatalogChanges['retypedColumns'] {
  const columns = columnsNow(now);
  return table.catalog.columns.flatMap((each) => {
    const type = columns.get(each.position)?.type;
    return type && type.sql !== each.type.sql ? [{ table: qualified(table), column: each.name }] : [];
  });
}

function renamedColumns(table: TrackedTable, now: CatalogTable): CatalogChanges['renamedColumns'] {
  const columns = columnsNow(now);
  return table.catalog.columns.flatMap((each) => {
    const name = columns.get(each.position)?.name;
    return name !== undefined && name !== each.name
      ? [{ table: qualified(table), from: each.name, to: name }]
      : [];
  });
}

const qualified = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });
