import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { ticketTo } from '../actions/messages.js';
import { mutate } from '../actions/mutate.js';
import { newEmail, password, refreshMutation, signUpNew } from '../actions/requests.js';
import { actionSecret, startTestServer, type TestServer } from '../support/startTestServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_RATE_LIMIT_ENABLE: 'true',
      AUTH_TRUSTED_PROXIES: '1',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_OTP_EMAIL_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_PHONE_PASSWORD_ENABLED: 'true',
      AUTH_USERNAME_PASSWORD_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
    },
  });
});
afterAll(() => server.close());

let lastIp = 0;
/** Headers of a client that no other test is. */
function newClient(): Record<string, string> {
  lastIp += 1;
  return { 'x-forwarded-for': `198.51.${Math.floor(lastIp / 256)}.${lastIp % 256}` };
}

let lastNumber = 0;
function newNumber(): string {
  lastNumber += 1;
  return `+336124${String(lastNumber).padStart(5, '0')}`;
}

interface Reply {
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: what a client gets is looked at, not typed
  readonly data: any;
}

/** Calls an Action as Hasura does for each field of a request. */
async function call(
  name: string,
  input: object,
  { headers = newClient(), session = {}, app = server.app }: CallOptions = {},
): Promise<Reply> {
  const response = await app.fetch(
    new Request('http://auth/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-action-secret': actionSecret, ...headers },
      body: JSON.stringify({
        action: { name },
        input,
        session_variables: { 'x-hasura-role': 'public', ...session },
      }),
    }),
  );
  const body = await response.json();
  return { code: body?.extensions?.code, retryAfter: body?.extensions?.retryAfter, data: body };
}

interface CallOptions {
  readonly headers?: Record<string, string>;
  readonly session?: Record<string, string>;
  readonly app?: App;
}

async function codesOf(count: number, one: (n: number) => Promise<Reply>): Promise<(string | undefined)[]> {
  const codes: (string | undefined)[] = [];
  for (let n = 0; n < count; n += 1) codes.push((await one(n)).code);
  return codes;
}

const beyond = 'too-many-requests';
const countOf = (codes: readonly (string | undefined)[], code: string | undefined) =>
  codes.filter((each) => each === code).length;

describe('limits through Hasura (threats: count per field, not per HTTP request)', () => {
  it('count each of a hundred aliased calls of one request', async () => {
    const headers = newClient();
    const fields = Array.from({ length: 100 }, (_, n) => `a${n}: sendPasswordReset(email: "${newEmail()}")`);
    const reply = await server.graphql(`mutation { ${fields.join(' ')} }`, { headers });
    expect(reply.codes).toEqual([beyond]);
    expect(JSON.parse(reply.text).errors[0].extensions.retryAfter).toBeGreaterThan(3000);
    expect((await mutate(server, 'sendPasswordReset', { email: newEmail() }, { headers })).codes).toEqual([
      beyond,
    ]);
    expect(
      (await mutate(server, 'sendPasswordReset', { email: newEmail() }, { headers: newClient() })).data,
    ).toBe(true);
  });

  it('count a hundred aliased sign-ins, of which ten are looked at', async () => {
    const headers = newClient();
    const calls = Array.from({ length: 100 }, () =>
      call('signIn', { email: newEmail(), password: 'wrong horse' }, { headers }),
    );
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    expect([countOf(codes, 'invalid-email-password'), countOf(codes, beyond)]).toEqual([10, 90]);
  });

  it('do not count a client by an address that it wrote itself', async () => {
    const codes = await codesOf(12, (n) =>
      call(
        'signIn',
        { email: newEmail(), password: 'wrong horse' },
        { headers: { 'x-forwarded-for': `192.0.2.${n}, 203.0.113.1` } },
      ),
    );
    expect(countOf(codes, beyond)).toBe(2);
  });

  it('count the whole network of an IPv6 client', async () => {
    const codes = await codesOf(12, (n) =>
      call(
        'signIn',
        { email: newEmail(), password: 'wrong horse' },
        { headers: { 'x-forwarded-for': `2001:db8:7:7::${n + 1}` } },
      ),
    );
    expect(countOf(codes, beyond)).toBe(2);
  });

  it('let an office sign in from one address', async () => {
    const { user } = await signUpNew(server);
    const headers = newClient();
    const codes = await codesOf(30, () => call('signIn', { email: user.email, password }, { headers }));
    expect(codes).toEqual(Array(30).fill(undefined));
  });
});

describe('sign-ins at once from one address', () => {
  it('are let through ten at a time, and those that were refused are no guesses', async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => signUpNew(server)));
    const headers = newClient();
    const calls = Array.from({ length: 30 }, (_, n) =>
      call('signIn', { email: sessions[n % 3]?.user.email, password }, { headers }),
    );
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set([undefined, beyond]));
    const later = await codesOf(10, (n) =>
      call('signIn', { email: sessions[n % 3]?.user.email, password }, { headers }),
    );
    expect(later).toEqual(Array(10).fill(undefined));
  });
});

describe('every route that sends something counts (threats 12)', () => {
  /** Each Action whose message goes to an address that the client names. */
  const mailing: Record<string, () => object> = {
    sendEmailOtp: () => ({ email: newEmail() }),
    sendMagicLink: () => ({ email: newEmail() }),
    sendPasswordReset: () => ({ email: newEmail() }),
    sendVerificationEmail: () => ({ email: newEmail() }),
  };
  const texting: Record<string, () => object> = {
    sendSmsOtp: () => ({ phoneNumber: newNumber() }),
    signUpPhone: () => ({ phoneNumber: newNumber(), password }),
    signInWith: () => ({ provider: 'mobile', data: { phoneNumber: newNumber() } }),
    signUpWith: () => ({ provider: 'mobile', data: { phoneNumber: newNumber() } }),
  };

  it.each([...Object.keys(mailing), ...Object.keys(texting)])('per client: %s', async (name) => {
    const input = mailing[name] ?? texting[name];
    const headers = newClient();
    const codes = await codesOf(11, () => call(name, input?.() ?? {}, { headers }));
    expect(codes).toEqual([...Array(10).fill(undefined), beyond]);
  });

  it('together: other Actions do not give a client further mails', async () => {
    const headers = newClient();
    const names = Object.keys(mailing);
    const codes = await codesOf(12, (n) => {
      const name = names[n % names.length] ?? '';
      return call(name, mailing[name]?.() ?? {}, { headers });
    });
    expect(codes).toEqual([...Array(10).fill(undefined), beyond, beyond]);
  });

  it.each(Object.keys(mailing))('per address, however it is written: %s', async (name) => {
    const email = newEmail();
    const codes = await codesOf(11, (n) => call(name, { email: n % 2 ? email : email.toUpperCase() }));
    expect(codes).toEqual([...Array(10).fill(undefined), beyond]);
  });

  it('per number, however it is written, and by whatever Action', async () => {
    const number = newNumber();
    const spaced = `${number.slice(0, 3)} ${number.slice(3, 6)}-${number.slice(6)}`;
    const codes = await codesOf(11, (n) =>
      n % 2
        ? call('sendSmsOtp', { phoneNumber: spaced })
        : call('signInWith', { provider: 'mobile', data: { phoneNumber: number } }),
    );
    expect(codes).toEqual([...Array(10).fill(undefined), beyond]);
  });

  it('apart for each Action, so that nobody uses up the resets of somebody else by another one', async () => {
    const email = newEmail();
    await codesOf(11, () => call('sendEmailOtp', { email }));
    expect((await call('sendPasswordReset', { email })).code).toBeUndefined();
  });

  it.each<[string, (email: string) => object]>([
    ['signUp', (email) => ({ email, password })],
    ['signUpWith', (email) => ({ provider: 'email', data: { email, password } })],
    ['startPasskeySignUp', (email) => ({ email })],
  ])('a sign-up that has to be verified by mail: %s', async (name, inputOf) => {
    const app = await server.startAnother({
      AUTH_RATE_LIMIT_ENABLE: 'true',
      AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true',
      AUTH_WEBAUTHN_ENABLED: 'true',
      AUTH_WEBAUTHN_RP_ID: 'example.com',
      AUTH_CLIENT_URL: 'https://app.example.com',
    });
    const email = newEmail();
    const codes = await codesOf(11, () => call(name, inputOf(email), { app }));
    expect([countOf(codes.slice(0, 10), beyond), codes[10]]).toEqual([0, beyond]);
  });

  it('all clients together, where a total is set', async () => {
    const app = await server.startAnother({
      AUTH_RATE_LIMIT_ENABLE: 'true',
      AUTH_RATE_LIMIT_EMAIL_TOTAL: '3',
    });
    const codes = await codesOf(4, () => call('sendPasswordReset', { email: newEmail() }, { app }));
    expect(codes).toEqual([undefined, undefined, undefined, beyond]);
    expect(server.logged).toContainEqual(expect.objectContaining({ limit: 'mail' }));
  });

  it('all clients as one, with AUTH_RATE_LIMIT_EMAIL_IS_GLOBAL', async () => {
    const app = await server.startAnother({
      AUTH_RATE_LIMIT_ENABLE: 'true',
      AUTH_RATE_LIMIT_EMAIL_IS_GLOBAL: 'true',
      AUTH_RATE_LIMIT_EMAIL_BURST: '2',
    });
    const codes = await codesOf(3, () => call('sendPasswordReset', { email: newEmail() }, { app }));
    expect(codes).toEqual([undefined, undefined, beyond]);
  });
});

describe('limits during an outage', () => {
  it('do not count what nobody could answer', async () => {
    const headers = newClient();
    const email = newEmail();
    server.loseRequestsOf('FindUserByEmail');
    const codes = await codesOf(11, () => call('sendPasswordReset', { email }, { headers }));
    server.loseRequestsOf(undefined);
    expect(codes).toEqual(Array(11).fill('service-unavailable'));
    expect((await call('sendPasswordReset', { email }, { headers })).code).toBeUndefined();
  });
});

describe('limits of one client', () => {
  it('count sign-ups', async () => {
    const headers = newClient();
    const codes = await codesOf(11, () => call('signInAnonymous', {}, { headers }));
    expect(codes).toEqual([...Array(10).fill(undefined), beyond]);
  });

  it('count every call', async () => {
    const headers = newClient();
    const refresh = () => call('refresh', { refreshToken: 'x' }, { headers });
    const codes = await codesOf(102, refresh);
    expect([countOf(codes, 'invalid-refresh-token'), countOf(codes, beyond)]).toEqual([100, 2]);
    expect((await refresh()).retryAfter).toBeLessThanOrEqual(60);
  });

  it('count the calls of an account from any address', async () => {
    const { user } = await signUpNew(server);
    const session = { 'x-hasura-role': 'user', 'x-hasura-user-id': user.id };
    const codes = await codesOf(101, () => call('me', {}, { session }));
    expect([countOf(codes, undefined), countOf(codes, beyond)]).toEqual([100, 1]);
  });

  it('do not count what the administrator does', async () => {
    const headers = newClient();
    const session = { 'x-hasura-role': 'admin' };
    const codes = await codesOf(11, () =>
      call('adminInviteUser', { email: newEmail() }, { headers, session }),
    );
    expect(codes).toEqual(Array(11).fill(undefined));
  });

  it('tell over REST when to try again', async () => {
    const headers = { 'content-type': 'application/json', ...newClient() };
    const ask = () =>
      server.app.fetch(
        new Request('http://auth/v1/user/password/reset', {
          method: 'POST',
          headers,
          body: JSON.stringify({ email: newEmail() }),
        }),
      );
    for (let n = 0; n < 10; n += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect(await refused.json()).toMatchObject({ status: 429, error: beyond });
  });

  it('tell on /graphql when to try again', async () => {
    const headers = { 'content-type': 'application/json', ...newClient() };
    const fields = Array.from({ length: 10 }, (_, n) => `a${n}: sendPasswordReset(email: "${newEmail()}")`);
    const ask = async () => {
      const body = JSON.stringify({ query: `mutation { ${fields.join(' ')} }` });
      const response = await server.app.fetch(
        new Request('http://auth/graphql', { method: 'POST', headers, body }),
      );
      return response.json();
    };
    expect((await ask()).errors).toBeUndefined();
    const [error] = (await ask()).errors;
    expect(error.extensions).toEqual({ code: beyond, retryAfter: expect.any(Number) });
  });
});

describe('wrong passwords of one account (threats 11 and 13)', () => {
  const wrong = (email: string) => call('signIn', { email, password: 'wrong horse' });

  it('wait, from however many addresses; an unknown account as a known one', async () => {
    const { user } = await signUpNew(server);
    const known = await codesOf(14, () => wrong(user.email));
    const unknownEmail = newEmail();
    const unknown = await codesOf(14, () => wrong(unknownEmail));
    expect(known.slice(0, 11)).toEqual(Array(11).fill('invalid-email-password'));
    expect(known[13]).toBe(beyond);
    expect(unknown.slice(0, 11)).toEqual(known.slice(0, 11));
    expect(unknown[13]).toBe(beyond);
    // The right password says no more than a wrong one for now.
    const [right, other] = [
      await call('signIn', { email: user.email, password }),
      await call('signIn', { email: unknownEmail, password }),
    ];
    expect([right.code, other.code]).toEqual([beyond, beyond]);
  });

  it('wait also through a provider of signInWith, and in other cases of the address', async () => {
    const { user } = await signUpNew(server);
    await codesOf(12, (n) =>
      call('signInWith', {
        provider: 'email',
        data: { email: n % 2 ? user.email : user.email.toUpperCase(), password: 'wrong horse' },
      }),
    );
    expect((await call('signIn', { email: user.email, password })).code).toBe(beyond);
  });

  it('do not keep the owner out: the reset mail lets in at once, and the new password too', async () => {
    const { user } = await signUpNew(server);
    await codesOf(14, () => wrong(user.email));
    expect((await call('signIn', { email: user.email, password })).code).toBe(beyond);

    expect((await call('sendPasswordReset', { email: user.email })).code).toBeUndefined();
    const ticket = ticketTo(server.app, user.email);
    expect((await call('changePassword', { ticket, newPassword: 'another horse' })).code).toBeUndefined();
    expect((await call('signIn', { email: user.email, password: 'another horse' })).code).toBeUndefined();
  });

  it('let in by the link of the reset mail while others guess', async () => {
    const { user } = await signUpNew(server);
    await codesOf(14, () => wrong(user.email));
    await call('sendPasswordReset', { email: user.email });
    const ticket = ticketTo(server.app, user.email);
    const { data } = await call('confirmTicket', { ticket });
    expect(data.session.user.id).toBe(user.id);
  });

  it('are counted in a session as well: guessing the present password', async () => {
    const { accessToken, refreshToken, user } = await signUpNew(server);
    const asOwner = (name: string, variables: object) =>
      mutate(server, name, { ...variables }, { token: accessToken, headers: newClient() });
    for (let n = 0; n < 4; n += 1) {
      await asOwner('changePassword', { newPassword: 'another horse', oldPassword: `wrong ${n}` });
      await asOwner('elevate', { password: `wrong ${n}` });
      await asOwner('deleteAccount', { password: `wrong ${n}` });
    }
    expect((await asOwner('deleteAccount', { password })).codes).toEqual([beyond]);
    // Nobody is there whom this shuts out of signing in, or out of the session.
    expect((await call('signIn', { email: user.email, password })).code).toBeUndefined();
    expect((await server.graphql(refreshMutation, { variables: { refreshToken } })).codes).toEqual([]);
  });
});

describe('wrong codes of one account (threats 11)', () => {
  it('wait, also over several codes', async () => {
    const email = newEmail();
    const codes: (string | undefined)[] = [];
    for (let mail = 0; mail < 4; mail += 1) {
      await call('sendEmailOtp', { email });
      codes.push(...(await codesOf(5, () => call('signInEmailOtp', { email, otp: 'wrong' }))));
    }
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('invalid-otp'));
    expect(countOf(codes.slice(11), beyond)).toBeGreaterThanOrEqual(5);
  });
});
