import { logLevels } from '../../lib/log.js';
import { defaulted, type Entry, optional } from '../entry.js';
import { flag, httpUrl, integer, list, oneOf, port, text } from '../readers.js';

export const serverEntries = {
  environment: defaulted({
    env: 'NODE_ENV',
    read: text,
    default: 'development',
    doc: 'With `production` no secret is made up: the server refuses to start when one is missing.',
  }),
  port: defaulted({
    env: ['AUTH_PORT', 'PORT'],
    read: port,
    default: '4000',
    doc: 'Port of the auth server; 0 takes a free one.',
  }),
  host: defaulted({
    env: 'HOST',
    read: text,
    default: '127.0.0.1',
    doc: 'Address that the servers listen on; `0.0.0.0` for all of them.',
  }),
  serverUrl: optional({
    env: 'AUTH_SERVER_URL',
    read: httpUrl,
    doc: 'Public URL of the auth server.',
  }),
  clientUrl: optional({
    env: 'AUTH_CLIENT_URL',
    read: httpUrl,
    doc: 'URL of the front end: where redirects go by default, always allowed, and an allowed CORS origin.',
  }),
  allowedRedirectUrls: defaulted({
    env: 'AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS',
    read: list,
    default: '',
    doc: 'Further URLs that `redirectTo` may name, comma separated; `*` stands for one part, `**` for several.',
  }),
  trustedProxies: defaulted({
    env: 'AUTH_TRUSTED_PROXIES',
    read: integer(0, 10),
    default: '0',
    doc: 'How many proxies stand between clients and Hasura (or this server): that many entries at the end of `X-Forwarded-For` are believed. With 0 the header is ignored.',
  }),
  introspection: defaulted({
    env: 'AUTH_GRAPHQL_INTROSPECTION',
    read: flag,
    default: 'true',
    doc: 'Whether clients of `/graphql` may ask for its schema; the schema in Hasura is not concerned.',
  }),
  concealErrors: defaulted({
    env: 'AUTH_CONCEAL_ERRORS',
    read: flag,
    default: 'false',
    doc: 'Answers `invalid-request` in place of each error that tells something about an account.',
  }),
  logLevel: defaulted({
    env: 'AUTH_LOG_LEVEL',
    read: oneOf(...logLevels),
    default: 'info',
    doc: 'The least level that is logged: debug, info, warn or error.',
  }),
  logFormatText: defaulted({
    env: 'AUTH_LOG_FORMAT_TEXT',
    read: flag,
    default: 'false',
    doc: 'Writes the log as lines for people, in place of JSON.',
  }),
} satisfies Record<string, Entry<unknown>>;
