import type { AuthConfig, ClaimsConfig, MappedClaim } from './auth/config.js';
import { printJsonPath } from './auth/jsonPath.js';
import { defaultClaimsNamespace } from './auth/parseJwtSecret.js';
import type { Json, JsonObject } from './json.js';
import type { EngineServerOptions } from './server/options.js';
import { hasuraVersion } from './version.js';

/** GET /v1alpha1/config: what the CLI and consoles ask, in Hasura's keys. Of secrets only whether they are set. */
export function describeConfig(
  auth: AuthConfig,
  server: Pick<
    EngineServerOptions,
    | 'liveQueryBatchSize'
    | 'liveQueryIntervalMilliseconds'
    | 'streamBatchSize'
    | 'streamIntervalMilliseconds'
    | 'enabledApis'
  >,
  schema: { readonly inferFunctionPermissions: boolean; readonly enableAllowlist: boolean },
): JsonObject {
  return {
    version: hasuraVersion,
    is_function_permissions_inferred: schema.inferFunctionPermissions,
    is_remote_schema_permissions_enabled: false,
    is_admin_secret_set: auth.adminSecrets.length > 0,
    is_auth_hook_set: false,
    is_jwt_set: auth.jwts.length > 0,
    jwt: auth.jwts.map(({ claims }) => describeClaims(claims)),
    is_allow_list_enabled: schema.enableAllowlist,
    live_queries: polling(server.liveQueryBatchSize, server.liveQueryIntervalMilliseconds),
    streaming_queries: polling(server.streamBatchSize, server.streamIntervalMilliseconds),
    console_assets_dir: null,
    experimental_features: [],
    is_prometheus_metrics_enabled: false,
    enabled_apis: [...server.enabledApis],
    default_naming_convention: 'hasura-default',
  };
}

/** A delay is printed in seconds, as Hasura does. */
const polling = (batchSize: number, milliseconds: number): JsonObject => ({
  batch_size: batchSize,
  refetch_delay: milliseconds / 1000,
});

function describeClaims(claims: ClaimsConfig): JsonObject {
  if (claims.kind === 'map') {
    const mapped = [...claims.claims].map(([name, claim]) => [name, describeClaim(claim)] as const);
    return {
      claims_namespace: defaultClaimsNamespace,
      claims_format: 'json',
      claims_map: Object.fromEntries(mapped),
    };
  }
  const { at, format } = claims;
  return {
    claims_namespace: 'key' in at ? at.key : printJsonPath(at.path),
    claims_format: format,
    claims_map: null,
  };
}

function describeClaim(claim: MappedClaim): Json {
  if (claim.kind === 'literal') return claim.value;
  return { path: printJsonPath(claim.path), ...(claim.default !== undefined && { default: claim.default }) };
}
