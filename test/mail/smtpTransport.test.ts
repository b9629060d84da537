import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/lib/secret.js';
import type { Mail } from '../../src/mail/mail.js';
import { createSmtpTransport, type SmtpOptions } from '../../src/mail/smtpTransport.js';
import { freePort } from '../support/postgresServer.js';
import { type MailServer, startMailServer } from '../support/startMailServer.js';

const mail: Mail = {
  messageId: '<1@auth.example.com>',
  to: 'ada@example.com',
  subject: 'Lien de connexion sécurisé',
  text: 'Bonjour, é',
  html: '<p>Bonjour, é</p>',
  headers: { 'X-Email-Template': 'signin-passwordless' },
};

let server: MailServer;
const opened: { close(): Promise<void> }[] = [];

function transport(options: Partial<SmtpOptions> = {}) {
  const made = createSmtpTransport({
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    requireTls: false,
    user: undefined,
    password: undefined,
    authMethod: 'PLAIN',
    sender: 'Example <auth@example.com>',
    headers: {},
    ...options,
  });
  opened.push(made);
  return made;
}

beforeEach(async () => {
  server = await startMailServer();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await server.close();
});

describe('createSmtpTransport', () => {
  it('delivers subject, text and HTML as they are', async () => {
    await transport().send(mail);
    const { from, to, mail: got } = server.lastTo('ada@example.com');
    expect({ from, to }).toEqual({ from: 'auth@example.com', to: ['ada@example.com'] });
    expect(got).toMatchObject({ subject: mail.subject, messageId: mail.messageId, text: 'Bonjour, é\n' });
    expect(got.html?.trim()).toBe(mail.html);
  });

  it('does not fold headers, however long', async () => {
    const link = `https://auth.example.com/verify?ticket=${'x'.repeat(400)}&redirectTo=${encodeURIComponent('https://app.example.com/a b')}`;
    await transport().send({ ...mail, headers: { 'X-Link': link, 'X-Ticket': 'passwordlessEmail:1' } });
    const { source } = server.lastTo('ada@example.com');
    expect(source.split('\r\n')).toContain(`X-Link: ${link}`);
    expect(source.split('\r\n')).toContain('X-Ticket: passwordlessEmail:1');
  });

  it('lets no value of a header begin another one', async () => {
    await transport().send({ ...mail, headers: { 'X-Redirect-To': 'https://a\r\nBcc: eve@example.com' } });
    const { source, to } = server.lastTo('ada@example.com');
    expect(to).toEqual(['ada@example.com']);
    expect(source).not.toMatch(/^Bcc:/im);
  });

  it('never makes two recipients of one address', async () => {
    for (const to of [
      '"eve@example.com"@victim.example.com',
      'ada@example.com, eve@example.com',
      'Eve <eve@example.com>',
    ]) {
      await transport()
        .send({ ...mail, to })
        .catch(() => undefined);
    }
    expect(server.mails.flatMap(({ to }) => to)).not.toContain('eve@example.com');
    for (const { to } of server.mails) expect(to).toHaveLength(1);
  });

  it('signs in where the server wants it', async () => {
    const guarded = await startMailServer({ user: { name: 'auth', password: 'right' } });
    const options = { port: guarded.port, user: 'auth' };
    await transport({ ...options, password: new Secret('right') }).send(mail);
    expect(guarded.mails).toHaveLength(1);
    const refused = await transport({ ...options, password: new Secret('wrong') })
      .send(mail)
      .catch((error: unknown) => error);
    // The setting can be corrected, so the mail is kept.
    expect(refused).toMatchObject({ name: 'DeliveryError', permanent: false, message: 'SMTP EAUTH 535' });
    await guarded.close();
  });

  it('says that an address is refused for good, without naming it', async () => {
    server.refuseWith(550);
    await expect(transport().send(mail)).rejects.toMatchObject({
      name: 'DeliveryError',
      permanent: true,
      message: 'SMTP EENVELOPE 550',
    });
  });

  it.each([450, 421])('counts %i as for now only', async (status) => {
    server.refuseWith(status);
    await expect(transport().send(mail)).rejects.toMatchObject({ name: 'DeliveryError', permanent: false });
  });

  it('says that nobody answers', async () => {
    await expect(transport({ port: await freePort() }).send(mail)).rejects.toMatchObject({
      name: 'DeliveryError',
      permanent: false,
    });
  });

  it('sends nothing in clear where TLS is demanded', async () => {
    await expect(transport({ requireTls: true }).send(mail)).rejects.toMatchObject({ permanent: false });
    expect(server.mails).toHaveLength(0);
  });

  it('adds the headers of all mails', async () => {
    await transport({ headers: { 'X-SMTPAPI': '{"category":"auth"}' } }).send(mail);
    expect(server.lastTo('ada@example.com').header('X-SMTPAPI')).toBe('{"category":"auth"}');
  });
});
