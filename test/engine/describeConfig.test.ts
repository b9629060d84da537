import { describe, expect, it } from 'vitest';
import { AuthConfigError } from '../../src/engine/auth/config.js';
import { describeConfig } from '../../src/engine/describeConfig.js';
import { readAuthConfig, readSchemaOptions } from '../../src/engine/options.js';
import { readServerOptions } from '../../src/engine/server/options.js';

const key = 'k'.repeat(32);
const answer = (env: Record<string, string>) =>
  describeConfig(readAuthConfig(env), readServerOptions(env), readSchemaOptions(env));

describe('GET /v1alpha1/config', () => {
  it('tells what is set', () => {
    expect(answer({})).toMatchObject({
      is_admin_secret_set: false,
      is_jwt_set: false,
      jwt: [],
      is_function_permissions_inferred: true,
      live_queries: { batch_size: 100, refetch_delay: 1 },
      streaming_queries: { batch_size: 100, refetch_delay: 1 },
      enabled_apis: ['metadata', 'graphql', 'pgdump', 'config'],
    });
    const env = {
      HASURA_GRAPHQL_ADMIN_SECRETS: '["one", "two"]',
      HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS: 'false',
      HASURA_GRAPHQL_LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL: '1500',
      HASURA_GRAPHQL_STREAMING_QUERIES_MULTIPLEXED_BATCH_SIZE: '7',
      HASURA_GRAPHQL_ENABLED_APIS: 'graphql, config',
    };
    expect(answer(env)).toMatchObject({
      is_admin_secret_set: true,
      is_function_permissions_inferred: false,
      live_queries: { batch_size: 100, refetch_delay: 1.5 },
      streaming_queries: { batch_size: 7, refetch_delay: 1 },
      enabled_apis: ['graphql', 'config'],
    });
  });

  it('tells where claims are, and no key', () => {
    const secrets = [
      { type: 'HS256', key },
      { type: 'HS256', key, claims_namespace_path: '$.a', claims_format: 'stringified_json' },
      {
        type: 'HS256',
        key,
        claims_map: {
          'x-hasura-allowed-roles': { path: '$.roles', default: ['user'] },
          'x-hasura-default-role': 'user',
        },
      },
    ];
    const described = answer({
      HASURA_GRAPHQL_ADMIN_SECRET: 'one',
      HASURA_GRAPHQL_JWT_SECRETS: JSON.stringify(secrets),
    });
    expect(described.jwt).toEqual([
      { claims_namespace: 'https://hasura.io/jwt/claims', claims_format: 'json', claims_map: null },
      { claims_namespace: '$.a', claims_format: 'stringified_json', claims_map: null },
      {
        claims_namespace: 'https://hasura.io/jwt/claims',
        claims_format: 'json',
        claims_map: {
          'x-hasura-allowed-roles': { path: '$.roles', default: ['user'] },
          'x-hasura-default-role': 'user',
        },
      },
    ]);
    expect(JSON.stringify(described)).not.toContain(key);
  });
});

describe('HASURA_GRAPHQL_ADMIN_SECRETS', () => {
  it('counts beside HASURA_GRAPHQL_ADMIN_SECRET', () => {
    const env = { HASURA_GRAPHQL_ADMIN_SECRET: 'one', HASURA_GRAPHQL_ADMIN_SECRETS: '["two"]' };
    expect(readAuthConfig(env).adminSecrets).toEqual(['one', 'two']);
  });

  it.each(['two', '[]', '[""]', '[1]', '{}'])('is refused when it is %s', (text) => {
    expect(() => readAuthConfig({ HASURA_GRAPHQL_ADMIN_SECRETS: text })).toThrow(AuthConfigError);
  });
});
