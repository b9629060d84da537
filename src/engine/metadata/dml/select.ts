import { catalogKey } from '../../catalog/types.js';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import { permissionsFor } from '../../model/permissions.js';
import type { Relationship } from '../../model/types.js';
import { plainColumn } from '../../plan/operands.js';
import type { Field, SelectPlan } from '../../plan/types.js';
import type { MetadataContext } from '../context.js';
import { child, Fields, list, type Place, string } from '../reader.js';
import type { Access } from './access.js';
import {
  allReadable,
  both,
  columnField,
  follow,
  getPermission,
  nameOf,
  openTable,
  readableColumn,
  readCount,
  readOrderBy,
  readWhere,
} from './tables.js';

/** `select` of the v1 query language: `{table, columns, where?, order_by?, limit?, offset?}`. */
export const selectPlan = (fields: Fields, context: MetadataContext): SelectPlan =>
  planRows(openTable(fields, context), fields, 'list');

function planRows(access: Access, fields: Fields, kind: 'list' | 'object'): SelectPlan {
  const permission = getPermission(access, 'select');
  const columns = fields.required('columns', (json, at) =>
    list((each, place) => readItem(access, each, place))(json, at).flat(),
  );
  return {
    from: { kind: 'table', table: nameOf(access.table) },
    where: both(permission.filter, readWhere(access, fields, false)),
    orderBy: readOrderBy(access, fields),
    distinctOn: [],
    limit: readCount(fields, 'limit'),
    permissionLimit: permission.limit,
    offset: readCount(fields, 'offset'),
    output: { kind, fields: columns },
  };
}

/** `"column"`, `"*"`, `"*.*"`, or `{name, columns, alias?, …}` for a relationship. */
function readItem(access: Access, json: Json, at: Place): readonly Field[] {
  if (isObject(json)) return [relation(access, new Fields(json, at))];
  const name = string(json, at);
  if (/^\*(\.\*)*$/.test(name)) {
    const levels = (name.length - 1) / 2;
    if (levels > maximumLevels) {
      const message = `"*" can stand at most ${maximumLevels + 1} times in a column`;
      throw new HasuraError('not-supported', message, { path: at.path });
    }
    return everything(access, levels);
  }
  return [columnField(access, readableColumn(access, name, at))];
}

/** Each level has as many times the fields of the one above as there are relationships; Hasura sets no bound. */
const maximumLevels = 5;

/** All columns, and the relationships that the role may see as many levels deep. */
function everything(access: Access, levels: number): readonly Field[] {
  const columns = allReadable(access).map((column) => columnField(access, column));
  if (levels === 0) return columns;
  const related = access.table.relationships.flatMap((relationship): readonly Field[] => {
    const table = access.source.tables.get(catalogKey(relationship.target));
    if (!table || !permissionsFor(table, access.role).select) return [];
    const target = { ...access, table };
    const { filter, limit } = getPermission(target, 'select');
    const select: SelectPlan = {
      from: { kind: 'table', table: nameOf(table) },
      where: filter,
      orderBy: [],
      distinctOn: [],
      limit: null,
      permissionLimit: limit,
      offset: null,
      output: outputOf(relationship, everything(target, levels - 1)),
    };
    return [{ kind: 'relation', alias: relationship.name, columns: relationship.columns, select }];
  });
  return [...columns, ...related];
}

const outputOf = ({ kind }: Relationship, fields: readonly Field[]): SelectPlan['output'] => ({
  kind: kind === 'object' ? 'object' : 'list',
  fields,
});

function relation(access: Access, fields: Fields): Field {
  const name = fields.required('name', string);
  const alias = fields.withDefault('alias', string, name);
  const { relationship, target } = follow(access, name, child(fields.at, 'name'));
  const kind = relationship.kind === 'object' ? 'object' : 'list';
  const select = planRows(target, fields, kind);
  return { kind: 'relation', alias, columns: relationship.columns, select };
}

/** `count`: `{table, where?, distinct?}`. Of distinct values null is one. */
export function countPlan(fields: Fields, context: MetadataContext): SelectPlan {
  const access = openTable(fields, context);
  const permission = getPermission(access, 'select');
  const columns = fields.withDefault(
    'distinct',
    list((json, at) => plainColumn(readableColumn(access, string(json, at), at))),
    [],
  );
  return {
    from: { kind: 'table', table: nameOf(access.table) },
    where: both(permission.filter, readWhere(access, fields, false)),
    orderBy: [],
    distinctOn: columns,
    limit: null,
    permissionLimit: permission.limit,
    offset: null,
    output: {
      kind: 'aggregate',
      fields: [
        {
          kind: 'aggregate',
          alias: 'aggregate',
          fields: [{ kind: 'count', alias: 'count', columns: [], distinct: false }],
        },
      ],
    },
  };
}
