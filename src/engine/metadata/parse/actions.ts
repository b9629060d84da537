import type { Json } from '../../json.js';
import {
  boolean,
  Fields,
  integer,
  list,
  nonEmptyString,
  oneOf,
  type Place,
  parseFailed,
  type Read,
  string,
  uniqueList,
} from '../reader.js';
import type { ActionMetadata } from '../types.js';
import { graphqlName, graphqlType } from './graphqlNames.js';
import { parseRequestTransform, parseResponseTransform } from './transforms.js';

export const defaultActionTimeoutSeconds = 30;

type Definition = Omit<ActionMetadata, 'name' | 'comment' | 'permissions' | 'permissionComments'>;

/** `{name, definition, comment?, permissions?}`. */
export function parseAction(value: Json, at: Place): ActionMetadata {
  const fields = new Fields(value, at);
  const permissions = fields.withDefault(
    'permissions',
    uniqueList(parseActionPermission, (each) => each.role, 'permissions'),
    [],
  );
  const comments = permissions.flatMap((each) =>
    each.comment === undefined ? [] : [[each.role, each.comment]],
  );
  const action = {
    name: fields.required('name', graphqlName),
    ...fields.maybe('comment', string, 'comment'),
    ...fields.required('definition', parseActionDefinition),
    permissions: permissions.map((each) => each.role),
    ...(comments.length > 0 ? { permissionComments: Object.fromEntries(comments) } : {}),
  };
  fields.end('ActionMetadata');
  return action;
}

function parseActionPermission(value: Json, at: Place): { readonly role: string; readonly comment?: string } {
  const fields = new Fields(value, at);
  const permission = {
    role: fields.required('role', nonEmptyString),
    ...fields.maybe('comment', string, 'comment'),
  };
  fields.end('ActionPermissionMetadata');
  return permission;
}

function parseActionDefinition(value: Json, at: Place): Definition {
  const fields = new Fields(value, at);
  const type = fields.withDefault('type', oneOf('mutation', 'query'), 'mutation');
  // The CLI posts `kind: ""` for query Actions.
  const kind = fields.withDefault('kind', oneOf('synchronous', 'asynchronous', ''), '');
  const definition: Definition = {
    type,
    kind: type === 'mutation' && kind === 'asynchronous' ? 'asynchronous' : 'synchronous',
    handler: fields.required('handler', string),
    arguments: fields.withDefault(
      'arguments',
      uniqueList(parseArgument, (each) => each.name, 'arguments'),
      [],
    ),
    outputType: fields.required('output_type', graphqlType),
    headers: fields.withDefault('headers', list(parseHeader), []),
    forwardClientHeaders: fields.withDefault('forward_client_headers', boolean, false),
    ...fields.maybe('ignored_client_headers', list(string), 'ignoredClientHeaders'),
    timeoutSeconds: fields.withDefault('timeout', seconds, defaultActionTimeoutSeconds),
    ...fields.maybe('request_transform', parseRequestTransform, 'requestTransform'),
    ...fields.maybe('response_transform', parseResponseTransform, 'responseTransform'),
  };
  fields.end('ActionDefinition');
  return definition;
}

const seconds: Read<number> = (value, at) => {
  const timeout = integer(value, at);
  if (timeout < 0) throw parseFailed(at, 'timeout value cannot be negative');
  return timeout;
};

function parseArgument(value: Json, at: Place): ActionMetadata['arguments'][number] {
  const fields = new Fields(value, at);
  const argument = {
    name: fields.required('name', graphqlName),
    type: fields.required('type', graphqlType),
    ...fields.maybe('description', string, 'description'),
  };
  fields.end('ArgumentDefinition');
  return argument;
}

function parseHeader(value: Json, at: Place): ActionMetadata['headers'][number] {
  const fields = new Fields(value, at);
  const header = {
    name: fields.required('name', nonEmptyString),
    ...fields.maybe('value', string, 'value'),
    ...fields.maybe('value_from_env', string, 'valueFromEnv'),
  };
  if ((header.value === undefined) === (header.valueFromEnv === undefined)) {
    const given =
      header.value === undefined
        ? 'expecting value or value_from_env keys'
        : 'expecting only one of value or value_from_env keys';
    throw parseFailed(at, given);
  }
  if (header.valueFromEnv?.startsWith('HASURA_GRAPHQL_')) {
    const message = 'env variables starting with "HASURA_GRAPHQL_" are not allowed in value_from_env: ';
    throw parseFailed(at, message + header.valueFromEnv);
  }
  fields.end('HeaderConf');
  return header;
}
