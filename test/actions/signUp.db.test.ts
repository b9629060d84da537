import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { newEmail, password, post, signUpMutation, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { AUTH_LOCALE_ALLOWED_LOCALES: 'en,fr' } });
});
afterAll(() => server.close());

const signUp = (variables: Record<string, unknown>) => server.graphql(signUpMutation, { variables });
const rowsOf = async (email: string) => {
  const query =
    'query ($email: citext!) { users(where: {email: {_eq: $email}}) { disabled passwordHash emailVerified lastSeen roles(order_by: {role: asc}) { role } refreshTokens { id type refreshTokenHash } } }';
  const { data } = await server.graphql(query, { admin: true, variables: { email } });
  return data.users;
};

describe('signUp', () => {
  it('makes an account with a session', async () => {
    const email = `New.${newEmail()}`;
    const { data } = await signUp({ email, password });
    expect(data.signUp).toEqual({
      mfa: null,
      session: {
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        accessTokenExpiresIn: 900,
        refreshToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
        refreshTokenId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        user: {
          id: expect.any(String),
          createdAt: expect.any(String),
          updatedAt: expect.any(String),
          displayName: email,
          avatarUrl: expect.stringMatching(/^https:\/\/s\.gravatar\.com\/avatar\/[0-9a-f]{32}\?/),
          locale: 'en',
          email,
          emailVerified: false,
          phoneNumber: null,
          phoneNumberVerified: false,
          isAnonymous: false,
          defaultRole: 'user',
          roles: ['me', 'user'],
          allowedRoles: ['me', 'user'],
          metadata: null,
          activeMfaType: null,
        },
      },
    });
  });

  it('stores hashes only, and all in one request to Hasura', async () => {
    const email = newEmail();
    const before = server.requestsToHasura();
    const { data } = await signUp({ email, password });
    expect(server.requestsToHasura() - before).toBe(1);
    const [row] = await rowsOf(email);
    expect(row.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(row.roles).toEqual([{ role: 'me' }, { role: 'user' }]);
    expect(row.lastSeen).not.toBeNull();
    expect(row.refreshTokens).toEqual([
      {
        id: data.signUp.session.refreshTokenId,
        type: 'regular',
        refreshTokenHash: expect.stringMatching(/^\\x[0-9a-f]{64}$/),
      },
    ]);
    expect(JSON.stringify(row)).not.toContain(data.signUp.session.refreshToken);
  });

  it('takes the options', async () => {
    const { user } = await signUpNew(server, {
      displayName: 'Zoë O’Neil'.replace('’', "'"),
      locale: 'fr',
      defaultRole: 'me',
      allowedRoles: ['me'],
      metadata: { plan: 'free', nested: [1, { a: null }] },
    });
    expect(user).toMatchObject({
      displayName: "Zoë O'Neil",
      locale: 'fr',
      defaultRole: 'me',
      roles: ['me'],
      metadata: { plan: 'free', nested: [1, { a: null }] },
    });
  });

  it.each([
    ['an email that is none', { email: '"a@b.com"@c.com' }, 'invalid-request'],
    ['a short password', { password: 'ab' }, 'password-too-short'],
    ['the role admin', { options: { allowedRoles: ['user', 'admin'] } }, 'role-not-allowed'],
    [
      'a default role among none',
      { options: { defaultRole: 'boss' } },
      'default-role-must-be-in-allowed-roles',
    ],
    ['a foreign redirect', { options: { redirectTo: 'https://evil.com' } }, 'redirectTo-not-allowed'],
    ['metadata that is no object', { options: { metadata: [1] } }, 'invalid-request'],
    ['NUL', { password: 'abc\0def' }, 'invalid-request'],
  ])('is refused with %s', async (_, change, code) => {
    const email = newEmail();
    expect((await signUp({ email, password, ...change })).codes).toEqual([code]);
    expect(await rowsOf(email)).toEqual([]);
  });

  it('is refused for an email that is taken, whatever its case', async () => {
    const { user } = await signUpNew(server);
    expect((await signUp({ email: user.email.toUpperCase(), password })).codes).toEqual([
      'email-already-in-use',
    ]);
  });

  it('makes one account of many sign-ups at once', async () => {
    const email = newEmail();
    const replies = await Promise.all(Array.from({ length: 8 }, () => signUp({ email, password })));
    expect(replies.filter(({ data }) => data?.signUp.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(7).fill('email-already-in-use'));
    expect(await rowsOf(email)).toHaveLength(1);
  });

  it('accepts a password of fifty emoji, which bcrypt could not hold (threat 21)', async () => {
    const email = newEmail();
    const emoji = '😀'.repeat(50);
    expect((await signUp({ email, password: emoji })).data.signUp.session).not.toBeNull();
    const signedIn = await post(server.app, '/v1/signin/email-password', { email, password: emoji });
    expect(signedIn.status).toBe(200);
  });

  it('answers over REST as Nhost Auth does', async () => {
    const email = newEmail();
    const { status, body } = await post(server.app, '/v1/signup/email-password', { email, password });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['session']);
    expect(body.session.user.email).toBe(email);
    expect(await post(server.app, '/signup/email-password', { email, password })).toEqual({
      status: 409,
      body: { status: 409, error: 'email-already-in-use', message: 'Email already in use' },
    });
  });
});

describe('signUp with settings', () => {
  const over = async (env: Record<string, string>, email = newEmail()) => {
    const app = await server.startAnother(env);
    return { email, ...(await post(app, '/v1/signup/email-password', { email, password })) };
  };

  it('AUTH_DISABLE_SIGNUP refuses', async () => {
    const { status, body, email } = await over({ AUTH_DISABLE_SIGNUP: 'true' });
    expect([status, body.error]).toEqual([403, 'signup-disabled']);
    expect(await rowsOf(email)).toEqual([]);
  });

  it('AUTH_DISABLE_NEW_USERS makes a disabled account without a session', async () => {
    const { status, body, email } = await over({ AUTH_DISABLE_NEW_USERS: 'true' });
    expect([status, body.error]).toEqual([401, 'disabled-user']);
    expect(await rowsOf(email)).toMatchObject([{ disabled: true, refreshTokens: [] }]);
  });

  it('required verification gives no session', async () => {
    const { status, body, email } = await over({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    expect([status, body]).toEqual([200, { session: null }]);
    expect(await rowsOf(email)).toMatchObject([{ emailVerified: false, refreshTokens: [] }]);
  });

  it('lists of emails and domains are kept, whatever the case', async () => {
    const { status, body } = await over({ AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS: 'EXAMPLE.com' });
    expect([status, body.error]).toEqual([401, 'invalid-email-password']);
    const allowed = await over({ AUTH_ACCESS_CONTROL_ALLOWED_EMAIL_DOMAINS: 'other.com' });
    expect(allowed.status).toBe(401);
  });

  it('roles that only the settings know are made at start', async () => {
    const { status, body } = await over({
      AUTH_USER_DEFAULT_ROLE: 'reader',
      AUTH_USER_DEFAULT_ALLOWED_ROLES: 'me,writer',
    });
    expect(status).toBe(200);
    expect(body.session.user).toMatchObject({ defaultRole: 'reader', roles: ['me', 'reader', 'writer'] });
  });

  it('AUTH_GRAVATAR_ENABLED=false leaves the avatar empty', async () => {
    const { body } = await over({ AUTH_GRAVATAR_ENABLED: 'false' });
    expect(body.session.user.avatarUrl).toBe('');
  });
});
