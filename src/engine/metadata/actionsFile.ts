import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  GraphQLError,
  type InputObjectTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
  type StringValueNode,
} from 'graphql';
import type { Json, JsonObject } from '../json.js';
import { MetadataDirectoryError } from './directoryError.js';

/** What actions.graphql declares, in metadata's JSON forms. */
interface ActionsSdl {
  readonly actions: readonly SdlAction[];
  readonly types: Readonly<Record<CustomTypeList, readonly NamedJson[]>>;
}

interface SdlAction {
  readonly name: string;
  readonly signature: JsonObject;
}

type NamedJson = JsonObject & { readonly name: string };

/** In the order in which Hasura lists them. */
const customTypeLists = ['input_objects', 'objects', 'scalars', 'enums'] as const;
type CustomTypeList = (typeof customTypeLists)[number];

/** What the CLI copies from the YAML definition; everything else there is dropped, `ignored_client_headers` too. */
const copiedDefinitionKeys = [
  'timeout',
  'handler',
  'forward_client_headers',
  'headers',
  'request_transform',
  'response_transform',
] as const;

export interface ActionsFiles {
  readonly yaml: { readonly file: string; readonly content: Json };
  readonly graphql: { readonly file: string; readonly text: string };
}

/**
 * Merges actions.yaml and actions.graphql as Hasura's CLI does: signatures and types come from the SDL, the rest by
 * name from the YAML. A name in the YAML that the SDL lacks is an error.
 */
export function mergeActionsFiles(files: ActionsFiles): { actions: Json; custom_types: JsonObject } {
  const sdl = parseActionsSdl(files.graphql.text, files.graphql.file);
  const yaml = asObject(files.yaml.content, files.yaml.file, '');
  return { actions: mergeActions(sdl, yaml, files), custom_types: mergeTypes(sdl, yaml, files) };
}

function mergeActions(sdl: ActionsSdl, yaml: JsonObject, files: ActionsFiles): readonly JsonObject[] {
  const configured = namedEntries(yaml.actions ?? null, files.yaml.file, 'actions');
  for (const [name, { key }] of configured) {
    if (sdl.actions.some((action) => action.name === name)) continue;
    const reason = `action ${name} is not present in ${baseName(files.graphql.file)}`;
    throw new MetadataDirectoryError(files.yaml.file, key, reason);
  }
  return sdl.actions.map(({ name, signature }) => {
    const entry = configured.get(name);
    const definition = asObject(entry?.value.definition ?? {}, files.yaml.file, `${entry?.key}.definition`);
    const copied = copiedDefinitionKeys.filter((key) => present(definition[key]));
    return {
      name,
      definition: {
        kind: definition.kind ?? '',
        handler: '',
        ...signature,
        ...Object.fromEntries(copied.map((key) => [key, definition[key]])),
      },
      ...(present(entry?.value.permissions) ? { permissions: entry?.value.permissions } : {}),
      ...(present(entry?.value.comment) ? { comment: entry?.value.comment } : {}),
    };
  });
}

function mergeTypes(sdl: ActionsSdl, yaml: JsonObject, files: ActionsFiles): JsonObject {
  const configured = asObject(yaml.custom_types ?? {}, files.yaml.file, 'custom_types');
  for (const key of Object.keys(configured)) {
    if (customTypeLists.some((list) => list === key)) continue;
    throw new MetadataDirectoryError(files.yaml.file, `custom_types.${key}`, 'unknown key');
  }
  const lists = customTypeLists.map((list) => {
    const entries = namedEntries(configured[list] ?? null, files.yaml.file, `custom_types.${list}`);
    for (const [name, { key }] of entries) {
      if (sdl.types[list].some((type) => type.name === name)) continue;
      const reason = `custom type ${name} is not present in ${baseName(files.graphql.file)}`;
      throw new MetadataDirectoryError(files.yaml.file, key, reason);
    }
    const merged = sdl.types[list].map((type) => {
      const entry = entries.get(type.name)?.value;
      if (!entry) return type;
      const relationships = present(entry.relationships) ? { relationships: entry.relationships } : {};
      return { ...type, description: entry.description ?? null, ...relationships };
    });
    return [list, merged] as const;
  });
  return lists.some(([, types]) => types.length > 0) ? Object.fromEntries(lists) : {};
}

/**
 * Reads SDL as the CLI does: `type Query` and `type Mutation` may be repeated, with or without `extend`, so the
 * definitions are walked rather than built into a schema.
 */
function parseActionsSdl(text: string, file: string): ActionsSdl {
  const actions: SdlAction[] = [];
  const types: Record<CustomTypeList, NamedJson[]> = {
    input_objects: [],
    objects: [],
    scalars: [],
    enums: [],
  };
  const extensions: ObjectTypeExtensionNode[] = [];
  for (const definition of parseDefinitions(text, file)) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
        if (definition.name.value === 'Query') actions.push(...actionsOf(definition, 'query'));
        else if (definition.name.value === 'Mutation') actions.push(...actionsOf(definition, 'mutation'));
        else if (definition.kind === Kind.OBJECT_TYPE_EXTENSION) extensions.push(definition);
        else types.objects.push(typeWithFields(definition));
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        types.input_objects.push(typeWithFields(definition));
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
        types.scalars.push(named(definition));
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        types.enums.push(enumType(definition));
        break;
      default:
        throw new MetadataDirectoryError(file, '', `a ${definition.kind} is not allowed among Actions`);
    }
  }
  for (const extension of extensions) extendObject(types.objects, extension, file);
  for (const [index, action] of actions.entries()) {
    if (actions.findIndex((other) => other.name === action.name) === index) continue;
    throw new MetadataDirectoryError(file, action.name, 'the action is declared twice');
  }
  return { actions, types };
}

function parseDefinitions(text: string, file: string): readonly DefinitionNode[] {
  // graphql-js refuses a document without definitions; for the CLI it is simply empty.
  if (text.replace(/#.*/g, '').trim() === '') return [];
  try {
    return parse(text).definitions;
  } catch (cause) {
    const line = cause instanceof GraphQLError ? cause.locations?.[0]?.line : undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MetadataDirectoryError(file, line === undefined ? '' : `line ${line}`, reason, { cause });
  }
}

function actionsOf(
  type: ObjectTypeDefinitionNode | ObjectTypeExtensionNode,
  kind: 'query' | 'mutation',
): readonly SdlAction[] {
  return (type.fields ?? []).map((field) => ({
    name: field.name.value,
    signature: {
      type: kind,
      ...(field.arguments?.length
        ? { arguments: field.arguments.map((each) => ({ ...named(each), type: print(each.type) })) }
        : {}),
      output_type: print(field.type),
    },
  }));
}

function typeWithFields(
  type: ObjectTypeDefinitionNode | ObjectTypeExtensionNode | InputObjectTypeDefinitionNode,
): NamedJson & { readonly fields: readonly NamedJson[] } {
  const description = 'description' in type ? type.description : undefined;
  return {
    ...named({ name: type.name, description }),
    fields: (type.fields ?? []).map((field) => ({ ...named(field), type: print(field.type) })),
  };
}

function enumType(type: EnumTypeDefinitionNode): NamedJson {
  const values = (type.values ?? []).map((value) => ({
    value: value.name.value,
    description: value.description?.value ?? null,
  }));
  return { ...named(type), values };
}

function named(node: {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode | undefined;
}): NamedJson {
  return { name: node.name.value, description: node.description?.value ?? null };
}

function extendObject(objects: NamedJson[], extension: ObjectTypeExtensionNode, file: string): void {
  const index = objects.findIndex((type) => type.name === extension.name.value);
  const base = objects[index];
  if (!base) {
    throw new MetadataDirectoryError(file, extension.name.value, 'the type that is extended is not declared');
  }
  const fields = base.fields as readonly Json[];
  objects[index] = { ...base, fields: [...fields, ...typeWithFields(extension).fields] };
}

interface NamedEntry {
  readonly key: string;
  readonly value: JsonObject;
}

function namedEntries(list: Json, file: string, key: string): ReadonlyMap<string, NamedEntry> {
  const entries = new Map<string, NamedEntry>();
  if (list === null) return entries;
  if (!Array.isArray(list)) throw new MetadataDirectoryError(file, key, 'must be a list');
  for (const [index, item] of (list as readonly Json[]).entries()) {
    const value = asObject(item, file, `${key}[${index}]`);
    const name = value.name;
    if (typeof name !== 'string') {
      throw new MetadataDirectoryError(file, `${key}[${index}].name`, 'must be a string');
    }
    entries.set(name, { key: `${key}[${index}]`, value });
  }
  return entries;
}

function asObject(value: Json, file: string, key: string): JsonObject {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new MetadataDirectoryError(file, key, 'must be a map');
  }
  return value as JsonObject;
}

const present = (value: Json | undefined): boolean => value !== undefined && value !== null;
const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
