import { defaulted, type Entry, optional } from '../entry.js';
import { durationSeconds, flag, integer, redisUrl } from '../readers.js';

const burst = integer(1, 1_000_000_000);
/** 0 for no limit. */
const total = integer(0, 1_000_000_000);

/** Names and defaults are Nhost Auth's, but limits are on. */
export const limitEntries = {
  limitsEnabled: defaulted({
    env: 'AUTH_RATE_LIMIT_ENABLE',
    read: flag,
    default: 'true',
    doc: 'Limits how often Actions may be called. Each call counts, also of several in one request.',
  }),
  redisUrl: optional({
    env: 'REDIS_URL',
    read: redisUrl,
    secret: true,
    doc: 'Where limits are counted for several processes, as `redis://:password@host:6379`. Without it, and while it does not answer, each process counts by itself.',
  }),
  callBurst: defaulted({
    env: 'AUTH_RATE_LIMIT_GLOBAL_BURST',
    read: burst,
    default: '100',
    doc: 'How many Actions one client address, and one account, may call per interval.',
  }),
  callIntervalSeconds: defaulted({
    env: 'AUTH_RATE_LIMIT_GLOBAL_INTERVAL',
    read: durationSeconds,
    default: '1m',
    doc: 'The interval of AUTH_RATE_LIMIT_GLOBAL_BURST.',
  }),
  mailBurst: defaulted({
    env: 'AUTH_RATE_LIMIT_EMAIL_BURST',
    read: burst,
    default: '10',
    doc: 'How many Actions that send a mail one client address may call per interval; each of them as often for one email or account.',
  }),
  mailIntervalSeconds: defaulted({
    env: 'AUTH_RATE_LIMIT_EMAIL_INTERVAL',
    read: durationSeconds,
    default: '1h',
    doc: 'The interval of AUTH_RATE_LIMIT_EMAIL_BURST and AUTH_RATE_LIMIT_EMAIL_TOTAL.',
  }),
  mailIsGlobal: defaulted({
    env: 'AUTH_RATE_LIMIT_EMAIL_IS_GLOBAL',
    read: flag,
    default: 'false',
    doc: 'AUTH_RATE_LIMIT_EMAIL_BURST counts all clients together in place of each one, as for a small plan of a mail service.',
  }),
  mailTotal: defaulted({
    env: 'AUTH_RATE_LIMIT_EMAIL_TOTAL',
    read: total,
    default: '5000',
    doc: 'How many Actions that send a mail all clients together may call per interval; 0 for any number.',
  }),
  smsBurst: defaulted({
    env: 'AUTH_RATE_LIMIT_SMS_BURST',
    read: burst,
    default: '10',
    doc: 'How many Actions that send a text message one client address may call per interval; each of them as often for one number or account.',
  }),
  smsIntervalSeconds: defaulted({
    env: 'AUTH_RATE_LIMIT_SMS_INTERVAL',
    read: durationSeconds,
    default: '1h',
    doc: 'The interval of AUTH_RATE_LIMIT_SMS_BURST and AUTH_RATE_LIMIT_SMS_TOTAL.',
  }),
  smsTotal: defaulted({
    env: 'AUTH_RATE_LIMIT_SMS_TOTAL',
    read: total,
    default: '500',
    doc: 'How many Actions that send a text message all clients together may call per interval; 0 for any number. Text messages cost money.',
  }),
  guessBurst: defaulted({
    env: 'AUTH_RATE_LIMIT_BRUTE_FORCE_BURST',
    read: burst,
    default: '10',
    doc: 'How many refused sign-ins and proofs one client address may have per interval; and how many wrong passwords, or codes, an account may get before each further one has to wait.',
  }),
  guessIntervalSeconds: defaulted({
    env: 'AUTH_RATE_LIMIT_BRUTE_FORCE_INTERVAL',
    read: durationSeconds,
    default: '5m',
    doc: 'The interval of AUTH_RATE_LIMIT_BRUTE_FORCE_BURST for client addresses.',
  }),
  signUpBurst: defaulted({
    env: 'AUTH_RATE_LIMIT_SIGNUPS_BURST',
    read: burst,
    default: '10',
    doc: 'How many sign-ups one client address may ask for per interval.',
  }),
  signUpIntervalSeconds: defaulted({
    env: 'AUTH_RATE_LIMIT_SIGNUPS_INTERVAL',
    read: durationSeconds,
    default: '5m',
    doc: 'The interval of AUTH_RATE_LIMIT_SIGNUPS_BURST and AUTH_RATE_LIMIT_SIGNUPS_TOTAL.',
  }),
  signUpTotal: defaulted({
    env: 'AUTH_RATE_LIMIT_SIGNUPS_TOTAL',
    read: total,
    default: '2000',
    doc: 'How many sign-ups all clients together may ask for per interval; 0 for any number.',
  }),
} satisfies Record<string, Entry<unknown>>;
