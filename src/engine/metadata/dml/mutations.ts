import { HasuraError } from '../../errors.js';
import type { Json, JsonObject } from '../../json.js';
import type { BoundValue } from '../../model/condition.js';
import { permissionsFor } from '../../model/permissions.js';
import type { InsertPermission, TableColumn, UpdatePermission } from '../../model/types.js';
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
import { printName } from '../parse/names.js';
import { child, Fields, jsonObject, list, oneOf, type Place, string } from '../reader.js';
import { type Access, denied } from './access.js';
import {
  both,
  getColumn,
  getPermission,
  nameOf,
  openTable,
  readColumns,
  readWhere,
  requireColumn,
} from './tables.js';
import { columnValue, valueColumn } from './values.js';

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
  requireMutable(access, 'insertable');
  const permission = getPermission(access, 'insert');
  if (fields.has('returning')) requireSelect(access, returningNeedsSelect);
  const row = (json: Json, at: Place): InsertRow => ({
    values: new Map([...insertValues(access, jsonObject(json, at), permission, at), ...permission.presets]),
    nested: [],
  });
  const rows = fields.required('objects', list(row));
  const given = fields.required('objects', list(jsonObject)).flatMap((each) => Object.keys(each));
  return {
    kind: 'insert',
    table: nameOf(access.table),
    rows,
    onConflict:
      fields.optional('on_conflict', (json, at) => onConflict(access, json, at, [...new Set(given)])) ?? null,
    check: permission.check,
    output: output(access, fields),
    path: fields.at.path,
  };
}

const returningNeedsSelect =
  '; "returning" can only be used if the role has "select" permission on the table';

const whereNeedsSelect = (verb: 'update' | 'delete') =>
  `; "${verb}" is only allowed if the role has "select" permission as "where" can't be used without "select" permission on the table`;

function requireSelect({ table, role }: Access, why: string): void {
  if (permissionsFor(table, role).select) return;
  throw denied(`select on "${printName(table)}" for role "${role}" is not allowed. ${why}`);
}

function requireMutable({ table }: Access, how: 'insertable' | 'updatable' | 'deletable'): void {
  if (table.catalog[how]) return;
  throw new HasuraError('not-supported', `view "${printName(table)}" is not ${how}`, {
    path: '$.args.table',
  });
}

function insertValues(
  access: Access,
  object: JsonObject,
  { columns, presets }: InsertPermission,
  at: Place,
): Map<string, BoundValue> {
  const entries = Object.entries(object).map(([name, value]) => {
    const column = valueColumn(access, name, `relationships can't be inserted`, at);
    if (presets.has(name)) {
      const message = `column "${name}" is not insertable for role "${access.role}"`;
      throw new HasuraError('not-supported', message, { path: at.path });
    }
    if (!columns.has(name)) {
      throw denied(`role "${access.role}" does not have permission to insert column "${name}"`);
    }
    return [name, columnValue(value ?? null, column, child(at, name))] as const;
  });
  return new Map(entries);
}

function updateValues(
  access: Access,
  object: JsonObject,
  permission: UpdatePermission,
  at: Place,
): readonly (readonly [column: string, value: BoundValue])[] {
  return Object.entries(object).map(([name, value]) => {
    const column = updatedColumn(access, name, permission, at);
    return [name, columnValue(value ?? null, column, child(at, name))] as const;
  });
}

function updatedColumn(
  access: Access,
  name: string,
  { columns, presets }: UpdatePermission,
  at: Place,
): TableColumn {
  if (presets.has(name)) {
    const message = `column "${name}" is not updatable for role "${access.role}"; its value is predefined in permission`;
    throw new HasuraError('not-supported', message, { path: at.path });
  }
  requireColumn(access, name, columns.has(name), 'update', at);
  return valueColumn(access, name, `relationships can't be updated`, at);
}

function onConflict(access: Access, json: Json, at: Place, inserted: readonly string[]): OnConflict {
  if (!permissionsFor(access.table, access.role).update) {
    const message = `upsert is not allowed for role "${access.role}" since update permissions are not defined`;
    throw new HasuraError('permission-denied', message, { path: at.path });
  }
  const fields = new Fields(json, at);
  const action = fields.required('action', oneOf('ignore', 'update'));
  const constraint = conflictConstraint(access, fields);
  if (action === 'ignore') {
    return { constraint, updateColumns: [], presets: new Map(), where: both(), check: null };
  }
  if (constraint === null) {
    throw unexpected(at, `Expecting 'constraint' or 'constraint_on' when the 'action' is 'update'`);
  }
  const { columns, presets, filter, check } = getPermission(access, 'update');
  const refused = inserted.find((name) => !columns.has(name));
  if (refused !== undefined) {
    throw new HasuraError('validation-failed', `column "${refused}" is not updatable`, { path: at.path });
  }
  return { constraint, updateColumns: inserted, presets, where: filter, check };
}

/** `constraint` by name, `constraint_on` by its columns, or null for neither. */
function conflictConstraint(access: Access, fields: Fields): string | null {
  const { table } = access;
  const { primaryKey, uniqueConstraints } = table.catalog;
  const all = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints];
  const name = fields.optional('constraint', string);
  const column = (json: Json, at: Place) => getColumn(access, string(json, at), at).name;
  const columns = fields.optional('constraint_on', (json, at) =>
    typeof json === 'string' ? [column(json, at)] : list(column)(json, at),
  );
  if (name !== undefined && columns !== undefined) {
    throw unexpected(fields.at, `'constraint' and 'constraint_on' cannot be set at a time`);
  }
  if (name !== undefined) {
    if (all.some((each) => each.name === name)) return name;
    const message = `constraint "${name}" for table "${printName(table)}" does not exist`;
    throw new HasuraError('unexpected', message, { path: child(fields.at, 'constraint').path });
  }
  if (columns === undefined) return null;
  const found = all.find(
    (each) => each.columns.length === columns.length && each.columns.every((own) => columns.includes(own)),
  );
  if (found) return found.name;
  throw new HasuraError(
    'constraint-error',
    'there is no unique or exclusion constraint on target column(s)',
    { path: '$.args' },
  );
}

const unexpected = (at: Place, message: string): HasuraError =>
  new HasuraError('unexpected-payload', message, { path: at.path });

/** `update`: `{table, where, $set?, $inc?, $mul?, $default?, returning?}`; `values` is an older name of `$set`. */
export function updatePlan(fields: Fields, context: MetadataContext): UpdatePlan {
  const access = openTable(fields, context);
  requireMutable(access, 'updatable');
  const permission = getPermission(access, 'update');
  requireSelect(access, whereNeedsSelect('update'));
  const presets = [...permission.presets].map(([column, value]) => ({ kind: 'set', column, value }) as const);
  const operations = [...readOperations(access, fields, permission), ...presets];
  if (operations.length === 0) {
    throw unexpected(fields.at, 'atleast one of $set, $inc, $mul has to be present');
  }
  return {
    kind: 'update',
    table: nameOf(access.table),
    operations,
    where: both(permission.filter, readWhere(access, fields, true)),
    check: permission.check,
    output: output(access, fields),
    path: fields.at.path,
  };
}

function readOperations(
  access: Access,
  fields: Fields,
  permission: UpdatePermission,
): readonly UpdateOperation[] {
  const toValues = (['set', 'inc', 'mul'] as const).flatMap((kind): readonly UpdateOperation[] => {
    const read = (json: Json, at: Place) =>
      updateValues(access, jsonObject(json, at), permission, at).map(([column, value]) => ({
        kind,
        column,
        value,
      }));
    const keys = [`$${kind}`, `_${kind}`, ...(kind === 'set' ? ['values'] : [])];
    const key = keys.find((each) => fields.has(each));
    return key === undefined ? [] : fields.required(key, read);
  });
  const toDefaults = (json: Json, at: Place): UpdateOperation => ({
    kind: 'default',
    column: updatedColumn(access, string(json, at), permission, at).name,
  });
  return [...toValues, ...fields.withDefault('$default', list(toDefaults), [])];
}

/** `delete`: `{table, where, returning?}`. */
export function deletePlan(fields: Fields, context: MetadataContext): DeletePlan {
  const access = openTable(fields, context);
  requireMutable(access, 'deletable');
  const { filter } = getPermission(access, 'delete');
  requireSelect(access, whereNeedsSelect('delete'));
  return {
    kind: 'delete',
    table: nameOf(access.table),
    where: both(filter, readWhere(access, fields, true)),
    output: output(access, fields),
    path: fields.at.path,
  };
}
