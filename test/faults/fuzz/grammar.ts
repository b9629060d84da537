import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { pick } from '../chaos/random.js';
import { goodValue, type Making } from './goodValues.js';

/** A JSON value of a GraphQL input type, as a well-meaning client writes it. */
export function valueOfType(name: string, type: GraphQLInputType, making: Making, depth = 0): unknown {
  const { random, odd } = making;
  if (isNonNullType(type)) return valueOfType(name, type.ofType, making, depth);
  const good = goodValue(name, making);
  if (good !== undefined) return good;
  if (isListType(type)) {
    const length = 1 + Math.floor(random() * 2);
    return Array.from({ length }, () => valueOfType(name, type.ofType, making, depth));
  }
  if (isInputObjectType(type)) {
    const all = Object.values(type.getFields());
    const given = all.filter((each) => isNonNullType(each.type) || random() < (depth > 0 ? 0.3 : 0.4));
    const few = all.length > 20 ? given.slice(0, 4) : given;
    return depth > 3
      ? {}
      : Object.fromEntries(
          few.map((each) => [each.name, valueOfType(each.name, each.type, making, depth + 1)]),
        );
  }
  if (isEnumType(type)) return pick(random, type.getValues()).name;
  switch (getNamedType(type).name) {
    case 'Boolean':
      return random() < 0.5;
    case 'Int':
      return Math.floor(random() * 20);
    case 'uuid':
      return goodValue('id', making);
    case 'timestamptz':
      return goodValue('createdAt', making);
    case 'jsonb':
      return goodValue('metadata', making);
    default:
      return random() < 0.8 ? `${name} of the fuzzer` : odd.text();
  }
}

/** The arguments of a field: those that it needs, and some of the others. */
export function argumentsOf(
  field: { readonly args: readonly GraphQLArgument[] },
  making: Making,
): Record<string, unknown> {
  const { random } = making;
  const isChoice = field.args.length > 2 && !field.args.some(({ type }) => isNonNullType(type));
  const chosen = isChoice && random() < 0.8 ? pick(random, field.args) : undefined;
  const given = chosen ? [chosen] : field.args.filter(({ type }) => isNonNullType(type) || random() < 0.6);
  return Object.fromEntries(given.map(({ name, type }) => [name, valueOfType(name, type, making)]));
}

/** Text and variables of an operation on one field. */
export function operationOf(
  kind: 'query' | 'mutation',
  field: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
  making: Making,
): { query: string; variables: Record<string, unknown> } {
  const { random } = making;
  const isInline = random() < 0.2;
  const names = Object.keys(args);
  const declared = isInline ? [] : field.args.filter(({ name }) => names.includes(name));
  const head = declared.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const list = names.map((name) => `${name}: ${isInline ? literal(args[name]) : `$${name}`}`).join(', ');
  const call = `${field.name}${list && `(${list})`}${selectionOf(field.type, making)}`;
  const again = random() < 0.03 ? Array.from({ length: 12 }, (_, n) => ` a${n}: ${call}`).join('') : '';
  const query = `${kind} Fuzz${head && `(${head})`} { ${call}${again} }`;
  return { query, variables: isInline ? {} : { ...args } };
}

function selectionOf(type: GraphQLOutputType, making: Making, depth = 0): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (!isObjectType(named) || depth > 3) return ' { __typename }';
  const fields = Object.values(named.getFields()).filter(
    ({ type: of, args }) =>
      !args.some((each) => isNonNullType(each.type)) && (depth < 3 || !isCompositeType(getNamedType(of))),
  );
  const chosen = fields.filter(
    ({ type: of }) => making.random() < (isCompositeType(getNamedType(of)) && depth > 1 ? 0.2 : 0.8),
  );
  const inner = chosen.map((each) => `${each.name}${selectionOf(each.type, making, depth + 1)}`);
  return ` { __typename ${inner.join(' ')} }`;
}

/** A value as GraphQL writes it; keys that are no names spoil the text, which is the server's to refuse. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}: ${literal(each)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
