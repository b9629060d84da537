import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { type Authenticator, openAuthenticator } from '../../src/engine/auth/authenticate.js';
import { parseJwtSecret } from '../../src/engine/auth/parseJwtSecret.js';
import { formatKeySet, makeKey } from '../../src/tokens/keySet.js';
import { appWithoutHasura } from '../server/appWithoutHasura.js';

/**
 * What is tried on verifiers of JWTs (RFC 8725), against the two that there are: the auth server and the engine, as they are
 * set up for a shared secret, for a public key, and for keys at a `jwk_url`.
 */

const namespace = 'https://hasura.io/jwt/claims';
const now = Math.floor(Date.now() / 1000);
const claims = {
  'x-hasura-user-id': '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11',
  'x-hasura-default-role': 'user',
  'x-hasura-allowed-roles': ['user'],
};
const genuine = {
  sub: claims['x-hasura-user-id'],
  iss: 'hasura-auth',
  aud: 'our-api',
  iat: now - 10,
  exp: now + 600,
  [namespace]: claims,
};

type Json = Record<string, unknown>;
type Signer = (data: string) => Buffer;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (header: Json, payload: Json, signer: Signer) => {
  const data = `${part(header)}.${part(payload)}`;
  return `${data}.${signer(data).toString('base64url')}`;
};
const hmac =
  (key: string | Buffer, hash = 'sha256'): Signer =>
  (data) =>
    createHmac(hash, key).update(data).digest();
const rsa =
  (key: KeyObject, hash = 'sha256'): Signer =>
  (data) =>
    sign(hash, Buffer.from(data), key);
const ecdsa =
  (key: KeyObject): Signer =>
  (data) =>
    sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' });
const nothing: Signer = () => Buffer.alloc(0);

/** How both sides are set up, and how a genuine token is made for it. */
interface Setup {
  readonly name: string;
  /** For the auth server. */
  readonly env: Record<string, string>;
  /** For the engine. */
  readonly jwt: Json;
  readonly header: Json;
  readonly signer: Signer;
  /** Public keys in every form in which somebody can get at them. */
  readonly publicForms: readonly (string | Buffer)[];
  readonly jwks: object | undefined;
}

const secret = 's'.repeat(40);
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreignEc = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const setKey = makeKey('ES256', new Date(0), new Date(1000));
const formsOf = (key: KeyObject): (string | Buffer)[] => {
  const pem = key.export({ type: 'spki', format: 'pem' }) as string;
  const jwk = JSON.stringify(key.export({ format: 'jwk' }));
  return [pem, pem.trim(), pem.replace(/\n/g, ''), key.export({ type: 'spki', format: 'der' }), jwk];
};
const issuing = { issuer: 'hasura-auth', audience: 'our-api' };

const setups: readonly Setup[] = [
  {
    name: 'a shared secret',
    env: { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: secret, ...issuing }) },
    jwt: { type: 'HS256', key: secret, ...issuing },
    header: { alg: 'HS256', typ: 'JWT' },
    signer: hmac(secret),
    publicForms: ['', 'secret'],
    jwks: undefined,
  },
  {
    name: 'a public key',
    env: {
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({
        type: 'RS256',
        signing_key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }),
        ...issuing,
      }),
    },
    jwt: { type: 'RS256', key: own.publicKey.export({ type: 'spki', format: 'pem' }), ...issuing },
    header: { alg: 'RS256', typ: 'JWT' },
    signer: rsa(own.privateKey),
    publicForms: formsOf(own.publicKey),
    jwks: undefined,
  },
  {
    name: 'keys at a jwk_url',
    env: {
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url: 'http://auth.invalid/jwks.json', ...issuing }),
      AUTH_KEYS: formatKeySet([setKey]),
      AUTH_DERIVATION_KEY: 'd'.repeat(64),
    },
    jwt: { jwk_url: 'http://auth.invalid/jwks.json', ...issuing },
    header: { alg: 'ES256', typ: 'JWT', kid: setKey.keyId },
    signer: ecdsa(setKey.signingKey),
    publicForms: formsOf(setKey.verificationKey),
    jwks: {
      keys: [
        { ...setKey.verificationKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: setKey.keyId },
      ],
    },
  },
];

/** A server of the attacker, which must never be asked. */
let attackers: Server;
let attackersUrl: string;
let asked = 0;
beforeAll(async () => {
  const jwk = { ...foreign.publicKey.export({ format: 'jwk' }), kid: 'attacker', alg: 'RS256', use: 'sig' };
  attackers = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((done) => attackers.listen(0, '127.0.0.1', done));
  attackersUrl = `http://127.0.0.1:${(attackers.address() as AddressInfo).port}/keys`;
});
afterAll(() => attackers.close());

const byAttacker = rsa(foreign.privateKey);
const attackersJwk = foreign.publicKey.export({ format: 'jwk' });
const admin = {
  ...genuine,
  [namespace]: { ...claims, 'x-hasura-default-role': 'admin', 'x-hasura-allowed-roles': ['admin', 'user'] },
};
const withSignature = (token: string, change: (signature: string) => string) => {
  const [header, payload, signature = ''] = token.split('.');
  return `${header}.${payload}.${change(signature)}`;
};
/** As what was signed, with the signature of another. */
const grafted = (setup: Setup, header: Json, payload: Json) =>
  `${part(header)}.${part(payload)}.${tokenOf(setup.header, genuine, setup.signer).split('.')[2]}`;

/** Tokens that are forged, edited, borrowed or out of date, by what is wrong with them. */
const attacks: Record<string, (setup: Setup) => readonly string[]> = {
  'no algorithm': ({ header, signer }) =>
    ['none', 'None', 'NONE', 'nOnE', '', null, undefined, ['none'], 0].flatMap((alg) => [
      tokenOf({ ...header, alg }, genuine, nothing),
      tokenOf({ ...header, alg }, genuine, signer),
    ]),
  'a public key in the place of a secret': ({ header, publicForms }) =>
    publicForms.flatMap((form) =>
      (['sha256', 'sha384', 'sha512'] as const).map((hash) =>
        tokenOf({ ...header, alg: hash.replace('sha', 'HS') }, genuine, hmac(form, hash)),
      ),
    ),
  'another algorithm of the same family': ({ header, signer }) => [
    tokenOf({ ...header, alg: 'RS512' }, genuine, rsa(own.privateKey, 'sha512')),
    tokenOf({ ...header, alg: 'HS512' }, genuine, hmac(secret, 'sha512')),
    tokenOf({ ...header, alg: 'PS256' }, genuine, signer),
    tokenOf({ ...header, alg: 'ES384' }, genuine, signer),
  ],
  'a foreign key': ({ header }) => [
    tokenOf({ ...header, alg: 'RS256' }, genuine, byAttacker),
    tokenOf({ ...header, alg: 'ES256' }, genuine, ecdsa(foreignEc.privateKey)),
    tokenOf({ ...header, alg: 'HS256' }, genuine, hmac('a guess')),
    tokenOf({ ...header, alg: 'HS256' }, genuine, hmac('')),
  ],
  'a key id that is made up': ({ header }) =>
    [
      'attacker',
      '../../../../../../dev/null',
      '/dev/null',
      "x' union select 'a guess' --",
      'https://evil.example/key',
      '__proto__',
      'constructor',
      '',
      null,
      7,
      { $ne: 1 },
      ['attacker'],
    ].flatMap((kid) => [
      tokenOf({ ...header, kid, alg: 'HS256' }, genuine, hmac('')),
      tokenOf({ ...header, kid, alg: 'HS256' }, genuine, hmac('\0')),
      tokenOf({ ...header, kid, alg: 'HS256' }, genuine, hmac('a guess')),
      tokenOf({ ...header, kid, alg: 'RS256' }, genuine, byAttacker),
    ]),
  'a key that it brings along': ({ header }) => {
    const spki = foreign.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    return [
      { jwk: attackersJwk },
      { jwk: attackersJwk, kid: 'attacker' },
      { jwk: { kty: 'oct', k: Buffer.from('a guess').toString('base64url') }, alg: 'HS256' },
      { x5c: [spki] },
      { x5t: 'AAAA', 'x5t#S256': 'AAAA' },
    ].map((more) => {
      const signer = 'alg' in more ? hmac('a guess') : byAttacker;
      return tokenOf({ ...header, alg: 'RS256', ...more }, genuine, signer);
    });
  },
  'a place where its key is': ({ header }) =>
    ['jku', 'x5u', 'iss', 'url'].flatMap((member) =>
      [header.kid, 'attacker'].map((kid) =>
        tokenOf({ ...header, alg: 'RS256', kid, [member]: attackersUrl }, genuine, byAttacker),
      ),
    ),
  'claims that were edited': (setup) => [
    grafted(setup, setup.header, admin),
    grafted(setup, setup.header, { ...genuine, exp: now + 86_400 }),
    grafted(setup, { ...setup.header, typ: 'at+jwt' }, genuine),
  ],
  'a signature that is not whole': (setup) => {
    const token = tokenOf(setup.header, genuine, setup.signer);
    const length = Buffer.from(token.split('.')[2] ?? '', 'base64url').length;
    return [
      withSignature(token, () => ''),
      withSignature(token, (signature) => signature.slice(0, -4)),
      withSignature(token, (signature) => `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`),
      withSignature(token, () => Buffer.alloc(length).toString('base64url')),
      withSignature(token, () => Buffer.alloc(length, 1).toString('base64url')),
      withSignature(token, () => Buffer.from('MAYCAQACAQA', 'base64url').toString('base64url')),
      withSignature(token, (signature) => `${signature}AAAA`),
    ];
  },
  'a time that has passed, or has not come': ({ header, signer }) => [
    tokenOf(header, { ...genuine, exp: now - 1 }, signer),
    tokenOf(header, { ...genuine, exp: 0 }, signer),
    tokenOf(header, { ...genuine, exp: -1 }, signer),
    tokenOf(header, { ...genuine, exp: 'never' }, signer),
    tokenOf(header, { ...genuine, nbf: now + 600 }, signer),
  ],
  'another audience or none': ({ header, signer }) =>
    ['their-api', ['their-api', 'another'], '', [], undefined, 'our-api2', { 0: 'our-api' }].map((aud) =>
      tokenOf(header, { ...genuine, aud }, signer),
    ),
  'another issuer or none': ({ header, signer }) =>
    ['https://evil.example', '', undefined, 'hasura-auth ', ['evil', 'hasura-auth']].map((iss) =>
      tokenOf(header, { ...genuine, iss }, signer),
    ),
  'an extension that must be understood': ({ header, signer }) => [
    tokenOf({ ...header, crit: ['exp-must'], 'exp-must': true }, genuine, signer),
    tokenOf({ ...header, crit: ['b64'], b64: false }, genuine, signer),
    tokenOf({ ...header, crit: [] }, genuine, signer),
  ],
  'another purpose': ({ header, signer }) => {
    const { [namespace]: _, ...bare } = genuine;
    return [
      // As an ID token.
      tokenOf(header, { ...bare, nonce: 'n', email: 'ada@example.com' }, signer),
      tokenOf(header, { ...bare, 'https://evil.example/claims': claims }, signer),
      tokenOf(header, { ...bare, ...claims }, signer),
      tokenOf(header, { ...bare, [namespace]: JSON.stringify(claims) }, signer),
      tokenOf(header, { ...bare, [namespace]: null }, signer),
      tokenOf(header, { ...bare, [namespace]: [] }, signer),
      // A refresh token, and a ticket.
      '6f1c2a52-1f0b-4a36-8a53-7a4c6a0a2b22',
      'passwordReset:6f1c2a52-1f0b-4a36-8a53-7a4c6a0a2b22',
    ];
  },
  'a form that is none': ({ header, signer }) => {
    const token = tokenOf(header, genuine, signer);
    const [head = '', body = '', signature = ''] = token.split('.');
    return [
      '',
      '.',
      '..',
      `${head}.${body}`,
      `${head}.${body}.`,
      `.${body}.${signature}`,
      `${head}..${signature}`,
      `${token}.`,
      `${token}.${signature}`,
      `${head}.${head}.${body}.${signature}.${signature}`,
      `${head}=.${body}=.${signature}=`,
      `${head}.${body}.${signature}\u0000`,
      JSON.stringify({ protected: head, payload: body, signature }),
      `${Buffer.from('null').toString('base64url')}.${body}.${signature}`,
      `${Buffer.from('[]').toString('base64url')}.${body}.${signature}`,
      `${Buffer.from('{"alg":').toString('base64url')}.${body}.${signature}`,
    ];
  },
};

describe.each(setups)('with $name', (setup) => {
  let app: App;
  let engine: Authenticator;
  beforeAll(async () => {
    app = await appWithoutHasura(setup.env);
    engine = await openAuthenticator(
      {
        adminSecrets: ['the admin secret'],
        jwts: [parseJwtSecret(JSON.stringify(setup.jwt))],
        unauthorizedRole: 'public',
      },
      { fetch: async () => Response.json(setup.jwks) },
    );
  });
  afterAll(() => app.close());

  /** Whether the auth server takes it, by the two ways in which it can be given one. */
  async function isTakenByServer(token: string): Promise<boolean> {
    const verify = await app.fetch(
      new Request('http://auth/v1/token/verify', { method: 'POST', body: JSON.stringify({ token }) }),
    );
    if (verify.status === 200) return true;
    expect(verify.status).toBe(400);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: such a token can't be put into a header
    if (/[\u0000-\u001f]/.test(token)) return false;
    const headers = { authorization: `Bearer ${token}` };
    const me = await app.fetch(new Request('http://auth/v1/user', { headers }));
    expect(me.status).toBe(401);
    return false;
  }

  async function isTakenByEngine(token: string): Promise<boolean> {
    try {
      const { role, hasAdminSecret } = await engine.authenticate({ authorization: `Bearer ${token}` });
      return hasAdminSecret || role !== 'public';
    } catch (error) {
      expect(error).toMatchObject({ name: 'HasuraError' });
      return false;
    }
  }

  it('a genuine token is taken by both', async () => {
    const token = tokenOf(setup.header, genuine, setup.signer);
    expect(await isTakenByServer(token)).toBe(true);
    expect(await isTakenByEngine(token)).toBe(true);
    const several = tokenOf(setup.header, { ...genuine, aud: ['another', 'our-api'] }, setup.signer);
    expect(await isTakenByServer(several)).toBe(true);
    expect(await isTakenByEngine(several)).toBe(true);
  });

  it.each(Object.keys(attacks))('a token with %s is refused by both', async (name) => {
    const before = asked;
    const tokens = attacks[name]?.(setup) ?? [];
    expect(tokens.length).toBeGreaterThan(0);
    for (const token of tokens) {
      expect([token, await isTakenByServer(token)]).toEqual([token, false]);
      expect([token, await isTakenByEngine(token)]).toEqual([token, false]);
    }
    expect(asked).toBe(before);
  });
});
