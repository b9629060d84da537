import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { startTestServer, type TestClock, type TestServer, testClock } from '../support/startTestServer.js';
import { isAlive, signInAgain, signUpVerified, updateUser } from './accounts.js';
import { mutate } from './mutate.js';
import { type ClientSession, password, post, signUpNew } from './requests.js';

const hour = 3600;
let server: TestServer;
let clock: TestClock;
beforeAll(async () => {
  clock = testClock();
  server = await startTestServer({
    clock,
    env: {
      AUTH_REFRESH_TOKEN_EXPIRES_IN: String(2 * hour),
      AUTH_SESSION_EXPIRES_IN: String(5 * hour),
      AUTH_SESSIONS_PER_USER: '3',
    },
  });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const refresh = async ({ refreshToken }: Pick<ClientSession, 'refreshToken'>): Promise<ClientSession> => {
  const { status, body } = await post(server.app, '/v1/token', { refreshToken });
  if (status !== 200) throw new Error(`refused: ${body.error}`);
  return body;
};
const sessionIds = async ({ user }: ClientSession): Promise<string[]> => {
  const where = `{userId: {_eq: "${user.id}"}, type: {_eq: regular}}`;
  const query = `{ authRefreshTokens(where: ${where}, order_by: {createdAt: asc}) { id } }`;
  const { data } = await server.graphql(query, { admin: true });
  return data.authRefreshTokens.map(({ id }: { id: string }) => id);
};
const signInAt = async (app: App, { user }: ClientSession): Promise<ClientSession> =>
  (await post(app, '/v1/signin/email-password', { email: user.email, password })).body.session;

// The engine's clock is the real one, so whatever shows it an access token comes before time is moved.
describe("a user's sessions end", () => {
  async function twoSessions(): Promise<[ClientSession, ClientSession]> {
    const own = await signUpVerified(server);
    return [own, await signInAgain(server, own)];
  }

  it('at a change of the password, but for the one that changed it', async () => {
    const [own, other] = await twoSessions();
    const { codes } = await mutate(
      server,
      'changePassword',
      { newPassword: 'another horse', oldPassword: password },
      as(own),
    );
    expect(codes).toEqual([]);
    expect(await isAlive(server, other)).toBe(false);
    expect(await isAlive(server, own)).toBe(true);
  });

  it('when the account is disabled by adminUpdateUser', async () => {
    const [own] = await twoSessions();
    const { codes } = await mutate(
      server,
      'adminUpdateUser',
      { id: own.user.id, changes: { disabled: true } },
      { admin: true },
    );
    expect(codes).toEqual([]);
    expect(await sessionIds(own)).toEqual([]);
  });

  it('when the account is disabled by a write to the table, and stay ended when it is enabled again', async () => {
    const [own, other] = await twoSessions();
    await updateUser(server, own, '{disabled: true}');
    expect(await sessionIds(own)).toEqual([]);
    await updateUser(server, own, '{disabled: false}');
    expect(await isAlive(server, own)).toBe(false);
    expect(await isAlive(server, other)).toBe(false);
    expect(await isAlive(server, await signInAgain(server, own))).toBe(true);
  });

  it('with the account, by deleteAccount and adminDeleteUser', async () => {
    const [first, firstOther] = await twoSessions();
    expect((await mutate(server, 'deleteAccount', { password }, as(first))).codes).toEqual([]);
    expect(await isAlive(server, firstOther)).toBe(false);
    const [second] = await twoSessions();
    await mutate(server, 'adminDeleteUser', { id: second.user.id }, { admin: true });
    expect(await isAlive(server, second)).toBe(false);
    expect(await sessionIds(second)).toEqual([]);
  });
});

describe('personal access tokens', () => {
  it('neither count as sessions nor end them, and neither do their sessions', async () => {
    const own = await signUpVerified(server);
    const expiresAt = new Date(clock.now().getTime() + 86_400_000).toISOString();
    const { data: pat } = await mutate(server, 'createPat', { expiresAt }, as(own));
    const personalAccessToken = pat.personalAccessToken;
    for (let times = 0; times < 4; times += 1) {
      expect((await mutate(server, 'signInPat', { personalAccessToken })).codes).toEqual([]);
    }
    expect(await isAlive(server, own)).toBe(true);
    for (let more = 0; more < 3; more += 1) await signInAgain(server, own);
    expect(await sessionIds(own)).toHaveLength(4 + 3);
    expect((await mutate(server, 'signInPat', { personalAccessToken })).codes).toEqual([]);
  });
});

describe('the lifetime of a session', () => {
  it('ends two hours after its last refresh', async () => {
    const own = await signUpNew(server);
    clock.advance(2 * hour - 1);
    const next = await refresh(own);
    clock.advance(2 * hour + 1);
    await expect(refresh(next)).rejects.toThrow('invalid-refresh-token');
  });

  it('ends five hours after signing in, however often it is refreshed', async () => {
    let own = await signUpNew(server);
    for (let hours = 0; hours < 4; hours += 1) {
      clock.advance(hour);
      own = await refresh(own);
    }
    clock.advance(hour - 1);
    const last = await refresh(own);
    clock.advance(2);
    await expect(refresh(last)).rejects.toThrow('invalid-refresh-token');
    // Nor does the grace for a replaced token go beyond.
    await expect(refresh(own)).rejects.toThrow('invalid-refresh-token');
  });

  it('is not outlived by an access token', async () => {
    let own = await signUpNew(server);
    expect(own.accessTokenExpiresIn).toBe(900);
    for (let times = 0; times < 4; times += 1) {
      clock.advance(1.2 * hour);
      own = await refresh(own);
    }
    clock.advance(0.1 * hour);
    const { accessToken, accessTokenExpiresIn } = await refresh(own);
    expect(accessTokenExpiresIn).toBe(0.1 * hour);
    const { iat = 0, exp = 0 } = decodeJwt(accessToken);
    expect(exp - iat).toBe(0.1 * hour);
  });

  it('has no end of its own where none is set', async () => {
    const app = await server.startAnother({ AUTH_SESSION_EXPIRES_IN: '0' });
    let { refreshToken } = await signUpNew(server);
    for (let times = 0; times < 6; times += 1) {
      clock.advance(1.5 * hour);
      const { status, body } = await post(app, '/v1/token', { refreshToken });
      expect(status).toBe(200);
      refreshToken = body.refreshToken;
    }
  });
});

describe('the number of sessions', () => {
  it('is kept by ending the oldest, in no further request to Hasura', async () => {
    const own = await signUpNew(server);
    const opened = [own];
    for (let more = 0; more < 3; more += 1) {
      clock.advance(1);
      const before = server.requestsToHasura();
      opened.push(await signInAgain(server, own));
      expect(server.requestsToHasura() - before).toBe(2);
    }
    expect(await sessionIds(own)).toEqual(opened.slice(1).map(({ refreshTokenId }) => refreshTokenId));
    expect(await isAlive(server, own)).toBe(false);
  });

  it('counts what has expired as the oldest', async () => {
    const kept = await signUpNew(server);
    clock.advance(1);
    await signInAgain(server, kept);
    clock.advance(1);
    await signInAgain(server, kept);
    clock.advance(1.5 * hour);
    const refreshed = await refresh(kept);
    clock.advance(hour);
    const latest = await signInAgain(server, kept);
    const ids = await sessionIds(kept);
    expect(ids).toHaveLength(3);
    expect(ids).toContain(refreshed.refreshTokenId);
    expect(ids).toContain(latest.refreshTokenId);
  });

  it('is kept when many sign in at once', async () => {
    const own = await signUpNew(server);
    await Promise.all(Array.from({ length: 10 }, () => signInAgain(server, own)));
    expect(await sessionIds(own)).toHaveLength(3);
  });

  it('of one is single-session mode: a sign-in ends the session before', async () => {
    const app = await server.startAnother({ AUTH_SESSIONS_PER_USER: '1' });
    const own = await signUpNew(server);
    clock.advance(1);
    const second = await signInAt(app, own);
    expect(await sessionIds(own)).toEqual([second.refreshTokenId]);
    expect(await isAlive(server, own)).toBe(false);
    const foreign = await signUpNew(server);
    await signInAt(app, own);
    expect(await isAlive(server, foreign)).toBe(true);
  });

  it('is any number where none is set', async () => {
    const app = await server.startAnother({ AUTH_SESSIONS_PER_USER: '0' });
    const own = await signUpNew(server);
    for (let more = 0; more < 5; more += 1) await signInAt(app, own);
    expect(await sessionIds(own)).toHaveLength(6);
  });
});
