import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MailKind, mailKinds } from '../../src/mail/mailKinds.js';
import { createTemplates } from '../../src/mail/templates.js';
import { smsKinds } from '../../src/sms/sms.js';

const builtIn = resolve(import.meta.dirname, '../../email-templates');
const kinds = Object.keys(mailKinds) as MailKind[];
const locales = ['en', 'fr', 'es', 'de', 'pt'];

const samples = {
  email: 'ada@example.com',
  newEmail: 'new@example.com',
  newPhoneNumber: '+33612345678',
  displayName: 'Ada',
  link: 'https://auth.example.com/verify?ticket=a&type=b',
  ticket: '123456',
  code: '123456',
  device: 'Firefox, Linux',
  ip: '203.0.113.7',
  time: '2026-11-22 07:30 UTC',
  provider: 'Acme & Sons',
  changed: 'password, username',
};

const templates = createTemplates({ directories: [builtIn], defaultLocale: 'en' });

describe('the built-in templates', () => {
  it('are complete: the same kinds in each language, and nothing else', async () => {
    for (const locale of locales) {
      expect((await readdir(join(builtIn, locale))).toSorted()).toEqual([...kinds, ...smsKinds].toSorted());
    }
    expect((await readdir(builtIn)).toSorted()).toEqual([...locales, 'layout.html'].toSorted());
  });

  it.each(kinds.flatMap((kind) => locales.map((locale) => [kind, locale] as const)))(
    'say with %s in %s all that it is for',
    async (kind, locale) => {
      const { subject, text, html } = await templates.renderMail(kind, locale, samples);
      expect(subject).toMatch(/^\S.{5,80}\S$/);
      expect(html).toContain(`<html lang="${locale}">`);
      const shown = mailKinds[kind].shows as readonly string[];
      if (shown.includes('link')) {
        expect(text.split('\n')).toContain(samples.link);
        expect(html).toContain('href="https://auth.example.com/verify?ticket=a&amp;type=b"');
      }
      if (shown.includes('code')) for (const body of [text, html]) expect(body).toContain('123456');
      if (shown.includes('newEmail'))
        for (const body of [text, html]) expect(body).toContain('new@example.com');
      if (shown.includes('provider')) expect([text, html].join()).toMatch(/Acme & Sons.*Acme &amp; Sons/s);
      if (shown.includes('changed'))
        expect([text.match(/^- /gm), html?.match(/<li>/g)]).toMatchObject([{ length: 2 }, { length: 2 }]);
      for (const value of ['device', 'ip', 'time'] as const) {
        if (shown.includes(value)) for (const body of [text, html]) expect(body).toContain(samples[value]);
      }
      if (shown.includes('newPhoneNumber')) expect(text).toContain('+33612345678');
      for (const body of [subject, text, html]) expect(body).not.toMatch(/\$\{|\{%|undefined/);
      // Whoever signs up with somebody else's address chooses the name: it could be an advertisement.
      for (const body of [subject, text, html]) expect(body).not.toContain('Ada');
    },
  );

  it('name the sign-in link as Nhost Auth does', async () => {
    const subjectIn = async (locale: string) =>
      (await templates.renderMail('signin-passwordless', locale, samples)).subject;
    expect(await subjectIn('en')).toBe('Secure sign-in link');
    expect(await subjectIn('fr')).toBe('Lien de connexion sécurisé');
  });

  it.each(smsKinds)('fit %s into one text message in every language', async (kind) => {
    for (const locale of locales) {
      const text = await templates.renderText(kind, locale, samples);
      if (kind !== 'account-exists-sms') expect(text.startsWith('123456')).toBe(true);
      expect([...text].length).toBeLessThanOrEqual(160);
      expect(text).not.toContain('\n');
    }
  });

  it.each(['xx', '', '../../etc', 'en-GB'])('are English for the unknown locale %j', async (locale) => {
    expect((await templates.renderMail('invite', locale, samples)).subject).toBe('You are invited');
  });

  it('follow the default locale where a locale is missing', async () => {
    const french = createTemplates({ directories: [builtIn], defaultLocale: 'fr' });
    expect((await french.renderMail('invite', 'xx', samples)).subject).toBe('Vous êtes invité');
  });

  it('escape values in HTML, and leave them alone in text', async () => {
    const email = '"><script>alert(1)</script>';
    const { text, html } = await templates.renderMail('password-changed', 'en', { ...samples, email });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect(text).toContain(email);
  });

  it('take a value for text, whatever it looks like', async () => {
    const email = `\${link} {{ link }} {% raw %}`;
    const { text } = await templates.renderMail('password-changed', 'en', { ...samples, email });
    expect(text).toContain(email);
  });
});

describe('templates of the operator', () => {
  let own: string;
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(own, path)), { recursive: true });
    await writeFile(join(own, path), text);
  };

  beforeAll(async () => {
    own = await mkdtemp(join(tmpdir(), 'templates-'));
    // As those of Nhost Auth are written.
    await write('en/signin-passwordless/subject.txt', 'Sign in to\n  Example\n');
    await write(
      'en/signin-passwordless/body.html',
      `<p>Hi \${displayName}, <a href="\${link}">here</a> (\${locale})</p>`,
    );
    await write('xx/invite/subject.txt', `Xx \${email}`);
    await write('en/totp-enabled/subject.txt', '{% if %}');
    await write('en/totp-disabled/body.txt', "{% include '../../../../etc/passwd' %}");
  });

  const mine = () => createTemplates({ directories: [own, builtIn], defaultLocale: 'en' });

  it('take the place of the built-in ones, file by file', async () => {
    const values = { ...samples, locale: 'en', displayName: '<b>Ada</b>' };
    const { subject, html, text } = await mine().renderMail('signin-passwordless', 'en', values);
    expect(subject).toBe('Sign in to Example');
    expect(html).toBe(
      '<p>Hi &lt;b&gt;Ada&lt;/b&gt;, <a href="https://auth.example.com/verify?ticket=a&amp;type=b">here</a> (en)</p>',
    );
    expect(text).toContain('Use this link to sign in securely:');
  });

  it('may bring another language', async () => {
    const { subject, text } = await mine().renderMail('invite', 'xx', samples);
    expect(subject).toBe('Xx ada@example.com');
    expect(text).toContain('accept the invitation');
  });

  it('are refused when they are broken', async () => {
    await expect(mine().renderMail('totp-enabled', 'en', samples)).rejects.toThrow(/subject\.txt/);
  });

  it('read no files outside of their directories', async () => {
    await expect(mine().renderMail('totp-disabled', 'en', samples)).rejects.toThrow(
      /ENOENT|not found|Failed to lookup/i,
    );
  });

  it('have no line break in a subject', async () => {
    const { subject } = await mine().renderMail('invite', 'xx', { email: 'a\r\nBcc: eve@example.com' });
    expect(subject).toBe('Xx a Bcc: eve@example.com');
  });
});
