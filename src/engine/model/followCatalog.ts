import type { Catalog } from '../catalog/types.js';
import { HasuraError } from '../errors.js';
import type { Metadata } from '../metadata/types.js';
import { compareCatalog } from './catalogChanges.js';
import { objectKey } from './dependencies.js';
import {
  dependencyError,
  dependents,
  dependentsOnType,
  describeObjects,
  removeObjects,
} from './dependents.js';
import { quoted } from './naming.js';
import { renameInMetadata } from './rename.js';
import type { Model, ObjectId } from './types.js';

/**
 * What `run_sql` does to metadata after the SQL has changed the database, as in Hasura: renamed tables and columns are
 * followed, dropped ones leave metadata. `model` is the one from before, `after` the catalog now.
 *
 * @throws HasuraError `dependency-error` when something that stays needs what was dropped and `cascade` is false, or
 *   a column's type changed under values that a permission compares with it
 */
export function followCatalog(
  metadata: Metadata,
  model: Model,
  after: Catalog,
  options: { readonly cascade: boolean },
): Metadata {
  const changes = compareCatalog(model, after);
  refuseOverloads(model, after);
  for (const { table, column } of changes.retypedColumns) {
    const users = dependentsOnType(model, { kind: 'column', table, column });
    if (users.length === 0) continue;
    throw new HasuraError(
      'dependency-error',
      `cannot change type of column ${quoted(column)} in table ${quoted(table)} because of the following ` +
        `dependencies: ${describeObjects(users, model.source)}`,
      { path: '$.args' },
    );
  }
  const needing = [
    ...indirect(model, changes.gone, changes.gone),
    ...indirect(model, changes.droppedParts, changes.gone),
  ];
  if (needing.length > 0 && !options.cascade) throw dependencyError(unique(needing), model.source);
  const kept = removeObjects(metadata, model.source, [...changes.gone, ...changes.droppedParts, ...needing]);
  return renameInMetadata(kept, model, changes);
}

/** Dependents of `objects`, without what is gone itself or part of a table that is. */
function indirect(
  model: Model,
  objects: readonly ObjectId[],
  gone: readonly ObjectId[],
): readonly ObjectId[] {
  const goneKeys = new Set(gone.map(objectKey));
  return dependents(model, objects).filter(
    (each) =>
      !goneKeys.has(objectKey(each)) &&
      !('table' in each && goneKeys.has(objectKey({ kind: 'table', table: each.table }))),
  );
}

function unique(objects: readonly ObjectId[]): readonly ObjectId[] {
  return [...new Map(objects.map((each) => [objectKey(each), each])).values()];
}

function refuseOverloads(model: Model, after: Catalog): void {
  const tracked = new Map(
    [...model.functions.map((each) => each.function), ...computedFieldFunctions(model)].map((each) => [
      objectKey({ kind: 'function', function: each }),
      each,
    ]),
  );
  const byKey = new Map(
    [...after.functions.values()].flatMap((all) =>
      all.slice(0, 1).map((each) => [objectKey({ kind: 'function', function: each }), all.length] as const),
    ),
  );
  const overloaded = [...tracked]
    .filter(([key]) => (byKey.get(key) ?? 0) > 1)
    .map(([, each]) => quoted(each));
  if (overloaded.length === 0) return;
  throw new HasuraError(
    'not-supported',
    `The following tracked function(s) cannot be overloaded: ${overloaded.join(', ')}`,
    { path: '$.args' },
  );
}

const computedFieldFunctions = (model: Model) =>
  [...model.tables.values()].flatMap((table) => table.computedFields.map((each) => each.function));
