import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import type { Auth } from '../../src/auth/auth.js';
import { linkKinds } from '../../src/auth/confirmTicket.js';
import { draftTicket } from '../../src/auth/tickets.js';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';

const clientUrl = 'https://app.example.com';
const env = {
  AUTH_CLIENT_URL: clientUrl,
  AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS: 'https://*.example.org/welcome,myapp://',
  AUTH_SERVER_URL: 'https://auth.example.com',
};

const clock = testClock();
let server: TestServer;
let app: App;
let auth: Auth;
let onGet: App;
let user: { id: string; displayName: string };
let email: string;
let serial = 0;

beforeAll(async () => {
  server = await startTestServer({ clock, env });
  ({ app } = server);
  auth = app.auth;
  onGet = await server.startAnother({ AUTH_VERIFY_ON_GET: 'true' });
});

afterAll(() => server.close());

beforeEach(async () => {
  serial += 1;
  email = `Ada${serial}@example.com`;
  const { insertUser } = await auth.hasura.InsertUser({
    user: {
      displayName: 'Ada',
      email,
      locale: 'en',
      emailVerified: true,
      roles: { data: [{ role: 'user' }] },
    },
  });
  user = { id: insertUser?.id ?? '', displayName: 'Ada' };
});

async function issue(
  kind: (typeof linkKinds)[number] = 'passwordlessEmail',
  recipient = email,
): Promise<string> {
  const ticket = draftTicket(auth, { kind, userId: user.id, recipient });
  await auth.hasura.CreateTicket({ ticket: ticket.row, messages: [] });
  return ticket.text;
}

interface Sent {
  readonly to?: App;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

type Parameters = Record<string, string>;

function open(
  parameters: Parameters,
  { to = app, path = '/verify', headers = {}, method = 'GET' }: Sent & { method?: string } = {},
) {
  return to.fetch(
    new Request(`https://auth.example.com${path}?${new URLSearchParams(parameters)}`, { method, headers }),
  );
}

/** What the button of the page sends. */
function press(parameters: Parameters, { to = app, path = '/verify', headers = {} }: Sent = {}) {
  return to.fetch(
    new Request(`https://auth.example.com${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(parameters).toString(),
    }),
  );
}

function targetOf(response: Response) {
  const url = new URL(response.headers.get('location') ?? '');
  return {
    place: `${url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin}${url.pathname}`,
    ...Object.fromEntries(url.searchParams),
  };
}

/** Names and values of the form that a page holds. */
async function formOf(response: Response): Promise<Parameters> {
  const inputs = (await response.text()).matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  const decoded = (text: string) =>
    text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, decoded(value)]));
}

async function refresh(refreshToken: string | undefined) {
  const { data } = await server.graphql(
    'mutation ($t: String!) { refresh(refreshToken: $t) { user { email } } }',
    {
      variables: { t: refreshToken },
    },
  );
  return data?.refresh.user.email;
}

describe('the page of a link', () => {
  it.each(['/verify', '/v1/verify'])(
    'uses nothing up when it is opened at %s; its button signs in',
    async (path) => {
      const redirectTo = 'https://sub.example.org/welcome/here?x=1';
      const ticket = await issue();
      const parameters = { ticket, type: 'signinPasswordless', redirectTo };
      for (let index = 0; index < 3; index += 1) {
        const head = await open(parameters, { path, method: 'HEAD' });
        expect([head.status, await head.text()]).toEqual([200, '']);
        expect((await open(parameters, { path })).status).toBe(200);
      }
      const form = await formOf(await open(parameters, { path }));
      expect(form).toEqual({ ticket, redirectTo });
      const pressed = await press(form, { path });
      expect(pressed.status).toBe(303);
      const { refreshToken, ...target } = targetOf(pressed) as Record<string, string>;
      expect(target).toEqual({
        place: 'https://sub.example.org/welcome/here',
        x: '1',
        type: 'passwordlessEmail',
      });
      expect(await refresh(refreshToken)).toBe(email);
      expect(targetOf(await press(form, { path }))).toEqual({
        place: 'https://sub.example.org/welcome/here',
        x: '1',
        error: 'invalid-ticket',
        errorDescription: 'Invalid ticket',
      });
    },
  );

  it('says who will be signed in, so that a link of somebody else is noticed', async () => {
    for (const kind of linkKinds) {
      const text = await (await open({ ticket: await issue(kind) })).text();
      expect(text).toContain(`<strong>${email}</strong>`);
    }
  });

  it('runs and loads nothing, is not framed or kept, and does not tell its address', async () => {
    const page = await open({ ticket: await issue() });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self' https:\/\/app\.example\.com;/,
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
    });
    expect(await page.text()).not.toMatch(/<script|<link|<img|https?:\/\/(?!app\.example\.com)|\bon\w+=/);
  });

  it('speaks the language of the account, else of the browser', async () => {
    const ticket = await issue();
    const languages = { 'accept-language': 'xx, de-CH;q=0.8, fr;q=0.9, en;q=0.1' };
    const langOf = async (response: Response) => /<html lang="(\w+)">/.exec(await response.text())?.[1];
    expect(await langOf(await open({ ticket }, { headers: languages }))).toBe('en');
    expect(await langOf(await open({ ticket: 'none' }, { headers: languages }))).toBe('fr');
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: {locale: "pt"}) { id } }`,
      { admin: true },
    );
    expect(await langOf(await open({ ticket }, { headers: languages }))).toBe('pt');
  });

  it('is accessible: language, title, heading, and a button with a name', async () => {
    const text = await (await open({ ticket: await issue() })).text();
    expect(text).toMatch(/<html lang="en">/);
    expect(text).toMatch(/<title>Sign in<\/title>/);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toMatch(/<main>/);
    expect(text).toMatch(/<button>Sign in<\/button>/);
    expect(text).toMatch(/name="viewport"/);
    expect(await (await open({ ticket: 'wrong' })).text()).toMatch(/role="alert"/);
  });

  it('says of a wrong ticket that it does not work, and leads on with the error', async () => {
    for (const ticket of [
      '',
      'passwordlessEmail:x',
      'passwordlessEmail:0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11',
      'mfaTotp:0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11',
      '"><script>alert(1)</script>',
    ]) {
      const page = await open({ ticket });
      expect(page.status).toBe(401);
      const text = await page.text();
      expect(text).toContain('This link does not work');
      expect(text).toContain('https://app.example.com/?error=invalid-ticket');
      expect(text).not.toContain('<script>');
      expect(targetOf(await press({ ticket }))).toMatchObject({ error: 'invalid-ticket' });
    }
  });

  it('is for GET, HEAD and POST', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect((await open({ ticket: await issue() }, { method })).status).toBe(405);
    }
  });

  it('exactly one of 20 clicks at once succeeds', async () => {
    const ticket = await issue();
    const responses = await Promise.all(Array.from({ length: 20 }, () => press({ ticket })));
    const targets = responses.map((each) => targetOf(each) as Record<string, string>);
    expect(targets.filter(({ refreshToken }) => refreshToken)).toHaveLength(1);
    expect(targets.filter(({ error }) => error === 'invalid-ticket')).toHaveLength(19);
  });
});

describe('login CSRF (threats: Auth.js #2460)', () => {
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
  ])('a form of another site is refused: %j', async (headers: Record<string, string>) => {
    const ticket = await issue();
    expect((await press({ ticket }, { headers: { host: 'auth.example.com', ...headers } })).status).toBe(400);
    expect((await open({ ticket })).status).toBe(200);
  });

  it.each([
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://auth.example.com' }],
    [{ origin: 'https://auth.example.com' }],
    [{}],
  ])('the own form is taken: %j', async (headers: Record<string, string>) => {
    const pressed = await press(
      { ticket: await issue() },
      { headers: { host: 'auth.example.com', ...headers } },
    );
    expect(targetOf(pressed)).toHaveProperty('refreshToken');
  });
});

describe('redirectTo (threats 16)', () => {
  const refused = [
    '//evil.example',
    'https:/\\evil.example',
    'https:\\\\evil.example',
    'https://app.example.com@evil.example',
    'https://app.example.com.evil.example',
    'https://evil.example/https://app.example.com',
    'https://evil.example?https://app.example.com',
    'https://evil.example#https://app.example.com',
    'https://app.example.com%2f%2fevil.example',
    'https://app.example.com/%2f%2fevil.example',
    'https://app.example.com//evil.example',
    'https://app.example.com/\r\nLocation: https://evil.example',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://a.b.example.org/welcome',
    'https://evil.example\\.example.org/welcome',
    'https://sub.example.org/other',
    'https://sub.example.org/welcome/../other',
    ' https://evil.example',
    '/relative',
  ];

  it.each(refused)('never leads to %j', async (redirectTo) => {
    const ticket = await issue();
    const page = await open({ ticket, redirectTo });
    expect(page.status).toBe(400);
    expect(await page.text()).not.toMatch(/evil\.example(?!")|javascript:|data:/);
    expect(targetOf(await press({ ticket, redirectTo }))).toMatchObject({
      place: 'https://app.example.com/',
      error: 'redirectTo-not-allowed',
    });
    // Nothing was used up by it.
    expect(targetOf(await press({ ticket }))).toHaveProperty('refreshToken');
  });

  it.each([
    ['https://app.example.com', 'https://app.example.com/'],
    ['https://app.example.com/a/b?c=d', 'https://app.example.com/a/b'],
    ['https://x.example.org/welcome', 'https://x.example.org/welcome'],
    ['myapp://done', 'myapp://done'],
    ['', 'https://app.example.com/'],
  ])('may lead to %j', async (redirectTo, place) => {
    const pressed = await press({ ticket: await issue(), redirectTo });
    expect(targetOf(pressed)).toMatchObject({ place, refreshToken: expect.any(String) });
  });

  it('lets the form of the page lead to an app', async () => {
    const page = await open({ ticket: await issue(), redirectTo: 'myapp://done' });
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' myapp:;");
  });

  it('parameters of one answer are not in another (threats 15)', async () => {
    const tickets = await Promise.all(Array.from({ length: 4 }, () => issue()));
    const targets = await Promise.all(
      [...tickets, 'wrong', 'wrong'].map((ticket) => press({ ticket }).then(targetOf)),
    );
    for (const target of targets) {
      expect(Object.keys(target).toSorted()).toEqual(
        'error' in target ? ['error', 'errorDescription', 'place'] : ['place', 'refreshToken', 'type'],
      );
    }
  });
});

describe('the link in a mail', () => {
  it('is made from AUTH_SERVER_URL, whatever Host a request names (GHSA-5hvv-9cqv-894r)', async () => {
    const asked = await app.fetch(
      new Request('http://evil.example/v1/user/password/reset', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'http',
          forwarded: 'host=evil.example;proto=http',
          origin: 'https://evil.example',
          referer: 'https://evil.example/',
        },
        body: JSON.stringify({ email }),
      }),
    );
    expect(asked.status).toBe(200);
    const link = auth.inbox?.list()[0]?.link ?? '';
    expect(link).toMatch(
      /^https:\/\/auth\.example\.com\/verify\?ticket=passwordReset%3A[\w-]+&type=passwordReset&redirectTo=https%3A%2F%2Fapp\.example\.com$/,
    );
    expect((await app.fetch(new Request(link))).status).toBe(200);
  });
});

describe('with AUTH_VERIFY_ON_GET', () => {
  it.each(['/verify', '/v1/verify'])(
    '%s redirects at once with a session, as in Nhost Auth',
    async (path) => {
      const opened = await open(
        { ticket: await issue(), type: 'signinPasswordless', redirectTo: clientUrl },
        { to: onGet, path },
      );
      expect(opened.status).toBe(302);
      const { refreshToken, ...rest } = targetOf(opened) as Record<string, string>;
      expect(rest).toEqual({ place: 'https://app.example.com/', type: 'passwordlessEmail' });
      expect(await refresh(refreshToken)).toBe(email);
    },
  );

  it('HEAD still uses nothing up', async () => {
    const ticket = await issue();
    await open({ ticket }, { to: onGet, method: 'HEAD' });
    expect(targetOf(await open({ ticket }, { to: onGet }))).toHaveProperty('refreshToken');
  });

  it('a wrong ticket or place gives 302 with the error to the front end, and the right one still works', async () => {
    const ticket = await issue();
    const wrong = await open(
      { ticket: 'passwordlessEmail:0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11' },
      { to: onGet },
    );
    expect([wrong.status, targetOf(wrong)]).toEqual([
      302,
      { place: 'https://app.example.com/', error: 'invalid-ticket', errorDescription: 'Invalid ticket' },
    ]);
    const misled = await open({ ticket, redirectTo: 'https://evil.example' }, { to: onGet });
    expect([misled.status, targetOf(misled)]).toEqual([
      302,
      expect.objectContaining({ place: 'https://app.example.com/', error: 'redirectTo-not-allowed' }),
    ]);
    expect(targetOf(await open({ ticket }, { to: onGet }))).toHaveProperty('refreshToken');
  });
});

describe('what the use of a link does', () => {
  it('waits for the second factor where there is one', async () => {
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: {activeMfaType: "totp", totpSecret: "x"}) { id } }`,
      { admin: true },
    );
    const target = targetOf(await press({ ticket: await issue() })) as Record<string, string>;
    expect(target).toEqual({
      place: 'https://app.example.com/',
      mfaTicket: expect.stringMatching(/^mfaTotp:/),
      type: 'passwordlessEmail',
    });
  });

  it('changes the address by the link that went to the new one, and tells the old one', async () => {
    const newEmail = `new${serial}@example.com`;
    const ticket = await issue('emailConfirmChange', newEmail);
    const { refreshToken } = targetOf(await press({ ticket })) as Record<string, string>;
    expect(await refresh(refreshToken)).toBe(newEmail);
    expect(auth.inbox?.list()[0]).toMatchObject({
      kind: 'email-changed',
      to: email,
      text: expect.stringContaining(newEmail),
    });
  });

  it('a disabled account gets no session', async () => {
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: {disabled: true}) { id } }`,
      { admin: true },
    );
    expect(targetOf(await press({ ticket: await issue() }))).toMatchObject({ error: 'disabled-user' });
  });

  it('conceals what it should', async () => {
    const concealing = await server.startAnother({ AUTH_CONCEAL_ERRORS: 'true' });
    expect(targetOf(await press({ ticket: 'wrong' }, { to: concealing }))).toMatchObject({
      error: 'invalid-request',
    });
  });
});

describe('without a front end', () => {
  it('the page says that it is done', async () => {
    const lone = await server.startAnother({ AUTH_CLIENT_URL: '' });
    const ticket = await issue();
    const form = await formOf(await open({ ticket }, { to: lone }));
    const done = await press(form, { to: lone });
    expect([done.status, await done.text()]).toEqual([
      200,
      expect.stringContaining('You can close this page.'),
    ]);
    expect((await press(form, { to: lone })).status).toBe(401);
  });
});
