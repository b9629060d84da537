import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import type { Auth } from '../../src/auth/auth.js';
import { type CodeKind, lifetimeOf, type TicketKind, ticketKinds } from '../../src/auth/ticketKinds.js';
import { sendTicketSms } from '../../src/auth/ticketMessages.js';
import {
  consumeTicket,
  type DraftTicket,
  draftTicket,
  type FoundTicket,
  findTicketByHash,
  getCode,
  getTicket,
  signUpByTicket,
} from '../../src/auth/tickets.js';
import { AuthError } from '../../src/errors.js';
import { addSeconds } from '../../src/lib/clock.js';
import { silentLog } from '../../src/lib/log.js';
import { recordingFetch } from '../sms/recordingFetch.js';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';

const clock = testClock();
let server: TestServer;
let auth: Auth;
let userId: string;
let email: string;
let serial = 0;

const kinds = Object.keys(ticketKinds) as TicketKind[];
const codeKinds = kinds.filter((kind): kind is CodeKind => ticketKinds[kind].form === 'code');
const tokenKinds = kinds.filter((kind) => ticketKinds[kind].form === 'token');

beforeAll(async () => {
  server = await startTestServer({ clock });
  auth = server.app.auth;
});

afterAll(() => server.close());

beforeEach(async () => {
  serial += 1;
  email = `user${serial}@example.com`;
  const { insertUser } = await auth.hasura.InsertUser({ user: { displayName: 'Ada', email, locale: 'en' } });
  userId = insertUser?.id ?? '';
});

async function issue(kind: TicketKind, owner: string | null = userId): Promise<DraftTicket> {
  const ticket = draftTicket(auth, { kind, userId: owner, recipient: email, payload: { for: kind } });
  await auth.hasura.CreateTicket({ ticket: ticket.row, messages: [] });
  return ticket;
}

/** Finds a ticket by its text, whatever form it has. */
async function find({ kind, text, row }: DraftTicket): Promise<FoundTicket> {
  switch (ticketKinds[kind].form) {
    case 'token':
      return getTicket(auth, text, [kind]);
    case 'code':
      return getCode(auth, text, { recipient: email, kinds: [kind as CodeKind] });
    case 'challenge': {
      const found = await findTicketByHash(auth, row.hash ?? '');
      if (!found) throw new AuthError('invalid-ticket');
      return found;
    }
  }
}

async function atOnce<T>(count: number, work: (index: number) => Promise<T>) {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)));
  return {
    won: outcomes.filter((each) => each.status === 'fulfilled').map(({ value }) => value),
    codes: outcomes.filter((each) => each.status === 'rejected').map(({ reason }) => reason.code ?? reason),
  };
}

const wrongFor = ({ text }: DraftTicket) => (text === '000000' ? '000001' : '000000');

async function ticketCount(): Promise<number> {
  const { data } = await server.graphql(`{ authTickets(where: {recipient: {_eq: "${email}"}}) { id } }`, {
    admin: true,
  });
  return data.authTickets.length;
}

describe('a ticket', () => {
  it.each(kinds)('of the kind %s is used once by 20 uses at once', async (kind) => {
    const found = await find(await issue(kind));
    expect(found).toMatchObject({ kind, payload: { for: kind }, user: { id: userId } });
    const { won, codes } = await atOnce(20, () =>
      consumeTicket(auth, found, { proved: { emailVerified: true } }),
    );
    expect(won).toEqual([expect.objectContaining({ id: userId, emailVerified: true })]);
    expect(codes).toEqual(Array(19).fill('invalid-ticket'));
    expect(await ticketCount()).toBe(0);
  });

  it.each(kinds)('of the kind %s ends with its lifetime', async (kind) => {
    const ticket = await issue(kind);
    clock.advance(lifetimeOf(kind, server.app.auth.config) - 1);
    const found = await find(ticket);
    clock.advance(2);
    await expect(find(ticket)).rejects.toMatchObject({ code: /^invalid-(ticket|otp)$/ });
    await expect(consumeTicket(auth, found, { proved: { emailVerified: true } })).rejects.toMatchObject({
      code: 'invalid-ticket',
    });
  });

  it('lives as long as the settings say, in mails', async () => {
    const short = await server.startAnother({
      AUTH_OTP_EMAIL_EXPIRES_IN: '600',
      AUTH_EMAIL_LINK_EXPIRES_IN: '601',
      AUTH_EMAIL_VERIFY_EXPIRES_IN: '602',
      AUTH_INVITE_EXPIRES_IN: '603',
    });
    const lifetimes = (own: Auth) =>
      ['emailOtp', 'passwordlessEmail', 'passwordReset', 'emailConfirmChange', 'verifyEmail', 'invite'].map(
        (kind) => {
          const { expiresAt } = draftTicket(own, { kind: kind as TicketKind, userId });
          return (expiresAt.getTime() - clock.now().getTime()) / 1000;
        },
      );
    expect(lifetimes(short.auth)).toEqual([600, 601, 601, 601, 602, 603]);
    expect(lifetimes(auth)).toEqual([3600, 3600, 3600, 3600, 30 * 86_400, 7 * 86_400]);
  });

  it('is known to the database by a hash only', async () => {
    for (const kind of kinds) {
      const { text, row } = await issue(kind);
      expect(row.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(row)).not.toContain(text);
      // A code has a million values: a plain hash of it would tell it.
      const isPlain = row.hash === hash('sha256', text, 'hex');
      expect(isPlain).toBe(ticketKinds[kind].form === 'token');
    }
  });

  it('is no ticket of another kind', async () => {
    const { text } = await issue('verifyEmail');
    const uuid = text.slice(text.indexOf(':') + 1);
    for (const forged of [
      `passwordReset:${uuid}`,
      uuid,
      `verifyEmail:${uuid}x`,
      `verifyEmail:`,
      '',
      `x:${text}`,
    ]) {
      await expect(getTicket(auth, forged, ['passwordReset', 'verifyEmail'])).rejects.toMatchObject({
        code: 'invalid-ticket',
      });
    }
    await expect(getTicket(auth, text, ['passwordReset'])).rejects.toMatchObject({ code: 'invalid-ticket' });
    expect(await getTicket(auth, text.replace(uuid, uuid.toUpperCase()), ['verifyEmail'])).toMatchObject({
      kind: 'verifyEmail',
    });
  });

  it('asks nobody about a text that can be none', async () => {
    const before = server.requestsToHasura();
    await expect(getTicket(auth, 'verifyEmail:no', tokenKinds)).rejects.toThrow();
    expect(server.requestsToHasura()).toBe(before);
  });

  it('leaves the others of the same account alone', async () => {
    const reset = await issue('passwordReset');
    const challenge = await issue('mfaTotp');
    await consumeTicket(auth, await find(reset), { proved: { emailVerified: true } });
    expect(await find(challenge)).toMatchObject({ kind: 'mfaTotp' });
  });

  it('opens its session, or nothing', async () => {
    const found = await find(await issue('passwordlessEmail'));
    const sessionOf = (index: number) => ({
      id: `00000000-0000-4000-8000-${String(serial * 100 + index).padStart(12, '0')}`,
      userId,
      refreshTokenHash: `\\x${index}`,
      expiresAt: addSeconds(clock.now(), 60).toISOString(),
      type: 'regular' as const,
    });
    await atOnce(5, (index) =>
      consumeTicket(auth, found, { proved: { emailVerified: true }, session: sessionOf(index) }),
    );
    const { data } = await server.graphql(
      `{ authRefreshTokens(where: {userId: {_eq: "${userId}"}}) { id } }`,
      { admin: true },
    );
    expect(data.authRefreshTokens).toHaveLength(1);
  });

  it('does nothing for an account that was disabled meanwhile', async () => {
    const found = await find(await issue('passwordlessEmail'));
    await server.graphql(
      `mutation { updateUser(pk_columns: {id: "${userId}"}, _set: {disabled: true}) { id } }`,
      { admin: true },
    );
    await expect(consumeTicket(auth, found, { proved: { emailVerified: true } })).rejects.toMatchObject({
      code: 'invalid-ticket',
    });
    expect(await ticketCount()).toBe(1);
  });

  it('that makes the account makes one of 20 at once', async () => {
    const address = `new${serial}@example.com`;
    const found = await find(await issue('passwordlessEmail', null));
    expect(found.user).toBeNull();
    const { won } = await atOnce(20, () =>
      signUpByTicket(auth, found, { displayName: 'New', email: address, locale: 'en' }),
    );
    expect(won).toEqual([expect.objectContaining({ email: address })]);
    const { data } = await server.graphql(`{ users(where: {email: {_eq: "${address}"}}) { id } }`, {
      admin: true,
    });
    expect(data.users).toEqual([{ id: won[0]?.id }]);
    expect(await ticketCount()).toBe(0);
  });
});

describe('a code', () => {
  const right = (ticket: DraftTicket) => find(ticket).then(({ id }) => id);
  const guess = (kind: CodeKind, code: string) => getCode(auth, code, { recipient: email, kinds: [kind] });

  it.each(codeKinds)('of the kind %s has six digits and five guesses', async (kind) => {
    const ticket = await issue(kind);
    expect(ticket.text).toMatch(/^\d{6}$/);
    for (let index = 0; index < 4; index += 1) {
      await expect(guess(kind, wrongFor(ticket))).rejects.toMatchObject({ code: 'invalid-otp' });
    }
    expect(await right(ticket)).toBe(ticket.row.id);
    await expect(guess(kind, ticket.text)).rejects.toMatchObject({ code: 'invalid-otp' });
  });

  it('is not found by a hundred guesses at once, and ended by them', async () => {
    const ticket = await issue('emailOtp');
    await atOnce(100, () => guess('emailOtp', wrongFor(ticket)));
    await expect(guess('emailOtp', ticket.text)).rejects.toMatchObject({ code: 'invalid-otp' });
  });

  it('compares at most five of a hundred guesses at once', async () => {
    const ticket = await issue('emailOtp');
    const { won } = await atOnce(100, () => guess('emailOtp', ticket.text));
    expect(won).toHaveLength(5);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', ' 123456', 'x'.repeat(10_000)])(
    'is not %j',
    async (text) => {
      await issue('emailOtp');
      await expect(guess('emailOtp', text)).rejects.toMatchObject({ code: 'invalid-otp' });
    },
  );

  it('is of no use to another recipient, for another purpose or another caller', async () => {
    const ticket = await issue('emailOtp');
    const refused = { code: 'invalid-otp' };
    await expect(
      getCode(auth, ticket.text, { recipient: 'x@example.com', kinds: ['emailOtp'] }),
    ).rejects.toMatchObject(refused);
    await expect(guess('elevateEmail', ticket.text)).rejects.toMatchObject(refused);
    const other = '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11';
    await expect(getCode(auth, ticket.text, { userId: other, kind: 'emailOtp' })).rejects.toMatchObject(
      refused,
    );
    expect(await getCode(auth, ticket.text, { userId, kind: 'emailOtp' })).toMatchObject({
      id: ticket.row.id,
    });
  });

  it('is told apart by letter case neither in its address nor in the database', async () => {
    const ticket = await issue('emailOtp');
    expect(
      await getCode(auth, ticket.text, { recipient: email.toUpperCase(), kinds: ['emailOtp'] }),
    ).toMatchObject({
      id: ticket.row.id,
    });
  });

  it('works while it is among the three newest', async () => {
    const tickets: DraftTicket[] = [];
    for (let index = 0; index < 4; index += 1) {
      clock.advance(1);
      tickets.push(await issue('emailOtp'));
    }
    const [oldest, second] = tickets as [DraftTicket, DraftTicket];
    await expect(guess('emailOtp', oldest.text)).rejects.toMatchObject({ code: 'invalid-otp' });
    expect(await right(second)).toBe(second.row.id);
  });

  it('means nothing under another key', async () => {
    const ticket = await issue('emailOtp');
    const other = { ...auth, codeKey: new Uint8Array(32) };
    await expect(
      getCode(other, ticket.text, { recipient: email, kinds: ['emailOtp'] }),
    ).rejects.toMatchObject({
      code: 'invalid-otp',
    });
  });
});

describe('with Twilio Verify', () => {
  const phoneNumber = '+33612345678';

  async function verifying(answer: { status: number; json: unknown }) {
    const { fetch, requests } = recordingFetch(answer.status, answer.json);
    const app = await createApp({
      config: {
        ...auth.config,
        ...{
          smsProvider: 'twilio',
          twilioAccountSid: 'AC1',
          twilioServiceSid: 'VA1',
          twilioAuthToken: auth.config.actionSecret,
        },
      },
      version: '0.0.0-test',
      metadataDir: 'hasura/metadata',
      templatesDir: 'email-templates',
      log: silentLog,
      clock,
      hasuraEndpoint: server.engine.endpoint,
      fetch: server.engine.fetch,
      fetchOutside: fetch,
    });
    return { app, requests };
  }

  const user = () => ({ id: userId, displayName: 'Ada' });
  const owner = { recipient: phoneNumber, kinds: ['smsOtp'] as const };

  it('the code is made and checked there, and the ticket is still used once here', async () => {
    const { app, requests } = await verifying({ status: 200, json: { status: 'approved' } });
    expect(await sendTicketSms(app.auth, { kind: 'smsOtp', user: user(), phoneNumber, locale: 'en' })).toBe(
      'delivered',
    );
    const found = await getCode(app.auth, '987654', owner);
    expect(requests.map(({ body }) => body)).toEqual([
      'To=%2B33612345678&Channel=sms',
      'To=%2B33612345678&Code=987654',
    ]);
    const { won } = await atOnce(5, () =>
      consumeTicket(app.auth, found, { proved: { phoneNumberVerified: true } }),
    );
    expect(won).toHaveLength(1);
    await app.close();
  });

  it('guesses are counted here as well', async () => {
    const { app, requests } = await verifying({ status: 200, json: { status: 'pending' } });
    await sendTicketSms(app.auth, { kind: 'smsOtp', user: user(), phoneNumber, locale: 'en' });
    const { codes } = await atOnce(20, () => getCode(app.auth, '111111', owner));
    expect(codes).toEqual(Array(20).fill('invalid-otp'));
    expect(requests.filter(({ url }) => url.endsWith('VerificationCheck'))).toHaveLength(5);
    await app.close();
  });

  it('its silence is an outage, not a wrong code', async () => {
    const { app } = await verifying({ status: 500, json: {} });
    await sendTicketSms(app.auth, { kind: 'smsOtp', user: user(), phoneNumber, locale: 'en' });
    await expect(getCode(app.auth, '111111', owner)).rejects.toMatchObject({ name: 'OutageError' });
    await app.close();
  });

  it('a number that the service refuses is refused', async () => {
    const { app } = await verifying({ status: 400, json: {} });
    expect(await sendTicketSms(app.auth, { kind: 'smsOtp', user: user(), phoneNumber, locale: 'en' })).toBe(
      'refused',
    );
    await app.close();
  });
});
