import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../src/tokens/accessTokens.js';
import { exportJwks } from '../../src/tokens/jwks.js';
import { type JwtSecret, parseJwtSecret } from '../../src/tokens/jwtSecret.js';
import { fixedKeyRing } from '../../src/tokens/keyRing.js';
import type { SigningKey } from '../../src/tokens/signingKey.js';

const namespace = 'https://hasura.io/jwt/claims';
const now = new Date('2026-01-02T03:04:05Z');
const issued = now.getTime() / 1000;

const claims = {
  userId: '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11',
  defaultRole: 'user',
  allowedRoles: ['me', 'user'],
  isAnonymous: false,
  sessionId: '6f1c2a52-1f0b-4a36-8a53-7a4c6a0a2b22',
};

const pem = { type: 'pkcs8', format: 'pem' } as const;
const keyPairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: generateKeyPairSync('ed25519'),
};

const secrets: Record<string, JwtSecret> = {
  HS256: parseJwtSecret(JSON.stringify({ type: 'HS256', key: 'a'.repeat(32), kid: 'k1' })),
  HS384: parseJwtSecret(JSON.stringify({ type: 'HS384', key: 'a'.repeat(48), kid: 'k1' })),
  HS512: parseJwtSecret(JSON.stringify({ type: 'HS512', key: 'a'.repeat(64), kid: 'k1' })),
  ...Object.fromEntries(
    Object.entries(keyPairs).map(([type, { privateKey }]) => [
      type,
      parseJwtSecret(JSON.stringify({ type, signing_key: privateKey.export(pem), kid: 'k1' })),
    ]),
  ),
};

function keyOf({ key }: JwtSecret): SigningKey {
  if (!key) throw new Error('a secret with a key is meant');
  return key;
}

const tokensOf = (secret: JwtSecret, time = now) =>
  createAccessTokens({
    secret,
    keys: fixedKeyRing(keyOf(secret)),
    lifetimeSeconds: 900,
    clock: { now: () => time },
  });

const hs256 = secrets.HS256 as JwtSecret;

describe.each(Object.keys(secrets))('access tokens with %s', (type) => {
  const secret = secrets[type] as JwtSecret;
  const token = tokensOf(secret).sign(claims);

  it('are signed so that jose verifies them, and name algorithm and key', async () => {
    const { payload } = await jwtVerify(token, keyOf(secret).verificationKey, {
      algorithms: [type],
      currentDate: now,
    });
    expect(payload.sub).toBe(claims.userId);
    expect(decodeProtectedHeader(token)).toEqual({ alg: type, typ: 'JWT', kid: 'k1' });
  });

  it('are verified', async () => {
    expect(await tokensOf(secret).verify(token)).toMatchObject({ 'x-hasura-user-id': claims.userId });
  });

  it('are refused when a byte of the signature differs', async () => {
    const [header, payload, signature = ''] = token.split('.');
    const first = signature.startsWith('A') ? 'B' : 'A';
    expect(
      await tokensOf(secret).verify(`${header}.${payload}.${first}${signature.slice(1)}`),
    ).toBeUndefined();
  });
});

describe('sign', () => {
  it('writes the claims of Nhost Auth, and the session', () => {
    expect(decodeJwt(tokensOf(hs256).sign(claims))).toEqual({
      sub: claims.userId,
      iss: 'hasura-auth',
      iat: issued,
      exp: issued + 900,
      [namespace]: {
        'x-hasura-allowed-roles': ['me', 'user'],
        'x-hasura-default-role': 'user',
        'x-hasura-user-id': claims.userId,
        'x-hasura-user-is-anonymous': 'false',
        'x-hasura-session-id': claims.sessionId,
      },
    });
  });

  it('uses issuer, audience and namespace of the secret, and no kid without one', () => {
    const secret = parseJwtSecret(
      JSON.stringify({
        type: 'HS256',
        key: 'a'.repeat(32),
        issuer: 'me',
        audience: ['a', 'b'],
        claims_namespace: 'ns',
      }),
    );
    const token = tokensOf(secret).sign(claims);
    expect(decodeJwt(token)).toMatchObject({
      iss: 'me',
      aud: ['a', 'b'],
      ns: { 'x-hasura-default-role': 'user' },
    });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
  });
});

describe('verify', () => {
  const key = Buffer.from('a'.repeat(32));
  const foreign = (change: (jwt: SignJWT) => SignJWT, alg = 'HS256') =>
    change(
      new SignJWT({ [namespace]: { 'x-hasura-user-id': 'x' } })
        .setProtectedHeader({ alg })
        .setSubject('x')
        .setIssuer('hasura-auth')
        .setIssuedAt(issued)
        .setExpirationTime(issued + 900),
    ).sign(alg === 'HS256' ? key : Buffer.from('a'.repeat(64)));

  it('accepts what it would sign itself', async () => {
    expect(await tokensOf(hs256).verify(await foreign((jwt) => jwt))).toEqual({ 'x-hasura-user-id': 'x' });
  });

  it.each([
    ['another issuer', foreign((jwt) => jwt.setIssuer('other'))],
    ['a time that has passed', foreign((jwt) => jwt.setExpirationTime(issued - 1))],
    ['another algorithm', foreign((jwt) => jwt, 'HS512')],
    ['no signature', Promise.resolve(`${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`)],
    ['no form', Promise.resolve('abc')],
    ['nothing', Promise.resolve('')],
  ])('refuses %s', async (_, token) => expect(await tokensOf(hs256).verify(await token)).toBeUndefined());

  it('refuses a token at the second it expires', async () => {
    const token = tokensOf(hs256).sign(claims);
    expect(await tokensOf(hs256, new Date((issued + 899) * 1000)).verify(token)).toBeDefined();
    expect(await tokensOf(hs256, new Date((issued + 900) * 1000)).verify(token)).toBeUndefined();
  });

  it('never takes a public key for an HMAC secret', async () => {
    const { publicKey } = keyPairs.RS256;
    const confused = await new SignJWT({ [namespace]: {} })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('x')
      .setIssuer('hasura-auth')
      .setIssuedAt(issued)
      .setExpirationTime(issued + 900)
      .sign(Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })));
    expect(await tokensOf(secrets.RS256 as JwtSecret).verify(confused)).toBeUndefined();
  });
});

describe('exportJwks', () => {
  it('publishes no shared secret', async () => {
    expect(await exportJwks([keyOf(hs256)])).toEqual({ keys: [] });
  });

  it.each(Object.keys(keyPairs))('publishes the public key of %s, which verifies tokens', async (type) => {
    const secret = secrets[type] as JwtSecret;
    const { keys } = await exportJwks([keyOf(secret)]);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ alg: type, kid: 'k1', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
    const key = await importJWK(keys[0] as Record<string, string>, type);
    await expect(jwtVerify(tokensOf(secret).sign(claims), key, { currentDate: now })).resolves.toBeDefined();
  });
});
