import { defaulted, type Entry } from '../entry.js';
import { duration, flag, httpUrl, integer, list, oneOf } from '../readers.js';

export const passwordEntries = {
  passwordWorkers: defaulted({
    env: 'AUTH_PASSWORD_WORKERS',
    read: integer(0, 64),
    default: '0',
    doc: 'Threads that hash passwords; 0 takes one less than there are processors, from one to four.',
  }),
  passwordQueue: defaulted({
    env: 'AUTH_PASSWORD_QUEUE',
    read: integer(1, 10_000),
    default: '64',
    doc: 'Password checks that may wait; more are refused at once with `too-many-requests`.',
  }),
  passwordMinScore: defaulted({
    env: 'AUTH_PASSWORD_MIN_SCORE',
    read: integer(0, 4),
    default: '0',
    doc: 'How hard a new password must be to guess, by zxcvbn: 1 too guessable, 2 somewhat guessable, 3 safely unguessable, 4 very unguessable; 0 asks nothing.',
  }),
  passwordContextWords: defaulted({
    env: 'AUTH_PASSWORD_CONTEXT_WORDS',
    read: list,
    default: '',
    doc: 'Words that somebody who guesses would try here, comma separated, as names of the product and the company: a password made of them is weak. Needs AUTH_PASSWORD_MIN_SCORE.',
  }),
  passwordHistory: defaulted({
    env: 'AUTH_PASSWORD_HISTORY',
    read: integer(0, 24),
    default: '0',
    doc: 'How many of its last passwords, the present one included, an account may not take again. Hashes of them are kept.',
  }),
  breachedPasswordsRefused: defaulted({
    env: 'AUTH_PASSWORD_HIBP_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Refuses new passwords that Have I Been Pwned knows. Five of the forty digits of their SHA-1 are sent there.',
  }),
  breachedPasswordsUrl: defaulted({
    env: 'AUTH_PASSWORD_HIBP_URL',
    read: httpUrl,
    default: 'https://api.pwnedpasswords.com',
    doc: 'Where that is asked: `<URL>/range/<five digits>`. Also for a copy of your own.',
  }),
  breachedPasswordsTimeoutMs: defaulted({
    env: 'AUTH_PASSWORD_HIBP_TIMEOUT',
    read: duration,
    default: '3s',
    doc: 'How long that may take.',
  }),
  breachedPasswordsOnFailure: defaulted({
    env: 'AUTH_PASSWORD_HIBP_ON_FAILURE',
    read: oneOf('allow', 'refuse'),
    default: 'allow',
    doc: 'What happens to new passwords while it does not answer; both are logged.',
  }),
} satisfies Record<string, Entry<unknown>>;
