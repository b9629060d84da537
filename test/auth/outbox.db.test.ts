import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { createCarriers } from '../../src/auth/carriers.js';
import { sendNotice } from '../../src/auth/notices.js';
import { createOutbox } from '../../src/auth/outbox.js';
import { draftTicketMail, pretendToSendTicketMail, sendTicketMail } from '../../src/auth/ticketMessages.js';
import { silentLog } from '../../src/lib/log.js';
import { freePort } from '../support/postgresServer.js';
import { type MailServer, smtpEnv, startMailServer } from '../support/startMailServer.js';
import { startTestServer, type TestServer, testClock } from '../support/startTestServer.js';

const clock = testClock();
let mailServer: MailServer | undefined;
let port: number;
let server: TestServer;
let app: App;
let replica: App;
let user: { id: string; displayName: string };

beforeAll(async () => {
  port = await freePort();
  server = await startTestServer({ clock, env: smtpEnv({ port }) });
  app = server.app;
  replica = await server.startAnother({});
  const { insertUser } = await app.auth.hasura.InsertUser({
    user: { displayName: 'Ada', email: 'ada@example.com', locale: 'en' },
  });
  user = insertUser ?? { id: '', displayName: '' };
});

afterEach(async () => {
  await app.auth.outbox.close();
  await replica.auth.outbox.close();
  await mailServer?.close();
  mailServer = undefined;
  await server.graphql('mutation { deleteAuthOutbox(where: {}) { affected_rows } }', { admin: true });
});

afterAll(() => server.close());

async function smtpUp(): Promise<MailServer> {
  mailServer = await startMailServer({ port });
  return mailServer;
}

const mailTo = (email: string) =>
  ({
    kind: 'passwordlessEmail',
    user,
    email,
    locale: 'en',
    redirectTo: 'https://app.example.com/a?b=c',
  }) as const;

async function rows(): Promise<Record<string, unknown>[]> {
  const { data } = await server.graphql(
    '{ authOutbox(order_by: {createdAt: asc}) { attempts payload deliveredAt abandonedAt leaseId lastError } }',
    { admin: true },
  );
  return data.authOutbox;
}

/** Rows of messages whose process died before it could send them. */
async function leaveBehind(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { ticket, message } = draftTicketMail(app.auth, mailTo(`user${index}@example.com`));
    await app.auth.hasura.CreateTicket({ ticket: ticket.row, messages: [message.row] });
  }
}

describe('a mail with a ticket', () => {
  it('is delivered before the call returns, with the headers that tools read, and its text is not kept', async () => {
    const { lastTo } = await smtpUp();
    expect(await sendTicketMail(app.auth, mailTo('ada@example.com'))).toBe('delivered');
    const got = lastTo('ada@example.com');
    const ticket = got.header('X-Ticket');
    expect(ticket).toMatch(/^passwordlessEmail:[0-9a-f-]{36}$/);
    const link = `http://auth.example.com/verify?ticket=${encodeURIComponent(ticket ?? '')}&type=signinPasswordless&redirectTo=https%3A%2F%2Fapp.example.com%2Fa%3Fb%3Dc`;
    expect(got.source.split('\r\n')).toEqual(
      expect.arrayContaining([
        'X-Email-Template: signin-passwordless',
        `X-Ticket: ${ticket}`,
        `X-Link: ${link}`,
        'X-Redirect-To: https://app.example.com/a?b=c',
      ]),
    );
    expect(got.mail.subject).toBe('Secure sign-in link');
    expect(got.mail.text).toContain(link);
    await app.auth.outbox.close();
    expect(await rows()).toEqual([
      expect.objectContaining({ attempts: 1, payload: null, leaseId: null, deliveredAt: expect.any(String) }),
    ]);
  });

  it('does not fail while the SMTP server is down, and comes once it is up', async () => {
    expect(await sendTicketMail(app.auth, mailTo('late@example.com'))).toBe('pending');
    await app.auth.outbox.close();
    expect(await rows()).toEqual([
      expect.objectContaining({
        attempts: 1,
        deliveredAt: null,
        lastError: expect.stringMatching(/^SMTP \w+$/),
      }),
    ]);
    const { mails } = await smtpUp();
    expect(await replica.auth.outbox.deliverDue()).toBe(0);
    clock.advance(20);
    expect(await replica.auth.outbox.deliverDue()).toBe(1);
    expect(mails.map(({ to }) => to)).toEqual([['late@example.com']]);
    clock.advance(7200);
    expect(await app.auth.outbox.deliverDue()).toBe(0);
    expect(await rows()).toEqual([expect.objectContaining({ attempts: 2, payload: null, lastError: null })]);
  });

  it('waits in the database as a cipher', async () => {
    await sendTicketMail(app.auth, mailTo('secret@example.com'));
    const [row] = await rows();
    expect(row?.payload).toMatch(/^v2\.[\w-]+\.[\w-]+$/);
    expect(JSON.stringify(row)).not.toMatch(/secret@example|passwordlessEmail/);
  });

  it('is written together with its ticket, or neither is', async () => {
    const gone = { id: '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11', displayName: 'Gone' };
    await smtpUp();
    expect(await sendTicketMail(app.auth, { ...mailTo('gone@example.com'), user: gone })).toBe('refused');
    expect(mailServer?.mails).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it.each([
    '"eve@example.com"@victim.example.com',
    'ada@example.com,eve@example.com',
    'Eve <eve@example.com>',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada＠example.com',
  ])('is not sent to %j, which is not one plain address', async (email) => {
    const { mails } = await smtpUp();
    expect(await sendTicketMail(app.auth, mailTo(email))).toBe('refused');
    expect(mails).toEqual([]);
  });

  it('is not sent any more when its ticket has expired', async () => {
    await leaveBehind(1);
    const { mails } = await smtpUp();
    clock.advance(3601);
    await replica.auth.outbox.deliverDue();
    expect(mails).toEqual([]);
    expect(await rows()).toEqual([
      expect.objectContaining({
        payload: null,
        deliveredAt: null,
        abandonedAt: expect.any(String),
        lastError: 'expired',
      }),
    ]);
  });
});

describe('the outbox', () => {
  it('delivers what a process left behind that died, after its lease', async () => {
    await leaveBehind(1);
    const { mails } = await smtpUp();
    clock.advance(60);
    expect(await replica.auth.outbox.deliverDue()).toBe(0);
    clock.advance(61);
    expect(await replica.auth.outbox.deliverDue()).toBe(1);
    expect(mails.map(({ to }) => to)).toEqual([['user0@example.com']]);
  });

  it('sends nothing twice when replicas look at the same time', async () => {
    const count = 30;
    await leaveBehind(count);
    const { mails } = await smtpUp();
    clock.advance(121);
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? app : replica).auth.outbox.deliverDue()),
    );
    while ((await app.auth.outbox.deliverDue()) > 0);
    expect(taken.filter((each) => each > 0).length).toBeGreaterThan(0);
    expect(mails.map(({ to }) => to[0]).toSorted()).toEqual(
      Array.from({ length: count }, (_, index) => `user${index}@example.com`).toSorted(),
    );
    expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(count);
  });

  it('gives up at once an address that does not exist', async () => {
    const { refuseWith, mails } = await smtpUp();
    refuseWith(550);
    expect(await sendTicketMail(app.auth, mailTo('nobody@example.com'))).toBe('refused');
    await app.auth.outbox.close();
    expect(await rows()).toEqual([
      expect.objectContaining({
        payload: null,
        abandonedAt: expect.any(String),
        lastError: 'SMTP EENVELOPE 550',
      }),
    ]);
    refuseWith(undefined);
    clock.advance(7200);
    expect(await app.auth.outbox.deliverDue()).toBe(0);
    expect(mails).toEqual([]);
  });

  it('tries a notice for three days, less and less often', async () => {
    await sendNotice(app.auth, {
      kind: 'password-changed',
      user: { ...user, email: 'ada@example.com', locale: 'fr' },
    });
    await app.auth.outbox.close();
    let tries = 1;
    for (let minutes = 0; minutes < 4 * 24 * 60; minutes += 20) {
      clock.advance(1200);
      tries += await app.auth.outbox.deliverDue();
    }
    const [row] = await rows();
    expect(row).toMatchObject({ payload: null, abandonedAt: expect.any(String), attempts: tries });
    // 15 s, 30 s, … 1 h, then hourly.
    expect(tries).toBeGreaterThan(60);
    expect(tries).toBeLessThan(85);
    expect(JSON.stringify(server.logged)).toContain('could not be delivered and is given up');
    expect(JSON.stringify(server.logged)).not.toContain('ada@example.com');
  });

  it('keeps no request waiting for a slow server, and sends once all the same', async () => {
    const slow = await smtpUp();
    slow.delay(600);
    const { config, hasura, encryption, clock: now, log } = app.auth;
    const carriers = createCarriers({
      config,
      templatesDir: resolve(import.meta.dirname, '../../email-templates'),
      fetch,
      localUrl: 'http://localhost:4000',
    });
    const outbox = createOutbox({
      ...carriers,
      hasura,
      encryption,
      clock: now,
      log,
      isNoticeOn: () => true,
      firstTryMs: 100,
    });
    const started = performance.now();
    expect(await sendTicketMail({ ...app.auth, outbox }, mailTo('slow@example.com'))).toBe('pending');
    expect(performance.now() - started).toBeLessThan(550);
    clock.advance(60);
    expect(await replica.auth.outbox.deliverDue()).toBe(0);
    await outbox.close();
    await carriers.mail?.close();
    expect(slow.mails.map(({ to }) => to)).toEqual([['slow@example.com']]);
    expect(await rows()).toEqual([expect.objectContaining({ deliveredAt: expect.any(String) })]);
  });

  it('notes a delivery although Hasura does not answer at first', async () => {
    await smtpUp();
    let failures = 2;
    const flaky = await createApp({
      config: app.auth.config,
      version: '0.0.0-test',
      metadataDir: resolve(import.meta.dirname, '../../hasura/metadata'),
      templatesDir: resolve(import.meta.dirname, '../../email-templates'),
      log: silentLog,
      clock,
      hasuraEndpoint: server.engine.endpoint,
      fetch: (input, init) => {
        if (!String(init?.body).includes('CompleteMessages') || failures === 0)
          return server.engine.fetch(input, init);
        failures -= 1;
        return Promise.reject(new TypeError('fetch failed'));
      },
    });
    expect(await sendTicketMail(flaky.auth, mailTo('ada@example.com'))).toBe('delivered');
    await flaky.close();
    expect(failures).toBe(0);
    expect(await rows()).toEqual([
      expect.objectContaining({ deliveredAt: expect.any(String), payload: null }),
    ]);
  });

  it('gives up what another key encrypted, and says why', async () => {
    await leaveBehind(1);
    const { mails } = await smtpUp();
    const other = await server.startAnother({ AUTH_ENCRYPTION_KEY: 'ab'.repeat(32) });
    clock.advance(121);
    await other.auth.outbox.deliverDue();
    expect(mails).toEqual([]);
    expect(await rows()).toEqual([
      expect.objectContaining({ lastError: 'not readable with this AUTH_ENCRYPTION_KEY' }),
    ]);
    expect(server.logged.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('AUTH_ENCRYPTION_KEY'),
    );
  });
});

describe('pretending to send', () => {
  it('asks Hasura as often, takes as long, leaves no live rows, and sends nothing', async () => {
    const { mails, delay } = await smtpUp();
    delay(80);
    const requestsOf = async (work: () => Promise<unknown>) => {
      const before = server.requestsToHasura();
      const started = performance.now();
      await work();
      return { requests: server.requestsToHasura() - before, milliseconds: performance.now() - started };
    };
    // So that there is nothing else to pick from.
    const { auth } = await server.startAnother({});
    for (let index = 0; index < 3; index += 1) await sendTicketMail(auth, mailTo('ada@example.com'));
    await auth.outbox.close();
    const { user: _user, ...mail } = mailTo('stranger@example.com');
    for (let index = 0; index < 5; index += 1) {
      const { requests, milliseconds } = await requestsOf(() => pretendToSendTicketMail(auth, mail));
      expect(requests).toBe(1);
      expect(milliseconds).toBeGreaterThan(75);
    }
    expect(mails.every(({ to }) => to[0] === 'ada@example.com')).toBe(true);
    const { data } = await server.graphql(
      `{ authTickets(where: {recipient: {_eq: "stranger@example.com"}}) { id }
         authOutbox(where: {deliveredAt: {_is_null: true}, abandonedAt: {_is_null: true}}) { id } }`,
      { admin: true },
    );
    expect(data).toEqual({ authTickets: [], authOutbox: [] });
  });
});

describe('without an SMTP server', () => {
  it('development has the inbox', async () => {
    const dev = await server.startAnother({ AUTH_SMTP_HOST: '' });
    expect(await sendTicketMail(dev.auth, mailTo('ada@example.com'))).toBe('delivered');
    expect(dev.auth.inbox?.list()).toEqual([
      expect.objectContaining({
        to: 'ada@example.com',
        kind: 'signin-passwordless',
        link: expect.stringContaining('/verify?ticket='),
      }),
    ]);
  });

  it('production refuses before anything is written, and tells the operator what to set', async () => {
    const production = await server.startAnother({ AUTH_SMTP_HOST: '', NODE_ENV: 'production' });
    expect(production.auth.inbox).toBeUndefined();
    await expect(async () => sendTicketMail(production.auth, mailTo('ada@example.com'))).rejects.toThrow(
      'AUTH_SMTP_HOST',
    );
    expect(await rows()).toEqual([]);
    expect(server.logged.map(({ message }) => message)).toContain(
      'No mail can be sent: AUTH_SMTP_HOST is not set',
    );
    // A notice is no reason to fail.
    await sendNotice(production.auth, {
      kind: 'password-changed',
      user: { ...user, email: 'a@example.com', locale: 'en' },
    });
  });
});

describe('the worker', () => {
  it('delivers in the background what is due', async () => {
    await leaveBehind(1);
    const { mails } = await smtpUp();
    clock.advance(121);
    const worker = await server.startAnother({});
    worker.startWorker();
    for (let tries = 0; tries < 100 && mails.length === 0; tries += 1) await sleep(50);
    expect(mails).toHaveLength(1);
  });
});
