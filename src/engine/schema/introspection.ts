import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { HasuraError } from '../errors.js';
import { expandedCopy } from './buildRoleSchema.js';
import {
  findType,
  type MetaField,
  type MetaTypeName,
  metaFields,
  parseTypeRef,
} from './introspectionTypes.js';
import type { RoleSchema, TypeRef } from './types.js';

export interface IntrospectionRequest {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced values of the operation's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the field stands, for errors: `$.selectionSet.__schema`. */
  readonly path: string;
}

interface Executor extends IntrospectionRequest {
  readonly schema: RoleSchema;
}

/** Whether a field of query_root is introspection's. `__typename` isn't: every object has it. */
export const isIntrospectionField = (name: string): boolean => name === '__schema' || name === '__type';

/** Whether a type is introspection's own; variables can't be of these, selections can. */
export const isIntrospectionType = (name: string): boolean => name in metaFields;

/**
 * The answer to one `__schema` or `__type(name:)` field, as JSON text.
 *
 * Throws Hasura's validation errors. The caller has checked `schema.introspectionEnabled`.
 */
export function introspect(schema: RoleSchema, field: FieldNode, request: IntrospectionRequest): string {
  return JSON.stringify(introspectMerged(schema, [field], request));
}

/** The same for a field that occurs several times under one response name: their selections are one. */
export function introspectMerged(
  schema: RoleSchema,
  fields: readonly FieldNode[],
  request: IntrospectionRequest,
): unknown {
  const field = fields[0] as FieldNode;
  if (field.name.value === '__schema') {
    readArguments({ ...request, schema }, field, {}, request.path);
    const executor = { ...request, schema: expandedCopy(schema) };
    return complete(executor, fields, parseTypeRef('__Schema!'), executor.schema, request.path);
  }
  const executor = { ...request, schema };
  const args = readArguments(executor, field, { name: 'String!' }, request.path);
  const type = findType(schema, String(args.name)) ?? null;
  return complete(executor, fields, parseTypeRef('__Type'), type, request.path);
}

/** `source` as JSON, by what is selected of it. */
function complete(
  executor: Executor,
  fields: readonly FieldNode[],
  type: TypeRef,
  source: unknown,
  path: string,
): unknown {
  const base = typeName(type);
  const name = fields[0]?.alias?.value ?? fields[0]?.name.value ?? '';
  const selections = fields.flatMap((field) => field.selectionSet ?? []);
  if (!(base in metaFields)) {
    if (selections.length === 0) return source;
    throw invalid('unexpected subselection set for non-object field', path);
  }
  if (selections.length === 0) throw invalid(`missing selection set for '${name}'`, path);
  const selected = collectFields(executor, base, selections);
  const project = (each: unknown) => projectObject(executor, base as MetaTypeName, selected, each, path);
  // Faults in the selection are found even where there is nothing to select from.
  if (source === null) validateSelection(executor, base as MetaTypeName, selected, path);
  if (source === null || source === undefined) return null;
  return Array.isArray(source) ? source.map(project) : project(source);
}

function projectObject(
  executor: Executor,
  typeName: MetaTypeName,
  selected: ReadonlyMap<string, readonly FieldNode[]>,
  source: unknown,
  path: string,
): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const [key, fields] of selected) {
    const name = fields[0]?.name.value ?? '';
    const fieldPath = `${path}.selectionSet.${key}`;
    if (name === '__typename') {
      answer[key] = typeName;
      continue;
    }
    const { field, args } = fieldOf(executor, typeName, fields[0] as FieldNode, fieldPath);
    const resolve = field.resolve as (source: unknown, ...rest: unknown[]) => unknown;
    const value = resolve(source, executor.schema, args);
    answer[key] = complete(executor, fields, parsedType(field.type), value, fieldPath);
  }
  return answer;
}

function validateSelection(
  executor: Executor,
  typeName: MetaTypeName,
  selected: ReadonlyMap<string, readonly FieldNode[]>,
  path: string,
): void {
  for (const [key, fields] of selected) {
    const node = fields[0] as FieldNode;
    const fieldPath = `${path}.selectionSet.${key}`;
    if (node.name.value === '__typename') continue;
    const { field } = fieldOf(executor, typeName, node, fieldPath);
    complete(executor, fields, parsedType(field.type), null, fieldPath);
  }
}

function fieldOf(
  executor: Executor,
  typeName: MetaTypeName,
  node: FieldNode,
  path: string,
): { readonly field: MetaField; readonly args: Readonly<Record<string, unknown>> } {
  const fields: Readonly<Record<string, MetaField>> = metaFields[typeName];
  const name = node.name.value;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) throw invalid(`field '${name}' not found in type: '${typeName}'`, path);
  return { field, args: readArguments(executor, node, field.arguments ?? {}, path) };
}

function readArguments(
  executor: Executor,
  field: FieldNode,
  declared: Readonly<Record<string, string>>,
  path: string,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const argument of field.arguments ?? []) {
    const name = argument.name.value;
    if (!Object.hasOwn(declared, name)) {
      throw invalid(`'${field.name.value}' has no argument named '${name}'`, path);
    }
    values[name] = readValue(executor, argument, declared[name] ?? '', `${path}.args.${name}`);
  }
  for (const [name, type] of Object.entries(declared)) {
    if (type.endsWith('!') && values[name] === undefined) {
      throw invalid(`missing required field '${name}'`, `${path}.args.${name}`);
    }
  }
  return values;
}

function readValue(executor: Executor, argument: ArgumentNode, type: string, path: string): unknown {
  const value = valueFromASTUntyped(argument.value, executor.variables as Record<string, unknown>);
  const expected = type.startsWith('Boolean') ? 'boolean' : 'string';
  const mayBeAbsent = !type.endsWith('!');
  const absent = value === undefined || value === null;
  if (typeof value === expected || (mayBeAbsent && absent)) return value;
  const base = type.replace('!', '');
  if (absent) throw invalid(`unexpected null value for type '${base}'`, path);
  throw invalid(`expected a ${expected} for type '${base}', but found ${jsonKind(value)}`, path);
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

/** Fields by response name, fragments resolved, `@skip` and `@include` applied. */
function collectFields(
  executor: Executor,
  typeName: string,
  selections: readonly SelectionSetNode[],
  into = new Map<string, FieldNode[]>(),
): ReadonlyMap<string, readonly FieldNode[]> {
  for (const selection of selections.flatMap((set) => set.selections)) {
    if (!isIncluded(executor, selection.directives ?? [])) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const known = into.get(key);
      if (known === undefined) into.set(key, [selection]);
      else known.push(selection);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : executor.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined || condition === typeName) {
      collectFields(executor, typeName, [fragment.selectionSet], into);
    }
  }
  return into;
}

function isIncluded({ variables }: Executor, directives: readonly DirectiveNode[]): boolean {
  return directives.every((directive) => {
    const name = directive.name.value;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if');
    if ((name !== 'skip' && name !== 'include') || condition === undefined) return true;
    const value = valueFromASTUntyped(condition.value, variables as Record<string, unknown>);
    return name === 'include' ? value === true : value !== true;
  });
}

const typeName = (type: TypeRef): string => (type.kind === 'list' ? typeName(type.of) : type.name);

const parsedTypes = new Map<string, TypeRef>();

function parsedType(text: string): TypeRef {
  const known = parsedTypes.get(text);
  if (known !== undefined) return known;
  const type = parseTypeRef(text);
  parsedTypes.set(text, type);
  return type;
}

const invalid = (message: string, path: string) => new HasuraError('validation-failed', message, { path });
