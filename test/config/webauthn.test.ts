import { describe, expect, it } from 'vitest';
import { relyingPartyOf } from '../../src/auth/relyingParty.js';
import { parseConfig } from '../../src/config/config.js';

const needed = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'admin',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'action',
};
const read = (env: Record<string, string>) => relyingPartyOf(parseConfig({ ...needed, ...env }));
const hash = Buffer.alloc(32, 251).toString('base64url');

describe('the relying party', () => {
  it('follows from the client URL', () => {
    expect(read({ AUTH_CLIENT_URL: 'https://app.example.com:8443/path' })).toEqual({
      id: 'app.example.com',
      name: 'app.example.com',
      origins: ['https://app.example.com:8443'],
      timeoutMs: 60_000,
      attestation: 'none',
      userVerification: 'required',
    });
  });

  it('is what the settings say', () => {
    const env = {
      AUTH_CLIENT_URL: 'https://app.example.com',
      AUTH_WEBAUTHN_RP_ID: 'example.com',
      AUTH_WEBAUTHN_RP_NAME: 'Example',
      AUTH_WEBAUTHN_RP_ORIGINS: `https://app.example.com/, https://b.example.com ,android:apk-key-hash:${hash},ios:bundle-id:com.example.app`,
      AUTH_WEBAUTHN_ATTESTATION_TIMEOUT: '120000',
      AUTH_WEBAUTHN_ATTESTATION: 'indirect',
      AUTH_WEBAUTHN_USER_VERIFICATION: 'preferred',
    };
    expect(read(env)).toEqual({
      id: 'example.com',
      name: 'Example',
      origins: [
        'https://app.example.com',
        'https://b.example.com',
        `android:apk-key-hash:${hash}`,
        'ios:bundle-id:com.example.app',
      ],
      timeoutMs: 120_000,
      attestation: 'indirect',
      userVerification: 'preferred',
    });
  });

  it.each(['https://example.com', 'example.com:443', 'Example.com', '127.0.0.1', 'a_b.com', '.com', 'a b'])(
    'has not the domain %j',
    (domain) => {
      expect(() => read({ AUTH_WEBAUTHN_RP_ID: domain })).toThrow(/AUTH_WEBAUTHN_RP_ID must be a domain/);
    },
  );

  it.each([
    'example.com',
    'https://example.com/path',
    'https://example.com?x=1',
    'ftp://example.com',
    'android:apk-key-hash:short',
    'ios:bundle-id:',
    '*',
    'https://*.example.com',
  ])('has not the origin %j', (place) => {
    expect(() => read({ AUTH_WEBAUTHN_RP_ORIGINS: place })).toThrow(
      /AUTH_WEBAUTHN_RP_ORIGINS must be origins/,
    );
  });

  it('has to be told in production, where there is no client URL', () => {
    const env = { NODE_ENV: 'production', AUTH_WEBAUTHN_ENABLED: 'true' };
    expect(() => read(env)).toThrow(/AUTH_WEBAUTHN_RP_ID is not set.*AUTH_WEBAUTHN_RP_ORIGINS is not set/);
    expect(
      read({ ...env, AUTH_WEBAUTHN_RP_ID: 'example.com', AUTH_WEBAUTHN_RP_ORIGINS: 'https://example.com' })
        .id,
    ).toBe('example.com');
    expect(read({ AUTH_WEBAUTHN_ENABLED: 'true' }).id).toBe('localhost');
  });
});
