import { catalogKey, type QualifiedName } from '../catalog/types.js';
import type { Json, JsonObject } from '../json.js';
import { columnOperators, operatorName } from './filterOperators.js';
import type { Renames } from './rename.js';
import type { Model } from './types.js';

/** A permission's boolean expression on rows of `table` (by its old name) with the new names of tables and columns. */
export function renameInFilter<Filter>(
  filter: Filter,
  table: QualifiedName,
  model: Model,
  renames: Renames,
): Filter {
  return inExpression(filter as Json, table, { model, renames, root: table }) as Filter;
}

interface Context {
  readonly model: Model;
  readonly renames: Renames;
  readonly root: QualifiedName;
}

function inExpression(json: Json, table: QualifiedName, context: Context): Json {
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value = null]) => inEntry(key, value, table, context)),
  );
}

function inEntry(key: string, value: Json, table: QualifiedName, context: Context): [string, Json] {
  const { model, renames } = context;
  switch (operatorName(key)) {
    case 'and':
    case 'or':
      return [
        key,
        Array.isArray(value) ? value.map((each: Json) => inExpression(each, table, context)) : value,
      ];
    case 'not':
      return [key, inExpression(value, table, context)];
    case 'exists':
      return [key, isObject(value) ? inExists(value, context) : value];
  }
  const tracked = model.tables.get(catalogKey(table));
  const target =
    tracked?.relationships.find((each) => each.name === key)?.target ??
    tracked?.computedFields.find((each) => each.name === key)?.returnsTable;
  if (target) return [key, inExpression(value, target, context)];
  return [renames.column(table, key), inOperators(value, table, context)];
}

function inExists(value: JsonObject, context: Context): Json {
  const given = value._table;
  const table: QualifiedName | null =
    typeof given === 'string'
      ? { schema: 'public', name: given }
      : isObject(given ?? null) && typeof (given as JsonObject).name === 'string'
        ? {
            schema: String((given as JsonObject).schema ?? 'public'),
            name: String((given as JsonObject).name),
          }
        : null;
  if (!table) return value;
  const renamed = context.renames.table(table);
  return {
    ...value,
    _table: renamed === table ? given : { schema: renamed.schema, name: renamed.name },
    _where: inExpression(value._where ?? {}, table, context),
  };
}

function inOperators(json: Json, table: QualifiedName, context: Context): Json {
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value = null]) => {
      const comparesColumns = (operatorName(key) ?? '') in columnOperators;
      return [key, comparesColumns ? inColumnPath(value, table, context) : value];
    }),
  );
}

function inColumnPath(json: Json, table: QualifiedName, { model, renames, root }: Context): Json {
  if (typeof json === 'string') return renames.column(table, json);
  if (!Array.isArray(json)) return json;
  let at = json[0] === '$' ? root : table;
  return json.map((step: Json, index) => {
    if (typeof step !== 'string' || step === '$') return step;
    if (index === json.length - 1) return renames.column(at, step);
    const tracked = model.tables.get(catalogKey(at));
    at = tracked?.relationships.find((each) => each.name === step)?.target ?? at;
    return step;
  });
}

const isObject = (json: Json): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
