import type { AuthConfig } from './auth/config.js';
import type { JsonObject } from './json.js';
import { configAnswer } from './metadata/facts.js';
import type { EngineServerOptions } from './server/options.js';

/** GET /v1alpha1/config: what the CLI and consoles ask. Of secrets only whether they are set. */
export function describeConfig(
  auth: AuthConfig,
  server: Pick<EngineServerOptions, 'liveQueryBatchSize' | 'liveQueryIntervalMilliseconds'>,
): JsonObject {
  const polling = {
    batchSize: server.liveQueryBatchSize,
    refetchDelayMs: server.liveQueryIntervalMilliseconds,
  };
  const [jwt] = auth.jwts;
  const named = jwt?.claims.kind === 'namespace' && 'key' in jwt.claims.at ? jwt.claims : undefined;
  return configAnswer({
    isAdminSecretSet: auth.adminSecrets.length > 0,
    isJwtSet: jwt !== undefined,
    ...(named && 'key' in named.at
      ? { jwt: { claimsNamespace: named.at.key, claimsFormat: named.format } }
      : {}),
    isAllowListEnabled: false,
    liveQueries: polling,
    streamingQueries: polling,
  });
}
