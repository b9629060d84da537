import { catalogKey, type QualifiedName } from '../../catalog/types.js';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import { always, type Condition } from '../../model/condition.js';
import { Uses } from '../../model/dependencies.js';
import { Fault } from '../../model/fault.js';
import { parseFilter } from '../../model/filter.js';
import { permissionsFor } from '../../model/permissions.js';
import type { Relationship, TableColumn, TablePermissions } from '../../model/types.js';
import { asText } from '../../plan/fields.js';
import type { Field, OrderBy, OrderTarget } from '../../plan/types.js';
import { sourceOf } from '../commands/arguments.js';
import type { MetadataContext } from '../context.js';
import { parseTableName, printName } from '../parse/names.js';
import { child, Fields, integer, list, oneOf, type Place, parseFailed, string } from '../reader.js';
import { type Access, denied } from './access.js';
import { restrict } from './restrict.js';

export function openTable(fields: Fields, context: MetadataContext): Access {
  const name = fields.required('table', parseTableName);
  const source = context.sourceModel(sourceOf(fields));
  const table = source.tables.get(catalogKey(name));
  const { session, stringifyNumericTypes } = context;
  if (table) return { table, role: session.role, source, stringifyNumericTypes };
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
  throw new HasuraError('not-exists', `column "${name}" does not exist`, { path: at.path });
}

/** A column that the role may read. An inherited role's columns that depend on the row count as hidden here. */
export function readableColumn(access: Access, name: string, at: Place): TableColumn {
  const isReadable = getPermission(access, 'select').columns.get(name) === null;
  requireColumn(access, name, isReadable, 'select', at);
  return getColumn(access, name, at);
}

/** As in Hasura, to those who may do all a column that isn't allowed is one that isn't there. */
export function requireColumn(
  { role }: Access,
  name: string,
  isAllowed: boolean,
  verb: 'select' | 'update',
  at: Place,
): void {
  if (isAllowed) return;
  const message =
    role === 'admin'
      ? `no such column exists : "${name}"`
      : `role "${role}" does not have permission to ${verb} column "${name}"`;
  throw new HasuraError('permission-denied', message, { path: at.path });
}

/** `where` in the grammar of permissions, held to what the role may see. */
export function readWhere(access: Access, fields: Fields, isRequired: boolean): Condition {
  const read = (json: Json, at: Place): Condition => {
    const { table, source } = access;
    const uses = new Uses({ kind: 'table', table: nameOf(table) });
    try {
      return restrict(
        parseFilter(json, table, { tables: source.tables, root: table, source: source.name, uses }),
        access,
        at.path,
      );
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new HasuraError(faultCode(error), error.message, { path: at.path, cause: error });
    }
  };
  return isRequired ? fields.required('where', read) : (fields.optional('where', read) ?? always);
}

const faultCode = ({ message }: Fault): 'not-exists' | 'unexpected-payload' =>
  message.endsWith('does not exist') ? 'not-exists' : 'unexpected-payload';

/** `"name"`, `"+name"`, `"-name"`, `{column, type?, nulls?}`, or a list of them; `author.name` goes to a related row. */
export function readOrderBy(access: Access, fields: Fields): readonly OrderBy[] {
  const one = (json: Json, at: Place): OrderBy => {
    if (typeof json === 'string') {
      const direction = json.startsWith('-') ? 'desc' : 'asc';
      return orderBy(access, json.replace(/^[+-]/, ''), direction, undefined, at);
    }
    const inner = new Fields(json, at);
    const column = inner.required('column', orderPath);
    const direction = inner.withDefault('type', oneOf('asc', 'desc'), 'asc');
    return orderBy(access, column, direction, inner.optional('nulls', oneOf('first', 'last')), at);
  };
  const read = (json: Json, at: Place) => (Array.isArray(json) ? list(one)(json, at) : [one(json, at)]);
  return fields.optional('order_by', read) ?? [];
}

/** `"author.name"`, or the same as `{author: "name"}`. */
function orderPath(json: Json, at: Place): string {
  if (!isObject(json)) return string(json, at);
  const [step, ...others] = Object.entries(json);
  if (!step || others.length > 0) throw parseFailed(at, 'expecting single key dictionary');
  return `${step[0]}.${orderPath(step[1] ?? null, child(at, step[0]))}`;
}

function orderBy(
  access: Access,
  path: string,
  direction: 'asc' | 'desc',
  nulls: 'first' | 'last' | undefined,
  at: Place,
): OrderBy {
  const by = orderTarget(access, path.split('.'), at);
  return { by, direction, nulls: nulls ?? (direction === 'asc' ? 'last' : 'first') };
}

function orderTarget(access: Access, [step = '', ...rest]: readonly string[], at: Place): OrderTarget {
  const refused = (message: string) =>
    new HasuraError('unexpected-payload', `"${step}" ${message}`, { path: at.path });
  if (access.table.computedFields.some((each) => each.name === step)) {
    throw refused(`is a computed field and can't be used in 'order_by'`);
  }
  if (rest.length === 0) {
    if (access.table.relationships.some((each) => each.name === step)) {
      throw refused('is a relationship and should be expanded');
    }
    if (!access.table.columns.some((each) => each.name === step)) {
      throw new HasuraError('not-exists', `"${step}" does not exist`, { path: at.path });
    }
    const { name, type, nullable } = readableColumn(access, step, at);
    const operand = { kind: 'column', row: 'current', through: [], column: name, type, nullable } as const;
    return { kind: 'operand', operand };
  }
  if (access.table.columns.some((each) => each.name === step)) {
    throw refused('is a Postgres column and cannot be chained further');
  }
  const { relationship, target } = follow(access, step, at);
  if (relationship.kind === 'array') {
    throw refused(`is an array relationship and can't be used in 'order_by'`);
  }
  return {
    kind: 'related',
    table: relationship.target,
    columns: relationship.columns,
    where: { kind: 'rooted', of: getPermission(target, 'select').filter },
    target: orderTarget(target, rest, at),
  };
}

/** The table that a relationship leads to, for the same role. */
export function follow(
  access: Access,
  name: string,
  at: Place,
): { relationship: Relationship; target: Access } {
  const relationship = access.table.relationships.find((each) => each.name === name);
  const table = relationship && access.source.tables.get(catalogKey(relationship.target));
  if (relationship && table) return { relationship, target: { ...access, table } };
  if (access.table.columns.some((each) => each.name === name)) {
    const message = `expecting a relationship; but, "${name}" is a postgres column; only relationships can be expanded`;
    throw new HasuraError('unexpected-payload', message, { path: at.path });
  }
  throw new HasuraError('not-exists', `relationship "${name}" does not exist`, { path: at.path });
}

export const readCount = (fields: Fields, key: string) => {
  const count = fields.optional(key, integer);
  if (count === undefined) return null;
  if (count >= 0) return { kind: 'constant', count } as const;
  throw new HasuraError('not-supported', 'unexpected negative value', { path: child(fields.at, key).path });
};

/** Plain columns by name, or `*` for all that the role may read: what `returning` takes. */
export function readColumns(access: Access, json: Json, at: Place): readonly Field[] {
  const names = json === '*' ? ['*'] : list(string)(json, at);
  return names.flatMap((name) => {
    const columns = name === '*' ? allReadable(access) : [readableColumn(access, name, at)];
    return columns.map((column) => columnField(access, column));
  });
}

export const columnField = (access: Access, { name, type }: TableColumn): Field => ({
  kind: 'column',
  alias: name,
  column: name,
  type,
  ...asText(access, type),
});

export function allReadable(access: Access): readonly TableColumn[] {
  const { columns } = getPermission(access, 'select');
  return access.table.columns.filter((each) => columns.get(each.name) === null);
}
