import type { OperationDefinitionNode, TypeNode } from 'graphql';
import type { Json, JsonObject } from '../json.js';
import { isObject } from '../jsonText.js';
import type { NamedType, RoleSchema, TypeRef } from '../schema/types.js';
import { describeJson, isArrayText } from './given.js';
import { maximumInputDepth } from './input.js';
import { typeOfNode } from './typeReferences.js';
import type { OperationPlan } from './types.js';

/**
 * What a plan may depend on in the values of an operation's variables: which are given, nulls, booleans, enum values,
 * the keys of input objects and the length of their lists. Scalars count by their JSON type alone, since they are
 * bound to the statement as parameters.
 */
export function variablesShape(
  operation: OperationDefinitionNode,
  values: JsonObject | null | undefined,
  schema: RoleSchema,
): string {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return Object.keys(values ?? {}).length === 0 ? '' : undeclared(values ?? {});
  const known = new Set<string>();
  const shapes = definitions.map(({ variable, type }) => {
    const name = variable.name.value;
    known.add(name);
    const value = values && Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? '-' : shapeOf(value, typeOf(type), schema.types);
  });
  const others = Object.keys(values ?? {}).filter((name) => !known.has(name));
  return `${shapes.join(';')}${others.length > 0 ? undeclared(others) : ''}`;
}

/** Values for no variable: the request fails, and mustn't find a plan. */
const undeclared = (names: JsonObject | readonly string[]) => `!${JSON.stringify(names)}`;

const types = new WeakMap<TypeNode, TypeRef>();

function typeOf(node: TypeNode): TypeRef {
  const known = types.get(node);
  if (known) return known;
  const type = typeOfNode(node);
  types.set(node, type);
  return type;
}

type Types = ReadonlyMap<string, NamedType>;

function shapeOf(value: Json, type: TypeRef, schema: Types, depth = 0): string {
  // Too deep to be planned, whatever is inside.
  if (depth > maximumInputDepth) return '…';
  if (value === null) return 'null';
  if (type.kind === 'list') return listShape(value, type.of, schema, depth + 1);
  const named = schema.get(type.name);
  if (named?.kind === 'enum') return JSON.stringify(value);
  if (named?.kind !== 'input' || !isObject(value)) {
    return typeof value === 'boolean' ? String(value) : describeJson(value);
  }
  const fields = Object.entries(value).map(([key, each]) => {
    const field = named.fields.get(key);
    const shape = field && each !== undefined ? shapeOf(each, field.type, schema, depth + 1) : '-';
    return `${JSON.stringify(key)}:${shape}`;
  });
  return `{${fields.join()}}`;
}

function listShape(value: Json, of: TypeRef, schema: Types, depth: number): string {
  const isScalar = of.kind === 'named' && schema.get(of.name)?.kind === 'scalar';
  // The whole list is one parameter; a single value counts as a list of one.
  if (isScalar && Array.isArray(value))
    return value.length === 0 ? '[]' : value.includes(null) ? '[null]' : '[…]';
  if (isScalar) return isArrayText(value) ? '{…}' : '[…]';
  if (!Array.isArray(value)) return shapeOf(value, of, schema, depth);
  return `[${value.map((each: Json) => shapeOf(each, of, schema, depth)).join()}]`;
}

/** May the plan serve other requests of the same role, operation name, text and `variablesShape`? */
export const isCacheable = (plan: OperationPlan): boolean => plan.reusable;
