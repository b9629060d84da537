import { describe, expect, it } from 'vitest';
import { draftNotice, type NoticeKind } from '../../src/auth/notices.js';
import type { DraftMessage, Outbox } from '../../src/auth/outbox.js';
import { type Config, entries, parseConfig } from '../../src/config/config.js';

const secrets = {
  HASURA_GRAPHQL_ADMIN_SECRET: 'the-admin-secret',
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ type: 'HS256', key: 'k'.repeat(32) }),
  ACTION_SECRET: 'the-action-secret',
};
const user = { id: 'a', displayName: 'Ada', email: 'ada@example.com', locale: 'en' };

/** How many mails there are of a kind under these settings; whoever carries them is not asked. */
function count(kind: NoticeKind, config: Config, canMail = true): number {
  const draftMail = (content: object) => ({ id: '', row: {}, content }) as unknown as DraftMessage;
  const outbox = { canMail, draftMail } as unknown as Outbox;
  return draftNotice({ outbox, config }, { kind, user }).length;
}

const switched = {
  AUTH_NOTICE_PASSWORD: ['password-changed'],
  AUTH_NOTICE_EMAIL: ['email-changed'],
  AUTH_NOTICE_PHONE: ['phone-changed'],
  AUTH_NOTICE_MFA: [
    'totp-enabled',
    'totp-disabled',
    'recovery-code-used',
    'recovery-codes-replaced',
    'security-key-added',
    'security-key-removed',
  ],
  AUTH_NOTICE_IDENTITY: ['identity-linked', 'identity-unlinked'],
  AUTH_NOTICE_PAT: ['pat-created', 'pat-expires'],
  AUTH_NOTICE_ADMIN: ['changed-by-administrator'],
  AUTH_NOTICE_TOKEN_REUSE: ['refresh-token-reused'],
} as const satisfies Record<string, readonly NoticeKind[]>;

describe('notices', () => {
  const usual = parseConfig(secrets);

  it.each(Object.entries(switched))('of %s are sent, unless it is switched off', (name, kinds) => {
    const without = parseConfig({ ...secrets, [name]: 'false' });
    for (const kind of kinds) expect([count(kind, usual), count(kind, without)]).toEqual([1, 0]);
    const others = Object.values(switched)
      .flat()
      .filter((kind) => !(kinds as readonly string[]).includes(kind));
    for (const kind of others) expect(count(kind, without)).toBe(1);
  });

  it('of a taken address and of a deletion are sent always', () => {
    const off = Object.keys(switched).map((name) => [name, 'false']);
    const silent = parseConfig({ ...secrets, ...Object.fromEntries(off) });
    expect([count('account-exists', silent), count('account-deleted', silent)]).toEqual([1, 1]);
    expect(count('account-exists', usual, false)).toBe(0);
  });

  it('have a setting each that something reads', () => {
    const names = Object.values(entries)
      .flatMap(({ env }) => env)
      .filter((name) => name.startsWith('AUTH_NOTICE_'));
    // That of new devices is read by the audit log; see newDevices.db.test.ts.
    expect(names.toSorted()).toEqual([...Object.keys(switched), 'AUTH_NOTICE_NEW_DEVICE'].toSorted());
  });
});
