import { catalogKey, type QualifiedName } from '../../catalog/types.js';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { always, type BoundValue, type Condition, never } from '../../model/condition.js';
import { Uses } from '../../model/dependencies.js';
import { Fault } from '../../model/fault.js';
import { parseFilter } from '../../model/filter.js';
import { permissionsFor } from '../../model/permissions.js';
import type { SelectPermission, TableColumn, TablePermissions, TrackedTable } from '../../model/types.js';
import type { Field, OrderBy } from '../../plan/types.js';
import type { MetadataContext } from '../context.js';
import { parseTableName, printName } from '../parse/names.js';
import { child, Fields, integer, isObject, list, oneOf, type Place, parseFailed, string } from '../reader.js';

/** A tracked table as the caller's role sees it. */
export interface Access {
  readonly table: TrackedTable;
  readonly role: string;
  readonly context: MetadataContext;
}

export const denied = (message: string): HasuraError =>
  new HasuraError('permission-denied', message, { path: '$.args' });

export function openTable(fields: Fields, context: MetadataContext): Access {
  const name = fields.required('table', parseTableName);
  const table = context.model().tables.get(catalogKey(name));
  if (table) return { table, role: context.session.role, context };
  throw new HasuraError('not-exists', `table "${printName(name)}" does not exist`, { path: '$.args.table' });
}

export function getPermission<Kind extends keyof TablePermissions>(
  { table, role }: Access,
  kind: Kind,
): NonNullable<TablePermissions[Kind]> {
  const permission = permissionsFor(table, role)[kind];
  if (permission) return permission as NonNullable<TablePermissions[Kind]>;
  throw denied(`${kind} on "${printName(table)}" for role "${role}" is not allowed. `);
}

export const nameOf = ({ schema, name }: QualifiedName): QualifiedName => ({ schema, name });

export const both = (...conditions: readonly Condition[]): Condition => ({ kind: 'and', of: conditions });

export function getColumn({ table }: Access, name: string, at: Place): TableColumn {
  const column = table.columns.find((each) => each.name === name);
  if (column) return column;
  throw new HasuraError('not-exists', `column "${name}" does not exist in table "${printName(table)}"`, {
    path: at.path,
  });
}

/** A column that the role may read. An inherited role's columns that depend on the row count as hidden here. */
export function readableColumn(access: Access, name: string, at: Place): TableColumn {
  const column = getColumn(access, name, at);
  if (getPermission(access, 'select').columns.get(name) === null) return column;
  throw new HasuraError(
    'permission-denied',
    `role "${access.role}" does not have permission to select column "${name}"`,
    {
      path: at.path,
    },
  );
}

export const literal = (value: Json, column: TableColumn): BoundValue => ({
  kind: 'value',
  source: { from: 'literal', value },
  type: column.type,
});

/**
 * `where` in the grammar of permissions. Roles other than admin may use it on their own columns only: the grammar
 * follows relationships without looking at permissions.
 */
export function readWhere(access: Access, fields: Fields, isRequired: boolean): Condition {
  const read = (json: Json, at: Place): Condition => {
    if (access.role !== 'admin') checkReadable(access, json, at);
    const { table, context } = access;
    const { tables, source } = context.model();
    const uses = new Uses({ kind: 'table', table: nameOf(table) });
    try {
      return parseFilter(json, table, { tables, root: table, source, uses });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new HasuraError('unexpected', error.message, { path: at.path, cause: error });
    }
  };
  return isRequired ? fields.required('where', read) : (fields.optional('where', read) ?? always);
}

function checkReadable(access: Access, json: Json, at: Place): void {
  if (!isObject(json)) throw parseFailed(at, 'expected an object for a boolean expression');
  for (const [key, value = null] of Object.entries(json)) {
    const place = child(at, key);
    if (/^[$_](and|or)$/.test(key)) list((each, where) => checkReadable(access, each, where))(value, place);
    else if (/^[$_]not$/.test(key)) checkReadable(access, value, place);
    else readableColumn(access, key, place);
    if (/"[$_]c(eq|ne|neq|gt|gte|lt|lte)"/.test(JSON.stringify(value))) {
      throw new HasuraError('not-supported', 'columns can be compared by admin only', { path: place.path });
    }
  }
}

/** `"name"`, `"+name"`, `"-name"`, `{column, type?, nulls?}`, or a list of them. */
export function readOrderBy(access: Access, fields: Fields): readonly OrderBy[] {
  const one = (json: Json, at: Place): OrderBy => {
    if (typeof json === 'string') {
      const direction = json.startsWith('-') ? 'desc' : 'asc';
      return orderBy(access, json.replace(/^[+-]/, ''), direction, undefined, at);
    }
    const inner = new Fields(json, at);
    return orderBy(
      access,
      inner.required('column', string),
      inner.withDefault('type', oneOf('asc', 'desc'), 'asc'),
      inner.optional('nulls', oneOf('first', 'last')),
      at,
    );
  };
  const read = (json: Json, at: Place) => (Array.isArray(json) ? list(one)(json, at) : [one(json, at)]);
  return fields.optional('order_by', read) ?? [];
}

function orderBy(
  access: Access,
  name: string,
  direction: 'asc' | 'desc',
  nulls: 'first' | 'last' | undefined,
  at: Place,
): OrderBy {
  const { type, nullable } = readableColumn(access, name, at);
  const operand = { kind: 'column', row: 'current', through: [], column: name, type, nullable } as const;
  return {
    by: { kind: 'operand', operand },
    direction,
    nulls: nulls ?? (direction === 'asc' ? 'last' : 'first'),
  };
}

export const readCount = (fields: Fields, key: string) => {
  const count = fields.optional(key, integer);
  if (count === undefined) return null;
  if (count >= 0) return { kind: 'constant', count } as const;
  throw new HasuraError('unexpected', 'unexpected negative value', { path: child(fields.at, key).path });
};

/** Plain columns by name, or `*` for all that the role may read: what `returning` takes. */
export function readColumns(access: Access, json: Json, at: Place): readonly Field[] {
  const names = json === '*' ? ['*'] : list(string)(json, at);
  return names.flatMap((name) => {
    const columns = name === '*' ? allReadable(access) : [readableColumn(access, name, at)];
    return columns.map((column) => ({
      kind: 'column',
      alias: column.name,
      column: column.name,
      type: column.type,
    }));
  });
}

export function allReadable(access: Access): readonly TableColumn[] {
  const { columns } = getPermission(access, 'select');
  return access.table.columns.filter((each) => columns.get(each.name) === null);
}

/** Nothing for a role without the permission. */
export const filterOf = (permission: Pick<SelectPermission, 'filter'> | undefined): Condition =>
  permission?.filter ?? never;
