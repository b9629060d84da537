import path from 'node:path';
import type { Json, JsonObject } from '../json.js';
import { mergeActionsFiles } from './actionsFile.js';
import { MetadataDirectoryError } from './directoryError.js';
import { openYamlFiles, type YamlFiles } from './yamlFiles.js';

type Shape = 'list' | 'map';

/** Files that hold one top-level key of the metadata each. */
const files: readonly { readonly file: string; readonly key: string; readonly shape: Shape }[] = [
  { file: 'remote_schemas.yaml', key: 'remote_schemas', shape: 'list' },
  { file: 'query_collections.yaml', key: 'query_collections', shape: 'list' },
  { file: 'allow_list.yaml', key: 'allowlist', shape: 'list' },
  { file: 'cron_triggers.yaml', key: 'cron_triggers', shape: 'list' },
  { file: 'rest_endpoints.yaml', key: 'rest_endpoints', shape: 'list' },
  { file: 'api_limits.yaml', key: 'api_limits', shape: 'map' },
  { file: 'metrics_config.yaml', key: 'metrics_config', shape: 'map' },
  { file: 'inherited_roles.yaml', key: 'inherited_roles', shape: 'list' },
  { file: 'graphql_schema_introspection.yaml', key: 'graphql_schema_introspection', shape: 'map' },
  { file: 'network.yaml', key: 'network', shape: 'map' },
  { file: 'backend_configs.yaml', key: 'backend_configs', shape: 'map' },
  { file: 'opentelemetry.yaml', key: 'opentelemetry', shape: 'map' },
];

/** The CLI leaves these out when they are empty. */
const omittedWhenEmpty: ReadonlySet<string> = new Set(['rest_endpoints', 'metrics_config']);

/**
 * Reads a Hasura CLI v3 metadata directory into the JSON that `hasura metadata apply` posts as `metadata`.
 * Missing files are empty. Throws MetadataDirectoryError with file, key and reason.
 */
export async function loadMetadataDirectory(directory: string): Promise<JsonObject> {
  const yaml = await openYamlFiles(directory);
  await checkVersion(yaml, directory);
  const metadata: Record<string, Json> = { version: 3, sources: await loadSources(yaml, directory) };
  for (const { file, key, shape } of files) {
    const content = (await yaml.load(file)) ?? null;
    const value = content === null ? emptyOf(shape) : content;
    if (Array.isArray(value) !== (shape === 'list') || typeof value !== 'object') {
      throw new MetadataDirectoryError(path.join(directory, file), '', `must be a ${shape}`);
    }
    if (omittedWhenEmpty.has(key) && Object.keys(value ?? {}).length === 0) continue;
    metadata[key] = value;
  }
  const introspection = metadata.graphql_schema_introspection as JsonObject;
  metadata.graphql_schema_introspection = { disabled_for_roles: [], ...introspection };
  Object.assign(metadata, await loadActions(yaml, directory));
  // The CLI posts the keys in alphabetical order.
  return Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function checkVersion(yaml: YamlFiles, directory: string): Promise<void> {
  const content = await yaml.load('version.yaml');
  if (content === undefined) return;
  const version = (content as JsonObject | null)?.version;
  if (version === 3) return;
  const reason = `only version 3 is supported, found ${JSON.stringify(version)}`;
  throw new MetadataDirectoryError(path.join(directory, 'version.yaml'), 'version', reason);
}

async function loadSources(yaml: YamlFiles, directory: string): Promise<Json> {
  const content = (await yaml.load('databases/databases.yaml')) ?? [];
  if (!Array.isArray(content)) {
    throw new MetadataDirectoryError(path.join(directory, 'databases/databases.yaml'), '', 'must be a list');
  }
  return content;
}

/** The two files count only together: from one alone the CLI posts neither Actions nor types. */
async function loadActions(yaml: YamlFiles, directory: string): Promise<JsonObject> {
  const file = {
    yaml: path.join(directory, 'actions.yaml'),
    graphql: path.join(directory, 'actions.graphql'),
  };
  const content = await yaml.load('actions.yaml');
  const text = await yaml.loadText('actions.graphql');
  if (content === undefined && text === undefined) return {};
  if (content === undefined || text === undefined) {
    const missing = content === undefined ? file.yaml : file.graphql;
    if (content === undefined ? text?.trim() === '' : !hasEntries(content)) return {};
    // The CLI drops every Action without a word here; that is never what was meant.
    throw new MetadataDirectoryError(missing, '', 'the file is missing, and without it no Action is applied');
  }
  return mergeActionsFiles({
    yaml: { file: file.yaml, content },
    graphql: { file: file.graphql, text },
  });
}

/** Is there anything in actions.yaml besides empty lists? */
const hasEntries = (value: Json): boolean =>
  value !== null &&
  (typeof value !== 'object' || Object.values(value).some((each) => hasEntries(each ?? null)));

const emptyOf = (shape: Shape): Json => (shape === 'list' ? [] : {});
