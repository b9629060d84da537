import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.js';

const secrets = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'admin-secret-value',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'action-secret-value',
};
const production = { ...secrets, NODE_ENV: 'production', AUTH_ENCRYPTION_KEY: 'a'.repeat(64) };
const google = {
  AUTH_PROVIDER_GOOGLE_ENABLED: 'true',
  AUTH_PROVIDER_GOOGLE_CLIENT_ID: 'the-id',
  AUTH_PROVIDER_GOOGLE_CLIENT_SECRET: 'the-secret',
};
const acme = { type: 'oidc', issuer: 'https://login.acme.example', clientId: 'id', clientSecret: 'hush' };
const custom = (entries: unknown) => ({ AUTH_PROVIDER_CUSTOM: JSON.stringify(entries) });

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('a provider in production', () => {
  it('needs an address and a key', () => {
    const { AUTH_ENCRYPTION_KEY: _, ...keyless } = production;
    expect(faultsOf({ ...keyless, ...google }).join()).toMatch(/AUTH_SERVER_URL.*AUTH_ENCRYPTION_KEY/);
    expect(faultsOf({ ...production, ...google, AUTH_SERVER_URL: 'https://auth.example.com/v1' })).toEqual(
      [],
    );
  });

  it('is never printed with its secret', () => {
    const active = parseConfig({ ...secrets, ...google }).providers.get('google');
    expect(JSON.stringify(active)).toContain('the-id');
    expect(JSON.stringify(active)).not.toContain('the-secret');
  });
});

describe('AUTH_PROVIDER_CUSTOM', () => {
  it('names providers by c: and the slug', () => {
    const { providers: active } = parseConfig({ ...secrets, ...custom({ acme }) });
    expect(active.get('c:acme')).toMatchObject({ isCustom: true, scopes: ['openid', 'email', 'profile'] });
  });

  it.each([
    ['no JSON', 'acme'],
    ['a slug that is none', { 'Acme!': acme }],
    ['a type that is unknown', { acme: { ...acme, type: 'saml' } }],
    ['no issuer', { acme: { ...acme, issuer: undefined } }],
    ['an issuer that is no URL', { acme: { ...acme, issuer: 'acme' } }],
    ['a symmetric algorithm', { acme: { ...acme, algorithms: ['HS256'] } }],
    ['no algorithm at all', { acme: { ...acme, algorithms: ['none'] } }],
    ['an unknown key', { acme: { ...acme, trustEmail: true } }],
    ['no userinfo', { forge: { ...acme, type: 'oauth2', issuer: undefined } }],
  ])('is refused with %s, without its secrets', (_, entries) => {
    const env = typeof entries === 'string' ? { AUTH_PROVIDER_CUSTOM: entries } : custom(entries);
    const faults = faultsOf({ ...secrets, ...env });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^AUTH_PROVIDER_CUSTOM must be JSON/);
    expect(faults[0]).not.toContain('hush');
  });

  it('is asked by https outside of development', () => {
    const entries = custom({ acme: { ...acme, issuer: 'http://localhost:3000' } });
    expect(faultsOf({ ...secrets, ...entries })).toEqual([]);
    const env = { ...production, ...entries, AUTH_SERVER_URL: 'https://auth.example.com' };
    expect(faultsOf(env)).toEqual([
      'AUTH_PROVIDER_CUSTOM must have https URLs outside of development; wrong: acme',
    ]);
  });
});
