import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../src/tokens/accessTokens.js';
import { exportJwks } from '../../src/tokens/jwks.js';
import { rotatingKeyRing } from '../../src/tokens/keyRing.js';
import { formatKeySet, type KeySet, makeKey, parseKeySet, withKey } from '../../src/tokens/keySet.js';

const start = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const old = makeKey('ES256', at(-1000), at(0));
const next = makeKey('EdDSA', at(1000), at(5000));
const standby = makeKey('RS256', at(2000), null);
const set: KeySet = [standby, next, old].reduce(withKey, []);

const claims = {
  userId: 'u',
  defaultRole: 'user',
  allowedRoles: ['user'],
  isAnonymous: false,
  sessionId: 's',
};
const tokensAt = (seconds: number, keys: KeySet = set) =>
  createAccessTokens({
    secret: { issuer: 'me', audience: undefined, claimsNamespace: 'claims' },
    keys: rotatingKeyRing(() => keys, 900),
    lifetimeSeconds: 900,
    clock: { now: () => at(seconds) },
  });

describe('a set of keys', () => {
  it('is read as it was written, in the order in which the keys take over', () => {
    const read = parseKeySet(formatKeySet([standby, next, old]));
    expect(read.map(({ keyId }) => keyId)).toEqual([old.keyId, next.keyId, standby.keyId]);
    expect(read.map(({ algorithm }) => algorithm)).toEqual(['ES256', 'EdDSA', 'RS256']);
    expect(read.map(({ signsFrom }) => signsFrom)).toEqual([at(0), at(5000), null]);
    expect(read[0]?.signingKey.equals(old.signingKey)).toBe(true);
  });

  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256', 'RS384', 'RS512'] as const)(
    'has keys for %s',
    (name) => {
      const [read] = parseKeySet(formatKeySet([makeKey(name, at(0), at(0))]));
      expect(read).toMatchObject({ algorithm: name });
      expect(read?.verificationKey.type).toBe('public');
    },
  );

  const row = (change: object) => {
    const { keys } = JSON.parse(formatKeySet([old]));
    return JSON.stringify({ keys: [{ ...keys[0], ...change }] });
  };
  it.each([
    ['no JSON', 'x', 'not valid JSON'],
    ['no set', '{}', 'no set of keys'],
    ['a key without a time', row({ signsFrom: 'soon' }), 'no set of keys'],
    ['a shared secret', row({ alg: 'HS256' }), 'unknown "alg"'],
    ['no algorithm', row({ alg: 'none' }), 'unknown "alg"'],
    ['a key of another curve', row({ alg: 'ES384' }), 'wrong kind'],
    ['a public key', row({ d: undefined }), 'no private JWK'],
    ['one id twice', formatKeySet([old, { ...next, keyId: old.keyId }]), 'two keys of one "kid"'],
  ])('is refused with %s', (_, text, reason) => {
    expect(() => parseKeySet(text)).toThrow(reason);
    const { d } = JSON.parse(formatKeySet([old])).keys[0];
    expect(() => parseKeySet(text)).not.toThrow(d);
  });
});

describe('keys that take turns', () => {
  it('sign from their time on, each with its own algorithm', () => {
    const headerAt = (seconds: number) => decodeProtectedHeader(tokensAt(seconds).sign(claims));
    expect(headerAt(0)).toEqual({ alg: 'ES256', typ: 'JWT', kid: old.keyId });
    expect(headerAt(4999)).toMatchObject({ kid: old.keyId });
    expect(headerAt(5000)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: next.keyId });
  });

  it('verify what they signed for as long as it lives, also after the next one took over', async () => {
    const token = tokensAt(4990).sign(claims);
    expect(await tokensAt(5800).verify(token)).toBeDefined();
    expect(await tokensAt(5891).verify(token)).toBeUndefined();
  });

  it('are published before they sign, and until what they signed has expired', () => {
    const published = (seconds: number) =>
      exportJwks(rotatingKeyRing(() => set, 900).known(at(seconds))).keys.map(({ kid }) => kid);
    const all = [old.keyId, next.keyId, standby.keyId];
    expect(published(0)).toEqual(all);
    expect(published(5900)).toEqual(all);
    expect(published(7000)).toEqual([next.keyId, standby.keyId]);
  });

  it('publish nothing private', () => {
    for (const key of exportJwks(rotatingKeyRing(() => set, 900).known(at(0))).keys) {
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(member);
      expect(key).toMatchObject({ use: 'sig', alg: expect.any(String), kid: expect.any(String) });
    }
  });

  it('refuse a token of a key that was taken out, and one that names none', async () => {
    const token = tokensAt(0).sign(claims);
    expect(await tokensAt(1, [next, standby]).verify(token)).toBeUndefined();
    const [, payload, signature] = token.split('.');
    const nameless = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'JWT' })).toString('base64url');
    expect(await tokensAt(1).verify(`${nameless}.${payload}.${signature}`)).toBeUndefined();
  });

  it('do not sign before the first one’s time', () => {
    expect(() => tokensAt(-1).sign(claims)).toThrow('no key');
  });
});
