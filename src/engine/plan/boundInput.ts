import type { PgType } from '../catalog/types.js';
import type { Json } from '../json.js';
import type { BoundValue, Operand } from '../model/condition.js';
import type { TableColumn } from '../model/types.js';
import { arrayOf } from '../model/values.js';
import type { PlanContext } from './context.js';
import type { Input, ListInput } from './input.js';
import { notNull } from './notNull.js';
import { jsonNullScalar } from './scalars.js';

/** The input as a parameter of `type`; GraphQL's null becomes SQL's. */
export function boundValue(context: PlanContext, input: Input, type: PgType): BoundValue {
  const { path } = input;
  switch (input.kind) {
    case 'null':
      return { kind: 'value', source: { from: 'literal', value: null }, type };
    case 'scalar':
      return { kind: 'value', source: input.source, type, scalar: input.scalar, path };
    case 'enum':
      return { kind: 'value', source: { from: 'literal', value: input.value.name }, type };
    case 'list':
      return boundList(context, input, type);
    case 'object':
      throw new Error(`An input object can't be a parameter (${path})`);
  }
}

function boundList(context: PlanContext, input: ListInput, type: PgType): BoundValue {
  if (input.source && input.items.every(isLeaf)) {
    const first = input.items.find((each) => each.kind === 'scalar');
    const scalar = first?.kind === 'scalar' ? { scalar: first.scalar } : {};
    return { kind: 'value', source: input.source, type, ...scalar, path: input.path };
  }
  return { kind: 'value', source: { from: 'literal', value: jsonOfInput(context, input) }, type };
}

const isLeaf = ({ kind }: Input) => kind === 'scalar' || kind === 'null';

/** The input as JSON. Reading a variable binds the plan to this request. */
export function jsonOfInput(context: PlanContext, input: Input): Json {
  switch (input.kind) {
    case 'null':
      return null;
    case 'scalar':
      if (input.source.from === 'variable' && input.scalar !== 'Boolean') context.dependsOnValue();
      return input.value;
    case 'enum':
      return input.value.name;
    case 'list':
      return input.items.map((each) => jsonOfInput(context, each));
    case 'object':
      return Object.fromEntries(
        [...input.entries].map(([name, { value }]) => [name, jsonOfInput(context, value)]),
      );
  }
}

/** A value for a column: null only where the column may hold it. */
export function columnValue(context: PlanContext, input: Input, column: TableColumn): BoundValue {
  if (input.kind !== 'null' || column.nullable) return boundValue(context, input, column.type);
  return requiredValue(context, input, column.type);
}

/** A value that may not be SQL's null; JSON's null is a value of a JSON type. */
export function requiredValue(context: PlanContext, input: Input, type: PgType): BoundValue {
  if (input.kind === 'null' && isJsonType(type)) {
    return { kind: 'value', source: { from: 'literal', value: null }, type, scalar: jsonNullScalar };
  }
  return boundValue(context, notNull(input, context.schema.types), type);
}

const isJsonType = (type: PgType) => !type.isArray && (type.name === 'json' || type.name === 'jsonb');

/** Several values of one type: a single array parameter where that is possible. */
export function listOperand(context: PlanContext, input: Input, element: PgType): Operand {
  const list = notNull(input, context.schema.types);
  if (list.kind !== 'list') throw new Error(`A list is expected (${list.path})`);
  const isOne = list.source !== null && list.items.every(isLeaf);
  const isConstant = list.items.every((each) => each.kind === 'enum' || isLiteral(each));
  if (isOne || isConstant) return boundList(context, list, arrayOf(element));
  const of = list.items.map((each) => requiredValue(context, each, element));
  return { kind: 'list', of, type: element };
}

const isLiteral = (input: Input) => input.kind === 'scalar' && input.source.from === 'literal';

/** Built-in types that operators and functions need whatever the column is. */
export const pgTypes = {
  text: builtIn('text'),
  textArray: arrayOf(builtIn('text')),
  int4: builtIn('int4'),
  int8: builtIn('int8'),
  float8: builtIn('float8'),
  bool: builtIn('bool'),
  json: builtIn('json'),
  jsonb: builtIn('jsonb'),
} satisfies Record<string, PgType>;

function builtIn(name: string): PgType {
  return { sql: name, name, schema: 'pg_catalog', isArray: false, kind: 'base' };
}
