import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isEmailAllowed, isNewEmailAllowed, parseEmail } from '../../src/auth/email.js';
import { parseConfig } from '../../src/config/config.js';

describe('parseEmail', () => {
  it.each([
    ['user@example.com'],
    ['User.Name+tag@Example.COM'],
    ["o'reilly@example.co.uk"],
    ['a@localhost'],
    [`${'a'.repeat(64)}@example.com`],
  ])('keeps %s as it is typed', (text) => expect(parseEmail(text)).toBe(text));

  it('writes an international domain in ASCII', () => {
    expect(parseEmail('user@bücher.example')).toBe('user@xn--bcher-kva.example');
    expect(parseEmail('user@BÜCHER.example')).toBe('user@xn--bcher-kva.example');
  });

  it.each([
    ['nothing', ''],
    ['no @', 'user.example.com'],
    ['no local part', '@example.com'],
    ['no domain', 'user@'],
    ['a quoted part (GHSA-5jpx-9hw9-2fx4)', '"a@b.com"@c.com'],
    ['two @', 'a@b.com@c.com'],
    ['a list (GHSA-xv97-c62v-4587)', 'a@b.com,c@d.com'],
    ['a list of semicolons', 'a@b.com;c@d.com'],
    ['a display name', 'A <a@b.com>'],
    ['a comment', 'a(b)@c.com'],
    ['a blank', 'a b@c.com'],
    ['a line break', 'a@b.com\nBcc: c@d.com'],
    ['NUL', 'a\0@b.com'],
    ['a full-width @ (GHSA-7rqj-j65f-68wh)', 'a＠b.com@c.com'],
    ['a full-width domain', 'a@ｂ.com'],
    ['an ideographic full stop', 'a@b。com'],
    ['a ligature in the domain', 'a@ﬁ.com'],
    ['a local part that is not ASCII', 'ä@b.com'],
    ['an address literal', 'a@[127.0.0.1]'],
    ['a label that begins with a hyphen', 'a@-b.com'],
    ['an empty label', 'a@b..com'],
    ['a long local part', `${'a'.repeat(65)}@example.com`],
    [
      'a long address',
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example.com`,
    ],
    ['a percent-encoded @', 'a%40b.com'],
  ])('refuses %s', (_, text) => expect(parseEmail(text)).toBeUndefined());
});

describe('isEmailAllowed', () => {
  const listsOf = (env: Record<string, string>) => parseConfig({ ...required, ...env });
  const allowed = (email: string, env: Record<string, string> = {}) => isEmailAllowed(email, listsOf(env));
  const required = {
    HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
    ACTION_SECRET: 'the-action-secret',
  };
  const allowedEmails = 'AUTH_ACCESS_CONTROL_ALLOWED_EMAILS';
  const allowedDomains = 'AUTH_ACCESS_CONTROL_ALLOWED_EMAIL_DOMAINS';
  const blockedEmails = 'AUTH_ACCESS_CONTROL_BLOCKED_EMAILS';
  const blockedDomains = 'AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS';

  it('allows all without lists', () => expect(allowed('a@b.com')).toBe(true));

  it.each([
    ['Blocked@X.com', { [blockedEmails]: 'blocked@x.com' }],
    ['blocked@x.com', { [blockedEmails]: 'a@b.com, BLOCKED@X.com' }],
    ['a@X.COM', { [blockedDomains]: 'x.com' }],
    ['a@x.com', { [blockedDomains]: '@X.com, y.com' }],
    ['a@xn--bcher-kva.example', { [blockedDomains]: 'Bücher.example' }],
    ['a@XN--BCHER-KVA.example', { [blockedEmails]: 'A@bücher.example' }],
    ['a@bücher.example', { [blockedDomains]: 'xn--bcher-kva.example' }],
  ])('knows %s however it is written (threats 22)', (email, env) => expect(allowed(email, env)).toBe(false));

  it('lets an allowed email through a blocked domain', () => {
    const lists = { [allowedEmails]: 'a@x.com', [blockedDomains]: 'x.com' };
    expect(allowed('a@x.com', lists)).toBe(true);
    expect(allowed('b@x.com', lists)).toBe(false);
  });

  it('does not let a blocked email through an allowed domain', () => {
    const lists = { [blockedEmails]: 'a@x.com', [allowedDomains]: 'x.com' };
    expect(allowed('a@x.com', lists)).toBe(false);
    expect(allowed('b@x.com', lists)).toBe(true);
    expect(allowed('b@y.com', lists)).toBe(false);
  });

  it('does not take a longer domain for a listed one', () => {
    expect(allowed('a@evilx.com', { [allowedDomains]: 'x.com' })).toBe(false);
    expect(allowed('a@x.com.evil.com', { [allowedDomains]: 'x.com' })).toBe(false);
  });

  it('refuses a list that holds no address', () =>
    expect(() => allowed('a@b.com', { [blockedEmails]: 'x.com' })).toThrow(
      /AUTH_ACCESS_CONTROL_BLOCKED_EMAILS must/,
    ));

  describe('with disposable domains', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'domains-')), 'disposable.txt');
    writeFileSync(file, '# a comment\r\nTrash.example\n\n// another\nmüll.example\n');
    const disposable = { AUTH_ACCESS_CONTROL_DISPOSABLE_DOMAINS_FILE: file };
    const isNew = (email: string, env: Record<string, string> = {}) =>
      isNewEmailAllowed(email, listsOf({ ...disposable, ...env }));

    it.each(['a@trash.example', 'a@TRASH.example', 'a@deep.below.trash.example', 'a@xn--mll-hoa.example'])(
      'lets no new account have %s',
      (email) => expect(isNew(email)).toBe(false),
    );

    it('lets others through, and an address that is allowed by itself', () => {
      expect(isNew('a@example.com')).toBe(true);
      expect(isNew('a@nottrash.example')).toBe(true);
      expect(isNew('a@trash.example', { [allowedEmails]: 'a@trash.example' })).toBe(true);
      expect(isNew('b@trash.example', { [allowedEmails]: 'a@trash.example' })).toBe(false);
    });

    it('lets an account keep the address that it has', () =>
      expect(allowed('a@trash.example', disposable)).toBe(true));

    it('refuses to start without the file', () =>
      expect(() => listsOf({ AUTH_ACCESS_CONTROL_DISPOSABLE_DOMAINS_FILE: '/nowhere' })).toThrow(
        /DISPOSABLE_DOMAINS_FILE must be a file that can be read/,
      ));
  });
});
