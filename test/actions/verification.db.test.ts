import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';
import { lastMessage, messagesTo, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { newEmail, password, post, signInMutation, signUpMutation } from './requests.js';

const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: {
      AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED: 'true',
      AUTH_CLIENT_URL: 'https://app.example.com',
      AUTH_LOCALE_ALLOWED_LOCALES: 'en,de',
    },
  });
});
afterAll(() => server.close());

const signUp = async (email: string, given = password, options = {}) => {
  const { data, ...reply } = await server.graphql(signUpMutation, {
    variables: { email, password: given, options },
  });
  return { ...reply, data: data?.signUp };
};
const signIn = async (email: string, given = password) =>
  (await server.graphql(signInMutation, { variables: { email, password: given } })).codes;
const confirm = (ticket: string) => mutate(server, 'confirmTicket', { ticket });
const sendAgain = (email: string, more: object = {}, token?: string) =>
  mutate(server, 'sendVerificationEmail', { email, ...more }, token === undefined ? {} : { token });
const admin = (query: string, variables = {}) => server.graphql(query, { admin: true, variables });
const update = (email: string, set: string) =>
  admin(
    `mutation ($email: citext!) { updateUsers(where: {email: {_eq: $email}}, _set: ${set}) { affected_rows } }`,
    { email },
  );
const userOf = async (email: string) => {
  const query =
    'query ($email: citext!) { users(where: {email: {_eq: $email}}) { id emailVerified passwordHash tickets { kind } refreshTokens { id } outbox { kind payload deliveredAt } } }';
  return (await admin(query, { email })).data.users[0];
};
const waiting = { session: null, mfa: null };

describe('signUp where the email has to be verified', () => {
  it('gives a mail in place of a session, and the session when its link is used', async () => {
    const email = newEmail();
    expect((await signUp(email, password, { locale: 'de' })).data).toEqual(waiting);
    expect(await signIn(email)).toEqual(['unverified-user']);
    expect(await userOf(email)).toMatchObject({
      emailVerified: false,
      tickets: [{ kind: 'verifyEmail' }],
      outbox: [{ kind: 'email-verify' }],
      refreshTokens: [],
    });
    const mail = lastMessage(server.app, email);
    expect(mail.kind).toBe('email-verify');
    expect(new URL(mail.link ?? '').searchParams.get('redirectTo')).toBe('https://app.example.com');

    const { data } = await confirm(ticketTo(server.app, email));
    expect(data.session.user).toMatchObject({ email, emailVerified: true, locale: 'de' });
    expect(await signIn(email)).toEqual([]);
  });

  it('makes account, ticket and mail in one mutation, or none of them', async () => {
    const email = newEmail();
    server.loseRequestsOf('mutation InsertUser');
    expect((await signUp(email)).codes).toEqual(['service-unavailable']);
    server.loseRequestsOf(undefined);
    expect(await userOf(email)).toBeUndefined();
    expect(messagesTo(server.app, email)).toEqual([]);
    expect((await signUp(email)).data).toEqual(waiting);
    expect(messagesTo(server.app, email)).toHaveLength(1);
  });

  it('answers the same for an address that has an account, whose owner is told by mail (threat 13)', async () => {
    const email = newEmail();
    const first = await signUp(email);
    const { id, passwordHash } = await userOf(email);
    const second = await signUp(email.toUpperCase(), 'another horse');
    expect(second.text).toBe(first.text);
    expect(messagesTo(server.app, email).map(({ kind }) => kind)).toEqual(['account-exists', 'email-verify']);
    expect(await userOf(email)).toMatchObject({ id, passwordHash });
  });

  it('costs the same for an address that has an account: two requests and one mail', async () => {
    const email = newEmail();
    const counts: number[] = [];
    for (const _ of ['new', 'known']) {
      const before = server.requestsToHasura();
      await signUp(email);
      // Notes of the delivery may still be on their way.
      await server.app.auth.outbox.close();
      counts.push(server.requestsToHasura() - before);
    }
    expect(counts).toEqual([3, 3]);
    expect(messagesTo(server.app, email)).toHaveLength(2);
  });

  it('makes one account of many sign-ups at once, all with the same answer', async () => {
    const email = newEmail();
    const replies = await Promise.all(Array.from({ length: 8 }, () => signUp(email)));
    expect(replies.map(({ data }) => data)).toEqual(Array(8).fill(waiting));
    const kinds = messagesTo(server.app, email).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual([...Array(7).fill('account-exists'), 'email-verify']);
  });

  it('keeps no mail unencrypted, and none at all once it is delivered', async () => {
    const email = newEmail();
    await signUp(email);
    await server.app.auth.outbox.close();
    expect((await userOf(email)).outbox).toEqual([
      { kind: 'email-verify', payload: null, deliveredAt: expect.any(String) },
    ]);
  });

  it('AUTH_DISABLE_NEW_USERS sends no mail, and answers the same for all', async () => {
    const app = await server.startAnother({ AUTH_DISABLE_NEW_USERS: 'true' });
    const email = newEmail();
    const first = await post(app, '/signup/email-password', { email, password });
    expect([first.status, first.body.error]).toEqual([401, 'disabled-user']);
    expect(messagesTo(app, email)).toEqual([]);
    expect(await post(app, '/signup/email-password', { email, password })).toEqual(first);
  });

  it('AUTH_EMAIL_PASSWORD_ENABLED=false switches it off', async () => {
    const app = await server.startAnother({ AUTH_EMAIL_PASSWORD_ENABLED: 'false' });
    for (const path of ['/signup/email-password', '/signin/email-password']) {
      const { status, body } = await post(app, path, { email: newEmail(), password });
      expect([status, body.error]).toEqual([409, 'disabled-endpoint']);
    }
  });
});

describe('confirmTicket of a verification', () => {
  const sent = async () => {
    const email = newEmail();
    await signUp(email);
    return { email, ticket: ticketTo(server.app, email) };
  };

  it('lets one of twenty uses at once succeed', async () => {
    const { email, ticket } = await sent();
    const replies = await Promise.all(Array.from({ length: 20 }, () => confirm(ticket)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-ticket'));
    expect((await userOf(email)).refreshTokens).toHaveLength(1);
  });

  it('keeps the password', async () => {
    const { email, ticket } = await sent();
    const before = await userOf(email);
    await confirm(ticket);
    expect((await userOf(email)).passwordHash).toBe(before.passwordHash);
  });

  it('ends after thirty days', async () => {
    const { ticket } = await sent();
    clock.advance(30 * 86_400);
    expect((await confirm(ticket)).codes).toEqual(['invalid-ticket']);
    clock.advance(-30 * 86_400);
    expect((await confirm(ticket)).codes).toEqual([]);
  });

  it('ends with the account', async () => {
    const { email, ticket } = await sent();
    await admin(
      'mutation ($email: citext!) { deleteUsers(where: {email: {_eq: $email}}) { affected_rows } }',
      {
        email,
      },
    );
    expect((await confirm(ticket)).codes).toEqual(['invalid-ticket']);
  });

  it('leaves a challenge of another sign-in alone (threat 17)', async () => {
    const { email, ticket } = await sent();
    await update(email, '{emailVerified: true, totpSecret: "x", activeMfaType: "totp"}');
    const signedIn = await server.graphql(signInMutation, { variables: { email, password } });
    expect(signedIn.data.signIn.mfa.ticket).toMatch(/^mfaTotp:/);
    await sendAgain(email);
    const { data } = await confirm(ticket);
    expect(data).toEqual({ session: null, mfa: { ticket: expect.stringMatching(/^mfaTotp:/) } });
    expect((await userOf(email)).tickets).toEqual([{ kind: 'mfaTotp' }, { kind: 'mfaTotp' }]);
  });
});

describe('sendVerificationEmail', () => {
  it('sends the mail again; both links work until one is used', async () => {
    const email = newEmail();
    await signUp(email);
    const first = ticketTo(server.app, email);
    expect((await sendAgain(email)).data).toBe(true);
    const second = ticketTo(server.app, email);
    expect(second).not.toBe(first);
    expect((await confirm(first)).data.session.user.emailVerified).toBe(true);
  });

  it('takes a redirect', async () => {
    const email = newEmail();
    await signUp(email);
    await sendAgain(email, { options: { redirectTo: 'https://app.example.com/welcome' } });
    const link = new URL(lastMessage(server.app, email).link ?? '');
    expect(link.searchParams.get('redirectTo')).toBe('https://app.example.com/welcome');
    const refused = await sendAgain(email, { options: { redirectTo: 'https://evil.com' } });
    expect(refused.codes).toEqual(['redirectTo-not-allowed']);
  });

  it('answers the same for every address, and mails only where there is something to prove', async () => {
    const verified = newEmail();
    await signUp(verified);
    await confirm(ticketTo(server.app, verified));
    const disabled = newEmail();
    await signUp(disabled);
    await update(disabled, '{disabled: true}');
    const unknown = newEmail();
    for (const email of [verified, disabled, unknown]) {
      const before = messagesTo(server.app, email).length;
      expect((await sendAgain(email)).text).toBe((await sendAgain(newEmail())).text);
      expect(messagesTo(server.app, email)).toHaveLength(before);
    }
  });

  it('tells the owner, who is signed in, that the address is verified already', async () => {
    const email = newEmail();
    await signUp(email);
    const { accessToken } = (await confirm(ticketTo(server.app, email))).data.session;
    expect((await sendAgain(email, {}, accessToken)).codes).toEqual(['email-already-verified']);
    const other = newEmail();
    await signUp(other);
    expect((await sendAgain(other, {}, accessToken)).data).toBe(true);
  });

  it.each([
    ['an email that is none', { email: 'nobody' }, 'invalid-request'],
    ['an unknown option', { options: { locale: 'de' } }, 'validation-failed'],
    ['a user id', { userId: randomUUID() }, 'validation-failed'],
  ])('is refused with %s', async (_, change, code) => {
    expect((await sendAgain(newEmail(), change)).codes).toEqual([code]);
  });

  it('answers over REST as Nhost Auth does', async () => {
    const email = newEmail();
    await post(server.app, '/v1/signup/email-password', { email, password });
    const sent = await post(server.app, '/v1/user/email/send-verification-email', { email });
    expect(sent).toEqual({ status: 200, body: 'OK' });
    expect(messagesTo(server.app, email)).toHaveLength(2);
    const unknownKey = await post(server.app, '/v1/user/email/send-verification-email', { email, x: 1 });
    expect([unknownKey.status, unknownKey.body.error]).toEqual([400, 'invalid-request']);
  });
});

describe('mail that can not be sent', () => {
  it('refuses new and known addresses alike, before anything is written', async () => {
    const app = await server.startAnother({
      NODE_ENV: 'production',
      AUTH_SERVER_URL: 'https://auth.example.com',
    });
    const known = newEmail();
    await signUp(known);
    const unknown = newEmail();
    const replies = [];
    for (const email of [known, unknown]) {
      replies.push(await callWebhook(app, 'signUp', { email, password }));
      replies.push(await callWebhook(app, 'sendVerificationEmail', { email }));
    }
    expect(replies.map(({ code }) => code)).toEqual(Array(4).fill('service-unavailable'));
    expect(await userOf(unknown)).toBeUndefined();
  });
});
