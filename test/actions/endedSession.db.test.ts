import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, signInAgain, updateUser, userRow } from './accounts.js';
import { codeTo, newPhoneNumber } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, newEmail, password, signUpNew } from './requests.js';

/** An access token lives on for some minutes after its session has ended, but changes nothing of the account any more. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_WEBAUTHN_ENABLED: 'true',
      AUTH_CLIENT_URL: 'https://app.example.com',
    },
  });
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const end = (own: ClientSession) =>
  server.graphql(
    `mutation { deleteAuthRefreshTokens(where: {userId: {_eq: "${own.user.id}"}}) { affected_rows } }`,
    {
      admin: true,
    },
  );

const refused: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  activateTotp: { code: '123456' },
  changeEmail: { newEmail: newEmail() },
  changePassword: { newPassword: 'another one', oldPassword: password },
  changePhone: { newPhoneNumber: newPhoneNumber() },
  confirmPhoneChange: { otp: '123456' },
  createPat: { expiresAt: '2999-01-01T00:00:00Z' },
  deanonymize: { signInMethod: 'email-password', email: newEmail(), password },
  deleteAccount: { password },
  disableTotp: { code: '123456' },
  elevate: { password },
  finishAddPasskey: {
    credential: {
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: {
        clientDataJSON: Buffer.from('{"type":"webauthn.create","challenge":"AAAA"}').toString('base64url'),
        attestationObject: 'AAAA',
      },
    },
  },
  generateTotp: {},
  linkIdToken: { provider: 'google', idToken: 'a.b.c' },
  linkProvider: { provider: 'google', options: { codeChallenge: 'c'.repeat(43) } },
  providerTokens: { provider: 'google' },
  replaceRecoveryCodes: {},
  sendElevationCode: { method: 'email' },
  setPassword: { password: 'another one' },
  startAddPasskey: {},
  startPasskeyElevation: {},
  unlinkProvider: { id: '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11' },
};

/** Queries, and what is looked at below. */
const others = ['elevationMethods', 'exportMyData', 'me', 'revokeSession'];

describe('the access token of an ended session', () => {
  it.each(Object.entries(refused))('is refused by %s', async (name, variables) => {
    const own = await signUpNew(server);
    await updateUser(server, own, '{emailVerified: true}');
    await end(own);
    const fields = 'updatedAt passwordHash email newEmail newPhoneNumber totpPendingSecret';
    const before = await userRow(server, own, fields);
    expect((await mutate(server, name, variables, as(own))).codes).toEqual(['unauthenticated-user']);
    expect(await userRow(server, own, fields)).toEqual(before);
  });

  it.each(Object.entries(refused))('is not to be done without in %s', async (name, variables) => {
    expect((await callWebhook(server.app, name, variables)).code).toBe('unauthenticated-user');
  });

  it('is tried with every Action that needs one', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../hasura/metadata/actions.yaml'), 'utf8');
    const { actions } = parse(text) as { actions: { name: string; permissions?: { role: string }[] }[] };
    const needing = actions.filter(({ permissions = [] }) => {
      const roles = permissions.map(({ role }) => role);
      return roles.includes('user') && !roles.includes('public');
    });
    const tried = [...Object.keys(refused), ...others];
    expect(needing.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  });

  it('does not finish a change of the number, nor spend guesses at its code', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    const number = newPhoneNumber();
    await mutate(server, 'changePhone', { newPhoneNumber: number }, as(own));
    const otp = codeTo(server.app, number);
    await mutate(server, 'revokeSession', { id: other.refreshTokenId }, as(own));
    for (let guess = 0; guess < 6; guess += 1) {
      const reply = await mutate(server, 'confirmPhoneChange', { otp }, as(other));
      expect(reply.codes).toEqual(['unauthenticated-user']);
    }
    expect((await mutate(server, 'confirmPhoneChange', { otp }, as(own))).data).toBe(true);
  });

  it('exports nothing', async () => {
    const own = await signUpNew(server);
    await end(own);
    for (const query of ['{ exportMyData }', '{ elevationMethods }']) {
      expect((await server.graphql(query, as(own))).codes).toEqual(['unauthenticated-user']);
    }
  });

  it('converts no anonymous account, by mail or by text message', async () => {
    const { data } = await mutate(server, 'signInAnonymous', {});
    await end(data.session);
    const phoneNumber = newPhoneNumber();
    for (const wish of [
      { signInMethod: 'email-password', email: newEmail(), password },
      { signInMethod: 'passwordless', email: newEmail() },
      { signInMethod: 'sms', phoneNumber },
    ]) {
      expect((await mutate(server, 'deanonymize', wish, as(data.session))).codes).toEqual([
        'unauthenticated-user',
      ]);
    }
    expect(await userRow(server, data.session, 'isAnonymous newPhoneNumber email')).toEqual({
      isAnonymous: true,
      newPhoneNumber: null,
      email: null,
    });
  });

  it('ends no other session', async () => {
    const own = await signUpNew(server);
    const other = await signInAgain(server, own);
    await mutate(server, 'revokeSession', { id: other.refreshTokenId }, as(own));
    const revoked = await mutate(server, 'revokeSession', { id: own.refreshTokenId }, as(other));
    expect(revoked.data).toBe(false);
    expect((await mutate(server, 'signOut', { others: true }, as(other))).codes).toEqual([
      'unauthenticated-user',
    ]);
    expect(await isAlive(server, own)).toBe(true);
  });
});
