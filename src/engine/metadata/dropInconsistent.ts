import { isDeepStrictEqual } from 'node:util';
import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { isList, isObject } from '../jsonText.js';
import type { Inconsistency, ObjectId } from '../model/types.js';
import type { MetadataContext } from './context.js';
import { dropObject } from './dependents.js';
import { editSource, editTable, findTable, getSource } from './edit.js';
import { noCustomTypes } from './parse/customTypes.js';
import { parseTableName } from './parse/names.js';
import { inconsistenciesJson } from './refusals.js';
import type { Metadata, TableName } from './types.js';

/** Drops every inconsistent object; dropping one can leave others alone, so it goes on until nothing changes. */
export async function dropInconsistent(context: MetadataContext): Promise<void> {
  for (;;) {
    const { inconsistencies, sources } = context.model();
    const next = inconsistencies.reduceRight(
      (draft, each) => purge(draft, sources, each),
      context.metadata(),
    );
    if (isDeepStrictEqual(next, context.metadata())) break;
    await context.apply(next, { refuse: 'none' });
  }
  const left = context.model().inconsistencies.filter((each) => each.definition !== undefined);
  if (left.length === 0) return;
  throw new HasuraError('unexpected', 'cannot continue due to new inconsistent metadata', {
    path: '$.args',
    internal: inconsistenciesJson(left),
  });
}

type Served = ReadonlyMap<string, unknown>;

function purge(
  metadata: Metadata,
  served: Served,
  { type, name, definition = null }: Inconsistency,
): Metadata {
  switch (type) {
    case 'source':
      return purgeSource(metadata, served, definition);
    case 'action':
      return { ...metadata, actions: metadata.actions.filter((each) => each.name !== nameIn(definition)) };
    case 'custom_types':
      return { ...metadata, customTypes: noCustomTypes };
    case 'inherited_role': {
      const name = isObject(definition) ? definition.role_name : undefined;
      return {
        ...metadata,
        inheritedRoles: metadata.inheritedRoles.filter((each) => each.roleName !== name),
      };
    }
  }
  const object = isObject(definition) ? objectOf(type, definition) : undefined;
  if (!object) return withoutUnsupported(metadata, definition);
  // A table's definition is its name alone; where it stands is in the object's name.
  const source = metadata.sources.find((each) => name.endsWith(` in source ${each.name}`))?.name;
  if (source === undefined) return metadata;
  if (object.kind === 'table') return purgeTable(metadata, source, object.table);
  return dropObject(metadata, source, object);
}

/** Of a source that is served only what isn't supported goes. */
function purgeSource(metadata: Metadata, served: Served, definition: Json): Metadata {
  const name = String(definition);
  if (!served.has(name)) {
    return { ...metadata, sources: metadata.sources.filter((each) => each.name !== name) };
  }
  return editSource(metadata, name, (source) => {
    const { namingConvention: _unsupported, ...customization } = source.customization;
    return { ...source, customization, unsupported: {} };
  });
}

/** Their items are inconsistent each by itself. */
const listKeys: ReadonlySet<string> = new Set(['event_triggers', 'remote_relationships']);

/** A table that is at fault only for settings that aren't supported keeps everything else. */
function purgeTable(metadata: Metadata, source: string, name: TableName): Metadata {
  const table = findTable(getSource(metadata, source), name);
  const unsupported = Object.fromEntries(
    Object.entries(table?.unsupported ?? {}).filter(([key]) => listKeys.has(key)),
  );
  if (!table || Object.keys(unsupported).length === Object.keys(table.unsupported).length) {
    return dropObject(metadata, source, { kind: 'table', table: name });
  }
  return editTable(metadata, source, name, (each) => ({ ...each, unsupported }));
}

const nameIn = (definition: Json): Json | undefined => (isObject(definition) ? definition.name : undefined);

function objectOf(type: string, definition: JsonObject): ObjectId | undefined {
  const at = { path: '$', strict: false };
  if (type === 'table') return { kind: 'table', table: parseTableName(definition, at) };
  if (type === 'function') {
    return { kind: 'function', function: parseTableName(definition.function ?? null, at) };
  }
  const name = definition.name ?? definition.role;
  if (definition.table === undefined || typeof name !== 'string') return undefined;
  const table = parseTableName(definition.table, at);
  const permission = /^(select|insert|update|delete)_permission$/.exec(type)?.[1];
  if (permission !== undefined) {
    return { kind: 'permission', table, role: name, type: permission as 'select' };
  }
  if (type === 'object_relation' || type === 'array_relation') return { kind: 'relationship', table, name };
  return type === 'computed_field' ? { kind: 'computedField', table, name } : undefined;
}

type Kept = Readonly<Record<string, Json>>;

/** Event triggers, remote schemas and the like are kept as they were given, and known by their whole definition. */
function withoutUnsupported(metadata: Metadata, definition: Json): Metadata {
  const without = (kept: Kept): Kept =>
    Object.fromEntries(
      Object.entries(kept).flatMap(([key, value]): (readonly [string, Json])[] => {
        if (isDeepStrictEqual(value, definition)) return [];
        if (!isList(value)) return [[key, value] as const];
        const rest = value.filter((each) => !isDeepStrictEqual(each, definition));
        return rest.length === 0 ? [] : [[key, rest] as const];
      }),
    );
  return {
    ...metadata,
    unsupported: without(metadata.unsupported),
    sources: metadata.sources.map((source) => ({
      ...source,
      unsupported: without(source.unsupported),
      tables: source.tables.map((table) => ({ ...table, unsupported: without(table.unsupported) })),
    })),
  };
}
