import { defaulted, type Entry, optional } from '../entry.js';
import { flag, oneOf } from '../readers.js';

function domainName(value: string): string {
  const name = value.toLowerCase().replace(/^\./, '');
  if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(name)) {
    throw new Error('must be a domain such as example.com');
  }
  return name;
}

export const cookieEntries = {
  cookieMode: defaulted({
    env: 'AUTH_COOKIE_MODE',
    read: flag,
    default: 'false',
    doc: 'Keeps refresh tokens in a cookie that no script can read: the field `refreshToken` of sessions is null, and `refresh` and `signOut` take the cookie.',
  }),
  cookieSameSite: defaulted({
    env: 'AUTH_COOKIE_SAME_SITE',
    read: oneOf('strict', 'lax', 'none'),
    default: 'strict',
    doc: 'With which requests browsers send the cookie: `none` only where the front end is of another site than Hasura.',
  }),
  cookieDomain: optional({
    env: 'AUTH_COOKIE_DOMAIN',
    read: domainName,
    doc: 'Domain whose hosts share the cookie, as `example.com`; without one only the host that set it gets it, under a name that no other host can use.',
  }),
} satisfies Record<string, Entry<unknown>>;
