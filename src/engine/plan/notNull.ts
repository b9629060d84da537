import type { NamedType } from '../schema/types.js';
import type { PlanContext } from './context.js';
import type { Input, NullInput, ObjectInput } from './input.js';
import { refuse } from './refusal.js';

/** The value, where Hasura doesn't take null although the schema's type is nullable. */
export function notNull(input: Input, types: ReadonlyMap<string, NamedType>): Exclude<Input, NullInput> {
  if (input.kind !== 'null') return input;
  const { type, path } = input;
  if (type.kind === 'list') return refuse(path, 'expected a list, but found null');
  const named = types.get(type.name);
  if (named?.kind === 'enum') {
    return refuse(path, `expected an enum value for type '${type.name}', but found null`);
  }
  if (named?.kind === 'input') {
    return refuse(path, `expected an object for type '${type.name}', but found null`);
  }
  return refuse(path, `unexpected null value for type '${type.name}'`);
}

/** The input object, where the schema says that there is one. */
export function objectOf(context: PlanContext, input: Input): ObjectInput {
  const value = notNull(input, context.schema.types);
  if (value.kind !== 'object') throw new Error(`An object is expected (${value.path})`);
  return value;
}
