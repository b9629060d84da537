import { describe, expect, it } from 'vitest';
import { ConfigError, entries, parseConfig } from '../../src/config/config.js';
import type { Entry } from '../../src/config/entry.js';

const secrets = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'admin-secret-value',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'action-secret-value',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('has the documented defaults', () => {
    expect(parseConfig(secrets)).toMatchObject({
      port: 4000,
      hasuraPort: 8080,
      host: '127.0.0.1',
      dataDir: '.data',
      hasuraEndpoint: undefined,
      unauthorizedRole: 'public',
      accessTokenSeconds: 900,
      refreshTokenSeconds: 2_592_000,
      refreshReuseSeconds: 10,
      verifiedEmailRequired: false,
      signUpDisabled: false,
      defaultRole: 'user',
      defaultAllowedRoles: ['me'],
      passwordMinLength: 3,
      concealErrors: false,
      allowedRedirectUrls: [],
    });
  });

  it('takes an empty or blank value for unset', () => {
    expect(parseConfig({ ...secrets, AUTH_PORT: '', AUTH_ACCESS_TOKEN_EXPIRES_IN: '  ' })).toMatchObject({
      port: 4000,
      accessTokenSeconds: 900,
    });
    expect(faultsOf({ ...secrets, ACTION_SECRET: ' ' })).toEqual(['ACTION_SECRET is not set']);
  });

  it('reads a value from either of two names', () => {
    expect(parseConfig({ ...secrets, PORT: '4100' }).port).toBe(4100);
    expect(parseConfig({ ...secrets, PORT: '4100', AUTH_PORT: '4200' }).port).toBe(4200);
    expect(parseConfig({ ...secrets, PORT: '4100', AUTH_PORT: '' }).port).toBe(4100);
  });

  it('reports every missing secret at once', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      'HASURA_GRAPHQL_ADMIN_SECRET is not set',
      'HASURA_GRAPHQL_JWT_SECRET is not set',
      'ACTION_SECRET is not set',
    ]);
  });

  it.each([
    ['AUTH_PORT', '70000', 'a whole number from 0 to 65535'],
    ['AUTH_ACCESS_TOKEN_EXPIRES_IN', '15m', 'a whole number'],
    ['AUTH_ACCESS_TOKEN_EXPIRES_IN', '0', 'a whole number'],
    ['AUTH_CONCEAL_ERRORS', 'yes', 'true or false'],
    ['AUTH_CLIENT_URL', 'ftp://example.com', 'http or https URL'],
    ['AUTH_CLIENT_URL', 'https://user:pass@example.com', 'http or https URL'],
    ['AUTH_USER_DEFAULT_ROLE', 'admin', 'not be admin'],
    ['AUTH_USER_DEFAULT_ALLOWED_ROLES', 'me,admin', 'not be admin'],
    ['AUTH_GRAVATAR_RATING', 'xxx', 'one of g, pg, r, x'],
  ])('refuses %s=%s', (name, value, reason) => {
    expect(faultsOf({ ...secrets, [name]: value })).toEqual([expect.stringContaining(`${name} must`)]);
    expect(faultsOf({ ...secrets, [name]: value })[0]).toContain(reason);
  });

  it('never repeats a value', () => {
    const [fault] = faultsOf({ ...secrets, HASURA_GRAPHQL_JWT_SECRET: '{"type":"HS256","key":"too-short"}' });
    expect(fault).toMatch(/^HASURA_GRAPHQL_JWT_SECRET .*32 bytes/);
    expect(fault).not.toContain('too-short');
  });

  it('accepts Hasura’s address with or without the path of its API', () => {
    for (const value of ['http://hasura:8080', 'http://hasura:8080/', 'http://hasura:8080/v1/graphql']) {
      expect(parseConfig({ ...secrets, HASURA_GRAPHQL_ENDPOINT: value }).hasuraEndpoint).toBe(
        'http://hasura:8080',
      );
    }
  });

  it('hides secrets when it is printed', () => {
    const printed = JSON.stringify(parseConfig(secrets));
    expect(printed).not.toContain('secret-value');
  });
});

describe('entries', () => {
  const rows = Object.values<Entry<unknown>>(entries);

  it('name each variable once', () => {
    const names = rows.flatMap(({ env }) => env);
    expect(new Set(names).size).toBe(names.length);
  });

  it('have defaults that can be read, and one sentence each', () => {
    for (const { default: text, read, doc } of rows) {
      if (text !== undefined) expect(() => read(text)).not.toThrow();
      expect(doc).toMatch(/^[A-Z].*\.$/);
    }
  });
});
