import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';
import { lastMessage, messagesTo, ticketTo } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { newEmail, password, post, signUpNew } from './requests.js';

const clock = testClock();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: {
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_CLIENT_URL: 'https://app.example.com',
      AUTH_LOCALE_ALLOWED_LOCALES: 'en,fr',
    },
  });
});
afterAll(() => server.close());

const send = (variables: Record<string, unknown>) => mutate(server, 'sendMagicLink', variables);
const confirm = (ticket: string, token?: string) =>
  mutate(server, 'confirmTicket', { ticket }, token === undefined ? {} : { token });
const admin = (query: string, variables = {}) => server.graphql(query, { admin: true, variables });
const update = (id: string, set: string) =>
  admin(`mutation { updateUser(pk_columns: {id: "${id}"}, _set: ${set}) { id } }`);
const usersOf = async (email: string) => {
  const query =
    'query ($email: citext!) { users(where: {email: {_eq: $email}}) { id emailVerified passwordHash phoneNumber disabled lastSeen refreshTokens { id } tickets { id } } }';
  return (await admin(query, { email })).data.users;
};

describe('sendMagicLink', () => {
  it('signs up who has no account, when the link is used', async () => {
    const email = newEmail();
    const options = { displayName: 'Zoë', locale: 'fr', defaultRole: 'me', metadata: { a: 1 } };
    expect((await send({ email, options })).data).toBe(true);
    expect(await usersOf(email)).toEqual([]);
    expect(lastMessage(server.app, email)).toMatchObject({
      kind: 'signin-passwordless',
      subject: 'Lien de connexion sécurisé',
    });

    const { data, codes } = await confirm(ticketTo(server.app, email));
    expect(codes).toEqual([]);
    expect(data.mfa).toBeNull();
    expect(data.session.user).toMatchObject({
      email,
      emailVerified: true,
      displayName: 'Zoë',
      locale: 'fr',
      defaultRole: 'me',
      roles: ['me', 'user'],
      metadata: { a: 1 },
    });
    expect(await usersOf(email)).toMatchObject([
      { id: data.session.user.id, passwordHash: null, tickets: [], refreshTokens: [expect.anything()] },
    ]);
  });

  it('signs in to the account that is there, and leaves its profile alone', async () => {
    const { user } = await signUpNew(server);
    await update(user.id, '{emailVerified: true}');
    await send({ email: user.email.toUpperCase(), options: { displayName: 'Other', locale: 'fr' } });
    expect(lastMessage(server.app, user.email)).toMatchObject({
      to: user.email,
      subject: 'Secure sign-in link',
    });
    const { data } = await confirm(ticketTo(server.app, user.email));
    expect(data.session.user).toMatchObject({ id: user.id, displayName: user.displayName, locale: 'en' });
    const signedIn = await post(server.app, '/signin/email-password', { email: user.email, password });
    expect(signedIn.status).toBe(200);
  });

  it('takes two requests to Hasura, and so does using the link', async () => {
    for (const email of [newEmail(), (await signUpNew(server)).user.email]) {
      const before = server.requestsToHasura();
      await send({ email });
      // A third one notes, after the answer, that the mail is delivered.
      expect(server.requestsToHasura() - before).toBeLessThanOrEqual(3);
      await server.app.auth.hasura.FindUserByEmail({ email });
      const ticket = ticketTo(server.app, email);
      const between = server.requestsToHasura();
      await confirm(ticket);
      expect(server.requestsToHasura() - between).toBe(2);
    }
  });

  it('drops all that was set before the first proof of the address (threat 2)', async () => {
    const attacker = await signUpNew(server);
    const { email, id } = attacker.user;
    await update(id, '{totpSecret: "x", activeMfaType: "totp", phoneNumber: "+33612345678"}');
    await send({ email });
    const { data } = await confirm(ticketTo(server.app, email));
    expect(data.session.user).toMatchObject({
      id,
      emailVerified: true,
      activeMfaType: null,
      phoneNumber: null,
    });
    expect(await usersOf(email)).toMatchObject([
      { passwordHash: null, refreshTokens: [{ id: data.session.refreshTokenId }] },
    ]);
    const signedIn = await post(server.app, '/signin/email-password', { email, password });
    expect(signedIn.body.error).toBe('invalid-email-password');
    const refreshed = await post(server.app, '/token', { refreshToken: attacker.refreshToken });
    expect(refreshed.body.error).toBe('invalid-refresh-token');
  });

  it('leads to the second factor where one is active (threat 9)', async () => {
    const { user } = await signUpNew(server);
    await update(user.id, '{emailVerified: true, totpSecret: "x", activeMfaType: "totp"}');
    await send({ email: user.email });
    const { data } = await confirm(ticketTo(server.app, user.email));
    expect(data).toEqual({
      session: null,
      mfa: { ticket: expect.stringMatching(/^mfaTotp:[0-9a-f-]{36}$/) },
    });
  });

  it.each([
    ['an email that is none', { email: 'a@b@c' }, 'invalid-request'],
    ['a foreign redirect', { options: { redirectTo: 'https://evil.com' } }, 'redirectTo-not-allowed'],
    ['the role admin', { options: { allowedRoles: ['user', 'admin'] } }, 'role-not-allowed'],
    ['an unknown option', { options: { isAdmin: true } }, 'validation-failed'],
    ['an unknown argument', { userId: randomUUID() }, 'validation-failed'],
  ])('is refused with %s', async (_, change, code) => {
    expect((await send({ email: newEmail(), ...change })).codes).toEqual([code]);
  });

  it('answers the same for all addresses, and writes nothing that lasts where there is nobody to tell', async () => {
    const { user } = await signUpNew(server);
    await update(user.id, '{disabled: true}');
    const app = await server.startAnother({ AUTH_DISABLE_AUTO_SIGNUP: 'true' });
    const known = await signUpNew(server);
    const unknown = newEmail();
    for (const email of [user.email, known.user.email, unknown]) {
      expect(await post(app, '/v1/signin/passwordless/email', { email })).toEqual({
        status: 200,
        body: 'OK',
      });
    }
    expect(messagesTo(app, user.email)).toEqual([]);
    expect(messagesTo(app, known.user.email)).toHaveLength(1);
    expect(messagesTo(app, unknown)).toEqual([]);
    const query = 'query ($to: citext!) { authTickets(where: {recipient: {_eq: $to}}) { id } }';
    expect((await admin(query, { to: unknown })).data.authTickets).toEqual([]);
  });
});

describe('sendMagicLink with settings', () => {
  it('is off by default', async () => {
    const app = await server.startAnother({ AUTH_EMAIL_PASSWORDLESS_ENABLED: 'false' });
    const { status, body } = await post(app, '/signin/passwordless/email', { email: newEmail() });
    expect([status, body.error]).toEqual([409, 'disabled-endpoint']);
  });

  it('AUTH_DISABLE_AUTO_SIGNUP makes accounts only where it is asked for', async () => {
    const app = await server.startAnother({ AUTH_DISABLE_AUTO_SIGNUP: 'true' });
    const email = newEmail();
    expect(await post(app, '/v1/signup/passwordless/email', { email })).toEqual({ status: 200, body: 'OK' });
    expect((await confirm(ticketTo(app, email))).data.session.user.email).toBe(email);
    const { body } = await post(app, '/signin/passwordless/email', { email, signUp: true });
    expect(body.error).toBe('invalid-request');
  });

  it('AUTH_DISABLE_SIGNUP sends links to accounts only', async () => {
    const app = await server.startAnother({ AUTH_DISABLE_SIGNUP: 'true' });
    const email = newEmail();
    expect((await post(app, '/signin/passwordless/email', { email })).status).toBe(200);
    expect(messagesTo(app, email)).toEqual([]);
    const asked = await post(app, '/signup/passwordless/email', { email });
    expect([asked.status, asked.body.error]).toEqual([403, 'signup-disabled']);
    // A link that was sent before.
    await send({ email });
    const ticket = ticketTo(server.app, email);
    expect((await callWebhook(app, 'confirmTicket', { ticket })).code).toBe('signup-disabled');
    expect(await usersOf(email)).toEqual([]);
  });

  it('AUTH_DISABLE_NEW_USERS makes a disabled account without a session', async () => {
    const app = await server.startAnother({ AUTH_DISABLE_NEW_USERS: 'true' });
    const email = newEmail();
    await post(app, '/signin/passwordless/email', { email });
    const ticket = ticketTo(app, email);
    expect((await callWebhook(app, 'confirmTicket', { ticket })).code).toBe('disabled-user');
    expect(await usersOf(email)).toMatchObject([{ disabled: true, emailVerified: true, refreshTokens: [] }]);
  });

  it('lists of emails are kept', async () => {
    const app = await server.startAnother({ AUTH_ACCESS_CONTROL_ALLOWED_EMAIL_DOMAINS: 'other.com' });
    const { status, body } = await post(app, '/signin/passwordless/email', { email: newEmail() });
    expect([status, body.error]).toEqual([401, 'invalid-email-password']);
  });
});

describe('confirmTicket', () => {
  const sent = async (email = newEmail()) => {
    await send({ email });
    return { email, ticket: ticketTo(server.app, email) };
  };

  it.each([
    ['nothing', ''],
    ['an unknown one', `passwordlessEmail:${randomUUID()}`],
    ['a ticket for the second factor', `mfaTotp:${randomUUID()}`],
    ['SQL', "passwordlessEmail:' or 1=1"],
  ])('refuses %s', async (_, ticket) => {
    expect((await confirm(ticket)).codes).toEqual(['invalid-ticket']);
  });

  it('refuses a ticket under the name of another kind', async () => {
    const { ticket } = await sent();
    const other = ticket.replace('passwordlessEmail', 'verifyEmail');
    expect((await confirm(other)).codes).toEqual(['invalid-ticket']);
    expect((await confirm(ticket)).data.session).not.toBeNull();
  });

  it('refuses a ticket that was used', async () => {
    const { ticket } = await sent();
    expect((await confirm(ticket)).codes).toEqual([]);
    expect((await confirm(ticket)).codes).toEqual(['invalid-ticket']);
  });

  it.each([
    ['makes the account', async () => newEmail()],
    ['belongs to one', async () => (await signUpNew(server)).user.email],
  ])('lets one of twenty uses at once succeed, when the ticket %s', async (_, address) => {
    const { email, ticket } = await sent(await address());
    const replies = await Promise.all(Array.from({ length: 20 }, () => confirm(ticket)));
    expect(replies.filter(({ data }) => data?.session)).toHaveLength(1);
    expect(replies.flatMap(({ codes }) => codes)).toEqual(Array(19).fill('invalid-ticket'));
    expect(await usersOf(email)).toMatchObject([{ refreshTokens: [expect.anything()], tickets: [] }]);
  });

  it('refuses a ticket after an hour', async () => {
    const early = await sent();
    const late = await sent();
    clock.advance(3599);
    expect((await confirm(early.ticket)).codes).toEqual([]);
    clock.advance(1);
    expect((await confirm(late.ticket)).codes).toEqual(['invalid-ticket']);
    clock.advance(-3600);
  });

  it('refuses a ticket whose address the account no longer has', async () => {
    const { user } = await signUpNew(server);
    const { ticket } = await sent(user.email);
    await update(user.id, `{email: "${newEmail()}", emailVerified: true}`);
    expect((await confirm(ticket)).codes).toEqual(['invalid-ticket']);
  });

  it('says that an account is disabled to who holds its ticket, and does nothing', async () => {
    const { user } = await signUpNew(server);
    const { ticket } = await sent(user.email);
    await update(user.id, '{disabled: true}');
    expect((await confirm(ticket)).codes).toEqual(['disabled-user']);
    expect(await usersOf(user.email)).toMatchObject([{ emailVerified: false }]);
  });

  it('signs in to the account of the ticket, whoever calls', async () => {
    const other = await signUpNew(server);
    const { email, ticket } = await sent();
    const { data } = await confirm(ticket, other.accessToken);
    expect(data.session.user.email).toBe(email);
    expect(data.session.user.id).not.toBe(other.user.id);
  });

  it('keeps nothing of the ticket but a hash', async () => {
    const { email, ticket } = await sent();
    const query =
      'query ($to: citext!) { authTickets(where: {recipient: {_eq: $to}}) { hash payload } authOutbox(order_by: {createdAt: desc}, limit: 5) { payload } }';
    const { data, text } = await admin(query, { to: email });
    expect(data.authTickets).toHaveLength(1);
    expect(text).not.toContain(ticket.slice(ticket.indexOf(':') + 1));
    expect(JSON.stringify(server.logged)).not.toContain(ticket.slice(ticket.indexOf(':') + 1));
  });

  it('can be sent again when Hasura does not answer', async () => {
    const { ticket } = await sent();
    server.loseRequestsOf('mutation SignUpByTicket');
    expect((await confirm(ticket)).codes).toEqual(['service-unavailable']);
    server.loseRequestsOf(undefined);
    expect((await confirm(ticket)).data.session).not.toBeNull();
  });
});
