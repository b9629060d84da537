import { type AuthConfig, AuthConfigError } from './auth/config.js';
import { parseJwtSecret, parseJwtSecrets } from './auth/parseJwtSecret.js';
import { type Environment, readFlag } from './settings.js';

/**
 * Reads the variables of authentication; an empty value counts as unset.
 *
 * @throws AuthConfigError that names the variable
 */
export function readAuthConfig(env: Environment): AuthConfig {
  const text = (name: string) => env[`HASURA_GRAPHQL_${name}`]?.trim() || undefined;
  const secret = text('ADMIN_SECRET');
  const secrets = text('ADMIN_SECRETS');
  const jwt = text('JWT_SECRET');
  const jwts = text('JWT_SECRETS');
  return {
    adminSecrets: [
      ...(secret === undefined ? [] : [secret]),
      ...(secrets === undefined ? [] : parseAdminSecrets(secrets)),
    ],
    jwts: [
      ...(jwt === undefined ? [] : [parseJwtSecret(jwt)]),
      ...(jwts === undefined ? [] : parseJwtSecrets(jwts)),
    ],
    unauthorizedRole: text('UNAUTHORIZED_ROLE') ?? null,
  };
}

/** HASURA_GRAPHQL_ADMIN_SECRETS: a JSON list of secrets that count beside HASURA_GRAPHQL_ADMIN_SECRET. */
function parseAdminSecrets(text: string): readonly string[] {
  const fault = new AuthConfigError('HASURA_GRAPHQL_ADMIN_SECRETS: expecting a JSON list of strings');
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw fault;
  }
  if (!Array.isArray(list) || list.length === 0 || !list.every((each) => typeof each === 'string' && each))
    throw fault;
  return list;
}

/**
 * HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS (default true), HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE (false),
 * HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES (false), HASURA_GRAPHQL_ENABLE_ALLOWLIST (false),
 * HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE (false), HASURA_GRAPHQL_SCHEMA_SYNC_POLL_INTERVAL (1000 ms, 0 for never),
 * HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL (1000 ms, 0 for never).
 */
export function readSchemaOptions(env: Environment) {
  return {
    inferFunctionPermissions: readFlag(env, 'HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS', true),
    configuredHeadersFirst: readFlag(env, 'HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE', false),
    stringifyNumericTypes: readFlag(env, 'HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES', false),
    collapsesNulls: readFlag(env, 'HASURA_GRAPHQL_V1_BOOLEAN_NULL_COLLAPSE', false),
    enableAllowlist: readFlag(env, 'HASURA_GRAPHQL_ENABLE_ALLOWLIST', false),
    asyncActionsMilliseconds: readMilliseconds(env, 'HASURA_GRAPHQL_ASYNC_ACTIONS_FETCH_INTERVAL', 1000),
    schemaSyncMilliseconds: readMilliseconds(env, 'HASURA_GRAPHQL_SCHEMA_SYNC_POLL_INTERVAL', 1000),
  };
}

function readMilliseconds(env: Environment, name: string, absent: number): number {
  const text = env[name]?.trim();
  if (!text) return absent;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AuthConfigError(`${name} must be a number of milliseconds`);
}
