import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.js';
import { appleCredentials } from '../support/providers/apple.js';

const basic = {
  NODE_ENV: 'development',
  HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'the-action-secret',
};

function providersOf(env: Record<string, string>) {
  return parseConfig({ ...basic, ...env }).providers;
}

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    providersOf(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const entra = {
  AUTH_PROVIDER_ENTRAID_ENABLED: 'true',
  AUTH_PROVIDER_ENTRAID_CLIENT_ID: 'id',
  AUTH_PROVIDER_ENTRAID_CLIENT_SECRET: 'secret',
};
const apple = {
  AUTH_PROVIDER_APPLE_ENABLED: 'true',
  AUTH_PROVIDER_APPLE_CLIENT_ID: 'id',
  AUTH_PROVIDER_APPLE_TEAM_ID: 'TEAM123456',
  AUTH_PROVIDER_APPLE_KEY_ID: 'KEY1234567',
};

describe('the variables of providers', () => {
  it('switch none on by themselves', () => {
    expect(providersOf({}).size).toBe(0);
  });

  it('name all that is missing', () => {
    expect(faultsOf({ AUTH_PROVIDER_GITHUB_ENABLED: 'true', AUTH_PROVIDER_APPLE_ENABLED: 'true' })).toEqual([
      'AUTH_PROVIDER_APPLE_CLIENT_ID is not set, which is needed with AUTH_PROVIDER_APPLE_ENABLED',
      'AUTH_PROVIDER_APPLE_TEAM_ID is not set, which is needed with AUTH_PROVIDER_APPLE_ENABLED',
      'AUTH_PROVIDER_APPLE_KEY_ID is not set, which is needed with AUTH_PROVIDER_APPLE_ENABLED',
      'AUTH_PROVIDER_APPLE_PRIVATE_KEY is not set, which is needed with AUTH_PROVIDER_APPLE_ENABLED',
      'AUTH_PROVIDER_GITHUB_CLIENT_ID is not set, which is needed with AUTH_PROVIDER_GITHUB_ENABLED',
      'AUTH_PROVIDER_GITHUB_CLIENT_SECRET is not set, which is needed with AUTH_PROVIDER_GITHUB_ENABLED',
    ]);
  });

  it('take a tenant of Microsoft by its id only', () => {
    expect(faultsOf({ ...entra, AUTH_PROVIDER_ENTRAID_TENANT: 'contoso.onmicrosoft.com' })).toEqual([
      'AUTH_PROVIDER_ENTRAID_TENANT must be the id of a tenant (a GUID), common, organizations or consumers',
    ]);
    const tenant = '8EAEF023-2b34-4da1-9baa-8bc8c9d6a490';
    const found = providersOf({ ...entra, AUTH_PROVIDER_ENTRAID_TENANT: tenant }).get('entraid');
    expect(found?.settings).toEqual({ clientId: 'id', tenant: tenant.toLowerCase() });
  });

  it('mind nothing of a provider that is off', () => {
    expect(faultsOf({ AUTH_PROVIDER_ENTRAID_TENANT: 'contoso.onmicrosoft.com' })).toEqual([]);
  });

  it('demand the scope openid where the ID token rests on it', () => {
    expect(faultsOf({ ...entra, AUTH_PROVIDER_ENTRAID_SCOPE: 'email,profile' })).toEqual([
      'AUTH_PROVIDER_ENTRAID_SCOPE must contain openid',
    ]);
  });

  it.each([
    ['with line breaks', appleCredentials.privateKey],
    ['in one line', appleCredentials.privateKey.trim().replaceAll('\n', '\\n')],
  ])("take Apple's key %s", (_, privateKey) => {
    const found = providersOf({ ...apple, AUTH_PROVIDER_APPLE_PRIVATE_KEY: privateKey }).get('apple');
    expect(String(found?.settings.privateKey).trim()).toBe(appleCredentials.privateKey.trim());
  });

  const pem = { type: 'pkcs8', format: 'pem' } as const;
  it.each([
    ['a text', 'MIGTAgEAMBMGByqGSM49'],
    ['a key for RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem).toString()],
    ['another curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export(pem).toString()],
  ])("don't take %s for Apple's key, nor repeat it", (_, privateKey) => {
    const faults = faultsOf({ ...apple, AUTH_PROVIDER_APPLE_PRIVATE_KEY: privateKey });
    expect(faults).toEqual([
      'AUTH_PROVIDER_APPLE_PRIVATE_KEY must be the private key of a .p8 file (PKCS#8, PEM, P-256)',
    ]);
  });

  it('speak OAuth 1.0a where there are consumer keys alone', () => {
    const keys = {
      AUTH_PROVIDER_TWITTER_ENABLED: 'true',
      AUTH_PROVIDER_TWITTER_CONSUMER_KEY: 'key',
      AUTH_PROVIDER_TWITTER_CONSUMER_SECRET: 'secret',
    };
    expect(providersOf(keys).get('twitter')?.consumer?.key).toBe('key');
    const both = {
      ...keys,
      AUTH_PROVIDER_TWITTER_CLIENT_ID: 'id',
      AUTH_PROVIDER_TWITTER_CLIENT_SECRET: 'secret',
    };
    expect(providersOf(both).get('twitter')?.consumer).toBeUndefined();
  });
});
