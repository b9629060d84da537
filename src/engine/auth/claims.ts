import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import type { ClaimsConfig, MappedClaim } from './config.js';
import { printJsonPath, readJsonPath } from './jsonPath.js';
import type { JwtPayload } from './verifyJwt.js';

/** What a verified token says about its bearer. */
export interface HasuraClaims {
  readonly allowedRoles: readonly string[];
  readonly defaultRole: string;
  /** The other `x-hasura-*` claims by lower-case name. */
  readonly variables: ReadonlyMap<string, string>;
}

const allowedRolesClaim = 'x-hasura-allowed-roles';
const defaultRoleClaim = 'x-hasura-default-role';

/** Finds and checks the Hasura claims. @throws HasuraError jwt-invalid-claims, jwt-missing-role-claims */
export function readClaims(payload: JwtPayload, config: ClaimsConfig): HasuraClaims {
  const claims = config.kind === 'map' ? mapClaims(payload, config.claims) : findClaims(payload, config);
  const allowedRoles = parseAllowedRoles(getClaim(claims, allowedRolesClaim));
  const defaultRole = getClaim(claims, defaultRoleClaim);
  if (typeof defaultRole !== 'string') {
    throw invalid(`invalid "${defaultRoleClaim}"; should be a single role name: ${notText(defaultRole)}`);
  }
  const variables = new Map<string, string>();
  for (const [name, value] of claims) {
    if (name === allowedRolesClaim || name === defaultRoleClaim) continue;
    if (typeof value !== 'string') throw invalid(`x-hasura-* claims: ${notText(value)}`);
    variables.set(name, value);
  }
  return { allowedRoles, defaultRole, variables };
}

function findClaims(payload: JwtPayload, config: ClaimsConfig & { kind: 'namespace' }): Map<string, Json> {
  const { at, format } = config;
  const found = 'key' in at ? readJsonPath(payload, [at.key]) : readJsonPath(payload, at.path);
  if (found === undefined) {
    throw invalid(
      'key' in at
        ? `claims key: '${at.key}' not found`
        : `claims not found at claims_namespace_path: '${printJsonPath(at.path)}'`,
    );
  }
  const claims = new Map<string, Json>();
  for (const [name, value] of Object.entries(format === 'json' ? asObject(found) : parseStringified(found))) {
    const claim = name.toLowerCase();
    if (claim.startsWith('x-hasura-') && value !== undefined) claims.set(claim, value);
  }
  return claims;
}

function asObject(json: Json): JwtPayload {
  if (!isObject(json)) throw invalid('expecting a json object when claims_format is json');
  return json;
}

function parseStringified(json: Json): JwtPayload {
  if (typeof json !== 'string') throw invalid('expecting a string when claims_format is stringified_json');
  let parsed: Json | undefined;
  try {
    parsed = JSON.parse(json) as Json;
  } catch {
    // Answered below: text that is no JSON is no object either.
  }
  if (!isObject(parsed)) throw invalid('expecting stringified json when claims_format is stringified_json');
  return parsed;
}

const isObject = (json: Json | undefined): json is JwtPayload =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function mapClaims(payload: JwtPayload, mapped: ReadonlyMap<string, MappedClaim>): Map<string, Json> {
  const claims = new Map<string, Json>();
  for (const [name, claim] of mapped) {
    const value =
      claim.kind === 'literal' ? claim.value : (readJsonPath(payload, claim.path) ?? claim.default);
    if (value !== undefined) claims.set(name, value);
    else if (name !== allowedRolesClaim && name !== defaultRoleClaim) {
      throw invalid(`JWT claim from claims_map, "${name}" not found`);
    }
  }
  return claims;
}

function getClaim(claims: ReadonlyMap<string, Json>, name: string): Json {
  const value = claims.get(name);
  if (value === undefined)
    throw new HasuraError('jwt-missing-role-claims', `JWT claim does not contain "${name}"`);
  return value;
}

function parseAllowedRoles(json: Json): readonly string[] {
  const hint = `invalid "${allowedRolesClaim}"; should be a list of roles`;
  if (!Array.isArray(json)) {
    throw invalid(`${hint}: parsing [] failed, expected Array, but encountered ${typeName(json)}`);
  }
  return json.map((each: Json) => {
    if (typeof each !== 'string') throw invalid(`${hint}: ${notText(each)}`);
    return each;
  });
}

const invalid = (message: string): HasuraError => new HasuraError('jwt-invalid-claims', message);

/** The words of Hasura's JSON library. */
const notText = (json: Json): string =>
  `parsing Text failed, expected String, but encountered ${typeName(json)}`;

function typeName(json: Json): string {
  if (json === null) return 'Null';
  if (Array.isArray(json)) return 'Array';
  return (
    { string: 'String', number: 'Number', boolean: 'Boolean', object: 'Object' }[typeof json as string] ??
    'Null'
  );
}
