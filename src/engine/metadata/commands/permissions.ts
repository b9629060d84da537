import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { type PermissionType, permissionSubject } from '../../model/inconsistencies.js';
import { type Handler, type Handlers, success } from '../context.js';
import { editTable, getTable } from '../edit.js';
import { parseTableName, printName } from '../parse/names.js';
import {
  parseDeleteDefinition,
  parseInsertDefinition,
  parsePermission,
  parseSelectDefinition,
  parseUpdateDefinition,
} from '../parse/permissions.js';
import { nonEmptyString, oneOf, type Read, string } from '../reader.js';
import type { PermissionMetadata, TableMetadata } from '../types.js';
import { argsOf, argsPlace, sourceOf } from './arguments.js';

const listOf = (type: PermissionType) => `${type}Permissions` as const;

const permissionOf = (
  table: TableMetadata,
  type: PermissionType,
  role: string,
): PermissionMetadata<object> | undefined =>
  (table[listOf(type)] as readonly PermissionMetadata<object>[]).find((each) => each.role === role);

const create =
  (type: PermissionType, definition: Read<object>): Handler =>
  async (args, context) => {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const name = fields.required('table', parseTableName);
    const permission = parsePermission(definition)(args, argsPlace);
    const table = getTable(context.metadata(), source, name);
    if (permission.role === 'admin' || permissionOf(table, type, permission.role)) {
      const message = `${type} permission already defined on table "${printName(name)}" with role "${permission.role}"`;
      throw new HasuraError('already-exists', message, { path: '$.args' });
    }
    const list = listOf(type);
    await context.apply(
      editTable(context.metadata(), source, name, (each) => ({
        ...each,
        [list]: [...each[list], permission],
      })),
      { refuse: { about: permissionSubject(source, name, type, permission).name } },
    );
    return success;
  };

const drop =
  (type: PermissionType): Handler =>
  async (args, context) => {
    const fields = argsOf(args);
    const source = sourceOf(fields);
    const name = fields.required('table', parseTableName);
    const role = fields.required('role', nonEmptyString);
    getPermission(getTable(context.metadata(), source, name), type, role);
    const list = listOf(type);
    await context.apply(
      editTable(context.metadata(), source, name, (each) => ({
        ...each,
        [list]: each[list].filter((item) => item.role !== role),
      })),
      { refuse: 'new' },
    );
    return success;
  };

function getPermission(table: TableMetadata, type: PermissionType, role: string): PermissionMetadata<object> {
  const found = permissionOf(table, type, role);
  if (found) return found;
  const message = `${type} permission on "${printName(table.table)}" for role "${role}" does not exist`;
  throw new HasuraError('permission-denied', message, { path: '$.args' });
}

async function setComment(args: Json, context: Parameters<Handler>[1]): Promise<Json> {
  const fields = argsOf(args);
  const source = sourceOf(fields);
  const name = fields.required('table', parseTableName);
  const role = fields.required('role', nonEmptyString);
  const type = fields.required('type', oneOf('select', 'insert', 'update', 'delete'));
  const comment = fields.maybe('comment', string, 'comment');
  getPermission(getTable(context.metadata(), source, name), type, role);
  const list = listOf(type);
  const edited = editTable(context.metadata(), source, name, (table) => ({
    ...table,
    [list]: (table[list] as readonly PermissionMetadata<object>[]).map((each) => {
      if (each.role !== role) return each;
      const { comment: _old, ...rest } = each;
      return { ...rest, ...comment };
    }),
  }));
  await context.apply(edited, { refuse: 'new' });
  return success;
}

export const permissionCommands: Handlers = {
  create_select_permission: create('select', parseSelectDefinition),
  create_insert_permission: create('insert', parseInsertDefinition),
  create_update_permission: create('update', parseUpdateDefinition),
  create_delete_permission: create('delete', parseDeleteDefinition),
  drop_select_permission: drop('select'),
  drop_insert_permission: drop('insert'),
  drop_update_permission: drop('update'),
  drop_delete_permission: drop('delete'),
  set_permission_comment: setComment,
};
