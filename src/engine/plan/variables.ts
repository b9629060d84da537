import { Kind, type OperationDefinitionNode, type VariableDefinitionNode } from 'graphql';
import type { JsonObject } from '../json.js';
import type { TypeRef } from '../schema/types.js';
import { type Given, nullGiven } from './given.js';
import { refuse } from './refusal.js';
import { isCompatible, showType, typeOfNode } from './typeReferences.js';

export interface Variable {
  readonly name: string;
  readonly type: TypeRef;
  /** A default that isn't null: the variable may stand where null may not. */
  readonly hasDefault: boolean;
  /** The request's value, else the default, else null. */
  readonly value: Given;
}

/**
 * The operation's variables with their values.
 *
 * @param used names of the variables that the operation uses, fragments included
 * @throws HasuraError when a value is missing, null where it may not be, or given for no variable in use.
 */
export function resolveVariables(
  operation: OperationDefinitionNode,
  values: JsonObject,
  used: ReadonlySet<string>,
): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (variables.has(name)) refuse('$', `multiple definitions for variable "${name}"`, 'parse-failed');
    variables.set(name, resolveVariable(name, definition, values));
  }
  for (const name of used) if (!variables.has(name)) refuse('$', `unbound variable "${name}"`);
  const unexpected = Object.keys(values).filter((name) => values[name] !== undefined && !used.has(name));
  if (unexpected.length > 0) {
    refuse('$', `unexpected variables in variableValues: ${unexpected.join(', ')}`);
  }
  return variables;
}

function resolveVariable(name: string, definition: VariableDefinitionNode, values: JsonObject): Variable {
  const type = typeOfNode(definition.type);
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  const defaultValue = definition.defaultValue;
  const hasDefault = defaultValue !== undefined && defaultValue.kind !== Kind.NULL;
  if (value === null && type.nonNull) {
    refuse('$', `null value found for non-nullable type: "${showType(type)}"`);
  }
  if (value !== undefined) {
    return { name, type, hasDefault, value: { form: 'json', value, variable: name, path: [] } };
  }
  if (defaultValue) return { name, type, hasDefault, value: { form: 'graphql', node: defaultValue } };
  if (type.nonNull) refuse('$', `expecting a value for non-nullable variable: "${name}"`);
  return { name, type, hasDefault, value: nullGiven };
}

/**
 * The variable's value where a value of type `location` is expected.
 *
 * @throws HasuraError when its declared type doesn't fit there; GraphQL coerces values, never variables.
 */
export function useVariable(
  variable: Variable,
  location: TypeRef,
  hasLocationDefault: boolean,
  path: string,
): Given {
  if (!isUsable(variable, location, hasLocationDefault)) {
    const declared = showType(variable.type);
    const expected = showType(location);
    refuse(
      path,
      `variable '${variable.name}' is declared as '${declared}', but used where '${expected}' is expected`,
    );
  }
  return variable.value;
}

function isUsable({ type, hasDefault }: Variable, location: TypeRef, hasLocationDefault: boolean): boolean {
  if (!location.nonNull || type.nonNull) return isCompatible(location, type);
  if (!hasDefault && !hasLocationDefault) return false;
  return isCompatible({ ...location, nonNull: false }, type);
}
