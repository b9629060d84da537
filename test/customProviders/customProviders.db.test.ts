import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { codeTo, newPhoneNumber } from '../actions/messages.js';
import { callWebhook, mutate } from '../actions/mutate.js';
import { newEmail, password } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import * as badge from './badge.js';

let server: TestServer;
/** The same with every way switched off. */
let closed: App;
beforeAll(async () => {
  server = await startTestServer({
    customProviders: { badge },
    env: {
      AUTH_USERNAME_PASSWORD_ENABLED: 'true',
      AUTH_PHONE_PASSWORD_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
    },
  });
  closed = await server.startAnother({
    AUTH_EMAIL_PASSWORD_ENABLED: 'false',
    AUTH_USERNAME_PASSWORD_ENABLED: 'false',
    AUTH_PHONE_PASSWORD_ENABLED: 'false',
    AUTH_SMS_PASSWORDLESS_ENABLED: 'false',
  });
});
afterAll(() => server.close());

const signUp = (provider: string, data: unknown) => mutate(server, 'signUpWith', { provider, data });
const signIn = (provider: string, data: unknown) => mutate(server, 'signInWith', { provider, data });
const admin = (name: string, variables: Record<string, unknown>) =>
  mutate(server, name, variables, { admin: true });

describe('ways of the server, through signUpWith and signInWith', () => {
  it('email', async () => {
    const data = { email: newEmail(), password };
    const made = await signUp('email', { ...data, options: { displayName: 'Ann' } });
    expect(made.data.session.user).toMatchObject({ email: data.email, displayName: 'Ann' });
    expect((await signIn('email', data)).data.session.user.id).toBe(made.data.session.user.id);
    expect((await signIn('email', { ...data, password: 'wrong' })).codes).toEqual(['invalid-email-password']);
    expect((await signUp('email', data)).codes).toEqual(['email-already-in-use']);
  });

  it('username', async () => {
    const data = { username: `u${newEmail().slice(5, 20)}`, password };
    const made = await signUp('username', data);
    expect(made.data.session.user).toMatchObject({ username: data.username });
    expect((await signIn('username', data)).data.session.user.id).toBe(made.data.session.user.id);
    expect((await signIn('username', { ...data, password: 'wrong' })).codes).toEqual([
      'invalid-username-password',
    ]);
  });

  it('mobile: the code is sent, then taken', async () => {
    const phoneNumber = newPhoneNumber();
    expect((await signUp('mobile', { phoneNumber })).data).toEqual({ session: null, mfa: null });
    const otp = codeTo(server.app, phoneNumber);
    const { data } = await signIn('mobile', { phoneNumber, otp });
    expect(data.session.user).toMatchObject({ phoneNumber, phoneNumberVerified: true });
    expect((await signIn('mobile', { phoneNumber, otp })).codes).toEqual(['invalid-otp']);
    await signIn('mobile', { phoneNumber });
    const again = await signUp('mobile', { phoneNumber, otp: codeTo(server.app, phoneNumber) });
    expect(again.data.session.user.id).toBe(data.session.user.id);
  });

  it('mobile-password: the number is proved first', async () => {
    const data = { phoneNumber: newPhoneNumber(), password };
    expect((await signUp('mobile-password', data)).data).toEqual({ session: null, mfa: null });
    expect((await signIn('mobile-password', data)).codes).toEqual(['invalid-phone-password']);
    const proof = { phoneNumber: data.phoneNumber, otp: codeTo(server.app, data.phoneNumber) };
    const made = await signUp('mobile-password', proof);
    expect((await signIn('mobile-password', data)).data.session.user.id).toBe(made.data.session.user.id);
  });

  it.each([
    ['email', { email: 'a@example.com', password }],
    ['username', { username: 'ann', password }],
    ['mobile', { phoneNumber: '+33612345678' }],
    ['mobile-password', { phoneNumber: '+33612345678', password }],
  ])('%s is off where its setting is', async (provider, data) => {
    for (const name of ['signUpWith', 'signInWith']) {
      expect((await callWebhook(closed, name, { provider, data })).code).toBe('disabled-endpoint');
    }
  });

  it.each([
    ['an unknown way', 'facebook', {}],
    ['a name that every object has', 'constructor', {}],
    ['the prototype', '__proto__', {}],
    ['no data', 'email', {}],
    ['data that is no object', 'email', 'a@example.com'],
    ['an unknown field', 'email', { email: 'a@example.com', password, userId: 'x' }],
    ['an unknown option', 'username', { username: 'ann', password, options: { admin: true } }],
    ['text that can not be stored', 'email', { email: 'a@example.com', password: 'a\0b' }],
  ])('refuse %s', async (_name, provider, data) => {
    expect((await signUp(provider, data)).codes).toEqual(['invalid-request']);
    expect((await signIn(provider, data)).codes).toEqual(['invalid-request']);
  });
});

describe('a custom provider, as docs/custom-provider.md has it', () => {
  const doorKey = createPrivateKey({
    key: Buffer.from('MC4CAQAwBQYDK2VwBCIEIKhZFydoSai2ftUNHlU+ZswDa+dQfrIuObWn4YvHMsnh', 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const newNumber = () => String(Math.floor(Math.random() * 1e6)).padStart(6, '0');
  function badgeOf(number: string, secondsToGo = 60) {
    const until = Math.floor(Date.now() / 1000) + secondsToGo;
    return { number, until, seal: sign(null, Buffer.from(`${number}:${until}`), doorKey).toString('base64') };
  }

  it('is what the page shows', () => {
    const read = (path: string) => readFileSync(resolve(import.meta.dirname, path), 'utf8');
    const shown = read('./badge.ts').replaceAll('../../src/', '../');
    expect(read('../../docs/custom-provider.md')).toContain(shown);
  });

  it('signs up and in', async () => {
    const number = newNumber();
    expect((await signIn('badge', badgeOf(number))).codes).toEqual(['invalid-ticket']);
    const made = await signUp('badge', badgeOf(number));
    expect(made.data.session.user).toMatchObject({ username: `badge-${number}`, roles: ['me', 'user'] });
    const { data } = await signIn('badge', badgeOf(number));
    expect(data.session.user.id).toBe(made.data.session.user.id);
    expect((await signUp('badge', badgeOf(number))).codes).toEqual(['username-already-in-use']);
  });

  it('refuses what is not sealed, expired or malformed', async () => {
    const badge = badgeOf(newNumber());
    expect((await signUp('badge', { ...badge, number: newNumber() })).codes).toEqual(['invalid-ticket']);
    expect((await signUp('badge', { ...badge, until: badge.until + 60 })).codes).toEqual(['invalid-ticket']);
    expect((await signUp('badge', badgeOf(newNumber(), -1))).codes).toEqual(['invalid-ticket']);
    expect((await signUp('badge', { number: badge.number })).codes).toEqual(['invalid-request']);
  });

  it('ends in the gate: disabled accounts, second factors, closed sign-up', async () => {
    const number = newNumber();
    const { data } = await signUp('badge', badgeOf(number));
    const { id } = data.session.user;
    const set = (values: string) =>
      server.graphql(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${values}) { id } }`, {
        admin: true,
      });
    await set('{activeMfaType: "totp", totpSecret: "x"}');
    expect((await signIn('badge', badgeOf(number))).data).toMatchObject({
      session: null,
      mfa: { ticket: expect.stringMatching(/^mfaTotp:/) },
    });
    await admin('adminUpdateUser', { id, changes: { disabled: true } });
    expect((await signIn('badge', badgeOf(number))).codes).toEqual(['disabled-user']);
    const app = await server.startAnother({ AUTH_DISABLE_SIGNUP: 'true' });
    const input = { provider: 'badge', data: badgeOf(newNumber()) };
    expect((await callWebhook(app, 'signUpWith', input)).code).toBe('signup-disabled');
  });
});
