import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.js';

const secrets = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'admin-secret-value',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'action-secret-value',
};
const signed = { AUTH_HOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}` };

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig({ ...secrets, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

const names = ['AUTH_HOOK_BEFORE_SIGN_UP_URL', 'AUTH_HOOK_BEFORE_SESSION_URL', 'AUTH_HOOK_AFTER_URL'];

describe.each(names)('%s', (name) => {
  it('needs a secret to sign with', () => {
    expect(faultsOf({ [name]: 'https://hooks.example.com' })).toEqual([
      `AUTH_HOOK_SECRET is not set, which is needed with ${name}`,
    ]);
    expect(faultsOf({ ...signed, [name]: 'https://hooks.example.com' })).toEqual([]);
  });

  it.each([
    ['https://hooks.example.com', true],
    ['http://hooks.example.com', false],
    ['http://localhost.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['http://10.0.0.1', false],
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
  ])('in production as %s: %s', (url, isTaken) => {
    const faults = faultsOf({ ...signed, [name]: url, NODE_ENV: 'production' });
    expect(faults).toEqual(
      isTaken ? [] : [`${name} must be an https URL in production, or one of this machine`],
    );
    expect(faultsOf({ ...signed, [name]: url })).toEqual([]);
  });
});

describe('AUTH_HOOK_SECRET', () => {
  it('is never repeated when it is wrong', () => {
    const [fault = ''] = faultsOf({ AUTH_HOOK_SECRET: 'whsec_c2VjcmV0' });
    expect(fault).toMatch(/^AUTH_HOOK_SECRET must be/);
    expect(fault).not.toContain('c2VjcmV0');
  });
});
