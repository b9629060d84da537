import { defaulted, type Entry } from '../entry.js';
import { integer } from '../readers.js';

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
} satisfies Record<string, Entry<unknown>>;
