import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { signInAgain, signUpVerified } from '../actions/accounts.js';
import { callWebhook, mutate } from '../actions/mutate.js';
import {
  type ClientSession,
  newEmail,
  password,
  post,
  refreshMutation,
  signUpNew,
} from '../actions/requests.js';
import {
  actionSecret,
  startTestServer,
  type TestClock,
  type TestServer,
  testClock,
} from '../support/startTestServer.js';

let server: TestServer;
let clock: TestClock;
beforeAll(async () => {
  clock = testClock();
  // Behind the time of the machine however far it is moved: Hasura refuses tokens of the future.
  clock.advance(-600);
  server = await startTestServer({
    clock,
    env: {
      AUTH_TRUSTED_PROXIES: '1',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
    },
  });
});
afterAll(() => server.close());

const from = (ip: string, userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0') => ({
  'x-forwarded-for': ip,
  'user-agent': userAgent,
});

const fields = `id createdAt event outcome reason action userId actorId actorRole impersonated sessionId ip userAgent
  traceId details`;

/** Entries about an account, oldest first, as the administrator sees them; what waits is written first. */
// biome-ignore lint/suspicious/noExplicitAny: what is there is looked at, not typed
async function entriesOf(userId: string | null): Promise<any[]> {
  await server.app.auth.auditLog.flush();
  return writtenOf(userId);
}

/** The same, without what waits. */
// biome-ignore lint/suspicious/noExplicitAny: what is there is looked at, not typed
async function writtenOf(userId: string | null): Promise<any[]> {
  const of = userId === null ? '{_is_null: true}' : `{_eq: "${userId}"}`;
  const query = `{ authAuditLog(where: {userId: ${of}}, order_by: {createdAt: asc}) { ${fields} } }`;
  return (await server.graphql(query, { admin: true })).data.authAuditLog;
}

describe('the audit log', () => {
  it('says who signed up and in, from where, and who was refused and why', async () => {
    const { user, refreshTokenId } = await signUpNew(server);
    clock.advance(1);
    const headers = from('203.0.113.9');
    await mutate(server, 'signIn', { email: user.email, password: 'wrong' }, { headers });
    const [signUp, signIn, ...more] = await entriesOf(user.id);
    expect(more).toEqual([]);
    expect(signUp).toMatchObject({
      event: 'sign-up',
      outcome: 'ok',
      reason: null,
      action: 'signUp',
      userId: user.id,
      actorId: null,
      actorRole: 'public',
      impersonated: false,
      sessionId: refreshTokenId,
    });
    expect(signIn).toMatchObject({
      event: 'sign-in',
      outcome: 'refused',
      reason: 'invalid-email-password',
      ip: '203.0.113.9',
      userAgent: headers['user-agent'],
      sessionId: null,
    });
  });

  it('says whose role may not call an Action, where Hasura does not refuse it before', async () => {
    const { user, accessToken } = await signUpNew(server);
    const query = `mutation { adminDeleteUser(id: "${user.id}") }`;
    const response = await server.app.fetch(
      new Request('http://auth/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ query }),
      }),
    );
    expect((await response.json()).errors[0].extensions.code).toBe('forbidden-role');
    expect(await entriesOf(user.id)).toContainEqual(
      expect.objectContaining({
        event: 'admin-user-delete',
        outcome: 'refused',
        reason: 'forbidden-role',
        actorId: user.id,
        actorRole: 'user',
      }),
    );
  });

  it('has the entry whatever the role of the caller is called', async () => {
    const { user } = await signUpNew(server);
    clock.advance(1);
    const session = { 'x-hasura-role': 'a\0b\ud800' };
    const wrong = { email: user.email, password: 'wrong' };
    expect((await callWebhook(server.app, 'signIn', wrong, session)).code).toBe('invalid-email-password');
    expect((await entriesOf(user.id)).at(-1)).toMatchObject({
      outcome: 'refused',
      actorRole: 'a\ufffdb\ufffd',
    });
  });

  it('knows of an unknown address that somebody tried it, and not which', async () => {
    const email = newEmail();
    await mutate(server, 'signIn', { email, password: 'wrong' }, { headers: from('203.0.113.77') });
    const entries = await entriesOf(null);
    expect(entries).toContainEqual(
      expect.objectContaining({ event: 'sign-in', outcome: 'refused', ip: '203.0.113.77', details: null }),
    );
    expect(JSON.stringify(entries)).not.toContain(email);
  });

  it('has a change before its client has the answer', async () => {
    const own = await signUpNew(server);
    const as = { token: own.accessToken, headers: from('203.0.113.9') };
    await mutate(server, 'changePassword', { newPassword: 'better horse', oldPassword: password }, as);
    clock.advance(1);
    await mutate(server, 'createPat', { expiresAt: '2999-01-01T00:00:00Z', metadata: {} }, as);
    const written = await writtenOf(own.user.id);
    expect(written.filter(({ event }) => event !== 'sign-up')).toEqual([
      expect.objectContaining({
        event: 'password-change',
        outcome: 'ok',
        actorId: own.user.id,
        actorRole: 'user',
        sessionId: own.refreshTokenId,
        ip: '203.0.113.9',
      }),
      expect.objectContaining({
        event: 'pat-create',
        details: { pat: expect.any(String), expiresAt: expect.any(String) },
      }),
    ]);
  });

  it('has no entry of a change that its own transaction did not make', async () => {
    const own = await signUpNew(server);
    const as = { token: own.accessToken };
    const wrong = await mutate(server, 'changePassword', { newPassword: 'x y z', oldPassword: 'wrong' }, as);
    expect(wrong.codes).toEqual(['invalid-email-password']);
    const set = await mutate(server, 'setPassword', { password: 'another one' }, as);
    expect(set.codes).toEqual(['password-already-set']);
    const changes = (await entriesOf(own.user.id)).filter(({ event }) => event === 'password-change');
    expect(changes.map(({ outcome, reason }) => [outcome, reason]).sort()).toEqual([
      ['refused', 'invalid-email-password'],
      ['refused', 'password-already-set'],
    ]);
  });

  it('names the trace that Hasura or a trusted proxy tells, none of a client, and nothing else of the headers', async () => {
    const { user } = await signUpNew(server);
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      'x-secret': 'canary-header',
    };
    const input = { email: user.email, password: 'wrong' };
    const rest = () =>
      new Request('http://auth/v1/signin/email-password', {
        method: 'POST',
        headers,
        body: JSON.stringify(input),
      });
    const webhook = (secret: string) =>
      new Request('http://auth/actions', {
        method: 'POST',
        headers: { ...headers, 'x-action-secret': secret },
        body: JSON.stringify({
          action: { name: 'signIn' },
          input,
          session_variables: { 'x-hasura-role': 'public' },
        }),
      });
    const direct = await server.startAnother({ AUTH_TRUSTED_PROXIES: '0' });
    for (const [app, request] of [
      [direct, rest()],
      [direct, webhook(actionSecret)],
      [server.app, rest()],
    ] as const) {
      clock.advance(1);
      expect((await app.fetch(request)).status).toBe(401);
      await app.auth.auditLog.flush();
    }
    const entries = await entriesOf(user.id);
    expect(entries.slice(-3).map((entry) => [entry.event, entry.traceId])).toEqual([
      ['sign-in', null],
      ['sign-in', traceId],
      ['sign-in', traceId],
    ]);
    expect(JSON.stringify(entries)).not.toContain('canary');
  });

  it('does not repeat successful refreshes', async () => {
    const own = await signUpNew(server);
    await server.graphql(refreshMutation, { variables: { refreshToken: own.refreshToken } });
    expect((await entriesOf(own.user.id)).map(({ event }) => event)).toEqual(['sign-up']);
  });

  it('does not grow with calls over a limit', async () => {
    const limited = await server.startAnother({
      AUTH_RATE_LIMIT_ENABLE: 'true',
      AUTH_RATE_LIMIT_BRUTE_FORCE_BURST: '3',
      AUTH_RATE_LIMIT_BRUTE_FORCE_INTERVAL: '10m',
    });
    const { user } = await signUpNew(server);
    const body = { email: user.email, password: 'wrong' };
    const codes = [];
    for (let index = 0; index < 8; index += 1) {
      const reply = await post(limited, '/v1/signin/email-password', body, from('203.0.113.200'));
      codes.push(reply.body.error);
    }
    expect(new Set(codes)).toEqual(new Set(['invalid-email-password', 'too-many-requests']));
    await limited.auth.auditLog.flush();
    const entries = (await entriesOf(user.id)).filter(({ event }) => event === 'sign-in');
    expect(entries).toHaveLength(codes.filter((code) => code === 'invalid-email-password').length);
  });

  it('says in truth that an address is taken, which the client does not hear', async () => {
    const { user } = await signUpNew(server);
    clock.advance(1);
    const app = await server.startAnother({ AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true' });
    const { data } = await callWebhook(app, 'signUp', { email: user.email, password: 'another' });
    expect(data).toEqual({ session: null, mfa: null });
    await app.auth.auditLog.flush();
    expect((await writtenOf(user.id)).at(-1)).toMatchObject({
      event: 'sign-up',
      outcome: 'refused',
      reason: 'email-already-in-use',
    });
  });

  it('tells an administrator from the owner, also in the place of the owner', async () => {
    const { user } = await signUpNew(server);
    const admin = { admin: true };
    await mutate(server, 'adminUpdateUser', { id: user.id, changes: { displayName: 'Changed' } }, admin);
    clock.advance(1);
    const { data } = await mutate(
      server,
      'adminImpersonate',
      { id: user.id, reason: 'canary-reason' },
      admin,
    );
    clock.advance(1);
    await mutate(server, 'deleteAccount', {}, { token: data.accessToken });
    const entries = await entriesOf(user.id);
    expect(entries.slice(1)).toEqual([
      expect.objectContaining({
        event: 'admin-user-update',
        actorRole: 'admin',
        actorId: null,
        details: { fields: ['displayName'] },
      }),
      expect.objectContaining({ event: 'impersonation', actorRole: 'admin', sessionId: data.sessionId }),
      expect.objectContaining({
        event: 'account-delete',
        outcome: 'refused',
        reason: 'elevated-claim-required',
        impersonated: true,
      }),
    ]);
    expect(JSON.stringify(entries)).not.toContain('canary');
  });
});

describe('who reads the audit log', () => {
  const own = '{ authAuditLog { event userId ip } }';

  it('is its owner, of the own entries', async () => {
    const first = await signUpNew(server);
    const second = await signUpNew(server);
    await server.app.auth.auditLog.flush();
    const { data } = await server.graphql(own, { token: first.accessToken });
    expect(data.authAuditLog.map(({ userId }: { userId: string }) => userId)).toEqual([first.user.id]);
    const foreign = `{ authAuditLog(where: {userId: {_eq: "${second.user.id}"}}) { event } }`;
    expect((await server.graphql(foreign, { token: first.accessToken })).data.authAuditLog).toEqual([]);
  });

  it('sees them live', async () => {
    const own = await signUpNew(server);
    await server.app.auth.auditLog.flush();
    const client = createClient({
      url: `${server.engine.endpoint.replace('http', 'ws')}/v1/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { headers: { authorization: `Bearer ${own.accessToken}` } },
    });
    const results = client.iterate<{ authAuditLog: { event: string }[] }>({
      query: 'subscription { authAuditLog { event outcome } }',
    });
    const next = async () => (await results.next()).value.data.authAuditLog;
    expect(await next()).toEqual([{ event: 'sign-up', outcome: 'ok' }]);
    await mutate(server, 'changePassword', { newPassword: 'better horse' }, { token: own.accessToken });
    expect(await next()).toContainEqual({ event: 'password-change', outcome: 'ok' });
    await client.dispose();
  });

  it('is nobody without a session, and nobody writes there', async () => {
    expect((await server.graphql(own)).codes).toEqual(['validation-failed']);
    const { accessToken: token } = await signUpNew(server);
    const writes = [
      'mutation { insertAuthAuditLog(objects: []) { affected_rows } }',
      'mutation { deleteAuthAuditLog(where: {}) { affected_rows } }',
      'mutation { updateAuthAuditLog(where: {}, _set: {event: "x"}) { affected_rows } }',
    ];
    for (const write of writes)
      expect((await server.graphql(write, { token })).codes).toEqual(['validation-failed']);
    const internal = await server.graphql('{ authAuditLog { actorId } }', { token });
    expect(internal.codes).toEqual(['validation-failed']);
  });
});

describe('the audit log of a deleted account', () => {
  it('stays under its id, without addresses and devices', async () => {
    const account = await signUpVerified(server);
    await signInAgain(server, account);
    await mutate(
      server,
      'signIn',
      { email: account.user.email, password: 'wrong' },
      { headers: from('203.0.113.5') },
    );
    await server.app.auth.auditLog.flush();
    const as = { token: account.accessToken, headers: from('203.0.113.6') };
    expect((await mutate(server, 'deleteAccount', { password }, as)).data).toBe(true);
    const entries = await entriesOf(account.user.id);
    expect(entries.map(({ event }) => event)).toContain('account-delete');
    expect(entries.length).toBe(4);
    for (const { ip, userAgent } of entries) expect([ip, userAgent]).toEqual([null, null]);
    expect(JSON.stringify(entries)).not.toContain(account.user.email);
  });

  it('also when an administrator deletes the row', async () => {
    const { user } = await signUpNew(server);
    await mutate(
      server,
      'signIn',
      { email: user.email, password: 'wrong' },
      { headers: from('203.0.113.5') },
    );
    await server.app.auth.auditLog.flush();
    await server.graphql(`mutation { deleteUser(id: "${user.id}") { id } }`, { admin: true });
    for (const { ip, userAgent } of await entriesOf(user.id)) expect([ip, userAgent]).toEqual([null, null]);
  });
});

describe('while Hasura does not take entries', () => {
  it('an Action answers what it has done, and the entries come later', async () => {
    const own = await signUpNew(server);
    await server.app.auth.auditLog.flush();
    server.loseRequestsOf('RecordAudit');
    const as = { token: own.accessToken };
    const pat = await mutate(server, 'createPat', { expiresAt: '2999-01-01T00:00:00Z', metadata: {} }, as);
    expect(pat.data.personalAccessToken).toEqual(expect.any(String));
    await mutate(server, 'signIn', { email: own.user.email, password: 'wrong' });
    await server.app.auth.auditLog.flush();
    expect((await writtenOf(own.user.id)).map(({ event }) => event)).toEqual(['sign-up']);
    server.loseRequestsOf(undefined);
    const events = (await entriesOf(own.user.id)).map(({ event }) => event);
    expect(events.toSorted()).toEqual(['pat-create', 'sign-in', 'sign-up']);
  });

  it('has an entry once whose answer was lost', async () => {
    const own = await signUpNew(server);
    server.loseAnswersOf('RecordAudit');
    await server.app.auth.auditLog.flush();
    await mutate(
      server,
      'createPat',
      { expiresAt: '2999-01-01T00:00:00Z', metadata: {} },
      { token: own.accessToken },
    );
    server.loseAnswersOf(undefined);
    const events = (await entriesOf(own.user.id)).map(({ event }) => event);
    expect(events.toSorted()).toEqual(['pat-create', 'sign-up']);
  });

  it('has the entry of a change that was made, though nobody heard of it', async () => {
    const own = await signUpNew(server);
    const change = { newPassword: 'better horse', oldPassword: password };
    server.loseAnswersOf('ReplacePassword');
    const { codes } = await mutate(server, 'changePassword', change, { token: own.accessToken });
    server.loseAnswersOf(undefined);
    expect(codes).toEqual(['service-unavailable']);
    const outcomes = (await entriesOf(own.user.id))
      .filter(({ event }) => event === 'password-change')
      .map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['failed', 'ok']);
    const signIn = await mutate(server, 'signIn', { email: own.user.email, password: change.newPassword });
    expect(signIn.codes).toEqual([]);
  });

  it('says that an outage was the reason of a failure', async () => {
    const { user } = await signUpNew(server);
    await server.app.auth.auditLog.flush();
    clock.advance(1);
    server.loseRequestsOf('OpenSession');
    const { codes } = await mutate(server, 'signIn', { email: user.email, password });
    server.loseRequestsOf(undefined);
    expect(codes).toEqual(['service-unavailable']);
    expect((await entriesOf(user.id)).at(-1)).toMatchObject({
      outcome: 'failed',
      reason: 'service-unavailable',
    });
  });
});

describe('when entries are written', () => {
  it('is within a second without anybody asking, and at last when the server closes', async () => {
    const { user } = await signUpNew(server);
    const other = await server.startAnother({});
    await callWebhook(other, 'signIn', { email: user.email, password: 'wrong' });
    await other.close();
    expect((await writtenOf(user.id)).map(({ event }) => event)).toContain('sign-in');
    while (!(await writtenOf(user.id)).some(({ event }) => event === 'sign-up')) await sleep(50);
  });

  it('is before the answer for all of them where the settings say so', async () => {
    const { user } = await signUpNew(server);
    const strict = await server.startAnother({ AUTH_AUDIT_LOG_AWAITED: 'true' });
    await callWebhook(strict, 'signIn', { email: user.email, password: 'wrong' });
    expect((await writtenOf(user.id)).map(({ event }) => event)).toContain('sign-in');
  });

  it('keeps them for as long as the settings say', async () => {
    const { user } = await signUpNew(server);
    await entriesOf(user.id);
    const { purgeAuditLog } = await import('../../src/auth/auditLog.js');
    const { hasura } = server.app.auth;
    const inDays = (days: number) => ({ now: () => new Date(clock.now().getTime() + days * 86_400_000) });
    await purgeAuditLog({ hasura, clock: inDays(89), keptDays: 90 });
    await purgeAuditLog({ hasura, clock: inDays(9000), keptDays: 0 });
    expect(await writtenOf(user.id)).toHaveLength(1);
    await purgeAuditLog({ hasura, clock: inDays(91), keptDays: 90 });
    expect(await writtenOf(user.id)).toEqual([]);
  });
});

// Last: Hasura's clock does not move with the server's, and takes no token of the future.
describe('a stolen refresh token', () => {
  const refresh = (refreshToken: string) => server.graphql(refreshMutation, { variables: { refreshToken } });
  const mailsTo = ({ user }: ClientSession) =>
    (server.app.auth.inbox?.list() ?? []).filter(
      ({ to, kind }) => to === user.email && kind === 'refresh-token-reused',
    );

  it('ends its session, which is in the log at once, and its owner is told (threat 20)', async () => {
    const own = await signUpNew(server);
    await refresh(own.refreshToken);
    clock.advance(60);
    expect((await refresh(own.refreshToken)).codes).toEqual(['invalid-refresh-token']);
    const written = await writtenOf(own.user.id);
    expect(written).toContainEqual(
      expect.objectContaining({
        event: 'refresh-token-reuse',
        outcome: 'refused',
        reason: 'invalid-refresh-token',
        sessionId: own.refreshTokenId,
      }),
    );
    await server.app.auth.outbox.close();
    expect(mailsTo(own)).toHaveLength(1);
    // The session is gone: the next use is an unknown token.
    await refresh(own.refreshToken);
    await server.app.auth.outbox.close();
    expect(mailsTo(own)).toHaveLength(1);
  });

  it('is told to nobody where the settings say so, and is in the log all the same', async () => {
    const own = await signUpNew(server);
    const app = await server.startAnother({ AUTH_NOTICE_TOKEN_REUSE: 'false' });
    await refresh(own.refreshToken);
    clock.advance(60);
    expect((await callWebhook(app, 'refresh', { refreshToken: own.refreshToken })).code).toBe(
      'invalid-refresh-token',
    );
    expect((await writtenOf(own.user.id)).map(({ event }) => event)).toContain('refresh-token-reuse');
    expect(app.auth.inbox?.list()).toEqual([]);
    expect(mailsTo(own)).toEqual([]);
  });
});
