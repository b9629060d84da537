import { defaulted, type Entry } from '../entry.js';
import { flag, integer } from '../readers.js';

const notice = (env: string, what: string) =>
  defaulted({ env, read: flag, default: 'true', doc: `Tells the owner of an account by mail ${what}.` });

/** The audit log, and which mails tell owners that something happened. */
export const auditEntries = {
  auditLogDays: defaulted({
    env: 'AUTH_AUDIT_LOG_RETENTION_DAYS',
    read: integer(0, 36_500),
    default: '90',
    doc: 'How many days entries of the audit log are kept; 0 for ever.',
  }),
  auditLogAwaited: defaulted({
    env: 'AUTH_AUDIT_LOG_AWAITED',
    read: flag,
    default: 'false',
    doc: 'Writes every entry of the audit log before the client is answered. Otherwise frequent ones, as of sign-ins, are written within a second, many at once, and a process that is killed loses those of its last second.',
  }),
  noticeNewDevice: notice(
    'AUTH_NOTICE_NEW_DEVICE',
    'of a session on a device that the audit log does not know of the account',
  ),
  noticePassword: notice('AUTH_NOTICE_PASSWORD', 'that the password was set or changed'),
  noticeEmail: notice('AUTH_NOTICE_EMAIL', 'that its address was changed; it goes to the former one'),
  noticePhone: notice('AUTH_NOTICE_PHONE', 'that its phone number was changed'),
  noticeMfa: notice(
    'AUTH_NOTICE_MFA',
    'that the second factor was switched on or off, a recovery code was used or all were replaced, or a passkey was added or removed',
  ),
  noticeIdentity: notice('AUTH_NOTICE_IDENTITY', 'that an identity of a provider was linked or unlinked'),
  noticePat: notice(
    'AUTH_NOTICE_PAT',
    'that a personal access token was made, and a week before one expires',
  ),
  noticeAdmin: notice(
    'AUTH_NOTICE_ADMIN',
    'that an administrator changed its password, address, phone number or username; it goes to the former address',
  ),
  noticeTokenReuse: notice(
    'AUTH_NOTICE_TOKEN_REUSE',
    'that a replaced refresh token was used, or the code of a sign-in a second time, and its session ended',
  ),
} satisfies Record<string, Entry<unknown>>;
