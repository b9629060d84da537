import type { Json, JsonObject } from '../json.js';
import { isObject } from '../jsonText.js';
import { exportAction, exportCustomTypes } from './export/actions.js';
import { compareNames, exportName, object, someOf, sorted, sortedBy } from './export/order.js';
import { exportTable } from './export/tables.js';
import type { FunctionMetadata, Metadata, SourceMetadata } from './types.js';

/**
 * Metadata as `export_metadata` answers it: Hasura's order of keys and lists, empty ones and defaults left out, so
 * that files that the CLI wrote come back unchanged. `parseMetadata(exportMetadata(m))` equals `m` up to order.
 */
export function exportMetadata(metadata: Metadata): JsonObject {
  const kept = (key: string) =>
    metadata.unsupported[key] === undefined ? undefined : sorted(metadata.unsupported[key]);
  const disabledForRoles = metadata.graphqlSchemaIntrospection.disabledForRoles;
  return object([
    ['version', 3],
    ['sources', sortedBy(metadata.sources, (each) => each.name).map(exportSource)],
    ['remote_schemas', kept('remote_schemas')],
    ['query_collections', someOf(byKey(metadata.queryCollections, 'name'), exportCollection)],
    ['allowlist', someOf(byKey(metadata.allowlist, 'collection'), exportAllowed)],
    [
      'actions',
      someOf(
        sortedBy(metadata.actions, (each) => each.name),
        exportAction,
      ),
    ],
    ['custom_types', exportCustomTypes(metadata.customTypes)],
    ['cron_triggers', kept('cron_triggers')],
    ['rest_endpoints', kept('rest_endpoints')],
    ['api_limits', exportLimits(metadata.apiLimits)],
    ['metrics_config', kept('metrics_config')],
    [
      'inherited_roles',
      someOf(
        sortedBy(metadata.inheritedRoles, (each) => each.roleName),
        ({ roleName, roleSet }) => ({
          role_name: roleName,
          role_set: roleSet,
        }),
      ),
    ],
    [
      'graphql_schema_introspection',
      disabledForRoles.length === 0 ? undefined : { disabled_for_roles: disabledForRoles },
    ],
    ['network', kept('network')],
    ['backend_configs', kept('backend_configs')],
    ['opentelemetry', kept('opentelemetry')],
  ]);
}

function exportSource(source: SourceMetadata): JsonObject {
  const kept = (key: string) =>
    source.unsupported[key] === undefined ? undefined : sorted(source.unsupported[key]);
  return object([
    ['name', source.name],
    ['kind', source.kind],
    ['tables', [...source.tables].sort((a, b) => compareNames(a.table, b.table)).map(exportTable)],
    [
      'functions',
      someOf(
        [...source.functions].sort((a, b) => compareNames(a.function, b.function)),
        exportFunction,
      ),
    ],
    ['native_queries', kept('native_queries')],
    ['stored_procedures', kept('stored_procedures')],
    ['logical_models', kept('logical_models')],
    ['configuration', exportConnection(source.configuration)],
    ['query_tags', kept('query_tags')],
    ['customization', exportCustomization(source)],
    ['health_check', kept('health_check')],
  ]);
}

/** Hasura fills in two defaults of a Postgres connection and drops explicit nulls. */
function exportConnection(configuration: JsonObject): Json {
  const connection = configuration.connection_info;
  if (!isObject(connection)) return sorted(configuration);
  const filled = {
    isolation_level: 'read-committed',
    use_prepared_statements: false,
    ...withoutNulls(connection),
  };
  return sorted({ ...withoutNulls(configuration), connection_info: filled });
}

const withoutNulls = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) =>
      each === null || each === undefined ? [] : [[key, isObject(each) ? withoutNulls(each) : each]],
    ),
  );

function exportCustomization({ customization }: Pick<SourceMetadata, 'customization'>): Json | undefined {
  const { rootFields, typeNames, namingConvention } = customization;
  const affixes = (value: Readonly<Record<string, string | undefined>>) =>
    Object.keys(value).length === 0 ? undefined : sorted(value);
  const json = object([
    ['naming_convention', namingConvention],
    ['root_fields', affixes(rootFields)],
    ['type_names', affixes(typeNames)],
  ]);
  return Object.keys(json).length === 0 ? undefined : json;
}

function exportFunction(item: FunctionMetadata): JsonObject {
  const { customName, customRootFields, exposedAs, sessionArgument } = item.configuration;
  const configured =
    customName !== undefined ||
    exposedAs !== undefined ||
    sessionArgument !== undefined ||
    Object.keys(customRootFields).length > 0;
  const configuration = object([
    ['custom_name', customName],
    ['custom_root_fields', sorted(customRootFields)],
    ['exposed_as', exposedAs],
    ['session_argument', sessionArgument],
  ]);
  return object([
    ['function', exportName(item.function)],
    ['configuration', configured ? configuration : undefined],
    ['permissions', someOf(item.permissions, ({ role }) => ({ role }))],
    ['comment', item.comment],
  ]);
}

function exportCollection(collection: Json): Json {
  if (!isObject(collection)) return collection;
  const { name, definition, comment, ...rest } = collection;
  return object([
    ['name', name],
    ['definition', definition === undefined ? undefined : sorted(definition)],
    ['comment', comment ?? undefined],
    ...Object.entries(rest),
  ]);
}

const exportAllowed = (entry: Json): Json =>
  isObject(entry) ? sorted({ scope: { global: true }, ...entry }) : entry;

function exportLimits(limits: JsonObject): Json | undefined {
  const given = Object.keys(withoutNulls(limits)).length > 0;
  return given ? sorted({ disabled: false, ...withoutNulls(limits) }) : undefined;
}

const byKey = (items: readonly Json[], key: string): readonly Json[] =>
  sortedBy(items, (each) => (isObject(each) ? String(each[key] ?? '') : ''));
