import type { JsonObject } from '../json.js';
import { hasuraVersion } from '../version.js';

export interface EngineFacts {
  readonly isAdminSecretSet: boolean;
  readonly isJwtSet: boolean;
  /** What the JWT configuration says about claims, without any key; an empty list when JWT isn't configured. */
  readonly jwt?: { readonly claimsNamespace: string; readonly claimsFormat: 'json' | 'stringified_json' };
  readonly isAllowListEnabled: boolean;
  readonly liveQueries: { readonly batchSize: number; readonly refetchDelayMs: number };
  readonly streamingQueries: { readonly batchSize: number; readonly refetchDelayMs: number };
}

/** The answer of GET /v1alpha1/config, in Hasura's keys. */
export const configAnswer = (facts: EngineFacts): JsonObject => ({
  version: hasuraVersion,
  is_function_permissions_inferred: true,
  is_remote_schema_permissions_enabled: false,
  is_admin_secret_set: facts.isAdminSecretSet,
  is_auth_hook_set: false,
  is_jwt_set: facts.isJwtSet,
  jwt: facts.jwt
    ? [
        {
          claims_namespace: facts.jwt.claimsNamespace,
          claims_format: facts.jwt.claimsFormat,
          claims_map: null,
        },
      ]
    : [],
  is_allow_list_enabled: facts.isAllowListEnabled,
  live_queries: multiplexed(facts.liveQueries),
  streaming_queries: multiplexed(facts.streamingQueries),
  console_assets_dir: null,
  experimental_features: [],
  is_prometheus_metrics_enabled: false,
  enabled_apis: ['metadata', 'graphql', 'pgdump'],
  default_naming_convention: 'hasura-default',
});

/** Seconds, as Hasura prints a delay. */
const multiplexed = (options: {
  readonly batchSize: number;
  readonly refetchDelayMs: number;
}): JsonObject => ({
  batch_size: options.batchSize,
  refetch_delay: options.refetchDelayMs / 1000,
});
