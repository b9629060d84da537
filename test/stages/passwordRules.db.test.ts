import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { strengthOf } from '../../src/passwords/strength.js';
import { ticketTo } from '../actions/messages.js';
import { callWebhook, mutate } from '../actions/mutate.js';
import { newEmail, password, signUpNew } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const good = 'vermilion oak lattice 93';
const sha1Of = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

/** The range API in this process: knows one password, and pads. */
const stolen = 'a stolen pass phrase';
const asked: { url: string; headers: Headers }[] = [];
let isAway = false;
const rangeApi: typeof fetch = async (input, init) => {
  const url = String(input);
  asked.push({ url, headers: new Headers(init?.headers) });
  if (isAway) throw new TypeError('fetch failed');
  const digest = sha1Of(stolen);
  // An entry that pads is no stolen password, also where it is the one that is asked for.
  const padding = `${sha1Of(good).slice(5)}:0`;
  const own = url.endsWith(digest.slice(0, 5)) ? `${digest.slice(5)}:37` : `${'1'.repeat(35)}:4`;
  return new Response([padding, own].join('\r\n'));
};

let server: TestServer;
let strict: App;
beforeAll(async () => {
  server = await startTestServer({
    env: { AUTH_PASSWORD_MIN_LENGTH: '5', AUTH_USERNAME_PASSWORD_ENABLED: 'true' },
  });
  strict = await server.startAnother(
    {
      AUTH_PASSWORD_HIBP_ENABLED: 'true',
      AUTH_PASSWORD_HIBP_URL: 'https://ranges.example.com/copy/',
      AUTH_PASSWORD_MIN_SCORE: '3',
      AUTH_PASSWORD_HISTORY: '3',
      AUTH_PHONE_PASSWORD_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
    },
    undefined,
    rangeApi,
  );
});
afterAll(() => server.close());

const asAdmin = { 'x-hasura-role': 'admin' };

/** Session variables of a user, as Hasura sends them. */
async function signedIn() {
  const { user, refreshTokenId } = await signUpNew(server);
  const session = {
    'x-hasura-role': 'user',
    'x-hasura-user-id': user.id,
    'x-hasura-session-id': refreshTokenId,
  };
  return { user, session };
}

/** Every Action that sets a password, with the code that it answers to this one. */
const ways: Record<string, (given: string) => Promise<string | undefined>> = {
  signUp: async (given) => (await callWebhook(strict, 'signUp', { email: newEmail(), password: given })).code,
  signUpUsername: async (given) =>
    (await callWebhook(strict, 'signUpUsername', { username: uniqueName(), password: given })).code,
  signUpPhone: async (given) =>
    (await callWebhook(strict, 'signUpPhone', { phoneNumber: '+33612345678', password: given })).code,
  signUpWith: async (given) =>
    (
      await callWebhook(strict, 'signUpWith', {
        provider: 'email',
        data: { email: newEmail(), password: given },
      })
    ).code,
  deanonymize: async (given) => {
    const { data } = await callWebhook(strict, 'signInAnonymous', {});
    const session = { 'x-hasura-role': 'anonymous', 'x-hasura-user-id': data.session.user.id };
    const input = { signInMethod: 'email-password', email: newEmail(), password: given };
    return (await callWebhook(strict, 'deanonymize', input, session)).code;
  },
  changePassword: async (given) => {
    const { session } = await signedIn();
    return (await callWebhook(strict, 'changePassword', { newPassword: given }, session)).code;
  },
  'changePassword by a ticket': async (given) => {
    const { user } = await signedIn();
    await callWebhook(strict, 'sendPasswordReset', { email: user.email });
    const ticket = ticketTo(strict, user.email);
    return (await callWebhook(strict, 'changePassword', { newPassword: given, ticket })).code;
  },
  setPassword: async (given) => {
    const { user, session } = await signedIn();
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${user.id}"}, _set: {passwordHash: null}) { id } }`,
      { admin: true },
    );
    return (await callWebhook(strict, 'setPassword', { password: given }, session)).code;
  },
  adminCreateUser: async (given) =>
    (await callWebhook(strict, 'adminCreateUser', { user: { email: newEmail(), password: given } }, asAdmin))
      .code,
  adminUpdateUser: async (given) => {
    const { user } = await signedIn();
    return (
      await callWebhook(strict, 'adminUpdateUser', { id: user.id, changes: { password: given } }, asAdmin)
    ).code;
  },
};

const uniqueName = () => `user-${newEmail().slice(5, 30)}`;

describe.each(Object.keys(ways))('the rules of passwords hold at %s', (name) => {
  const way = ways[name] ?? (async () => 'none');

  it('too short', async () => expect(await way('abcd')).toBe('password-too-short'));
  it('more than 1,024 bytes', async () => expect(await way('é'.repeat(513))).toBe('invalid-request'));
  it('easy to guess', async () => expect(await way('password1')).toBe('password-too-weak'));
  it('stolen', async () => expect(await way(stolen)).toBe('password-in-hibp-database'));
  it('a good one', async () => expect(await way(good)).toBeUndefined());
});

describe('strength', () => {
  it('knows the name and the address of the account', async () => {
    const email = `vermilion.lattice.${Date.now()}@oakhurst.example.com`;
    const given = 'vermilionlattice';
    expect((await callWebhook(strict, 'signUp', { email, password: given })).code).toBe('password-too-weak');
    expect(
      (await callWebhook(strict, 'signUp', { email: newEmail(), password: given })).code,
    ).toBeUndefined();
  });

  it('knows the words of the settings', async () => {
    const named = await server.startAnother({
      AUTH_PASSWORD_MIN_SCORE: '3',
      AUTH_PASSWORD_CONTEXT_WORDS: 'Oakhurst, Zorvanthix',
    });
    const given = 'zorvanthix7';
    expect((await callWebhook(named, 'signUp', { email: newEmail(), password: given })).code).toBe(
      'password-too-weak',
    );
    expect(
      (await callWebhook(strict, 'signUp', { email: newEmail(), password: given })).code,
    ).toBeUndefined();
  });

  it('is judged by the beginning of a long password, so that judging takes no longer', async () => {
    const slow = 'p4$$w0rd'.repeat(100);
    expect(await strengthOf(slow, [])).toBe(await strengthOf(slow.slice(0, 40), []));
    expect(await ways.signUp?.('correct horse battery staple '.repeat(35))).toBeUndefined();
  });
});

describe('stolen passwords', () => {
  it('are asked for by five digits, with padding, at the configured place', async () => {
    asked.length = 0;
    await ways.signUp?.(good);
    const digest = sha1Of(good);
    expect(asked.map(({ url }) => url)).toEqual([
      `https://ranges.example.com/copy/range/${digest.slice(0, 5)}`,
    ]);
    expect(asked[0]?.headers.get('add-padding')).toBe('true');
    expect(JSON.stringify([...(asked[0]?.headers ?? [])])).not.toContain(digest.slice(5));
  });

  it('are taken while the service is away, or refused where the settings say so', async () => {
    const refusing = await server.startAnother(
      { AUTH_PASSWORD_HIBP_ENABLED: 'true', AUTH_PASSWORD_HIBP_ON_FAILURE: 'refuse' },
      undefined,
      rangeApi,
    );
    isAway = true;
    try {
      expect(await ways.signUp?.(stolen)).toBeUndefined();
      const reply = await callWebhook(refusing, 'signUp', { email: newEmail(), password: stolen });
      expect(reply.code).toBe('service-unavailable');
    } finally {
      isAway = false;
    }
    expect(server.logged).toContainEqual(
      expect.objectContaining({ message: 'Have I Been Pwned did not answer; the password is taken' }),
    );
  });
});

describe('the last passwords', () => {
  const next = (n: number) => `vermilion oak lattice ${n}`;
  const historyOf = async (id: string): Promise<{ passwordHash: string }[]> => {
    const where = `where: {userId: {_eq: "${id}"}}`;
    const { data } = await server.graphql(`{ authPasswordHistory(${where}) { passwordHash } }`, {
      admin: true,
    });
    return data.authPasswordHistory;
  };

  it('are not taken again, the present one included, and later they are', async () => {
    const { user, session } = await signedIn();
    const change = async (given: string) =>
      (await callWebhook(strict, 'changePassword', { newPassword: given }, session)).code;
    expect(await change(next(1))).toBeUndefined();
    expect(await change(next(1))).toBe('password-used-before');
    expect(await change(next(2))).toBeUndefined();
    expect(await change(next(3))).toBeUndefined();
    expect(await change(next(1))).toBe('password-used-before');
    expect(await change(next(2))).toBe('password-used-before');
    expect(await change(next(4))).toBeUndefined();
    expect(await change(next(1))).toBeUndefined();
    // Three are remembered: the present one, and two more. Only hashes are kept.
    const kept = await historyOf(user.id);
    expect(kept).toHaveLength(2);
    for (const { passwordHash } of kept) expect(passwordHash).toMatch(/^\$argon2id\$/);
  });

  it('are not taken by a reset or by an administrator either', async () => {
    const { user, session } = await signedIn();
    await callWebhook(strict, 'changePassword', { newPassword: next(1) }, session);
    await callWebhook(strict, 'sendPasswordReset', { email: user.email });
    const ticket = ticketTo(strict, user.email);
    const byTicket = async (given: string) =>
      (await callWebhook(strict, 'changePassword', { newPassword: given, ticket })).code;
    expect(await byTicket(next(1))).toBe('password-used-before');
    expect(await byTicket(next(2))).toBeUndefined();
    const byAdmin = async (given: string | null) =>
      (await callWebhook(strict, 'adminUpdateUser', { id: user.id, changes: { password: given } }, asAdmin))
        .code;
    expect(await byAdmin(next(1))).toBe('password-used-before');
    expect(await byAdmin(null)).toBeUndefined();
    expect(await byAdmin(next(2))).toBe('password-used-before');
  });

  it('are written only when the change was made', async () => {
    const { user, session } = await signedIn();
    const change = (given: string) =>
      callWebhook(strict, 'changePassword', { oldPassword: password, newPassword: given }, session);
    const codes = (await Promise.all([1, 2, 3, 4].map((n) => change(next(n))))).map(({ code }) => code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(await historyOf(user.id)).toHaveLength(1);
  });

  it('go with the account, and are seen by nobody', async () => {
    const { user, session } = await signedIn();
    await callWebhook(strict, 'changePassword', { newPassword: next(1) }, session);
    expect(await historyOf(user.id)).toHaveLength(1);
    const seen = await mutate(server, 'signIn', { email: user.email, password: next(1) });
    const token = seen.data.session.accessToken;
    const asUser = await server.graphql('{ authPasswordHistory { id } }', { token });
    expect(asUser.codes).toEqual(['validation-failed']);
    await mutate(server, 'deleteAccount', { password: next(1) }, { token });
    expect(await historyOf(user.id)).toEqual([]);
  });

  it('are not asked for where they are not remembered', async () => {
    const { accessToken } = await signUpNew(server);
    server.loseRequestsOf('FindPasswordHistory');
    const given = { newPassword: password, oldPassword: password };
    const { codes } = await mutate(server, 'changePassword', given, { token: accessToken });
    server.loseRequestsOf(undefined);
    expect(codes).toEqual([]);
  });
});
