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
import { printName } from '../parse/names.js';
import { child, Fields, jsonObject, list, oneOf, type Place, string } from '../reader.js';
import { type Access, denied } from './access.js';
import {
  both,
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
  if (constraint === null) {
    throw unexpected(at, `Expecting 'constraint' or 'constraint_on' when the 'action' is 'update'`);
  }
  const { columns, presets, filter, check } = getPermission(access, 'update');
  const updateColumns = inserted.filter((name) => columns.has(name));
  return { constraint, updateColumns, presets, where: filter, check };
}

/** `constraint` by name, `constraint_on` by its columns, or null for neither. */
function conflictConstraint({ table }: Access, fields: Fields): string | null {
  const { primaryKey, uniqueConstraints } = table.catalog;
  const all = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints];
  const name = fields.optional('constraint', string);
  const columns = fields.optional('constraint_on', (json, at) =>
    typeof json === 'string' ? [json] : list(string)(json, at),
  );
  if (name !== undefined && columns !== undefined) {
    throw unexpected(fields.at, `'constraint' and 'constraint_on' cannot be set at a time`);
  }
  if (name !== undefined) {
    if (all.some((each) => each.name === name)) return name;
    const message = `constraint "${name}" for table "${printName(table)}" does not exist`;
    throw new HasuraError('unexpected', message, { path: fields.at.path });
  }
  if (columns === undefined) return null;
  const found = all.find(
    (each) => each.columns.length === columns.length && each.columns.every((own) => columns.includes(own)),
  );
  if (found) return found.name;
  throw new HasuraError(
    'constraint-error',
    'there is no unique or exclusion constraint on target column(s)',
    { path: fields.at.path },
  );
}

const unexpected = (at: Place, message: string): HasuraError =>
  new HasuraError('unexpected-payload', message, { path: at.path });

/** `update`: `{table, where, $set?, $inc?, $mul?, returning?}`. */
export function updatePlan(fields: Fields, context: MetadataContext): UpdatePlan {
  const access = openTable(fields, context);
  const permission = getPermission(access, 'update');
  const operations = (['set', 'inc', 'mul'] as const).flatMap((kind): UpdateOperation[] => {
    const read = (json: Json, at: Place) =>
      [...values(access, jsonObject(json, at), permission.columns, at, 'update')].map(([column, value]) => ({
        kind,
        column,
        value,
      }));
    return fields.optional(`$${kind}`, read) ?? fields.optional(`_${kind}`, read) ?? [];
  });
  if (operations.length === 0) {
    throw unexpected(fields.at, 'atleast one of $set, $inc, $mul has to be present');
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
