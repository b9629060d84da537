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
import { findType, type MetaField, type MetaTypeName, metaFields } from './introspectionTypes.js';
import { parseTypeRef } from './typeRef.js';
import { baseName } from './typeRegistry.js';
import type { RoleSchema } from './types.js';

export interface IntrospectionRequest {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced values of the operation's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the field stands, for errors: `$.selectionSet.__schema`. */
  readonly path: string;
}

/** Whether a field of query_root is introspection's. `__typename` isn't: every object has it. */
export const isIntrospectionField = (name: string): boolean => name === '__schema' || name === '__type';

/** Whether a type is introspection's own; variables can't be of these, selections can. */
const isIntrospectionType = (name: string): name is MetaTypeName => Object.hasOwn(metaFields, name);

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
  const isSchema = field.name.value === '__schema';
  const args = readArguments(request, field, isSchema ? {} : { name: 'String!' }, request.path);
  const selections = compile(request, fields, isSchema ? '__Schema' : '__Type', request.path);
  if (isSchema) {
    const complete = expandedCopy(schema);
    return project(complete, complete, selections);
  }
  return project(schema, findType(schema, String(args.name)) ?? null, selections);
}

/** One key of the answer, checked: where its value comes from, and what is selected of that. */
interface Selection {
  readonly key: string;
  readonly read: (source: unknown, schema: RoleSchema) => unknown;
  /** null for leaves. */
  readonly below: readonly Selection[] | null;
}

/** What `fields` select of an object of introspection's type `typeName`; null if that is a leaf. */
function compile(
  request: IntrospectionRequest,
  fields: readonly FieldNode[],
  typeName: string,
  path: string,
): readonly Selection[] | null {
  const sets = fields.flatMap((field) => field.selectionSet ?? []);
  if (!isIntrospectionType(typeName)) {
    if (sets.length === 0) return null;
    throw invalid('unexpected subselection set for non-object field', path);
  }
  if (sets.length === 0) throw invalid(`missing selection set for '${fields[0]?.name.value}'`, path);
  const selected = collectFields(request, typeName, sets);
  return [...selected].map(([key, nodes]) => compileField(request, key, nodes, typeName, path));
}

function compileField(
  request: IntrospectionRequest,
  key: string,
  nodes: readonly FieldNode[],
  typeName: MetaTypeName,
  path: string,
): Selection {
  const node = nodes[0] as FieldNode;
  const name = node.name.value;
  if (name === '__typename') return { key, read: () => typeName, below: null };
  const fields: Readonly<Record<string, MetaField>> = metaFields[typeName];
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) {
    throw invalid(`field '${name}' not found in type: '${typeName}'`, `${path}.selectionSet.${name}`);
  }
  const fieldPath = `${path}.selectionSet.${key}`;
  const args = readArguments(request, node, field.arguments ?? {}, fieldPath);
  const resolve = field.resolve as (source: unknown, schema: RoleSchema, given: typeof args) => unknown;
  return {
    key,
    read: (source, schema) => resolve(source, schema, args),
    below: compile(request, nodes, baseName(parseTypeRef(field.type)), fieldPath),
  };
}

function project(schema: RoleSchema, source: unknown, selections: readonly Selection[] | null): unknown {
  if (selections === null || source === null || source === undefined) return source ?? null;
  if (Array.isArray(source)) return source.map((each) => project(schema, each, selections));
  const answer: Record<string, unknown> = {};
  for (const { key, read, below } of selections) answer[key] = project(schema, read(source, schema), below);
  return answer;
}

function readArguments(
  request: IntrospectionRequest,
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
    values[name] = readValue(request, argument, declared[name] ?? '', `${path}.args.${name}`);
  }
  for (const [name, type] of Object.entries(declared)) {
    if (type.endsWith('!') && values[name] === undefined) {
      throw invalid(`missing required field '${name}'`, `${path}.args.${name}`);
    }
  }
  return values;
}

function readValue(
  request: IntrospectionRequest,
  argument: ArgumentNode,
  type: string,
  path: string,
): unknown {
  const value = valueFromASTUntyped(argument.value, request.variables as Record<string, unknown>);
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
  request: IntrospectionRequest,
  typeName: string,
  selections: readonly SelectionSetNode[],
  into = new Map<string, FieldNode[]>(),
): ReadonlyMap<string, readonly FieldNode[]> {
  for (const selection of selections.flatMap((set) => set.selections)) {
    if (!isIncluded(request, selection.directives ?? [])) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const known = into.get(key);
      if (known === undefined) into.set(key, [selection]);
      else known.push(selection);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : request.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined || condition === typeName) {
      collectFields(request, typeName, [fragment.selectionSet], into);
    }
  }
  return into;
}

function isIncluded({ variables }: IntrospectionRequest, directives: readonly DirectiveNode[]): boolean {
  return directives.every((directive) => {
    const name = directive.name.value;
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if');
    if ((name !== 'skip' && name !== 'include') || condition === undefined) return true;
    const value = valueFromASTUntyped(condition.value, variables as Record<string, unknown>);
    return name === 'include' ? value === true : value !== true;
  });
}

const invalid = (message: string, path: string) => new HasuraError('validation-failed', message, { path });
