import { forgetCalls } from '../../actions/actionLog.js';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { actionSubject, customTypesSubject, inheritedRoleSubject } from '../../model/inconsistencies.js';
import { type Handlers, type MetadataContext, success } from '../context.js';
import { put } from '../edit.js';
import { parseAction } from '../parse/actions.js';
import { parseCustomTypes } from '../parse/customTypes.js';
import { parseInheritedRole, parseIntrospection } from '../parse.js';
import { boolean, nonEmptyString, string } from '../reader.js';
import type { ActionMetadata, Metadata } from '../types.js';
import { argsOf, argsPlace } from './arguments.js';
import { checkTransforms } from './webhookTransforms.js';

const refused = (code: 'already-exists' | 'not-exists' | 'invalid-params', message: string): HasuraError =>
  new HasuraError(code, message, { path: '$.args' });

function getAction(metadata: Metadata, name: string): ActionMetadata {
  const action = metadata.actions.find((each) => each.name === name);
  if (action) return action;
  throw refused('not-exists', `action with name "${name}" does not exist`);
}

const withAction = (metadata: Metadata, action: ActionMetadata): Metadata => ({
  ...metadata,
  actions: put(metadata.actions, action, (each) => each.name),
});

async function save(context: MetadataContext, action: ActionMetadata): Promise<Json> {
  await context.apply(withAction(context.metadata(), action), {
    refuse: { about: actionSubject(action).name },
  });
  return success;
}

export const actionCommands: Handlers = {
  create_action(args, context) {
    const action = parseAction(args, argsPlace);
    checkTransforms(action);
    if (context.metadata().actions.some((each) => each.name === action.name)) {
      throw refused('already-exists', `action with name "${action.name}" already exists`);
    }
    return save(context, action);
  },

  /** Replaces definition and comment; permissions stay. */
  update_action(args, context) {
    const { permissions: _given, permissionComments: _comments, ...action } = parseAction(args, argsPlace);
    checkTransforms(action);
    const { permissions, permissionComments } = getAction(context.metadata(), action.name);
    return save(context, { ...action, permissions, ...(permissionComments ? { permissionComments } : {}) });
  },

  async drop_action(args, context) {
    const fields = argsOf(args);
    const name = fields.required('name', nonEmptyString);
    const clearData = fields.withDefault('clear_data', boolean, true);
    getAction(context.metadata(), name);
    const metadata = context.metadata();
    await context.apply(
      { ...metadata, actions: metadata.actions.filter((each) => each.name !== name) },
      { refuse: 'new' },
    );
    if (clearData) await forgetCalls(await context.metadataConnection(), name);
    return success;
  },

  create_action_permission(args, context) {
    const fields = argsOf(args);
    const action = getAction(context.metadata(), fields.required('action', nonEmptyString));
    const role = fields.required('role', nonEmptyString);
    const comment = fields.optional('comment', string);
    if (action.permissions.includes(role)) {
      throw refused('already-exists', `permission for role "${role}" is already defined on "${action.name}"`);
    }
    return save(context, {
      ...action,
      permissions: [...action.permissions, role],
      ...(comment === undefined
        ? {}
        : { permissionComments: { ...action.permissionComments, [role]: comment } }),
    });
  },

  async drop_action_permission(args, context) {
    const fields = argsOf(args);
    const action = getAction(context.metadata(), fields.required('action', nonEmptyString));
    const role = fields.required('role', nonEmptyString);
    if (!action.permissions.includes(role)) {
      throw refused('not-exists', `permission for role "${role}" is not defined on "${action.name}"`);
    }
    const permissions = action.permissions.filter((each) => each !== role);
    await context.apply(withAction(context.metadata(), { ...action, permissions }), { refuse: 'new' });
    return success;
  },

  async set_custom_types(args, context) {
    const customTypes = parseCustomTypes(args, argsPlace);
    await context.apply(
      { ...context.metadata(), customTypes },
      { refuse: { about: customTypesSubject(customTypes).name }, refresh: 'all' },
    );
    return success;
  },
};

export const roleCommands: Handlers = {
  async add_inherited_role(args, context) {
    const role = parseInheritedRole(args, argsPlace);
    if (role.roleSet.includes(role.roleName)) {
      throw refused('invalid-params', 'an inherited role name cannot be in the role combination');
    }
    const inheritedRoles = put(context.metadata().inheritedRoles, role, (each) => each.roleName);
    await context.apply(
      { ...context.metadata(), inheritedRoles },
      { refuse: { about: inheritedRoleSubject(role).name } },
    );
    return success;
  },

  async drop_inherited_role(args, context) {
    const name = argsOf(args).required('role_name', nonEmptyString);
    const metadata = context.metadata();
    if (!metadata.inheritedRoles.some((each) => each.roleName === name)) {
      throw refused('not-exists', `"${name}" inherited role doesn't exist`);
    }
    const inheritedRoles = metadata.inheritedRoles.filter((each) => each.roleName !== name);
    await context.apply({ ...metadata, inheritedRoles }, { refuse: 'new' });
    return success;
  },

  async set_graphql_schema_introspection_options(args, context) {
    const graphqlSchemaIntrospection = parseIntrospection(args, argsPlace);
    await context.apply({ ...context.metadata(), graphqlSchemaIntrospection }, { refuse: 'none' });
    return success;
  },
};
