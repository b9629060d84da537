import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveKey, type JwtSecret, parseJwtSecret } from '../../src/tokens/jwtSecret.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ed25519 = generateKeyPairSync('ed25519');
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const pkcs8 = (pair: typeof rsa) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
const spki = (pair: typeof rsa) => pair.publicKey.export({ type: 'spki', format: 'pem' });
const hs256 = { type: 'HS256', key: 'a'.repeat(32) };

describe('parseJwtSecret', () => {
  it('reads Hasura’s JSON for a shared secret', () => {
    expect(parseJwtSecret(JSON.stringify(hs256))).toMatchObject({
      key: { algorithm: 'HS256', keyId: undefined },
      issuer: 'hasura-auth',
      claimsNamespace: 'https://hasura.io/jwt/claims',
    });
  });

  it('reads a pair of keys, and makes the public one from the private one', () => {
    const both = parseJwtSecret(JSON.stringify({ type: 'RS256', key: spki(rsa), signing_key: pkcs8(rsa) }));
    const one = parseJwtSecret(JSON.stringify({ type: 'RS256', signing_key: pkcs8(rsa) }));
    expect(one.key?.verificationKey.equals(both.key?.verificationKey as KeyObject)).toBe(true);
    expect(one.key?.verificationKey.type).toBe('public');
  });

  it('knows Ed25519 by Hasura’s name and by the standard’s', () => {
    const signing_key = pkcs8(ed25519);
    for (const type of ['Ed25519', 'EdDSA']) {
      expect(parseJwtSecret(JSON.stringify({ type, signing_key })).key?.algorithm).toBe('EdDSA');
    }
  });

  it.each([
    ['no JSON', 'secret', 'not valid JSON'],
    ['a list', '[]', 'must be a JSON object'],
    ['an unknown type', JSON.stringify({ ...hs256, type: 'none' }), 'unknown "type"'],
    ['a property of Object', JSON.stringify({ ...hs256, type: 'constructor' }), 'unknown "type"'],
    ['a short secret', JSON.stringify({ ...hs256, key: 'a'.repeat(31) }), 'at least 32 bytes'],
    ['a secret too short for its hash', JSON.stringify({ ...hs256, type: 'HS512' }), 'at least 64 bytes'],
    ['a public key alone', JSON.stringify({ type: 'RS256', key: spki(rsa) }), 'needs "signing_key"'],
    ['no key at all', JSON.stringify({ type: 'RS256', signing_key: 'abc' }), 'not a key in PEM'],
    [
      'keys of two pairs',
      JSON.stringify({ type: 'RS256', key: spki(other), signing_key: pkcs8(rsa) }),
      'not belong',
    ],
    ['a key of another kind', JSON.stringify({ type: 'ES256', signing_key: pkcs8(rsa) }), 'wrong kind'],
    ['a key of another curve', JSON.stringify({ type: 'ES256', signing_key: pkcs8(p384) }), 'wrong kind'],
    ['a small RSA key', JSON.stringify({ type: 'RS256', signing_key: pkcs8(small) }), '2048 bits'],
    ['a claims map', JSON.stringify({ ...hs256, claims_map: {} }), '"claims_map"'],
    ['claims as text', JSON.stringify({ ...hs256, claims_format: 'stringified_json' }), '"claims_format"'],
  ])('refuses %s', (_, text, reason) => expect(() => parseJwtSecret(text)).toThrow(reason));
});

describe('deriveKey', () => {
  const derived = ({ key }: JwtSecret, purpose: string) => deriveKey(key?.signingKey as KeyObject, purpose);
  const secret = parseJwtSecret(JSON.stringify(hs256));

  it('gives one key per purpose and secret', () => {
    const changed = parseJwtSecret(JSON.stringify({ ...hs256, key: 'b'.repeat(32) }));
    expect(derived(secret, 'a')).toEqual(derived(secret, 'a'));
    expect(derived(secret, 'a')).not.toEqual(derived(secret, 'b'));
    expect(derived(secret, 'a')).not.toEqual(derived(changed, 'a'));
  });

  it('works on private keys', () => {
    const pair = parseJwtSecret(JSON.stringify({ type: 'RS256', signing_key: pkcs8(rsa) }));
    expect(derived(pair, 'a')).toHaveLength(32);
  });
});
