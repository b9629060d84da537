import { HasuraError } from '../../errors.js';
import type { Json, JsonObject } from '../../json.js';
import type { BoundValue } from '../../model/condition.js';
import type {
  DeletePlan,
  InsertPlan,
  InsertRow,
  MutationOutput,
  OnConflict,
  UpdateOperation,
  UpdatePlan,
} from '../../plan/types.js';
import type { MetadataContext } from '../context.js';
import { child, Fields, jsonObject, list, oneOf, type Place, string } from '../reader.js';
import {
  type Access,
  both,
  denied,
  getColumn,
  getPermission,
  literal,
  nameOf,
  openTable,
  readColumns,
  readWhere,
} from './tables.js';

function output(access: Access, fields: Fields): MutationOutput {
  const returning = fields.optional('returning', (json, at) => readColumns(access, json, at));
  return {
    kind: 'response',
    fields: [
      { kind: 'affectedRows', alias: 'affected_rows' },
      ...(returning ? [{ kind: 'returning', alias: 'returning', fields: returning } as const] : []),
    ],
  };
}

/** `insert`: `{table, objects, on_conflict?, returning?}`. */
export function insertPlan(fields: Fields, context: MetadataContext): InsertPlan {
  const access = openTable(fields, context);
  const { columns, presets, check } = getPermission(access, 'insert');
  const row = (json: Json, at: Place): InsertRow => ({
    values: new Map([...values(access, jsonObject(json, at), columns, at, 'insert'), ...presets]),
    nested: [],
  });
  const rows = fields.required('objects', list(row));
  const named = new Set(rows.flatMap((each) => [...each.values.keys()]));
  return {
    kind: 'insert',
    table: nameOf(access.table),
    rows,
    onConflict:
      fields.optional('on_conflict', (json, at) => onConflict(access, json, at, [...named])) ?? null,
    check,
    output: output(access, fields),
    path: child(fields.at, 'objects').path,
  };
}

function values(
  access: Access,
  object: JsonObject,
  permitted: ReadonlySet<string>,
  at: Place,
  verb: 'insert' | 'update',
): Map<string, BoundValue> {
  const entries = Object.entries(object).map(([name, value]) => {
    const column = getColumn(access, name, child(at, name));
    if (!permitted.has(name)) {
      throw denied(`role "${access.role}" does not have permission to ${verb} column "${name}"`);
    }
    return [name, literal(value ?? null, column)] as const;
  });
  return new Map(entries);
}

function onConflict(access: Access, json: Json, at: Place, inserted: readonly string[]): OnConflict {
  const fields = new Fields(json, at);
  const action = fields.required('action', oneOf('ignore', 'update'));
  const constraint = conflictConstraint(access, fields);
  if (action === 'ignore') {
    return { constraint, updateColumns: [], presets: new Map(), where: both(), check: null };
  }
  const { columns, presets, filter, check } = getPermission(access, 'update');
  const updateColumns = inserted.filter((name) => columns.has(name));
  return { constraint, updateColumns, presets, where: filter, check };
}

/** `constraint` by name, or `constraint_on` by its columns. */
function conflictConstraint({ table }: Access, fields: Fields): string {
  const { primaryKey, uniqueConstraints } = table.catalog;
  const all = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints];
  const name = fields.optional('constraint', string);
  const columns = fields.optional('constraint_on', list(string));
  const same = (own: readonly string[]) =>
    own.length === columns?.length && own.every((each) => columns.includes(each));
  const found = all.find((each) => (name === undefined ? same(each.columns) : each.name === name));
  if (found) return found.name;
  throw new HasuraError('constraint-error', 'there is no unique constraint on target column(s)', {
    path: fields.at.path,
  });
}

/** `update`: `{table, where, $set?, $inc?, returning?}`. */
export function updatePlan(fields: Fields, context: MetadataContext): UpdatePlan {
  const access = openTable(fields, context);
  const permission = getPermission(access, 'update');
  const operations = (['set', 'inc'] as const).flatMap((kind): UpdateOperation[] => {
    const read = (json: Json, at: Place) =>
      [...values(access, jsonObject(json, at), permission.columns, at, 'update')].map(([column, value]) => ({
        kind,
        column,
        value,
      }));
    return fields.optional(`$${kind}`, read) ?? fields.optional(`_${kind}`, read) ?? [];
  });
  if (operations.length === 0) {
    throw new HasuraError('unexpected', 'atleast one of $set, $inc has to be present', {
      path: fields.at.path,
    });
  }
  const presets = [...permission.presets].map(([column, value]) => ({ kind: 'set', column, value }) as const);
  return {
    kind: 'update',
    table: nameOf(access.table),
    operations: [...operations, ...presets],
    where: both(permission.filter, readWhere(access, fields, true)),
    check: permission.check,
    output: output(access, fields),
    path: fields.at.path,
  };
}

/** `delete`: `{table, where, returning?}`. */
export function deletePlan(fields: Fields, context: MetadataContext): DeletePlan {
  const access = openTable(fields, context);
  const { filter } = getPermission(access, 'delete');
  return {
    kind: 'delete',
    table: nameOf(access.table),
    where: both(filter, readWhere(access, fields, true)),
    output: output(access, fields),
    path: fields.at.path,
  };
}
