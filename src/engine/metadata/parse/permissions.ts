import type { Json, JsonObject } from '../../json.js';
import {
  boolean,
  Fields,
  integer,
  jsonObject,
  list,
  nonEmptyString,
  type Place,
  type Read,
  string,
} from '../reader.js';
import type {
  DeletePermissionDefinition,
  InsertPermissionDefinition,
  PermissionMetadata,
  SelectPermissionDefinition,
  UpdatePermissionDefinition,
} from '../types.js';

/** Keys that are kept and exported again but do nothing here: the model refuses a permission that has one. */
const unsupportedKeys = ['validate_input'] as const;

const columns: Read<readonly string[] | '*'> = (value, at) => (value === '*' ? '*' : list(string)(value, at));

/** Root field names: null and absent allow all of them. */
const rootFields = list(string);

export function parseSelectDefinition(value: Json, at: Place): SelectPermissionDefinition {
  const fields = new Fields(value, at);
  const definition = {
    columns: fields.required('columns', columns),
    computedFields: fields.withDefault('computed_fields', list(string), []),
    filter: fields.required('filter', jsonObject),
    ...fields.maybe('limit', integer, 'limit'),
    allowAggregations: fields.withDefault('allow_aggregations', boolean, false),
    ...fields.maybe('query_root_fields', rootFields, 'queryRootFields'),
    ...fields.maybe('subscription_root_fields', rootFields, 'subscriptionRootFields'),
  };
  fields.end('SelPerm');
  return definition;
}

export function parseInsertDefinition(value: Json, at: Place): InsertPermissionDefinition {
  const fields = new Fields(value, at);
  const definition = {
    check: fields.required('check', jsonObject),
    set: fields.withDefault<JsonObject>('set', jsonObject, {}),
    ...fields.maybe('columns', columns, 'columns'),
    backendOnly: fields.withDefault('backend_only', boolean, false),
  };
  // allow_upsert is a key of Hasura 1.0 that means nothing since.
  fields.ignore('allow_upsert', ...unsupportedKeys);
  fields.end('InsPerm');
  return definition;
}

export function parseUpdateDefinition(value: Json, at: Place): UpdatePermissionDefinition {
  const fields = new Fields(value, at);
  const definition = {
    columns: fields.required('columns', columns),
    filter: fields.required('filter', jsonObject),
    ...fields.maybe('check', jsonObject, 'check'),
    set: fields.withDefault<JsonObject>('set', jsonObject, {}),
    backendOnly: fields.withDefault('backend_only', boolean, false),
  };
  fields.ignore(...unsupportedKeys);
  fields.end('UpdPerm');
  return definition;
}

export function parseDeleteDefinition(value: Json, at: Place): DeletePermissionDefinition {
  const fields = new Fields(value, at);
  const definition = {
    filter: fields.required('filter', jsonObject),
    backendOnly: fields.withDefault('backend_only', boolean, false),
  };
  fields.ignore(...unsupportedKeys);
  fields.end('DelPerm');
  return definition;
}

/** `{role, permission, comment?}`. Other keys (the table, the source) are read by the caller. */
export const parsePermission =
  <Definition>(definition: Read<Definition>): Read<PermissionMetadata<Definition>> =>
  (value, at) => {
    const fields = new Fields(value, at);
    const unsupported = fields.optional('permission', (each, place) =>
      new Fields(each, place).kept(unsupportedKeys),
    );
    const permission = {
      role: fields.required('role', nonEmptyString),
      permission: fields.required('permission', definition),
      ...fields.maybe('comment', string, 'comment'),
      ...(unsupported && Object.keys(unsupported).length > 0 ? { unsupported } : {}),
    };
    fields.end('PermDef');
    return permission;
  };
