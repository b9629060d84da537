import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type AuthenticatorOptions, openAuthenticator } from '../../../src/engine/auth/authenticate.js';
import { parseJwtSecret } from '../../../src/engine/auth/parseJwtSecret.js';
import { HasuraError } from '../../../src/engine/errors.js';

const secret = 'the admin secret';
const hmacKey = 'k'.repeat(32);
const namespace = 'https://hasura.io/jwt/claims';
const userClaims = {
  'x-hasura-user-id': '1',
  'X-Hasura-Allowed-Roles': ['user', 'editor'],
  'x-hasura-default-role': 'user',
};

interface Settings {
  readonly jwt?: Record<string, unknown>;
  readonly unauthorizedRole?: string;
  readonly options?: AuthenticatorOptions;
}

const open = ({ jwt = {}, unauthorizedRole, options }: Settings = {}) =>
  openAuthenticator(
    {
      adminSecrets: [secret],
      jwts: [parseJwtSecret(JSON.stringify({ type: 'HS256', key: hmacKey, ...jwt }))],
      unauthorizedRole: unauthorizedRole ?? null,
    },
    options,
  );

function token(
  claims: unknown = userClaims,
  more: Record<string, unknown> = {},
  key = hmacKey,
): Promise<string> {
  return new SignJWT({ [namespace]: claims, ...more })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime((more.exp as number | undefined) ?? '10h')
    .sign(Buffer.from(key));
}

const bearer = (jwt: string) => ({ authorization: `Bearer ${jwt}` });

/** Code and message of the refusal. */
async function refusal(of: Promise<unknown>): Promise<string> {
  const error = await of.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HasuraError)) throw error ?? new Error('expected a refusal');
  return `${error.status} ${error.code}: ${error.message}`;
}

const show = (session: {
  role: string;
  variables: ReadonlyMap<string, string>;
  hasAdminSecret: boolean;
}) => ({
  role: session.role,
  variables: Object.fromEntries(session.variables),
  hasAdminSecret: session.hasAdminSecret,
});

describe('admin secret', () => {
  it('makes an admin who may act as any role with any variable', async () => {
    const { authenticate } = await open();
    expect(show(await authenticate({ 'x-hasura-admin-secret': secret }))).toEqual({
      role: 'admin',
      variables: { 'x-hasura-role': 'admin' },
      hasAdminSecret: true,
    });
    const headers = { 'x-hasura-access-key': secret, 'x-hasura-role': 'user', 'x-hasura-user-id': '7' };
    expect(show(await authenticate(headers))).toEqual({
      role: 'user',
      variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
      hasAdminSecret: true,
    });
  });

  it('refuses a wrong one even beside a valid token', async () => {
    const { authenticate } = await open();
    expect(await refusal(authenticate({ 'x-hasura-admin-secret': 'no', ...bearer(await token()) }))).toBe(
      '401 access-denied: invalid "x-hasura-admin-secret"/"x-hasura-access-key"',
    );
  });

  it('is needed when nothing else is configured', async () => {
    const { authenticate } = await openAuthenticator({
      adminSecrets: [secret, 'another'],
      jwts: [],
      unauthorizedRole: null,
    });
    expect(await refusal(authenticate({ 'x-hasura-role': 'admin' }))).toBe(
      '401 access-denied: "x-hasura-admin-secret"/"x-hasura-access-key" required, but not found',
    );
    expect((await authenticate({ 'x-hasura-admin-secret': 'another' })).role).toBe('admin');
  });

  it('trusts every header when none is configured', async () => {
    const { authenticate } = await openAuthenticator({ adminSecrets: [], jwts: [], unauthorizedRole: null });
    expect((await authenticate({})).role).toBe('admin');
    expect((await authenticate({ 'x-hasura-role': 'user' })).role).toBe('user');
  });

  it('shows backend_only mutations on request, to it alone', async () => {
    const { authenticate } = await open({ unauthorizedRole: 'anonymous' });
    const asked = { 'x-hasura-use-backend-only-permissions': 'True' };
    expect((await authenticate({ ...asked, 'x-hasura-admin-secret': secret })).backendOnly).toBe(true);
    expect((await authenticate(asked)).backendOnly).toBe(false);
  });
});

describe('JWT', () => {
  it('gives role, variables and end of the session, and ignores x-hasura headers but the role', async () => {
    const { authenticate } = await open();
    const exp = Math.floor(Date.now() / 1000) + 60;
    const headers = bearer(await token(userClaims, { exp }));
    const session = await authenticate({ ...headers, 'x-hasura-role': 'editor', 'x-hasura-user-id': '2' });
    expect(show(session)).toEqual({
      role: 'editor',
      variables: { 'x-hasura-role': 'editor', 'x-hasura-user-id': '1' },
      hasAdminSecret: false,
    });
    expect(session.expiresAt).toEqual(new Date(exp * 1000));
    expect((await authenticate(headers)).role).toBe('user');
  });

  it.each([
    [
      'no allowed roles',
      { 'x-hasura-default-role': 'user' },
      'jwt-missing-role-claims: JWT claim does not contain "x-hasura-allowed-roles"',
    ],
    [
      'no default role',
      { 'x-hasura-allowed-roles': ['user'] },
      'jwt-missing-role-claims: JWT claim does not contain "x-hasura-default-role"',
    ],
    [
      'allowed roles in a string',
      { 'x-hasura-allowed-roles': 'user', 'x-hasura-default-role': 'user' },
      'jwt-invalid-claims: invalid "x-hasura-allowed-roles"; should be a list of roles: parsing [] failed, expected Array, but encountered String',
    ],
    [
      'a number as a variable',
      { ...userClaims, 'x-hasura-org': 3 },
      'jwt-invalid-claims: x-hasura-* claims: parsing Text failed, expected String, but encountered Number',
    ],
    [
      'a role that is not allowed',
      { ...userClaims, 'x-hasura-default-role': 'boss' },
      'access-denied: Your requested role is not in allowed roles',
    ],
    ['no object', 'text', 'jwt-invalid-claims: expecting a json object when claims_format is json'],
    ['no claims', undefined, `jwt-invalid-claims: claims key: '${namespace}' not found`],
  ])('refuses %s', async (_, claims, message) => {
    const { authenticate } = await open();
    const jwt = await token(
      claims === undefined ? null : claims,
      claims === undefined ? { [namespace]: undefined } : {},
    );
    expect(await refusal(authenticate(bearer(jwt)))).toBe(`400 ${message}`);
  });

  it.each([
    ['another key', () => token(userClaims, {}, 'x'.repeat(32)), 'JWSError JWSInvalidSignature'],
    ['expired', () => token(userClaims, { exp: Date.now() / 1000 - 60 }), 'JWTExpired'],
    ['not yet valid', () => token(userClaims, { nbf: Date.now() / 1000 + 60 }), 'JWTNotYetValid'],
    [
      'alg none',
      async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await token()).split('.')[1]}.`,
      'JWSError JWSInvalidSignature',
    ],
    [
      'one part',
      async () => 'abc',
      'JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got 1)',
    ],
    [
      'the same key under another algorithm',
      () =>
        new SignJWT({ [namespace]: userClaims })
          .setProtectedHeader({ alg: 'HS512' })
          .sign(Buffer.from(hmacKey.repeat(2))),
      'JWSError JWSInvalidSignature',
    ],
  ])('refuses a token that is %s', async (_, make, message) => {
    const { authenticate } = await open();
    const refused = authenticate({ ...bearer(await make()) });
    expect(await refusal(refused)).toBe(`400 invalid-jwt: Could not verify JWT: ${message}`);
  });

  it('accepts an end within the allowed skew, and no longer, also for a token it knows', async () => {
    let now = Date.now();
    const { authenticate } = await open({ jwt: { allowed_skew: 60 }, options: { now: () => new Date(now) } });
    const headers = bearer(await token(userClaims, { exp: Math.floor(now / 1000) - 30 }));
    expect((await authenticate(headers)).role).toBe('user');
    now += 31_000;
    expect(await refusal(authenticate(headers))).toContain('JWTExpired');
  });

  it.each([
    [{ audience: 'app' }, { aud: 'app' }, undefined],
    [{ audience: ['app', 'other'] }, { aud: ['x', 'other'] }, undefined],
    [{ audience: 'app' }, { aud: 'rubbish' }, 'JWTNotInAudience'],
    [{ audience: 'app' }, {}, 'JWTNotInAudience'],
    [{}, { aud: 'any', iss: 'any' }, undefined],
    [{ issuer: 'https://hasura.com' }, { iss: 'rubbish' }, 'JWTNotInIssuer'],
  ])('checks audience and issuer: %j with %j', async (jwt, more, problem) => {
    const { authenticate } = await open({ jwt });
    const outcome = authenticate(bearer(await token(userClaims, more)));
    if (problem) expect(await refusal(outcome)).toContain(problem);
    else expect((await outcome).role).toBe('user');
  });

  it('reads it from a cookie or a header of its own', async () => {
    const inCookie = await open({ jwt: { header: { type: 'Cookie', name: 'hasura_user' } } });
    expect((await inCookie.authenticate({ cookie: `a=b; hasura_user=${await token()}` })).role).toBe('user');
    const inHeader = await open({ jwt: { header: { type: 'CustomHeader', name: 'Hasura_User' } } });
    expect((await inHeader.authenticate({ hasura_user: await token() })).role).toBe('user');
    expect(await refusal(inHeader.authenticate(bearer(await token())))).toContain(
      '400 invalid-headers: Missing',
    );
  });

  it.each([
    ['$', userClaims],
    ['$.hasura.claims', { hasura: { claims: userClaims } }],
    ["$.hasura['claims%']", { hasura: { 'claims%': userClaims } }],
  ])('finds the claims at %s', async (path, payload) => {
    const { authenticate } = await open({ jwt: { claims_namespace_path: path } });
    expect((await authenticate(bearer(await token(null, payload)))).role).toBe('user');
    expect(await refusal(authenticate(bearer(await token())))).toMatch(/jwt-(invalid|missing-role)-claims/);
  });

  it('reads claims that are JSON in a string', async () => {
    const { authenticate } = await open({ jwt: { claims_format: 'stringified_json' } });
    expect((await authenticate(bearer(await token(JSON.stringify(userClaims))))).role).toBe('user');
    expect(await refusal(authenticate(bearer(await token())))).toBe(
      '400 jwt-invalid-claims: expecting a string when claims_format is stringified_json',
    );
  });

  it('maps claims by path, with defaults and literals', async () => {
    const claims_map = {
      'x-hasura-allowed-roles': { path: '$.user.roles', default: ['guest'] },
      'x-hasura-default-role': 'guest',
      'X-Hasura-User-Id': { path: '$.sub' },
      'x-hasura-org': { path: '$.user.orgs[0].id', default: 'none' },
    };
    const { authenticate } = await open({ jwt: { claims_map } });
    const jwt = await token(null, { sub: '42', user: { roles: ['guest', 'boss'], orgs: [{ id: 'o1' }] } });
    expect(show(await authenticate({ ...bearer(jwt), 'x-hasura-role': 'boss' })).variables).toEqual({
      'x-hasura-role': 'boss',
      'x-hasura-user-id': '42',
      'x-hasura-org': 'o1',
    });
    expect(show(await authenticate(bearer(await token(null, { sub: '1' })))).variables['x-hasura-org']).toBe(
      'none',
    );
    expect(await refusal(authenticate(bearer(await token(null))))).toBe(
      '400 jwt-invalid-claims: JWT claim from claims_map, "x-hasura-user-id" not found',
    );
  });

  it('is an error when it is missing or malformed, or falls back to the unauthorized role when missing', async () => {
    const strict = await open();
    expect(await refusal(strict.authenticate({}))).toBe(
      "400 invalid-headers: Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
    );
    const { authenticate } = await open({ unauthorizedRole: 'anonymous' });
    expect(show(await authenticate({ 'x-hasura-role': 'admin', 'x-hasura-user-id': '5' }))).toEqual({
      role: 'anonymous',
      variables: { 'x-hasura-role': 'anonymous', 'x-hasura-user-id': '5' },
      hasAdminSecret: false,
    });
    const basic = { authorization: 'Basic dTpw' };
    expect(await refusal(authenticate(basic))).toBe('400 invalid-headers: Malformed Authorization header');
    expect(await refusal(authenticate(bearer('a.b.c')))).toContain('400 invalid-jwt');
  });

  it('knows several configurations: one token only, told apart by issuer', async () => {
    const config = (more: object) => parseJwtSecret(JSON.stringify({ type: 'HS256', ...more }));
    const other = 'o'.repeat(32);
    const { authenticate } = await openAuthenticator({
      adminSecrets: [secret],
      unauthorizedRole: null,
      jwts: [
        config({ key: hmacKey, issuer: 'a' }),
        config({ key: other, issuer: 'b' }),
        config({ key: other, header: { type: 'Cookie', name: 't' } }),
      ],
    });
    expect((await authenticate(bearer(await token(userClaims, { iss: 'b' }, other)))).role).toBe('user');
    expect(await refusal(authenticate(bearer(await token(userClaims, { iss: 'b' }))))).toContain(
      'InvalidSignature',
    );
    expect(await refusal(authenticate({ ...bearer(await token()), cookie: 't=x' }))).toBe(
      '400 invalid-headers: Could not verify JWT: Multiple JWTs found',
    );
  });

  it.each([
    ['RS256', 'RS256', {}],
    ['RS512', 'RS512', {}],
    ['ES256', 'ES256', {}],
    ['ES384', 'ES384', {}],
    ['ES512', 'ES512', {}],
    ['Ed25519', 'EdDSA', { crv: 'Ed25519' }],
  ])(
    'verifies %s by its public key, and not a token that uses that key as an HMAC secret',
    async (type, alg, more) => {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, ...more });
      const key = await exportSPKI(publicKey);
      const { authenticate } = await open({ jwt: { type, key } });
      const claims = new SignJWT({ [namespace]: userClaims });
      const good = await claims.setProtectedHeader({ alg }).sign(privateKey);
      expect((await authenticate(bearer(good))).role).toBe('user');
      const confused = await new SignJWT({ [namespace]: userClaims })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(key));
      expect(await refusal(authenticate(bearer(confused)))).toContain('JWSInvalidSignature');
    },
  );
});

describe('jwk_url', () => {
  const makeKey = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
    const sign = () =>
      new SignJWT({ [namespace]: userClaims }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
    return { jwk, sign };
  };

  async function issuer(headers: Record<string, string>) {
    const [a, b] = await Promise.all([makeKey('a'), makeKey('b')]);
    const state = { now: Date.now(), keys: [a.jwk], fetches: 0, up: true };
    const options: AuthenticatorOptions = {
      now: () => new Date(state.now),
      fetch: async () => {
        state.fetches += 1;
        return new Response(JSON.stringify({ keys: state.keys }), { status: state.up ? 200 : 503, headers });
      },
    };
    const config = parseJwtSecret('{"jwk_url":"https://issuer.example/jwks"}');
    const opened = await openAuthenticator(
      { adminSecrets: [secret], jwts: [config], unauthorizedRole: null },
      options,
    );
    return {
      a,
      b,
      state,
      authenticate: async (jwt: Promise<string>) => opened.authenticate(bearer(await jwt)),
    };
  }

  it('is read at start, used while fresh, read again when it ran out; a withdrawn key ends known tokens', async () => {
    const { a, b, state, authenticate } = await issuer({ 'cache-control': 'public, max-age=60' });
    const signed = a.sign();
    expect((await authenticate(signed)).role).toBe('user');
    state.now += 59_000;
    await authenticate(signed);
    expect(state.fetches).toBe(1);
    state.keys = [b.jwk];
    state.now += 1_000;
    expect(await refusal(authenticate(signed))).toContain('JWSInvalidSignature');
    expect((await authenticate(b.sign())).role).toBe('user');
    expect(state.fetches).toBe(2);
  });

  it('is read again for an unknown key id, but not for each of many', async () => {
    const { a, b, state, authenticate } = await issuer({});
    state.keys = [a.jwk, b.jwk];
    state.now += 5_000;
    expect((await authenticate(b.sign())).role).toBe('user');
    const stranger = await makeKey('c');
    await Promise.all([1, 2, 3].map(() => refusal(authenticate(stranger.sign()))));
    expect(state.fetches).toBe(2);
  });

  it('goes on with the old keys while the issuer is down', async () => {
    const { a, state, authenticate } = await issuer({ 'cache-control': 'max-age=10' });
    state.up = false;
    state.now += 10_000;
    expect((await authenticate(a.sign())).role).toBe('user');
    state.now += 10_000;
    expect((await authenticate(a.sign())).role).toBe('user');
  });

  it('must answer at start', async () => {
    const config = parseJwtSecret('{"jwk_url":"https://issuer.example/jwks"}');
    const opening = openAuthenticator(
      { adminSecrets: [secret], jwts: [config], unauthorizedRole: null },
      { fetch: async () => new Response('', { status: 404 }) },
    );
    await expect(opening).rejects.toThrow('the keys at the jwk_url could not be read: it answered 404');
  });
});
