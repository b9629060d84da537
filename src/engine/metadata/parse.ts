import type { Json, JsonObject } from '../json.js';
import { parseAction } from './parse/actions.js';
import { noCustomTypes, parseCustomTypes } from './parse/customTypes.js';
import { parseFunctionOrName } from './parse/functions.js';
import { printName } from './parse/names.js';
import { noCustomization, parseSource } from './parse/sources.js';
import { parseTable } from './parse/tables.js';
import {
  Fields,
  integer,
  json,
  jsonObject,
  list,
  nonEmptyString,
  type Place,
  parseFailed,
  string,
  uniqueList,
} from './reader.js';
import type { Metadata, SourceMetadata } from './types.js';

/** Top-level keys that are kept but not supported; the model reports each as an inconsistency. */
const unsupportedKeys = [
  'remote_schemas',
  'cron_triggers',
  'rest_endpoints',
  'metrics_config',
  'network',
  'backend_configs',
  'opentelemetry',
] as const;

export interface ParseOptions {
  /** Path of the metadata inside the request, for errors. Default `$`. */
  readonly path?: string;
  /** The connection that a document of version 1 or 2, which has no sources, is about. */
  readonly defaultSource?: Pick<SourceMetadata, 'configuration' | 'customization'>;
}

export const emptyMetadata: Metadata = {
  version: 3,
  sources: [],
  actions: [],
  customTypes: noCustomTypes,
  inheritedRoles: [],
  queryCollections: [],
  allowlist: [],
  apiLimits: {},
  graphqlSchemaIntrospection: { disabledForRoles: [] },
  unsupported: {},
};

/**
 * Reads Hasura metadata, version 3 (and 1 and 2, whose tables become the source `default`). Unknown keys are refused.
 * Throws HasuraError `parse-failed` with the path of the fault.
 */
export function parseMetadata(document: Json, options: ParseOptions = {}): Metadata {
  const at: Place = { path: options.path ?? '$', strict: true };
  const fields = new Fields(document, at);
  const version = fields.optional('version', integer) ?? (fields.has('sources') ? 3 : 1);
  if (version < 1 || version > 3) throw parseFailed(at, `unexpected metadata version: ${version}`);
  const metadata: Metadata = {
    version: 3,
    sources:
      version === 3
        ? fields.required(
            'sources',
            uniqueList(parseSource, (each) => each.name, 'sources'),
          )
        : [legacySource(fields, options)],
    actions: fields.withDefault(
      'actions',
      uniqueList(parseAction, (each) => each.name, 'actions'),
      [],
    ),
    customTypes: fields.withDefault('custom_types', parseCustomTypes, noCustomTypes),
    inheritedRoles: fields.withDefault(
      'inherited_roles',
      uniqueList(parseInheritedRole, (each) => each.roleName, 'inherited roles'),
      [],
    ),
    queryCollections: fields.withDefault('query_collections', list(json), []),
    allowlist: fields.withDefault('allowlist', list(json), []),
    apiLimits: fields.withDefault<JsonObject>('api_limits', jsonObject, {}),
    graphqlSchemaIntrospection: fields.withDefault('graphql_schema_introspection', parseIntrospection, {
      disabledForRoles: [],
    }),
    unsupported: fields.kept(unsupportedKeys),
  };
  fields.end('Metadata');
  return metadata;
}

function legacySource(fields: Fields, options: ParseOptions): SourceMetadata {
  return {
    name: 'default',
    kind: 'postgres',
    configuration: options.defaultSource?.configuration ?? {},
    customization: options.defaultSource?.customization ?? noCustomization,
    tables: fields.required(
      'tables',
      uniqueList(parseTable, (each) => printName(each.table), 'tables'),
    ),
    functions: fields.withDefault(
      'functions',
      uniqueList(parseFunctionOrName, (each) => printName(each.function), 'functions'),
      [],
    ),
    unsupported: {},
  };
}

export function parseInheritedRole(value: Json, at: Place): Metadata['inheritedRoles'][number] {
  const fields = new Fields(value, at);
  const role = {
    roleName: fields.required('role_name', nonEmptyString),
    roleSet: fields.required('role_set', list(nonEmptyString)),
  };
  fields.end('InheritedRole');
  return role;
}

export function parseIntrospection(value: Json, at: Place): Metadata['graphqlSchemaIntrospection'] {
  const fields = new Fields(value, at);
  const disabledForRoles = fields.withDefault('disabled_for_roles', list(string), []);
  fields.end('SetGraphqlIntrospectionOptions');
  return { disabledForRoles };
}
