import { defaulted, type Entry } from '../entry.js';
import { flag, seconds } from '../readers.js';

/** The ways to sign up and in; what is off answers `disabled-endpoint`. */
export const signInEntries = {
  emailPasswordEnabled: defaulted({
    env: 'AUTH_EMAIL_PASSWORD_ENABLED',
    read: flag,
    default: 'true',
    doc: 'Sign-up and sign-in with email and password.',
  }),
  usernamePasswordEnabled: defaulted({
    env: 'AUTH_USERNAME_PASSWORD_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Sign-up and sign-in with a username and a password. Such an account has no email: lists of emails and the verification of emails do not concern it.',
  }),
  phonePasswordEnabled: defaulted({
    env: 'AUTH_PHONE_PASSWORD_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Sign-up and sign-in with a phone number and a password; the number is proved by a code in a text message.',
  }),
  magicLinkEnabled: defaulted({
    env: 'AUTH_EMAIL_PASSWORDLESS_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Sign-in by a link in a mail.',
  }),
  emailOtpEnabled: defaulted({
    env: 'AUTH_OTP_EMAIL_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Sign-in by a code in a mail.',
  }),
  smsOtpEnabled: defaulted({
    env: 'AUTH_SMS_PASSWORDLESS_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Sign-in by a code in a text message.',
  }),
  anonymousUsersEnabled: defaulted({
    env: 'AUTH_ANONYMOUS_USERS_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Accounts without any way to sign in again, which can be converted later.',
  }),
  emailOtpSeconds: defaulted({
    env: 'AUTH_OTP_EMAIL_EXPIRES_IN',
    read: seconds,
    default: '3600',
    doc: 'How long a code in a mail signs in, in seconds.',
  }),
  emailLinkSeconds: defaulted({
    env: 'AUTH_EMAIL_LINK_EXPIRES_IN',
    read: seconds,
    default: '3600',
    doc: 'How long links in mails count that sign in, reset the password or change the address, in seconds.',
  }),
  emailVerifySeconds: defaulted({
    env: 'AUTH_EMAIL_VERIFY_EXPIRES_IN',
    read: seconds,
    default: '2592000',
    doc: 'How long the link counts that proves the address of a new account, in seconds.',
  }),
  inviteSeconds: defaulted({
    env: 'AUTH_INVITE_EXPIRES_IN',
    read: seconds,
    default: '604800',
    doc: 'How long an invitation counts, in seconds.',
  }),
  patEnabled: defaulted({
    env: 'AUTH_PAT_ENABLED',
    read: flag,
    default: 'true',
    doc: 'Personal access tokens: making them, and signing in with them.',
  }),
} satisfies Record<string, Entry<unknown>>;
