import type { Json } from '../json.js';
import {
  AuthConfigError,
  type ClaimsConfig,
  type JwtConfig,
  type MappedClaim,
  type TokenLocation,
} from './config.js';
import { parseJsonPath } from './jsonPath.js';
import { parseConfiguredKey } from './verificationKey.js';

export const defaultClaimsNamespace = 'https://hasura.io/jwt/claims';

type JsonFields = Readonly<Record<string, Json | undefined>>;

/**
 * Reads the text of HASURA_GRAPHQL_JWT_SECRET.
 *
 * @throws AuthConfigError with what is wrong, never with the key in it
 */
export function parseJwtSecret(text: string): JwtConfig {
  return parseConfig(parseJson(text, 'HASURA_GRAPHQL_JWT_SECRET'), 'HASURA_GRAPHQL_JWT_SECRET');
}

/** Reads HASURA_GRAPHQL_JWT_SECRETS, a JSON array of what `parseJwtSecret` reads. */
export function parseJwtSecrets(text: string): JwtConfig[] {
  const list = parseJson(text, 'HASURA_GRAPHQL_JWT_SECRETS');
  if (!Array.isArray(list)) throw new AuthConfigError('HASURA_GRAPHQL_JWT_SECRETS: expecting a JSON array');
  return list.map((each: Json, index) => parseConfig(each, `HASURA_GRAPHQL_JWT_SECRETS[${index}]`));
}

function parseJson(text: string, name: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The parser's message quotes the text, which holds the key.
    throw new AuthConfigError(`${name}: not valid JSON`);
  }
}

function parseConfig(json: Json, name: string): JwtConfig {
  try {
    const fields = object(json, 'the JWT secret');
    return {
      keys: parseKeys(fields),
      audience: parseAudience(fields.audience),
      issuer: optionalText(fields, 'issuer'),
      claims: parseClaims(fields),
      allowedSkewSeconds: parseSkew(fields.allowed_skew),
      location: parseLocation(fields.header),
    };
  } catch (error) {
    throw new AuthConfigError(`${name}: ${error instanceof Error ? error.message : 'invalid'}`);
  }
}

function parseKeys(fields: JsonFields): JwtConfig['keys'] {
  const type = optionalText(fields, 'type');
  const key = optionalText(fields, 'key');
  const url = optionalText(fields, 'jwk_url');
  if (url !== null && key !== null) throw new Error('key, jwk_url both cannot be present');
  if (url !== null) {
    if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
      throw new Error('jwk_url is not an http or https URL');
    }
    return { kind: 'jwkUrl', url };
  }
  if (key === null) throw new Error('key and jwk_url both cannot be empty');
  if (type === null) throw new Error('"type" is missing');
  return { kind: 'static', key: parseConfiguredKey(type, key) };
}

function parseAudience(json: Json | undefined): readonly string[] | null {
  if (json === undefined || json === null) return null;
  if (typeof json === 'string') return [json];
  if (isTextList(json)) return json;
  throw new Error('"audience" must be a string or a list of strings');
}

function parseSkew(json: Json | undefined): number {
  if (json === undefined || json === null) return 0;
  if (typeof json === 'number' && json >= 0) return json;
  throw new Error('"allowed_skew" must be a number of seconds');
}

function parseLocation(json: Json | undefined): TokenLocation {
  if (json === undefined || json === null) return { kind: 'authorization' };
  const header = object(json, '"header"');
  if (header.type === 'Authorization') return { kind: 'authorization' };
  if (header.type !== 'Cookie' && header.type !== 'CustomHeader') {
    throw new Error('"header.type" must be Authorization, Cookie or CustomHeader');
  }
  const name = optionalText(header, 'name');
  if (!name) throw new Error(`"header.name" is missing for ${header.type}`);
  return header.type === 'Cookie' ? { kind: 'cookie', name } : { kind: 'header', name: name.toLowerCase() };
}

function parseClaims(fields: JsonFields): ClaimsConfig {
  if (fields.claims_map !== undefined && fields.claims_map !== null) return parseClaimsMap(fields.claims_map);
  const key = optionalText(fields, 'claims_namespace');
  const path = optionalText(fields, 'claims_namespace_path');
  if (key !== null && path !== null) {
    throw new Error('claims_namespace and claims_namespace_path both cannot be set');
  }
  const format = fields.claims_format ?? 'json';
  if (format !== 'json' && format !== 'stringified_json') {
    throw new Error('"claims_format" must be json or stringified_json');
  }
  const at = path === null ? { key: key ?? defaultClaimsNamespace } : { path: parseJsonPath(path) };
  return { kind: 'namespace', at, format };
}

function parseClaimsMap(json: Json): ClaimsConfig {
  const claims = new Map<string, MappedClaim>();
  for (const [name, value] of Object.entries(object(json, '"claims_map"'))) {
    const claim = name.toLowerCase();
    if (!claim.startsWith('x-hasura-'))
      throw new Error(`claims_map: "${name}" does not start with x-hasura-`);
    claims.set(claim, parseMappedClaim(claim, value));
  }
  for (const required of ['x-hasura-allowed-roles', 'x-hasura-default-role']) {
    if (!claims.has(required)) throw new Error(`claims_map: ${required} is expected but not found`);
  }
  return { kind: 'map', claims };
}

function parseMappedClaim(name: string, json: Json | undefined): MappedClaim {
  const isValue = name === 'x-hasura-allowed-roles' ? isTextList : isText;
  const expected = name === 'x-hasura-allowed-roles' ? 'a list of strings' : 'a string';
  if (isValue(json)) return { kind: 'literal', value: json };
  const fields = object(json, `claims_map: ${name} must be ${expected} or an object with a path; it`);
  const path = optionalText(fields, 'path');
  if (path === null) throw new Error(`claims_map: the path of ${name} is missing`);
  const fallback = fields.default;
  if (fallback === undefined || fallback === null) return { kind: 'path', path: parseJsonPath(path) };
  if (!isValue(fallback)) throw new Error(`claims_map: the default of ${name} must be ${expected}`);
  return { kind: 'path', path: parseJsonPath(path), default: fallback };
}

const isText = (json: Json | undefined): json is string => typeof json === 'string';

const isTextList = (json: Json | undefined): json is readonly string[] =>
  Array.isArray(json) && json.every((each) => typeof each === 'string');

function object(json: Json | undefined, what: string): JsonFields {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Error(`${what} is not a JSON object`);
  return json as JsonFields;
}

function optionalText(fields: JsonFields, name: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new Error(`"${name}" must be a string`);
  return value;
}
