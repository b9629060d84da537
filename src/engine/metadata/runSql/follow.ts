import type { Catalog } from '../../catalog/types.js';
import { HasuraError } from '../../errors.js';
import type { ObjectId, SourceModel } from '../../model/types.js';
import { dependencyError, dependentsOf, dropObject, printObject } from '../dependents.js';
import { editTable, getSource } from '../edit.js';
import { printName, sameName } from '../parse/names.js';
import { followRenames } from '../rename/database.js';
import type { Metadata, TableName } from '../types.js';
import { type DatabaseChanges, findChanges } from './changes.js';

export interface FollowOptions {
  readonly model: SourceModel;
  readonly before: Catalog;
  readonly after: Catalog;
  /** Drop what depends on dropped things, rather than fail. */
  readonly cascade: boolean;
}

/**
 * Metadata as it has to be after SQL has changed the database: dropped tables and functions leave it, renamed ones
 * are followed.
 *
 * @throws HasuraError dependency-error when something still depends on what was dropped, or on a column's type
 */
export function followChanges(metadata: Metadata, options: FollowOptions): Metadata {
  const { model } = options;
  const source = model.name;
  const changes = findChanges(getSource(metadata, source), options.before, options.after);
  refuseFunctions(changes);
  refuseComputedFields(changes);
  const dependents = dependentsOfDropped(changes, model);
  if (dependents.length > 0 && !options.cascade) throw dependencyError(dependents, source);
  refuseNewTypes(changes, dependents, options);
  const dropped: readonly ObjectId[] = [
    ...dependents,
    ...changes.droppedComputedFields.map(
      ({ table, name }) => ({ kind: 'computedField', table, name }) as const,
    ),
    ...changes.droppedFunctions.map((name) => ({ kind: 'function', function: name }) as const),
    ...changes.droppedTables.map((table) => ({ kind: 'table', table }) as const),
  ];
  const kept = dropped.reduce((draft, object) => dropObject(draft, source, object), metadata);
  const configured = changes.alteredTables.reduce(
    (draft, { from, droppedColumns }) => withoutColumns(draft, source, from, droppedColumns),
    kept,
  );
  return followRenames(configured, model, {
    tables: changes.alteredTables.filter(({ from, to }) => !sameName(from, to)),
    columns: changes.alteredTables.flatMap(({ from: table, renamedColumns }) =>
      renamedColumns.map((each) => ({ table, ...each })),
    ),
  });
}

/** Objects outside of the dropped tables that need something that is gone. */
function dependentsOfDropped(changes: DatabaseChanges, model: SourceModel): readonly ObjectId[] {
  const gone: readonly ObjectId[] = [
    ...changes.droppedTables.map((table) => ({ kind: 'table', table }) as const),
    ...changes.alteredTables.flatMap(({ from: table, droppedColumns, droppedForeignKeys }) => [
      ...droppedColumns.map((column) => ({ kind: 'column', table, column }) as const),
      ...droppedForeignKeys.map((constraint) => ({ kind: 'constraint', table, constraint }) as const),
    ]),
    ...changes.droppedComputedFields.map(
      ({ table, name }) => ({ kind: 'computedField', table, name }) as const,
    ),
  ];
  const found = new Map<string, ObjectId>();
  for (const object of gone.flatMap((each) => dependentsOf(model, each))) {
    if ('table' in object && changes.droppedTables.some((table) => sameName(table, object.table))) continue;
    if (
      object.kind === 'function' &&
      changes.droppedFunctions.some((name) => sameName(name, object.function))
    ) {
      continue;
    }
    if (object.kind === 'computedField' && isDroppedField(changes, object.table, object.name)) continue;
    found.set(JSON.stringify(object), object);
  }
  return [...found.values()];
}

const isDroppedField = (changes: DatabaseChanges, table: TableName, name: string): boolean =>
  changes.droppedComputedFields.some((each) => each.name === name && sameName(each.table, table));

const refused = (message: string) => new HasuraError('not-supported', message, { path: '$.args' });

function refuseFunctions({ overloadedFunctions, volatileFunctions }: DatabaseChanges): void {
  if (overloadedFunctions.length > 0) {
    const names = overloadedFunctions.map((each) => printName(each)).join(', ');
    throw refused(`the following tracked function(s) cannot be overloaded: ${names}`);
  }
  const [altered] = volatileFunctions;
  if (!altered) return;
  throw refused(
    `type of function "${printName(altered)}" is altered to "VOLATILE" which is not supported now`,
  );
}

function refuseComputedFields({ overloadedComputedFields, volatileComputedFields }: DatabaseChanges): void {
  const [overloaded] = overloadedComputedFields;
  if (overloaded) {
    throw refused(
      `The function "${printName(overloaded.function)}" associated with computed field "${overloaded.name}" of table "${printName(overloaded.table)}" is being overloaded`,
    );
  }
  const [altered] = volatileComputedFields;
  if (!altered) return;
  throw refused(
    `The type of function "${printName(altered.function)}" associated with computed field "${altered.name}" of table "${printName(altered.table)}" is being altered to "VOLATILE"`,
  );
}

function refuseNewTypes(
  changes: DatabaseChanges,
  purged: readonly ObjectId[],
  { model }: FollowOptions,
): void {
  const isPurged = (object: ObjectId) =>
    purged.some((each) => JSON.stringify(each) === JSON.stringify(object));
  for (const { from: table, retypedColumns } of changes.alteredTables) {
    for (const column of retypedColumns) {
      const dependents = dependentsOf(model, { kind: 'column', table, column }, { onType: true });
      const kept = dependents.filter((each) => !isPurged(each));
      if (kept.length === 0) continue;
      const names = kept.map((each) => printObject(each, model.name)).join(', ');
      const message = `cannot change type of column "${column}" in table "${printName(table)}" because of the following dependencies: ${names}`;
      throw new HasuraError('dependency-error', message, { path: '$.args' });
    }
  }
}

function withoutColumns(
  metadata: Metadata,
  source: string,
  table: TableName,
  columns: readonly string[],
): Metadata {
  if (columns.length === 0) return metadata;
  return editTable(metadata, source, table, (each) => ({
    ...each,
    configuration: {
      ...each.configuration,
      columnConfig: Object.fromEntries(
        Object.entries(each.configuration.columnConfig).filter(([column]) => !columns.includes(column)),
      ),
    },
  }));
}
