import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openAuthenticator } from '../../../src/engine/auth/authenticate.js';
import { parseJwtSecret, parseJwtSecrets } from '../../../src/engine/auth/parseJwtSecret.js';

const key = 'k'.repeat(32);
const { publicKey, privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

describe('parseJwtSecret', () => {
  it('fills in the defaults', () => {
    const { claims, location, audience, issuer, allowedSkewSeconds } = parseJwtSecret(
      JSON.stringify({ type: 'HS256', key }),
    );
    expect({ claims, location, audience, issuer, allowedSkewSeconds }).toEqual({
      claims: { kind: 'namespace', at: { key: 'https://hasura.io/jwt/claims' }, format: 'json' },
      location: { kind: 'authorization' },
      audience: null,
      issuer: null,
      allowedSkewSeconds: 0,
    });
  });

  it.each([
    [{ type: 'HS256', key: 'short' }, 'Key size too small; should be atleast 32 characters'],
    [{ type: 'HS512', key }, 'Key size too small; should be atleast 64 characters'],
    [{ type: 'HS1', key }, '"HS1" is not a JWT key type'],
    [{ key }, '"type" is missing'],
    [{ type: 'HS256' }, 'key and jwk_url both cannot be empty'],
    [{ type: 'HS256', key, jwk_url: 'https://a.example' }, 'key, jwk_url both cannot be present'],
    [{ jwk_url: 'ftp://a.example' }, 'jwk_url is not an http or https URL'],
    [{ type: 'RS256', key: 'nonsense' }, 'neither a public key nor a certificate'],
    [{ type: 'RS256', key: publicKey }, 'the key is not a key for RS256'],
    [{ type: 'ES384', key: publicKey }, 'the key is not a key for ES384'],
    [{ type: 'ES256', key: privateKey }, 'a private key was given'],
    [{ type: 'HS256', key, claims_namespace: 'a', claims_namespace_path: '$.a' }, 'both cannot be set'],
    [{ type: 'HS256', key, claims_namespace_path: '$.a[' }, 'invalid JSON path'],
    [
      { type: 'HS256', key, claims_map: { 'x-hasura-default-role': 'u' } },
      'x-hasura-allowed-roles is expected',
    ],
    [{ type: 'HS256', key, header: { type: 'Cookie' } }, '"header.name" is missing for Cookie'],
    [{ type: 'HS256', key, audience: 4 }, '"audience" must be'],
  ])('refuses %j', (secret, message) => {
    expect(() => parseJwtSecret(JSON.stringify(secret))).toThrow(message);
  });

  it('never quotes the key', () => {
    let thrown: unknown;
    try {
      parseJwtSecret(`{"type":"HS256","key":"${key}"`);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ message: 'HASURA_GRAPHQL_JWT_SECRET: not valid JSON' });
  });

  it('reads a list of secrets', () => {
    expect(parseJwtSecrets(JSON.stringify([{ type: 'HS256', key }]))).toHaveLength(1);
    expect(() => parseJwtSecrets('[{}]')).toThrow('HASURA_GRAPHQL_JWT_SECRETS[0]: key and jwk_url');
  });
});

describe('openAuthenticator', () => {
  it('refuses JWTs and an unauthorized role without an admin secret', async () => {
    const jwts = [parseJwtSecret(JSON.stringify({ type: 'HS256', key }))];
    await expect(openAuthenticator({ adminSecrets: [], jwts, unauthorizedRole: null })).rejects.toThrow(
      'HASURA_GRAPHQL_JWT_SECRET requires HASURA_GRAPHQL_ADMIN_SECRET',
    );
    await expect(openAuthenticator({ adminSecrets: [], jwts: [], unauthorizedRole: 'a' })).rejects.toThrow(
      'HASURA_GRAPHQL_UNAUTHORIZED_ROLE requires',
    );
  });
});
