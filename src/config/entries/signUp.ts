import { defaulted, type Entry } from '../entry.js';
import { domainFile, domains, emails, flag, integer, list, oneOf, text } from '../readers.js';

const blankOr = ['blank', 'identicon', 'monsterid', 'wavatar', 'retro', 'robohash', 'mp', '404'] as const;

/** The role `admin` bypasses all permissions of Hasura, so no account may ever have it. */
function role(value: string): string {
  if (value === 'admin') throw new Error('must not be admin, which bypasses all permissions');
  return value;
}

export const signUpEntries = {
  signUpDisabled: defaulted({
    env: 'AUTH_DISABLE_SIGNUP',
    read: flag,
    default: 'false',
    doc: 'Refuses every sign-up.',
  }),
  autoSignUpDisabled: defaulted({
    env: 'AUTH_DISABLE_AUTO_SIGNUP',
    read: flag,
    default: 'false',
    doc: 'A sign-in by mail or text message makes no account where there is none, unless the request asks for it.',
  }),
  newUsersDisabled: defaulted({
    env: 'AUTH_DISABLE_NEW_USERS',
    read: flag,
    default: 'false',
    doc: 'Creates accounts disabled, until somebody enables them.',
  }),
  verifiedEmailRequired: defaulted({
    env: 'AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED',
    read: flag,
    default: 'false',
    doc: 'Refuses sign-in until the email is verified.',
  }),
  defaultRole: defaulted({
    env: 'AUTH_USER_DEFAULT_ROLE',
    read: role,
    default: 'user',
    doc: 'Default role of a new account.',
  }),
  defaultAllowedRoles: defaulted({
    env: 'AUTH_USER_DEFAULT_ALLOWED_ROLES',
    read: (value) => list(value).map(role),
    default: 'me',
    doc: 'Roles of a new account, comma separated; the default role is added.',
  }),
  defaultLocale: defaulted({
    env: 'AUTH_LOCALE_DEFAULT',
    read: text,
    default: 'en',
    doc: 'Locale of a new account that names none, or one that is not allowed.',
  }),
  allowedLocales: defaulted({
    env: 'AUTH_LOCALE_ALLOWED_LOCALES',
    read: list,
    default: 'en',
    doc: 'Locales that an account may have, comma separated.',
  }),
  passwordMinLength: defaulted({
    env: 'AUTH_PASSWORD_MIN_LENGTH',
    read: integer(1, 1024),
    default: '3',
    doc: 'The fewest characters of a new password.',
  }),
  allowedEmails: defaulted({
    env: 'AUTH_ACCESS_CONTROL_ALLOWED_EMAILS',
    read: emails,
    default: '',
    doc: 'When set, only these emails and those of the allowed domains may be used.',
  }),
  allowedEmailDomains: defaulted({
    env: 'AUTH_ACCESS_CONTROL_ALLOWED_EMAIL_DOMAINS',
    read: domains,
    default: '',
    doc: 'When set, only emails of these domains and the allowed emails may be used.',
  }),
  blockedEmails: defaulted({
    env: 'AUTH_ACCESS_CONTROL_BLOCKED_EMAILS',
    read: emails,
    default: '',
    doc: 'Emails that may not be used.',
  }),
  blockedEmailDomains: defaulted({
    env: 'AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS',
    read: domains,
    default: '',
    doc: 'Domains whose emails may not be used, except those that are allowed one by one.',
  }),
  disposableDomains: defaulted({
    env: 'AUTH_ACCESS_CONTROL_DISPOSABLE_DOMAINS_FILE',
    read: domainFile,
    default: 'none',
    doc: 'A file of domains, one a line, whose emails (also those of domains below them) no new account may have, as the public lists of disposable addresses; `none` for no file.',
  }),
  gravatarEnabled: defaulted({
    env: 'AUTH_GRAVATAR_ENABLED',
    read: flag,
    default: 'true',
    doc: 'Gives new accounts the Gravatar URL of their email as avatar.',
  }),
  gravatarDefault: defaulted({
    env: 'AUTH_GRAVATAR_DEFAULT',
    read: oneOf(...blankOr),
    default: 'blank',
    doc: 'What Gravatar shows for an unknown email.',
  }),
  gravatarRating: defaulted({
    env: 'AUTH_GRAVATAR_RATING',
    read: oneOf('g', 'pg', 'r', 'x'),
    default: 'g',
    doc: 'The strongest rating of pictures that Gravatar may show.',
  }),
} satisfies Record<string, Entry<unknown>>;
