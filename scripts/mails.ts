import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type MailKind, mailKinds } from '../src/mail/mailKinds.js';
import { createTemplates, type RenderedMail } from '../src/mail/templates.js';
import { smsKinds } from '../src/sms/sms.js';

/**
 * Renders every mail and text message in every language into one page: `npm run mails [file]`, by default
 * `.data/mails.html`. With AUTH_EMAIL_TEMPLATES_PATH it shows your own templates.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const locales = ['en', 'fr', 'es', 'de', 'pt'];

const values = {
  email: 'ada@example.com',
  newEmail: 'ada.lovelace@example.org',
  newPhoneNumber: '+33612345678',
  displayName: 'Ada Lovelace',
  device: 'Firefox, Linux',
  ip: '203.0.113.7',
  time: '2026-11-22 07:30 UTC',
  provider: 'Google',
  changed: 'password, email, phoneNumber, username',
  code: '123456',
  ticket: '123456',
  link: 'https://auth.example.com/verify?ticket=passwordlessEmail%3Aexample&type=signinPasswordless',
  redirectTo: 'https://app.example.com',
  serverUrl: 'https://auth.example.com',
  clientUrl: 'https://app.example.com',
};

const own = process.env.AUTH_EMAIL_TEMPLATES_PATH;
const templates = createTemplates({
  directories: [...(own ? [own] : []), resolve(root, 'email-templates')],
  defaultLocale: process.env.AUTH_LOCALE_DEFAULT || 'en',
});

const sections: string[] = [];
for (const kind of Object.keys(mailKinds) as MailKind[]) {
  const mails: string[] = [];
  for (const locale of locales) {
    mails.push(mailHtml(locale, await templates.renderMail(kind, locale, { ...values, locale })));
  }
  sections.push(sectionHtml(kind, mails));
}
for (const kind of smsKinds) {
  const texts: string[] = [];
  for (const locale of locales) {
    const text = await templates.renderText(kind, locale, { ...values, locale });
    texts.push(`<article lang="${locale}"><h3>${locale}</h3><pre>${escaped(text)}</pre></article>`);
  }
  sections.push(sectionHtml(kind, texts));
}

const file = resolve(process.argv[2] ?? resolve(root, '.data', 'mails.html'));
await mkdir(dirname(file), { recursive: true });
await writeFile(file, pageHtml(sections));
console.log(
  `${Object.keys(mailKinds).length} mails and ${smsKinds.length} text messages in ${locales.length} languages:`,
);
console.log(pathToFileURL(file).href);

function mailHtml(locale: string, { subject, text, html }: RenderedMail): string {
  // Sandboxed: a template's page can't run anything here.
  const frame =
    html === undefined
      ? ''
      : `<iframe sandbox="" title="${escaped(subject)}" srcdoc="${escaped(html)}"></iframe>`;
  return `<article lang="${locale}"><h3>${locale}: ${escaped(subject)}</h3>${frame}<pre>${escaped(text)}</pre></article>`;
}

function sectionHtml(kind: string, articles: readonly string[]): string {
  return `<section id="${kind}"><h2>${kind}</h2><div>${articles.join('\n')}</div></section>`;
}

function pageHtml(parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mails and text messages</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark }
  section > div { display: flex; gap: 1rem; overflow-x: auto }
  article { flex: 0 0 26rem; border: 1px solid #8888; border-radius: 8px; padding: 0 1rem 1rem }
  iframe { width: 100%; height: 24rem; border: 0; background: #fff; color-scheme: light }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
</style></head>
<body><h1>Mails and text messages</h1>
${parts.join('\n')}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
