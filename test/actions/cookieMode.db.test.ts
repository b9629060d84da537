import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { draftTicket } from '../../src/auth/tickets.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive } from './accounts.js';
import { newEmail, password, signInMutation, signUpMutation } from './requests.js';

const page = 'https://app.example.com';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: { AUTH_COOKIE_MODE: 'true', AUTH_CLIENT_URL: page },
  });
});
afterAll(() => server.close());

const fromPage = { 'x-requested-with': 'fetch', origin: page };
const attributes = 'Max-Age=2592000; Path=/; Secure; HttpOnly; SameSite=Strict';

interface Reply {
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
  readonly body: any;
  readonly text: string;
  readonly code: string | undefined;
  readonly setCookies: readonly string[];
  /** What a browser sends next: name and value. */
  readonly cookie: string;
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = JSON.parse(text);
  const setCookies = response.headers.getSetCookie();
  const code = body?.errors?.[0]?.extensions.code ?? body?.error;
  return { body, text, code, setCookies, cookie: setCookies.at(-1)?.split(';')[0] ?? '' };
}

const json = (headers: Record<string, string>) => ({ 'content-type': 'application/json', ...headers });

/** Through Hasura. */
async function ask(query: string, headers: Record<string, string>, variables: object = {}): Promise<Reply> {
  const init = { method: 'POST', headers: json(headers), body: JSON.stringify({ query, variables }) };
  return replyOf(await server.engine.fetch(`${server.engine.endpoint}/v1/graphql`, init));
}

async function rest(
  path: string,
  body: object | string,
  headers: Record<string, string>,
  app: App = server.app,
): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = { method: 'POST', headers: json(headers), body: text };
  return replyOf(await app.fetch(new Request(`http://auth${path}`, init)));
}

const signUp = async (): Promise<{ cookie: string; email: string; accessToken: string; userId: string }> => {
  const email = newEmail();
  const { body, cookie, text } = await ask(signUpMutation, fromPage, { email, password });
  if (!body.data?.signUp) throw new Error(`sign-up failed: ${text}`);
  const { accessToken, user } = body.data.signUp.session;
  return { cookie, email, accessToken, userId: user.id };
};

const refreshQuery = 'mutation { refresh { accessToken refreshToken refreshTokenId } }';
const signOutQuery = 'mutation { signOut }';
const tokenIn = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);

describe('a session in cookie mode', () => {
  it('has its refresh token in a cookie of its host alone, and nowhere in the answer', async () => {
    const email = newEmail();
    const up = await ask(signUpMutation, fromPage, { email, password });
    const inn = await ask(signInMutation, fromPage, { email, password });
    for (const { body, text, cookie, setCookies } of [up, inn]) {
      expect(setCookies).toEqual([`${cookie}; ${attributes}`]);
      expect(cookie).toMatch(/^__Host-refresh-token=[\da-f-]{36}$/);
      const { session } = body.data.signUp ?? body.data.signIn;
      expect(session.refreshToken).toBeNull();
      expect(session.accessToken).not.toBe('');
      expect(text).not.toContain(tokenIn(cookie));
    }
  });

  it('is refreshed by the cookie, which changes with it', async () => {
    const { cookie } = await signUp();
    const first = await ask(refreshQuery, { ...fromPage, cookie: `theme=dark; ${cookie}; x=1` });
    expect(first.code).toBeUndefined();
    expect(first.body.data.refresh.refreshToken).toBeNull();
    expect(first.cookie).not.toBe(cookie);
    expect(first.text).not.toContain(tokenIn(first.cookie));
    // Another tab sent the former one at the same time.
    const second = await ask(refreshQuery, { ...fromPage, cookie });
    expect(second.cookie).toBe(first.cookie);
    expect((await ask(refreshQuery, { ...fromPage, cookie: first.cookie })).code).toBeUndefined();
  });

  it('still takes a token as the argument, which comes before the cookie', async () => {
    const [own, other] = [await signUp(), await signUp()];
    const query = 'mutation ($refreshToken: String) { refresh(refreshToken: $refreshToken) { user { id } } }';
    const variables = { refreshToken: tokenIn(own.cookie) };
    const { body } = await ask(query, { ...fromPage, cookie: other.cookie }, variables);
    expect(body.data.refresh.user.id).toBe(own.userId);
  });

  it('is elevated into a cookie as well', async () => {
    const { accessToken, cookie } = await signUp();
    const headers = { ...fromPage, cookie, authorization: `Bearer ${accessToken}` };
    const query = `mutation { elevate(password: "${password}") { refreshToken accessToken } }`;
    const { body, setCookies } = await ask(query, headers);
    expect(body.data.elevate.refreshToken).toBeNull();
    expect(setCookies).toHaveLength(1);
  });

  it('ends with signOut, which takes the cookie away', async () => {
    const { cookie } = await signUp();
    const { body, setCookies } = await ask(signOutQuery, { ...fromPage, cookie });
    expect(body.data.signOut).toBe(true);
    const gone = attributes.replace(/\d+/, '0');
    expect(setCookies).toEqual([`__Host-refresh-token=; ${gone}`]);
    expect((await ask(refreshQuery, { ...fromPage, cookie })).code).toBe('invalid-refresh-token');
  });

  it('ends with all others by signOut, told by the cookie or by the access token', async () => {
    for (const withToken of [false, true]) {
      const { cookie, email, accessToken } = await signUp();
      const other = await ask(signInMutation, fromPage, { email, password });
      const headers: Record<string, string> = withToken
        ? { authorization: `Bearer ${accessToken}` }
        : { ...fromPage, cookie };
      const { code, setCookies } = await ask('mutation { signOut(all: true) }', headers);
      expect(code).toBeUndefined();
      expect(setCookies).toHaveLength(1);
      for (const each of [cookie, other.cookie]) {
        expect((await ask(refreshQuery, { ...fromPage, cookie: each })).code).toBe('invalid-refresh-token');
      }
    }
  });

  it('is not to be had without a token and without a cookie', async () => {
    expect((await ask(refreshQuery, fromPage)).code).toBe('invalid-request');
    expect((await ask(signOutQuery, fromPage)).code).toBe('invalid-request');
    const empty = { ...fromPage, cookie: '__Host-refresh-token=' };
    expect((await ask(refreshQuery, empty)).code).toBe('invalid-request');
  });
});

describe('what another site has a browser send', () => {
  const foreign: readonly [string, Record<string, string>][] = [
    ['no header that only scripts can set', { origin: page }],
    ['another origin', { ...fromPage, origin: 'https://evil.example' }],
    ['a subdomain of the page', { ...fromPage, origin: 'https://evil.app.example.com' }],
    ['the page over http', { ...fromPage, origin: 'http://app.example.com' }],
    ['an origin that is hidden', { ...fromPage, origin: 'null' }],
    [
      'another origin behind a made-up one',
      { ...fromPage, origin: 'https://evil.example', 'x-forwarded-origin': page },
    ],
  ];

  it.each(foreign)('is refused: %s', async (_, headers) => {
    const { cookie, email, userId } = await signUp();
    const sent = { ...headers, cookie };
    for (const query of [refreshQuery, signOutQuery, 'mutation { signOut(all: true) }']) {
      const reply = await ask(query, sent);
      expect([reply.code, reply.setCookies]).toEqual(['csrf-check-failed', []]);
    }
    expect((await rest('/v1/token', '', sent)).code).toBe('csrf-check-failed');
    expect((await rest('/v1/signout', '', sent)).code).toBe('csrf-check-failed');
    // Nor does it sign its visitor in as somebody else.
    const signedIn = await ask(signInMutation, headers, { email, password });
    expect([signedIn.code, signedIn.setCookies]).toEqual(['csrf-check-failed', []]);
    const query = `{ authRefreshTokens(where: {userId: {_eq: "${userId}"}}) { rotatedAt } }`;
    const { data } = await server.graphql(query, { admin: true });
    expect(data.authRefreshTokens).toEqual([{ rotatedAt: null }]);
  });
});

describe('cookie mode without Hasura between', () => {
  it('works over REST, with an empty body too', async () => {
    const { email } = await signUp();
    const signedIn = await rest('/v1/signin/email-password', { email, password }, fromPage);
    expect(signedIn.body.session.refreshToken).toBeNull();
    expect(signedIn.setCookies).toEqual([`${signedIn.cookie}; ${attributes}`]);
    for (const body of ['', '{}']) {
      const reply = await rest('/v1/token', body, { ...fromPage, cookie: signedIn.cookie });
      expect(reply.body.refreshToken).toBeNull();
      expect(reply.cookie).not.toBe(signedIn.cookie);
    }
    const out = await rest('/v1/signout', '', { ...fromPage, cookie: signedIn.cookie });
    expect([out.body, out.setCookies.length]).toEqual(['OK', 1]);
    expect((await rest('/v1/token', '', { ...fromPage, cookie: signedIn.cookie })).code).toBe(
      'invalid-refresh-token',
    );
  });

  it('works over the own GraphQL endpoint', async () => {
    const { email } = await signUp();
    const query = { query: signInMutation, variables: { email, password } };
    const signedIn = await rest('/graphql', query, fromPage);
    expect(signedIn.body.data.signIn.session.refreshToken).toBeNull();
    const { cookie } = signedIn;
    const refreshed = await rest('/graphql', { query: refreshQuery }, { ...fromPage, cookie });
    expect(refreshed.body.data.refresh.refreshToken).toBeNull();
    expect(refreshed.setCookies).toEqual([`${refreshed.cookie}; ${attributes}`]);
    expect((await rest('/graphql', { query: refreshQuery }, { cookie })).code).toBe('csrf-check-failed');
  });

  it('lets programs in, which send no origin', async () => {
    const { cookie } = await signUp();
    const reply = await rest('/v1/token', '', { 'x-requested-with': 'curl', cookie });
    expect(reply.code).toBeUndefined();
  });

  it('does not believe the name under which Hasura passes the origin on', async () => {
    const { cookie } = await signUp();
    const headers = { ...fromPage, origin: 'https://evil.example', 'x-forwarded-origin': page, cookie };
    expect((await rest('/v1/token', '', headers)).code).toBe('csrf-check-failed');
  });
});

describe('the link of a mail', () => {
  it('sets the cookie, and leaves the refresh token out of the URL', async () => {
    const { userId, email } = await signUp();
    const { auth } = server.app;
    const { text, row } = draftTicket(auth, { kind: 'passwordlessEmail', userId, recipient: email });
    await auth.hasura.CreateTicket({ ticket: row, messages: [] });
    const answer = await server.app.fetch(
      new Request('http://auth/verify', {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ ticket: text }),
      }),
    );
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin).toBe(page);
    expect(location.searchParams.has('refreshToken')).toBe(false);
    const [set = ''] = answer.headers.getSetCookie();
    const cookie = set.split(';')[0] ?? '';
    expect(location.href).not.toContain(tokenIn(cookie));
    expect((await rest('/v1/token', '', { ...fromPage, cookie })).code).toBeUndefined();
  });
});

describe('the settings', () => {
  it('share the cookie among the hosts of a domain, and with other sites', async () => {
    const app = await server.startAnother({
      AUTH_COOKIE_DOMAIN: 'Example.com',
      AUTH_COOKIE_SAME_SITE: 'none',
      AUTH_REFRESH_TOKEN_EXPIRES_IN: '600',
    });
    const { email } = await signUp();
    const reply = await rest('/v1/signin/email-password', { email, password }, fromPage, app);
    expect(reply.cookie).toMatch(/^__Secure-refresh-token=/);
    const more = 'Max-Age=600; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=None';
    expect(reply.setCookies).toEqual([`${reply.cookie}; ${more}`]);
    const refreshed = await rest('/v1/token', '', { ...fromPage, cookie: reply.cookie }, app);
    expect(refreshed.code).toBeUndefined();
  });

  it('leave everything as it was without cookie mode: no cookie is set, and none is read', async () => {
    const app = await server.startAnother({ AUTH_COOKIE_MODE: 'false' });
    const { cookie, email } = await signUp();
    const signedIn = await rest('/v1/signin/email-password', { email, password }, {}, app);
    expect(signedIn.setCookies).toEqual([]);
    expect(await isAlive(server, signedIn.body.session)).toBe(false);
    const reply = await rest('/v1/token', '', { ...fromPage, cookie }, app);
    expect([reply.code, reply.setCookies]).toEqual(['invalid-request', []]);
    const { refreshToken } = signedIn.body.session;
    expect((await rest('/v1/token', { refreshToken }, {}, app)).body.refreshToken).toBeTypeOf('string');
  });
});
