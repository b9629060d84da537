import { Kind, type ValueNode, type VariableNode } from 'graphql';
import type { Json } from '../json.js';
import { isNumber, parseNumber, RawNumber } from '../jsonText.js';

/** One input value as the client wrote it: GraphQL syntax without variables at its top, or JSON of a variable. */
export type Given =
  | { readonly form: 'graphql'; readonly node: Exclude<ValueNode, VariableNode> }
  | {
      readonly form: 'json';
      readonly value: Json;
      /** Where it stands in the request's variables; absent for values of the schema and of GraphQL syntax. */
      readonly variable?: string;
      readonly path?: readonly (string | number)[];
    };

export const nullGiven: Given = { form: 'graphql', node: { kind: Kind.NULL } };

export function isNull(given: Given): boolean {
  return given.form === 'json' ? given.value === null : given.node.kind === Kind.NULL;
}

/** Postgres' own text of an array (`{a,b}`), which Hasura takes for a column of arrays beside a list. */
export const isArrayText = (value: unknown): value is string =>
  typeof value === 'string' && /^\s*(?:\{|\[-?\d+:-?\d+\])/.test(value);

/** As Hasura names a value in `…, but found a string`. */
export function describe(given: Given): string {
  return given.form === 'json' ? describeJson(given.value) : graphqlKinds[given.node.kind];
}

const graphqlKinds = {
  [Kind.INT]: 'an integer',
  [Kind.FLOAT]: 'a float',
  [Kind.STRING]: 'a string',
  [Kind.BOOLEAN]: 'a boolean',
  [Kind.NULL]: 'null',
  [Kind.ENUM]: 'an enum value',
  [Kind.LIST]: 'a list',
  [Kind.OBJECT]: 'an object',
} satisfies Record<Exclude<ValueNode, VariableNode>['kind'], string>;

export function describeJson(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'string') return 'a string';
  if (isNumber(value)) return 'a number';
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** The digits of a JSON number as they were written. */
export function numberText(value: Json): string {
  return (value as unknown) instanceof RawNumber ? (value as unknown as RawNumber).text : String(value);
}

/** GraphQL syntax as JSON; enum values become strings. `variable` answers for variables inside. */
export function jsonOf(node: ValueNode, variable: (name: string) => Json): Json {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variable(node.name.value);
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return parseNumber(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.LIST:
      return node.values.map((each) => jsonOf(each, variable));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((each) => [each.name.value, jsonOf(each.value, variable)]));
  }
}
