import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';
import { codeTo, lastMessage, messagesTo, newPhoneNumber, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { password } from './requests.js';

const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: { AUTH_PHONE_PASSWORD_ENABLED: 'true', AUTH_SMS_PASSWORDLESS_ENABLED: 'true' },
  });
});
afterAll(() => server.close());

const signUp = (phoneNumber: string, more: object = {}) =>
  mutate(server, 'signUpPhone', { phoneNumber, password, ...more });
const verify = (phoneNumber: string, otp: string) => mutate(server, 'verifyPhone', { phoneNumber, otp });
const signIn = (phoneNumber: string, given = password) =>
  mutate(server, 'signInPhone', { phoneNumber, password: given });
const asked = async (phoneNumber = newPhoneNumber()) => {
  await signUp(phoneNumber);
  return { phoneNumber, code: codeTo(server.app, phoneNumber) };
};
const made = async () => {
  const { phoneNumber, code } = await asked();
  const { data } = await verify(phoneNumber, code);
  return { phoneNumber, session: data.session };
};
const update = (id: string, set: string) =>
  server.graphql(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { id } }`, { admin: true });
const waiting = { session: null, mfa: null };

describe('signUpPhone, verifyPhone and signInPhone', () => {
  it('make an account when the code comes back, and sign in with the password', async () => {
    const phoneNumber = newPhoneNumber();
    const options = { displayName: 'Ada', metadata: { a: 1 } };
    expect((await signUp(phoneNumber, { options })).data).toEqual(waiting);
    expect(lastMessage(server.app, phoneNumber)).toMatchObject({ channel: 'sms', kind: 'signup-sms' });
    expect((await signIn(phoneNumber)).codes).toEqual(['invalid-phone-password']);

    const { data } = await verify(phoneNumber, codeTo(server.app, phoneNumber));
    expect(data.session.user).toMatchObject({
      phoneNumber,
      phoneNumberVerified: true,
      email: null,
      displayName: 'Ada',
      metadata: { a: 1 },
    });
    expect((await signIn(phoneNumber)).data.session.user.id).toBe(data.session.user.id);
  });

  it('keep no number from its owner: the account is that of whoever has the code (threat 23)', async () => {
    const stranger = await asked();
    const owner = await asked(stranger.phoneNumber);
    expect((await verify(owner.phoneNumber, owner.code)).data.session).not.toBeNull();
    if (stranger.code !== owner.code) {
      expect((await verify(stranger.phoneNumber, stranger.code)).codes).toEqual(['invalid-otp']);
    }
  });

  it('answer the same for a number that has an account, whose owner is told', async () => {
    const { phoneNumber, session } = await made();
    const known = await signUp(phoneNumber, { password: 'another horse' });
    expect(known.text).toBe((await signUp(newPhoneNumber())).text);
    expect(lastMessage(server.app, phoneNumber).kind).toBe('account-exists-sms');
    expect((await signIn(phoneNumber)).data.session.user.id).toBe(session.user.id);
    expect((await signIn(phoneNumber, 'another horse')).codes).toEqual(['invalid-phone-password']);
  });

  it('answer the same to a wrong password and an unknown number', async () => {
    const { phoneNumber } = await made();
    const wrong = await signIn(phoneNumber, 'wrong horse');
    expect(wrong.codes).toEqual(['invalid-phone-password']);
    expect((await signIn(newPhoneNumber(), 'wrong horse')).text).toBe(wrong.text);
  });

  it('say that an account is disabled to who knows the password (threat 13)', async () => {
    const { phoneNumber, session } = await made();
    await update(session.user.id, '{disabled: true}');
    expect((await signIn(phoneNumber)).codes).toEqual(['disabled-user']);
    expect((await signIn(phoneNumber, 'wrong horse')).codes).toEqual(['invalid-phone-password']);
  });

  it('lead to the second factor where one is active (threat 9)', async () => {
    const { phoneNumber, session } = await made();
    await update(session.user.id, '{totpSecret: "x", activeMfaType: "totp"}');
    expect((await signIn(phoneNumber)).data).toEqual({
      session: null,
      mfa: { ticket: expect.stringMatching(/^mfaTotp:/) },
    });
  });

  it('refuse a wrong code, and one that is for signing in', async () => {
    const { phoneNumber, code } = await asked();
    expect((await verify(phoneNumber, wrongCode(code))).codes).toEqual(['invalid-otp']);
    expect((await mutate(server, 'signInSmsOtp', { phoneNumber, otp: code })).codes).toEqual(['invalid-otp']);
    expect((await verify(phoneNumber, code)).codes).toEqual([]);
    expect((await verify(phoneNumber, code)).codes).toEqual(['invalid-otp']);
  });

  it('end a code after five wrong ones', async () => {
    const { phoneNumber, code } = await asked();
    await Promise.all(Array.from({ length: 20 }, () => verify(phoneNumber, wrongCode(code))));
    expect((await verify(phoneNumber, code)).codes).toEqual(['invalid-otp']);
  });

  it('let one of twenty uses at once succeed', async () => {
    const { phoneNumber, code } = await asked();
    const replies = await Promise.all(Array.from({ length: 20 }, () => verify(phoneNumber, code)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-otp'));
  });

  it('end after five minutes', async () => {
    const { phoneNumber, code } = await asked();
    clock.advance(300);
    expect((await verify(phoneNumber, code)).codes).toEqual(['invalid-otp']);
    clock.advance(-300);
  });

  it('keep the password as a hash only', async () => {
    const { phoneNumber } = await asked();
    const query = 'query ($to: citext!) { authTickets(where: {recipient: {_eq: $to}}) { payload } }';
    const { data, text } = await server.graphql(query, { admin: true, variables: { to: phoneNumber } });
    expect(data.authTickets[0].payload.passwordHash).toMatch(/^\$argon2id\$/);
    expect(text).not.toContain(password);
  });

  it.each([
    ['a number that is none', { phoneNumber: '12' }, 'invalid-request'],
    ['a short password', { password: 'ab' }, 'password-too-short'],
    ['the role admin', { options: { allowedRoles: ['user', 'admin'] } }, 'role-not-allowed'],
    ['a user id', { userId: randomUUID() }, 'validation-failed'],
  ])('refuse %s', async (_, change, code) => {
    expect((await signUp(newPhoneNumber(), change)).codes).toEqual([code]);
  });

  it.each([
    [{ AUTH_PHONE_PASSWORD_ENABLED: 'false' }, 'disabled-endpoint', 'disabled-endpoint'],
    [{ AUTH_DISABLE_SIGNUP: 'true' }, 'signup-disabled', 'signup-disabled'],
    [{ AUTH_DISABLE_NEW_USERS: 'true' }, undefined, 'disabled-user'],
  ])('follow the settings %o', async (env, atSignUp, atVerification) => {
    const app = await server.startAnother(env);
    const { phoneNumber, code } = await asked();
    const wished = newPhoneNumber();
    expect((await callWebhook(app, 'signUpPhone', { phoneNumber: wished, password })).code).toBe(atSignUp);
    expect(messagesTo(app, wished)).toHaveLength(atSignUp ? 0 : 1);
    expect((await callWebhook(app, 'verifyPhone', { phoneNumber, otp: code })).code).toBe(atVerification);
  });
});
