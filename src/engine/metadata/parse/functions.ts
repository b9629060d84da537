import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import { Fields, nonEmptyString, oneOf, type Place, string, uniqueList } from '../reader.js';
import type { FunctionMetadata } from '../types.js';
import { checkRootFieldNames, graphqlName } from './graphqlNames.js';
import { parseTableName } from './names.js';

export const emptyFunctionConfiguration: FunctionMetadata['configuration'] = { customRootFields: {} };

/** `{function, configuration?, permissions?, comment?}`. */
export function parseFunction(value: Json, at: Place): FunctionMetadata {
  const fields = new Fields(value, at);
  const parsed = {
    function: fields.required('function', parseTableName),
    configuration: fields.withDefault(
      'configuration',
      parseFunctionConfiguration,
      emptyFunctionConfiguration,
    ),
    permissions: fields.withDefault(
      'permissions',
      uniqueList(parseRole, (each) => each.role, 'function permissions'),
      [],
    ),
    ...fields.maybe('comment', string, 'comment'),
  };
  fields.end('FunctionMetadata');
  return parsed;
}

/** Metadata version 1 lists functions by name alone. */
export function parseFunctionOrName(value: Json, at: Place): FunctionMetadata {
  if (isObject(value) && value.function !== undefined) return parseFunction(value, at);
  return {
    function: parseTableName(value, at),
    configuration: emptyFunctionConfiguration,
    permissions: [],
  };
}

export function parseFunctionConfiguration(value: Json, at: Place): FunctionMetadata['configuration'] {
  const fields = new Fields(value, at);
  const configuration = {
    ...fields.maybe('custom_name', graphqlName, 'customName'),
    customRootFields: fields.withDefault('custom_root_fields', parseFunctionRootFields, {}),
    ...fields.maybe('exposed_as', oneOf('query', 'mutation'), 'exposedAs'),
    ...fields.maybe('session_argument', nonEmptyString, 'sessionArgument'),
  };
  fields.end('FunctionConfig');
  return configuration;
}

function parseFunctionRootFields(
  value: Json,
  at: Place,
): FunctionMetadata['configuration']['customRootFields'] {
  const fields = new Fields(value, at);
  const rootFields = {
    ...fields.maybe('function', graphqlName, 'function'),
    ...fields.maybe('function_aggregate', graphqlName, 'function_aggregate'),
  };
  fields.end('FunctionCustomRootFields');
  checkRootFieldNames([rootFields.function, rootFields.function_aggregate], at);
  return rootFields;
}

function parseRole(value: Json, at: Place): { readonly role: string } {
  const fields = new Fields(value, at);
  const role = fields.required('role', nonEmptyString);
  fields.end('FunctionPermissionInfo');
  return { role };
}
