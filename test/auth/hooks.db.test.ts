import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { createHookDeliveries, type HookDeliveries } from '../../src/auth/hookDeliveries.js';
import { parseHookKeys, verifyHook } from '../../src/hooks/signature.js';
import { silentLog } from '../../src/lib/log.js';
import { ticketTo } from '../actions/messages.js';
import { callWebhook } from '../actions/mutate.js';
import { type ClientSession, newEmail, password, signUpNew } from '../actions/requests.js';
import { type HookServer, startHookServer } from '../support/startHookServer.js';
import { startTestServer, type TestClock, type TestServer, testClock } from '../support/startTestServer.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const [key = new Uint8Array()] = parseHookKeys(secret);

let server: TestServer;
let clock: TestClock;
let hook: HookServer;
/** An auth server that asks before sign-ups and sessions. */
let asking: App;
/** One that tells of everything. */
let telling: App;

beforeAll(async () => {
  clock = testClock();
  hook = await startHookServer();
  server = await startTestServer({
    clock,
    env: { AUTH_ANONYMOUS_USERS_ENABLED: 'true', AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true' },
  });
  asking = await server.startAnother({
    AUTH_HOOK_SECRET: secret,
    AUTH_HOOK_BEFORE_SIGN_UP_URL: `${hook.url}/sign-up`,
    AUTH_HOOK_BEFORE_SESSION_URL: `${hook.url}/session`,
    AUTH_HOOK_TIMEOUT: '500ms',
  });
  telling = await server.startAnother({ AUTH_HOOK_SECRET: secret, AUTH_HOOK_AFTER_URL: `${hook.url}/after` });
});
afterAll(async () => {
  await server.close();
  await hook.close();
});
beforeEach(() => {
  hook.answerWith({});
  hook.forget();
});

const calls = (type: string) => hook.calls.filter(({ body }) => body.type === type);
const claimsOf = (accessToken: string) =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())[
    'https://hasura.io/jwt/claims'
  ];
const signUp = (app: App, email = newEmail(), options: object = {}) =>
  callWebhook(app, 'signUp', { email, password, options });
const signIn = (app: App, { user }: ClientSession) =>
  callWebhook(app, 'signIn', { email: user.email, password });
const rowsOf = async (table: string, where: string, fields: string) =>
  (await server.graphql(`{ ${table}(where: ${where}) { ${fields} } }`, { admin: true })).data[table];

describe('before-sign-up', () => {
  it('hears who is to be made, signed, and never the password', async () => {
    const email = newEmail();
    expect(
      (await signUp(asking, email, { displayName: 'Ada', metadata: { plan: 'free' } })).code,
    ).toBeUndefined();
    const { headers, text, body } = hook.firstOf('before-sign-up');
    expect(body.data).toEqual({
      action: 'signUp',
      user: {
        email,
        phoneNumber: null,
        username: null,
        displayName: 'Ada',
        locale: 'en',
        metadata: { plan: 'free' },
        isAnonymous: false,
      },
      client: { ip: null, userAgent: null },
    });
    const message = { id: body.id, timestamp: Number(headers['webhook-timestamp']), body: text };
    expect(headers['webhook-id']).toBe(body.id);
    expect(verifyHook(key, message, String(headers['webhook-signature']))).toBe(true);
    expect(text).not.toContain(password);
  });

  it('refuses with a code and a message of its own, and nothing is made', async () => {
    hook.answerWith({ body: '{"refuse":{"code":"only-customers","message":"Customers only, please"}}' });
    const email = newEmail();
    const response = await asking.fetch(
      new Request('http://auth/v1/signup/email-password', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      }),
    );
    expect([response.status, await response.json()]).toEqual([
      403,
      { status: 403, error: 'refused-by-hook', message: 'Customers only, please', reason: 'only-customers' },
    ]);
    expect((await signUp(asking, email)).code).toBe('refused-by-hook');
    expect(await rowsOf('users', `{email: {_eq: "${email}"}}`, 'id')).toEqual([]);
    await asking.auth.auditLog.flush();
    expect(
      await rowsOf('authAuditLog', '{reason: {_eq: "refused-by-hook"}}', 'event outcome'),
    ).toContainEqual({
      event: 'sign-up',
      outcome: 'refused',
    });
  });

  it('is asked whichever way makes the account', async () => {
    hook.answerWith({ body: '{"refuse":{"message":"No"}}' });
    expect((await callWebhook(asking, 'signInAnonymous', {})).code).toBe('refused-by-hook');
    const username = `user${Math.random().toString(36).slice(2)}`;
    expect((await callWebhook(asking, 'signUpUsername', { username, password })).code).not.toBeUndefined();
    const email = newEmail();
    await callWebhook(server.app, 'sendMagicLink', { email });
    const ticket = ticketTo(server.app, email);
    expect((await callWebhook(asking, 'confirmTicket', { ticket })).code).toBe('refused-by-hook');
    expect(await rowsOf('users', `{email: {_eq: "${email}"}}`, 'id')).toEqual([]);
    // Nothing was used up: when the operator changes the hook, the link works.
    expect((await callWebhook(server.app, 'confirmTicket', { ticket })).data.session.user.email).toBe(email);
    expect(calls('before-sign-up').map(({ body }) => body.data.action)).toEqual(
      expect.arrayContaining(['signInAnonymous', 'confirmTicket']),
    );
  });

  it.each([
    ['fails', { status: 500 }],
    ['does not answer', undefined],
    ['answers something else', { body: 'OK' }],
    ['answers another form', { body: '{"refuse":true}' }],
  ])('when it %s nobody signs up, unless the settings say so', async (_, answer) => {
    hook.answerWith(answer);
    expect((await signUp(asking)).code).toBe('service-unavailable');
    const lenient = await server.startAnother({
      AUTH_HOOK_SECRET: secret,
      AUTH_HOOK_BEFORE_SIGN_UP_URL: `${hook.url}/sign-up`,
      AUTH_HOOK_TIMEOUT: '500ms',
      AUTH_HOOK_ON_FAILURE: 'allow',
    });
    expect((await signUp(lenient)).code).toBeUndefined();
  });
});

describe('before-session', () => {
  it('adds claims, which later access tokens have too, and none that says who the bearer is', async () => {
    const own = await signUpNew(server);
    const claims = {
      'x-hasura-plan': 'pro',
      teams: ['a', 'b'],
      'x-hasura-user-id': 'evil',
      'X-Hasura-Role': 'admin',
      'x-hasura-allowed-roles': ['admin'],
      'x-hasura-default-role': 'admin',
      'x-hasura-auth-elevated': own.user.id,
      'x-hasura-auth-impersonated': 'true',
      'x-hasura-session-id': 'other',
      'no claim': 'x',
    };
    hook.answerWith({ body: JSON.stringify({ claims }) });
    const { data } = await signIn(asking, own);
    const expected = {
      'x-hasura-plan': 'pro',
      'x-hasura-teams': '{"a","b"}',
      'x-hasura-user-id': own.user.id,
      'x-hasura-default-role': 'user',
      'x-hasura-session-id': data.session.refreshTokenId,
    };
    const first = claimsOf(data.session.accessToken);
    expect(first).toMatchObject(expected);
    expect(Object.keys(first).toSorted()).toEqual(
      [...Object.keys(expected), 'x-hasura-allowed-roles', 'x-hasura-user-is-anonymous'].toSorted(),
    );
    expect(first['x-hasura-allowed-roles'].toSorted()).toEqual(['me', 'user']);
    const { body } = hook.firstOf('before-session');
    expect(body.data.session).toEqual({
      id: data.session.refreshTokenId,
      userId: own.user.id,
      defaultRole: 'user',
      allowedRoles: expect.arrayContaining(['user', 'me']),
      isElevated: false,
      isImpersonated: false,
    });
    const refreshed = await callWebhook(asking, 'refresh', { refreshToken: data.session.refreshToken });
    expect(claimsOf(refreshed.data.accessToken)).toEqual(first);
    expect(calls('before-session')).toHaveLength(1);
    // Hasura takes the token as it is.
    const mine = await server.graphql('{ users { id } }', { token: refreshed.data.accessToken });
    expect(mine.data.users).toEqual([{ id: own.user.id }]);
  });

  it('refuses, and the session is gone', async () => {
    const own = await signUpNew(server);
    hook.answerWith({ body: '{"refuse":{"code":"outside-hours","message":"Come back tomorrow"}}' });
    expect((await signIn(asking, own)).code).toBe('refused-by-hook');
    const left = await rowsOf('authRefreshTokens', `{userId: {_eq: "${own.user.id}"}}`, 'id');
    expect(left).toEqual([{ id: own.refreshTokenId }]);
    await asking.auth.auditLog.flush();
    const where = `{userId: {_eq: "${own.user.id}"}, event: {_eq: "sign-in"}}`;
    expect(await rowsOf('authAuditLog', where, 'outcome reason')).toEqual([
      { outcome: 'refused', reason: 'refused-by-hook' },
    ]);
  });

  it('is asked for elevated sessions, and not for a challenge or a refusal', async () => {
    const own = await signUpNew(server);
    const session = { 'x-hasura-role': 'user', 'x-hasura-user-id': own.user.id };
    await callWebhook(asking, 'elevate', { password }, session);
    expect(calls('before-session').map(({ body }) => body.data.session.isElevated)).toEqual([true]);
    await callWebhook(asking, 'signIn', { email: own.user.email, password: 'wrong' });
    expect(calls('before-session')).toHaveLength(1);
  });

  it('ends the session when it fails, where the settings say to refuse', async () => {
    const own = await signUpNew(server);
    hook.answerWith({ status: 503 });
    expect((await signIn(asking, own)).code).toBe('service-unavailable');
    expect(await rowsOf('authRefreshTokens', `{userId: {_eq: "${own.user.id}"}}`, 'id')).toHaveLength(1);
  });
});

describe('after-*', () => {
  const deliveries = (app: App): HookDeliveries =>
    createHookDeliveries({
      config: app.auth.config,
      hasura: app.auth.hasura,
      clock,
      log: silentLog,
      fetch: globalThis.fetch,
    });
  const deliveryOf = async (id: string) =>
    (
      await rowsOf(
        'authHookDeliveries',
        `{entryId: {_eq: "${id}"}}`,
        'attempts deliveredAt abandonedAt lastError',
      )
    )[0];
  /** Lets everything that is due be delivered. */
  const deliverAll = async (from = deliveries(telling)) => {
    await telling.auth.auditLog.flush();
    while ((await from.deliverDue()) > 0);
  };

  it('hears of an event what the log says of it, signed', async () => {
    const { data } = await signUp(telling);
    const { user, refreshTokenId } = data.session;
    await deliverAll();
    const { headers, text, body } = hook.firstOf('after-sign-up');
    const [entry] = await rowsOf('authAuditLog', `{userId: {_eq: "${user.id}"}}`, 'id createdAt');
    expect(body).toEqual({
      id: entry.id,
      type: 'after-sign-up',
      timestamp: new Date(entry.createdAt).toISOString(),
      data: {
        event: 'sign-up',
        outcome: 'ok',
        reason: null,
        action: 'signUp',
        userId: user.id,
        actorId: null,
        actorRole: 'public',
        impersonated: false,
        sessionId: refreshTokenId,
        ip: null,
        userAgent: null,
        traceId: null,
        details: null,
      },
    });
    const message = { id: entry.id, timestamp: Number(headers['webhook-timestamp']), body: text };
    expect(verifyHook(key, message, String(headers['webhook-signature']))).toBe(true);
    expect(await deliveryOf(entry.id)).toMatchObject({ attempts: 1, deliveredAt: expect.any(String) });
  });

  it('is written in the transaction of a change, and goes with it when it is not made', async () => {
    const own = await signUpNew(server);
    const session = { 'x-hasura-role': 'user', 'x-hasura-user-id': own.user.id };
    const change = { newPassword: 'better horse', oldPassword: password };
    telling.auth.hooks.nudge();
    const replies = await Promise.all(
      [1, 2].map(() => callWebhook(telling, 'changePassword', change, session)),
    );
    expect(replies.map(({ code }) => code).toSorted()).toEqual(['invalid-email-password', undefined]);
    const where = `{entry: {userId: {_eq: "${own.user.id}"}, outcome: {_eq: "ok"}}}`;
    expect(await rowsOf('authHookDeliveries', where, 'entry { event }')).toEqual([
      { entry: { event: 'password-change' } },
    ]);
    await deliverAll();
    expect(calls('after-password-change').map(({ body }) => body.data.outcome)).toEqual(
      expect.arrayContaining(['ok', 'refused']),
    );
  });

  it('comes again under the same id until it is taken, each time later', async () => {
    hook.answerWith({ status: 500 });
    await signUp(telling);
    await deliverAll();
    const id = hook.firstOf('after-sign-up').body.id;
    expect(await deliveryOf(id)).toMatchObject({ attempts: 1, deliveredAt: null, lastError: 'status 500' });
    await deliverAll();
    expect(calls('after-sign-up')).toHaveLength(1);
    clock.advance(20);
    await deliverAll();
    hook.answerWith({});
    clock.advance(20);
    await deliverAll();
    expect(calls('after-sign-up')).toHaveLength(2);
    clock.advance(20);
    await deliverAll();
    await deliverAll();
    const all = calls('after-sign-up');
    expect(all.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id]);
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    expect(new Set(all.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    expect(await deliveryOf(id)).toMatchObject({
      attempts: 3,
      deliveredAt: expect.any(String),
      lastError: null,
    });
  });

  it('is given up after three days', async () => {
    hook.answerWith({ status: 500 });
    await signUp(telling);
    await deliverAll();
    const id = hook.firstOf('after-sign-up').body.id;
    clock.advance(3 * 86_400);
    await deliverAll();
    expect(await deliveryOf(id)).toMatchObject({ abandonedAt: expect.any(String), attempts: 2 });
  });

  it('comes once from two servers that look at once', async () => {
    for (let index = 0; index < 30; index += 1) await signUp(telling);
    await telling.auth.auditLog.flush();
    const [one, two] = [deliveries(telling), deliveries(telling)];
    await Promise.all([deliverAll(one), deliverAll(two)]);
    const ids = calls('after-sign-up').map(({ body }) => body.id);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });

  it('comes from another server when the one that took it has died', async () => {
    await signUp(telling);
    await telling.auth.auditLog.flush();
    const { hasura } = telling.auth;
    const now = clock.now().toISOString();
    const { authHookDeliveries: due } = await hasura.ListDueHooks({ now, limit: 10 });
    const lockedUntil = new Date(clock.now().getTime() + 300_000).toISOString();
    const ids = due.map(({ entryId }) => entryId);
    await hasura.ClaimHooks({ ids, leaseId: crypto.randomUUID(), now, lockedUntil });
    await deliverAll();
    expect(calls('after-sign-up')).toEqual([]);
    clock.advance(301);
    await deliverAll();
    expect(calls('after-sign-up')).toHaveLength(1);
  });

  it('hears only of what the settings name', async () => {
    const some = await server.startAnother({
      AUTH_HOOK_SECRET: secret,
      AUTH_HOOK_AFTER_URL: `${hook.url}/after`,
      AUTH_HOOK_AFTER_EVENTS: 'sign-in',
    });
    const { data } = await signUp(some);
    await callWebhook(some, 'signIn', { email: data.session.user.email, password: 'wrong' });
    await some.auth.auditLog.flush();
    await deliverAll(deliveries(some));
    expect(hook.calls.map(({ body }) => [body.type, body.data.outcome])).toEqual([
      ['after-sign-in', 'refused'],
    ]);
    await expect(server.startAnother({ AUTH_HOOK_AFTER_EVENTS: 'sign-in,nothing' })).rejects.toThrow(
      'AUTH_HOOK_AFTER_EVENTS',
    );
  });

  it('starts by itself, soon after the event', async () => {
    telling.startWorker();
    await signUp(telling);
    while (calls('after-sign-up').length === 0) await sleep(20);
  });
});
