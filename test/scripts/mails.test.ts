import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { mailKinds } from '../../src/mail/mailKinds.js';
import { smsKinds } from '../../src/sms/sms.js';

const root = resolve(import.meta.dirname, '../..');

it('npm run mails shows every mail and text message in every language on one page', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'mails-'));
  const file = join(directory, 'mails.html');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/mails.ts', file], { cwd: root });
  const page = await readFile(file, 'utf8');
  await rm(directory, { recursive: true });

  const entries = await readdir(join(root, 'email-templates'), { withFileTypes: true });
  const locales = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(locales.sort()).toEqual(['de', 'en', 'es', 'fr', 'pt']);
  for (const kind of [...Object.keys(mailKinds), ...smsKinds]) {
    const section = new RegExp(`<section id="${kind}">[\\s\\S]*?</section>`).exec(page)?.[0] ?? '';
    const shown = [...section.matchAll(/<article lang="(\w+)"/g)].map(([, locale]) => locale);
    expect([kind, shown.toSorted()]).toEqual([kind, locales]);
  }
  expect(page).not.toMatch(/<script|\$\{|undefined/);
}, 30_000);
