import { type ArgumentNode, Kind, type ValueNode } from 'graphql';
import type { Json } from '../json.js';
import { isObject } from '../jsonText.js';
import type { ValueSource } from '../model/condition.js';
import type { EnumType, EnumTypeValue, InputField, InputObjectType, TypeRef } from '../schema/types.js';
import { acceptedType, isArrayValue, isColumnValue } from './columnValues.js';
import type { PlanContext } from './context.js';
import { describe, type Given, isArrayText, isNull, jsonOf } from './given.js';
import { refuse } from './refusal.js';
import { anyJson, coerceScalar, columnScalar } from './scalars.js';
import { useVariable } from './variables.js';

/** An input value, checked against its type. */
export type Input = NullInput | ScalarInput | EnumInput | ListInput | ObjectInput;

export interface NullInput {
  readonly kind: 'null';
  readonly type: TypeRef;
  readonly path: string;
}

export interface ScalarInput {
  readonly kind: 'scalar';
  readonly scalar: string;
  /** What it is in this request; `source` says where to find it in the next one. */
  readonly value: Json;
  readonly source: ValueSource;
  readonly path: string;
}

export interface EnumInput {
  readonly kind: 'enum';
  readonly value: EnumTypeValue;
  readonly path: string;
}

export interface ListInput {
  readonly kind: 'list';
  readonly items: readonly Input[];
  /** The whole list where it comes from one place in a variable. */
  readonly source: ValueSource | null;
  readonly path: string;
}

export interface ObjectInput {
  readonly kind: 'object';
  readonly type: InputObjectType;
  readonly entries: ReadonlyMap<string, { readonly field: InputField; readonly value: Input }>;
  readonly path: string;
}

export type Arguments = ReadonlyMap<string, Input>;

export interface ReadOptions {
  /** Scalars by argument name, where the schema's type says less than what is accepted. */
  readonly scalars?: Readonly<Record<string, string>>;
  /** Scalars that GraphQL doesn't define take any JSON (Actions); else they are Postgres types. */
  readonly anyCustomScalar?: boolean;
}

/** The arguments of a field by name; those not given and without default are absent. */
export function readArguments(
  context: PlanContext,
  given: readonly ArgumentNode[],
  definitions: ReadonlyMap<string, InputField>,
  field: { readonly name: string; readonly path: string },
  options: ReadOptions = {},
): Arguments {
  for (const { name } of given) {
    if (!definitions.has(name.value))
      refuse(field.path, `'${field.name}' has no argument named '${name.value}'`);
  }
  const nodes = new Map(given.map((each) => [each.name.value, each.value]));
  const read = new Map<string, Input>();
  for (const definition of definitions.values()) {
    const path = `${field.path}.args.${definition.name}`;
    const scalar = options.scalars?.[definition.name];
    const reader = { context, options, scalar, ofColumn: false, isArray: false, depth: 0 };
    const value = readField(reader, nodes.get(definition.name), definition, path);
    if (value) read.set(definition.name, value);
  }
  return read;
}

/** Objects and lists within each other, in one argument. Hasura knows no bound; the stack has one. */
export const maximumInputDepth = 200;

interface Reader {
  readonly context: PlanContext;
  readonly depth: number;
  readonly options: ReadOptions;
  readonly scalar: string | undefined;
  /** The value is a column's, or compared with one. */
  readonly ofColumn: boolean;
  /** And that column holds arrays. */
  readonly isArray: boolean;
}

function readField(
  reader: Reader,
  given: ValueNode | Given | undefined,
  field: InputField,
  path: string,
): Input | undefined {
  const hasDefault = field.default !== undefined;
  if (given !== undefined) {
    const inner = { ...reader, ofColumn: isColumnValue(field), isArray: isArrayValue(field) };
    return readValue(inner, given, acceptedType(field), path, hasDefault);
  }
  if (field.default !== undefined) {
    return readValue(reader, { form: 'json', value: field.default }, field.type, path);
  }
  if (field.type.nonNull) refuse(path, `missing required field '${field.name}'`);
  return undefined;
}

function readValue(
  reader: Reader,
  raw: ValueNode | Given,
  type: TypeRef,
  path: string,
  hasDefault = false,
): Input {
  const given = resolve(reader.context, raw, type, path, hasDefault);
  if (isNull(given) && !type.nonNull) return { kind: 'null', type, path };
  if (type.kind === 'list')
    return readArrayText(reader, given, path) ?? readList(reader, given, type.of, path);
  const named = reader.context.schema.types.get(type.name);
  if (!named) throw new Error(`The schema lacks the type ${type.name}`);
  switch (named.kind) {
    case 'scalar':
      return readScalar(reader, given, named.name, path);
    case 'enum':
      return { kind: 'enum', value: readEnum(given, named, path), path };
    case 'input':
      return readObject(reader, given, named, path);
    case 'object':
      throw new Error(`${type.name} isn't an input type`);
  }
}

function resolve(
  context: PlanContext,
  raw: ValueNode | Given,
  type: TypeRef,
  path: string,
  hasDefault: boolean,
): Given {
  if (!('kind' in raw)) return raw;
  if (raw.kind !== Kind.VARIABLE) return { form: 'graphql', node: raw };
  const variable = context.variables.get(raw.name.value);
  if (!variable) return refuse('$', `unbound variable "${raw.name.value}"`);
  return useVariable(variable, type, hasDefault, path);
}

function within(reader: Reader, path: string): Reader {
  if (reader.depth >= maximumInputDepth)
    refuse(path, `the value nests more than ${maximumInputDepth} levels`);
  return { ...reader, depth: reader.depth + 1 };
}

function readList(reader: Reader, given: Given, of: TypeRef, path: string): ListInput {
  if (isNull(given)) refuse(path, 'expected a list, but found null');
  const inner = within(reader, path);
  const values = itemsOf(given) ?? [given];
  const items = values.map((value, index) => readValue(inner, value, of, `${path}[${index}]`));
  return { kind: 'list', items, source: given.form === 'json' ? sourceOf(given) : null, path };
}

function readArrayText({ isArray }: Reader, given: Given, path: string): ScalarInput | undefined {
  if (!isArray) return undefined;
  const value = given.form === 'json' ? given.value : stringOf(given.node);
  if (!isArrayText(value)) return undefined;
  const source: ValueSource = given.form === 'json' ? sourceOf(given) : { from: 'literal', value };
  return { kind: 'scalar', scalar: 'String', value, source, path };
}

const stringOf = (node: ValueNode) => (node.kind === Kind.STRING ? node.value : undefined);

function itemsOf(given: Given): readonly (ValueNode | Given)[] | undefined {
  if (given.form === 'graphql') return given.node.kind === Kind.LIST ? given.node.values : undefined;
  if (!Array.isArray(given.value)) return undefined;
  return given.value.map((value: Json, index) => ({ ...given, value, path: [...(given.path ?? []), index] }));
}

function sourceOf(given: Extract<Given, { form: 'json' }>): ValueSource {
  if (given.variable === undefined) return { from: 'literal', value: given.value };
  return { from: 'variable', name: given.variable, path: given.path ?? [] };
}

const graphqlScalars: ReadonlySet<string> = new Set(['Int', 'Float', 'Boolean', 'String', 'ID']);

function readScalar(reader: Reader, given: Given, name: string, path: string): ScalarInput {
  const scalar = reader.scalar ?? (reader.ofColumn ? columnScalar(name) : name);
  const resolved = interpolate(reader.context, given);
  const isAny = reader.options.anyCustomScalar && !graphqlScalars.has(scalar);
  const value = isAny ? anyJson(resolved) : coerceScalar(scalar, resolved, path);
  const source: ValueSource = resolved.form === 'json' ? sourceOf(resolved) : { from: 'literal', value };
  return { kind: 'scalar', scalar, value, source, path };
}

/** JSON scalars may be written in GraphQL syntax with variables inside. */
function interpolate(context: PlanContext, given: Given): Given {
  if (given.form === 'json' || (given.node.kind !== Kind.LIST && given.node.kind !== Kind.OBJECT))
    return given;
  const value = jsonOf(given.node, (name) => {
    context.dependsOnValue();
    const variable = context.variables.get(name);
    if (!variable) return refuse('$', `unbound variable "${name}"`);
    return anyJson(variable.value);
  });
  return { form: 'json', value };
}

function readEnum(given: Given, type: EnumType, path: string): EnumTypeValue {
  const name = enumName(given);
  if (name === undefined) {
    return refuse(path, `expected an enum value for type '${type.name}', but found ${describe(given)}`);
  }
  const value = type.values.get(name);
  if (value) return value;
  const names = [...type.values.keys()]
    .sort()
    .map((each) => `'${each}'`)
    .join(', ');
  return refuse(path, `expected one of the values [${names}] for type '${type.name}', but found '${name}'`);
}

function enumName(given: Given): string | undefined {
  if (given.form === 'graphql') return given.node.kind === Kind.ENUM ? given.node.value : undefined;
  return typeof given.value === 'string' ? given.value : undefined;
}

function readObject(reader: Reader, given: Given, type: InputObjectType, path: string): ObjectInput {
  const values = fieldsOf(given, path);
  if (!values)
    return refuse(path, `expected an object for type '${type.name}', but found ${describe(given)}`);
  const inner = { ...within(reader, path), scalar: undefined };
  const entries = new Map<string, { field: InputField; value: Input }>();
  for (const name of values.keys()) {
    if (!type.fields.has(name))
      refuse(`${path}.${name}`, `field '${name}' not found in type: '${type.name}'`);
  }
  for (const [name, value] of values) {
    const field = type.fields.get(name);
    const read = field && readField(inner, value, field, `${path}.${name}`);
    if (field && read) entries.set(name, { field, value: read });
  }
  for (const field of type.fields.values()) {
    if (values.has(field.name) || (field.default === undefined && !field.type.nonNull)) continue;
    const read = readField(inner, undefined, field, `${path}.${field.name}`);
    if (read) entries.set(field.name, { field, value: read });
  }
  return { kind: 'object', type, entries, path };
}

const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;

function fieldsOf(given: Given, path: string): ReadonlyMap<string, ValueNode | Given> | undefined {
  if (given.form === 'graphql') {
    if (given.node.kind !== Kind.OBJECT) return undefined;
    return new Map(given.node.fields.map((each) => [each.name.value, each.value]));
  }
  if (!isObject(given.value)) return undefined;
  const fields = new Map<string, Given>();
  for (const [key, value] of Object.entries(given.value)) {
    if (value === undefined) continue;
    if (!graphqlName.test(key)) {
      refuse(path, `variable value contains object with key "${key}", which is not a legal GraphQL name`);
    }
    fields.set(key, { ...given, value, path: [...(given.path ?? []), key] });
  }
  return fields;
}
