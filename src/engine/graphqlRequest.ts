import { HasuraError } from './errors.js';
import type { Json, JsonObject } from './json.js';
import { isNumber, isObject } from './jsonText.js';

/** One GraphQL request as it arrives over HTTP or WebSocket. */
export interface GraphQLRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: JsonObject;
}

/** @throws HasuraError parse-failed with the path of what is wrong, below `path` */
export function parseGraphQLRequest(body: Json | undefined, path = '$'): GraphQLRequest {
  if (!isObject(body)) throw failure(path, 'GQLReq', 'Object', body);
  const { query, operationName, variables, extensions } = body;
  if (isObject(extensions) && extensions.persistedQuery !== undefined) {
    throw new HasuraError('not-supported', 'Automatic Persisted Queries is not enabled', { path });
  }
  if (query === undefined) throw new HasuraError('parse-failed', "the key 'query' was not present", { path });
  if (typeof query !== 'string') throw failure(`${path}.query`, 'Text', 'String', query);
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw failure(`${path}.operationName`, 'Text', 'String', operationName);
  }
  if (variables !== undefined && variables !== null && !isObject(variables)) {
    throw failure(`${path}.variables`, 'HashMap', 'Object', variables);
  }
  return { query, operationName: operationName || null, variables: variables ?? {} };
}

/** In the words of Hasura's JSON library. */
function failure(path: string, type: string, expected: string, found: Json | undefined): HasuraError {
  const message = `parsing ${type} failed, expected ${expected}, but encountered ${typeName(found)}`;
  return new HasuraError('parse-failed', message, { path });
}

function typeName(json: Json | undefined): string {
  if (json === null || json === undefined) return 'Null';
  if (Array.isArray(json)) return 'Array';
  if (isNumber(json)) return 'Number';
  return { string: 'String', boolean: 'Boolean' }[typeof json as string] ?? 'Object';
}
