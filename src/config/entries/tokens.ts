import { defaulted, type Entry } from '../entry.js';
import { integer, seconds } from '../readers.js';

export const tokenEntries = {
  accessTokenSeconds: defaulted({
    env: 'AUTH_ACCESS_TOKEN_EXPIRES_IN',
    read: seconds,
    default: '900',
    doc: 'Lifetime of an access token, in seconds.',
  }),
  refreshTokenSeconds: defaulted({
    env: 'AUTH_REFRESH_TOKEN_EXPIRES_IN',
    read: seconds,
    default: '2592000',
    doc: 'Lifetime of a refresh token, in seconds, counted from its last refresh.',
  }),
  refreshReuseSeconds: defaulted({
    env: 'AUTH_REFRESH_TOKEN_REUSE_INTERVAL',
    read: integer(0, 3600),
    default: '10',
    doc: 'How long, in seconds, a replaced refresh token still answers with its successor; later use ends the session.',
  }),
} satisfies Record<string, Entry<unknown>>;
