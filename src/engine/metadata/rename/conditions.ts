import { catalogKey } from '../../catalog/types.js';
import type { Json, JsonObject } from '../../json.js';
import { isList, isObject } from '../../jsonText.js';
import type { SourceModel } from '../../model/types.js';
import { sameName } from '../parse/names.js';
import type { PermissionMetadata, TableMetadata, TableName } from '../types.js';

/** New names for what filters, checks and presets refer to. Each answers the old name when nothing changes. */
export interface Renaming {
  /** A column or relationship of `table`. */
  field(table: TableName, name: string): string;
  table(name: TableName): TableName;
  /** The tracked model from before the change: where relationships lead to. */
  readonly model: SourceModel;
}

/** Every permission of a table with its names renamed. */
export function renamePermissions(table: TableMetadata, renaming: Renaming): TableMetadata {
  const own = table.table;
  const field = (name: string) => renaming.field(own, name);
  const columns = <T extends readonly string[] | '*' | undefined>(names: T) =>
    (isList(names) ? (names as readonly string[]).map(field) : names) as T;
  const condition = (filter: JsonObject) => renameCondition(filter, own, own, renaming);
  const presets = (set: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(set).map(([key, value]) => [field(key), value]));
  const each = <Definition>(
    permissions: readonly PermissionMetadata<Definition>[],
    rename: (definition: Definition) => Definition,
  ) => permissions.map((item) => ({ ...item, permission: rename(item.permission) }));
  return {
    ...table,
    selectPermissions: each(table.selectPermissions, (item) => ({
      ...item,
      columns: columns(item.columns),
      filter: condition(item.filter),
    })),
    insertPermissions: each(table.insertPermissions, (item) => ({
      ...item,
      ...(item.columns === undefined ? {} : { columns: columns(item.columns) }),
      set: presets(item.set),
      check: condition(item.check),
    })),
    updatePermissions: each(table.updatePermissions, (item) => ({
      ...item,
      columns: columns(item.columns),
      set: presets(item.set),
      filter: condition(item.filter),
      ...(item.check ? { check: condition(item.check) } : {}),
    })),
    deletePermissions: each(table.deletePermissions, (item) => ({ ...item, filter: condition(item.filter) })),
  };
}

const columnOperator = /^[$_]c(eq|ne|neq|gt|gte|lt|lte)$/;

function renameCondition(
  filter: JsonObject,
  table: TableName,
  root: TableName,
  renaming: Renaming,
): JsonObject {
  const inner = (value: Json, at: TableName): Json =>
    isObject(value) ? renameCondition(value, at, root, renaming) : value;
  const entries = Object.entries(filter).map(([key, given]): [string, Json] => {
    const value = given ?? null;
    if (/^[$_](and|or|not)$/.test(key)) {
      return [key, isList(value) ? value.map((each) => inner(each, table)) : inner(value, table)];
    }
    if (/^[$_]exists$/.test(key)) return [key, renameExists(value, inner, renaming)];
    const target = targetOf(table, key, renaming.model);
    const renamed = renaming.field(table, key);
    return [renamed, target ? inner(value, target) : renameOperators(value, table, root, renaming)];
  });
  return Object.fromEntries(entries);
}

function renameExists(value: Json, inner: (value: Json, at: TableName) => Json, renaming: Renaming): Json {
  if (!isObject(value)) return value;
  const given = value._table ?? null;
  const table = typeof given === 'string' ? { schema: 'public', name: given } : asName(given);
  if (!table) return value;
  const renamed = renaming.table(table);
  return {
    ...value,
    _table: sameName(renamed, table) ? given : { name: renamed.name, schema: renamed.schema },
    _where: inner(value._where ?? null, table),
  };
}

const asName = (value: Json): TableName | undefined =>
  isObject(value) && typeof value.name === 'string'
    ? { schema: typeof value.schema === 'string' ? value.schema : 'public', name: value.name }
    : undefined;

/** `{"_ceq": "other"}`, `["$", "column"]`, `["relationship", "column"]`; other operators hold values. */
function renameOperators(value: Json, table: TableName, root: TableName, renaming: Renaming): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([operator, given]): [string, Json] => {
    const operand = given ?? null;
    if (!columnOperator.test(operator)) return [operator, operand];
    if (typeof operand === 'string') return [operator, renaming.field(table, operand)];
    return [operator, isList(operand) ? renamePath(operand, table, root, renaming) : operand];
  });
  return Object.fromEntries(entries);
}

function renamePath(path: readonly Json[], table: TableName, root: TableName, renaming: Renaming): Json {
  let at: TableName | undefined = table;
  return path.map((step, index) => {
    if (typeof step !== 'string' || !at) return step;
    if (index === 0 && step === '$') {
      at = root;
      return step;
    }
    const renamed = renaming.field(at, step);
    at = targetOf(at, step, renaming.model);
    return renamed;
  });
}

function targetOf(table: TableName, relationship: string, model: SourceModel): TableName | undefined {
  const tracked = model.tables.get(catalogKey(table));
  const found = tracked?.relationships.find((each) => each.name === relationship)?.target;
  if (found) return found;
  return tracked?.computedFields.find((each) => each.name === relationship)?.returnsTable ?? undefined;
}
