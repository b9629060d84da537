import { describe, expect, it } from 'vitest';
import { isEmailAllowed, parseEmail } from '../../src/auth/email.js';

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
  const none = { allowedEmails: [], allowedEmailDomains: [], blockedEmails: [], blockedEmailDomains: [] };

  it('allows all without lists', () => expect(isEmailAllowed('a@b.com', none)).toBe(true));

  it('ignores case (threat 22)', () => {
    expect(isEmailAllowed('Blocked@X.com', { ...none, blockedEmails: ['blocked@x.com'] })).toBe(false);
    expect(isEmailAllowed('a@X.COM', { ...none, blockedEmailDomains: ['x.com'] })).toBe(false);
  });

  it('lets an allowed email through a blocked domain', () => {
    const lists = { ...none, allowedEmails: ['a@x.com'], blockedEmailDomains: ['x.com'] };
    expect(isEmailAllowed('a@x.com', lists)).toBe(true);
    expect(isEmailAllowed('b@x.com', lists)).toBe(false);
  });

  it('does not let a blocked email through an allowed domain', () => {
    const lists = { ...none, blockedEmails: ['a@x.com'], allowedEmailDomains: ['x.com'] };
    expect(isEmailAllowed('a@x.com', lists)).toBe(false);
    expect(isEmailAllowed('b@x.com', lists)).toBe(true);
    expect(isEmailAllowed('b@y.com', lists)).toBe(false);
  });

  it('does not take a longer domain for a listed one', () => {
    expect(isEmailAllowed('a@evilx.com', { ...none, allowedEmailDomains: ['x.com'] })).toBe(false);
    expect(isEmailAllowed('a@x.com.evil.com', { ...none, allowedEmailDomains: ['x.com'] })).toBe(false);
  });
});
