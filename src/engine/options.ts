import { type AuthConfig, AuthConfigError } from './auth/config.js';
import { parseJwtSecret, parseJwtSecrets } from './auth/parseJwtSecret.js';
import type { InternalErrors } from './errorBody.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The engine's settings, under Hasura's names and with its defaults. */
export interface EngineOptions {
  readonly auth: AuthConfig;
  readonly internalErrors: InternalErrors;
  /** HASURA_GRAPHQL_CORS_DOMAIN: `*`, or a list of origins; null with HASURA_GRAPHQL_DISABLE_CORS. */
  readonly corsDomain: string | null;
  readonly preserve401Errors: boolean;
  readonly liveQueryIntervalMilliseconds: number;
  readonly liveQueryBatchSize: number;
  readonly closeWebSocketsOnMetadataChange: boolean;
  readonly inferFunctionPermissions: boolean;
  readonly configuredHeadersFirst: boolean;
}

/** Settings of Hasura that would change answers and that this engine doesn't have: refused rather than ignored. */
const unsupported: Readonly<Record<string, (value: string) => boolean>> = {
  HASURA_GRAPHQL_AUTH_HOOK: () => true,
  HASURA_GRAPHQL_ENABLE_ALLOWLIST: isTrue,
  HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: isTrue,
  HASURA_GRAPHQL_ENABLE_RELAY: isTrue,
};

/**
 * Reads HASURA_GRAPHQL_* variables; an empty value counts as unset.
 *
 * @throws AuthConfigError that names the variable
 */
export function readEngineOptions(env: Environment): EngineOptions {
  for (const [name, changesAnswers] of Object.entries(unsupported)) {
    const value = env[name]?.trim();
    if (value && changesAnswers(value))
      throw new AuthConfigError(`${name} is not supported by the embedded engine`);
  }
  const text = (name: string) => env[`HASURA_GRAPHQL_${name}`]?.trim() || undefined;
  const flag = (name: string, without: boolean) => {
    const value = text(name);
    return value === undefined ? without : isTrue(value);
  };
  const devMode = flag('DEV_MODE', false);
  return {
    auth: readAuth(text),
    internalErrors: devMode ? 'everyone' : flag('ADMIN_INTERNAL_ERRORS', true) ? 'admin' : 'nobody',
    corsDomain: flag('DISABLE_CORS', false) ? null : (text('CORS_DOMAIN') ?? '*'),
    preserve401Errors: flag('PRESERVE_401_ERRORS', false),
    liveQueryIntervalMilliseconds: count(text, 'LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL', 1000),
    liveQueryBatchSize: count(text, 'LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE', 100),
    closeWebSocketsOnMetadataChange: flag('CLOSE_WEBSOCKETS_ON_METADATA_CHANGE', true),
    inferFunctionPermissions: flag('INFER_FUNCTION_PERMISSIONS', true),
    configuredHeadersFirst: flag('CONFIGURED_HEADER_PRECEDENCE', false),
  };
}

type ReadText = (name: string) => string | undefined;

function readAuth(text: ReadText): AuthConfig {
  const secret = text('ADMIN_SECRET');
  const jwt = text('JWT_SECRET');
  const jwts = text('JWT_SECRETS');
  return {
    adminSecrets: secret === undefined ? [] : [secret],
    jwts: [
      ...(jwt === undefined ? [] : [parseJwtSecret(jwt)]),
      ...(jwts === undefined ? [] : parseJwtSecrets(jwts)),
    ],
    unauthorizedRole: text('UNAUTHORIZED_ROLE') ?? null,
  };
}

function isTrue(value: string): boolean {
  return ['true', 't', 'yes', 'y', '1'].includes(value.toLowerCase());
}

function count(text: ReadText, name: string, without: number): number {
  const value = text(name);
  if (value === undefined) return without;
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0) {
    throw new AuthConfigError(`HASURA_GRAPHQL_${name} must be a whole number above 0`);
  }
  return number;
}
