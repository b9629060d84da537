import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { addSeconds } from '../../src/lib/clock.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, signInAgain, signInCodes, signUpVerified, updateUser } from './accounts.js';
import { messagesTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, password, signUpNew } from './requests.js';

let server: TestServer;
/** Another auth server on the same Hasura, for which no session of now is fresh. */
let afterQuarter: App;
beforeAll(async () => {
  server = await startTestServer({ env: { AUTH_ANONYMOUS_USERS_ENABLED: 'true' } });
  afterQuarter = await server.startAnother({}, { now: () => addSeconds(new Date(), 901) });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const sessionOf = ({ user, refreshTokenId }: ClientSession) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});
const addNote = (own: ClientSession, title: string) =>
  server.graphql('mutation ($title: String!) { insert_notes_one(object: {title: $title}) { id } }', {
    ...as(own),
    variables: { title },
  });
const rowsOf = async ({ user }: ClientSession) => {
  const of = `where: {user_id: {_eq: "${user.id}"}}`;
  const ofAuth = `where: {userId: {_eq: "${user.id}"}}`;
  const { data } = await server.graphql(
    `{ user(id: "${user.id}") { id } notes(${of}) { id } authRefreshTokens(${ofAuth}) { id } authUserRoles(${ofAuth}) { role } }`,
    { admin: true },
  );
  return data;
};
const nothing = { user: null, notes: [], authRefreshTokens: [], authUserRoles: [] };

describe('deleteAccount', () => {
  const remove = (own: ClientSession, variables: Record<string, unknown> = {}) =>
    mutate(server, 'deleteAccount', variables, as(own));

  it('deletes the account and every row of it, and tells its owner', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    await addNote(own, 'mine');
    expect((await remove(own, { password })).data).toBe(true);
    expect(await rowsOf(own)).toEqual(nothing);
    expect(messagesTo(server.app, own.user.email)[0]).toMatchObject({ kind: 'account-deleted' });
    // GHSA-2vg6-77g8-24mp of better-auth: sessions that live after the deletion of their user.
    expect(await isAlive(server, own)).toBe(false);
    expect(await isAlive(server, other)).toBe(false);
    expect(await signInCodes(server, own.user.email, password)).toEqual(['invalid-email-password']);
    expect((await remove(own, { password })).codes).toEqual(['unauthenticated-user']);
  });

  it('tells it once of several requests at once', async () => {
    const own = await signUpNew(server);
    const replies = await Promise.all(Array.from({ length: 5 }, () => remove(own)));
    const others = new Set(replies.flatMap(({ codes }) => codes));
    expect([...others].filter((code) => code !== 'unauthenticated-user')).toEqual([]);
    expect(await rowsOf(own)).toEqual(nothing);
  });

  it('needs the password, or a fresh session', async () => {
    const own = await signUpNew(server);
    expect((await remove(own, { password: 'wrong' })).codes).toEqual(['invalid-email-password']);
    const old = await callWebhook(afterQuarter, 'deleteAccount', {}, sessionOf(own));
    expect(old.code).toBe('elevated-claim-required');
    expect((await rowsOf(own)).user).not.toBeNull();
    const proved = await callWebhook(afterQuarter, 'deleteAccount', { password }, sessionOf(own));
    expect(proved.data).toBe(true);
    const fresh = await signUpNew(server);
    expect((await remove(fresh)).data).toBe(true);
  });

  it('takes an elevated session, and demands one where the settings do', async () => {
    const strict = await server.startAnother({ AUTH_REQUIRE_ELEVATED_CLAIM: 'required' });
    const own = await signUpNew(server);
    const plain = await callWebhook(strict, 'deleteAccount', { password }, sessionOf(own));
    expect(plain.code).toBe('elevated-claim-required');
    const elevated = { ...sessionOf(own), 'x-hasura-auth-elevated': own.user.id };
    expect((await callWebhook(strict, 'deleteAccount', {}, elevated)).data).toBe(true);
  });

  it('takes no claim of elevation that names somebody else', async () => {
    const [own, other] = [await signUpNew(server), await signUpNew(server)];
    const elevated = { ...sessionOf(own), 'x-hasura-auth-elevated': other.user.id };
    const reply = await callWebhook(afterQuarter, 'deleteAccount', {}, elevated);
    expect(reply.code).toBe('elevated-claim-required');
  });

  it('deletes an anonymous account, which has nothing but its session', async () => {
    const { data } = await mutate(server, 'signInAnonymous', {});
    const old = await callWebhook(afterQuarter, 'deleteAccount', {}, sessionOf(data.session));
    expect(old.data).toBe(true);
    expect((await rowsOf(data.session)).user).toBeNull();
  });

  it('is refused to nobody, in an ended session, and to a disabled account', async () => {
    expect((await mutate(server, 'deleteAccount', {})).codes).toEqual(['validation-failed']);
    const ended = await signUpNew(server);
    await mutate(server, 'signOut', { refreshToken: ended.refreshToken });
    expect((await remove(ended, { password })).codes).toEqual(['unauthenticated-user']);
    const disabled = await signUpNew(server);
    await updateUser(server, disabled, '{disabled: true}');
    expect((await remove(disabled, { password })).codes).toEqual(['disabled-user']);
  });

  it('takes no id: nobody deletes another account', async () => {
    const [own, other] = [await signUpNew(server), await signUpNew(server)];
    const reply = await callWebhook(server.app, 'deleteAccount', { id: other.user.id }, sessionOf(own));
    expect(reply.code).toBe('invalid-request');
    expect((await rowsOf(other)).user).not.toBeNull();
  });
});

describe('exportMyData', () => {
  const exportOf = async (own: ClientSession) =>
    (await server.graphql('{ exportMyData }', as(own))).data?.exportMyData;

  it('has every row of the caller, and of nobody else', async () => {
    const [own, other] = [await signUpVerified(server), await signUpVerified(server)];
    await addNote(own, 'mine');
    await addNote(other, 'foreign');
    await mutate(server, 'sendPasswordReset', { email: own.user.email });
    expect(await exportOf(own)).toMatchObject({
      id: own.user.id,
      email: own.user.email,
      emailVerified: true,
      roles: [{ role: 'me' }, { role: 'user' }],
      refreshTokens: [{ id: own.refreshTokenId, type: 'regular' }],
      tickets: [{ kind: 'passwordReset', recipient: own.user.email }],
      outbox: [{ kind: 'password-reset' }],
      notes: [{ title: 'mine' }],
    });
    expect(JSON.stringify(await exportOf(own))).not.toContain('foreign');
  });

  it('has no hash, no secret and no token', async () => {
    const own = await signUpNew(server);
    const text = JSON.stringify(await exportOf(own));
    expect(text).not.toMatch(/argon2|hash|secret|"ticket"|\\\\x/i);
    expect(text).not.toContain(own.refreshToken);
  });

  it('is refused to nobody and in an ended session; an anonymous account has it', async () => {
    expect((await server.graphql('{ exportMyData }')).codes).toEqual(['validation-failed']);
    const ended = await signUpNew(server);
    await mutate(server, 'signOut', { refreshToken: ended.refreshToken });
    expect((await server.graphql('{ exportMyData }', as(ended))).codes).toEqual(['unauthenticated-user']);
    const { data } = await mutate(server, 'signInAnonymous', {});
    expect(await exportOf(data.session)).toMatchObject({ isAnonymous: true });
  });
});
