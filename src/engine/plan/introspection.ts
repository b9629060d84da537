import { expandedCopy } from '../schema/buildRoleSchema.js';
import { findType, type MetaField, type MetaTypeName, metaFields } from '../schema/introspectionTypes.js';
import { parseTypeRef } from '../schema/typeRef.js';
import { baseName } from '../schema/typeRegistry.js';
import type { InputField, ObjectType, RoleSchema } from '../schema/types.js';
import { jsonOfInput } from './boundInput.js';
import type { PlanContext } from './context.js';
import { readArguments } from './input.js';
import { refuse } from './refusal.js';
import { collectFields, type Selected } from './selection.js';

/** Whether a field of the operation's root is introspection's. `__typename` isn't: every object has it. */
export function isIntrospection({ schema }: PlanContext, type: ObjectType, { name }: Selected): boolean {
  return type === schema.query && schema.introspectionEnabled && (name === '__schema' || name === '__type');
}

/**
 * The answer to one `__schema` or `__type(name:)` field, as JSON text: the plan has it already.
 *
 * @throws HasuraError validation-failed as for any other field
 */
export function planIntrospection(context: PlanContext, selected: Selected): string {
  const { schema } = context;
  const isSchema = selected.name === '__schema';
  const args = argumentsOf(context, selected, isSchema ? {} : { name: 'String!' });
  const selections = compile(context, selected, isSchema ? '__Schema' : '__Type');
  if (!isSchema) return JSON.stringify(project(schema, findType(schema, String(args.name)), selections));
  const complete = expandedCopy(schema);
  return JSON.stringify(project(complete, complete, selections));
}

/** One key of the answer, checked: where its value comes from, and what is selected of that. */
interface Selection {
  readonly key: string;
  readonly read: (source: unknown, schema: RoleSchema) => unknown;
  /** null for leaves. */
  readonly below: readonly Selection[] | null;
}

/** Whether a type is introspection's own; variables can't be of these, selections can. */
const isMetaType = (name: string): name is MetaTypeName => Object.hasOwn(metaFields, name);

/** What is selected of an object of introspection's type `typeName`; null if that is a leaf. */
function compile(context: PlanContext, selected: Selected, typeName: string): readonly Selection[] | null {
  const { selections, path } = selected;
  if (isMetaType(typeName)) {
    return collectFields(context, { name: typeName }, selections, path).map((each) =>
      compileField(context, each, typeName),
    );
  }
  return selections.length === 0 ? null : refuse(path, 'unexpected subselection set for non-object field');
}

function compileField(context: PlanContext, selected: Selected, typeName: MetaTypeName): Selection {
  const { alias: key, name, path } = selected;
  if (name === '__typename') return { key, read: () => typeName, below: null };
  const fields: Readonly<Record<string, MetaField>> = metaFields[typeName];
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) return refuse(path, `field '${name}' not found in type: '${typeName}'`);
  const args = argumentsOf(context, selected, field.arguments ?? {});
  const resolve = field.resolve as (source: unknown, schema: RoleSchema, given: typeof args) => unknown;
  return {
    key,
    read: (source, schema) => resolve(source, schema, args),
    below: compile(context, selected, baseName(parseTypeRef(field.type))),
  };
}

/** @param declared the types of the arguments, by name */
function argumentsOf(
  context: PlanContext,
  selected: Selected,
  declared: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const definitions = new Map(
    Object.entries(declared).map(([name, type]): [string, InputField] => [
      name,
      { name, type: parseTypeRef(type), means: { is: 'byName' } },
    ]),
  );
  const given = readArguments(context, selected.arguments, definitions, selected);
  return Object.fromEntries([...given].map(([name, value]) => [name, jsonOfInput(context, value)]));
}

function project(schema: RoleSchema, source: unknown, selections: readonly Selection[] | null): unknown {
  if (selections === null || source === null || source === undefined) return source ?? null;
  if (Array.isArray(source)) return source.map((each) => project(schema, each, selections));
  const answer: Record<string, unknown> = {};
  for (const { key, read, below } of selections) answer[key] = project(schema, read(source, schema), below);
  return answer;
}
