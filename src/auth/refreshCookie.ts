import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';
import type { Auth } from './auth.js';

type Headers = Readonly<Record<string, string | undefined>>;

/** The refresh token of one request and its answer as a cookie, which no script can read. */
export interface RefreshCookie {
  /**
   * Demands that the request was sent by a script of an allowed page: it has the header `x-requested-with`, which no
   * form and no page of another site can send unasked, and comes from an allowed origin where the browser names one.
   *
   * @throws AuthError `csrf-check-failed`.
   */
  requireOwnPage(): void;
  /** The token that the browser sent. Call `requireOwnPage` before it is used. */
  readonly token: string | undefined;
  /** Gives the browser a token, or with undefined has it forget the one that it has. */
  write(token: string | undefined): void;
  /** What the answer has to say, if `write` was called. */
  answerHeaders(): Record<string, string>;
}

/**
 * The cookie of a request; undefined unless the server is in cookie mode.
 *
 * @param way whether the request came through Hasura, which passes `Origin` on under another name: what the client
 *   itself wrote under that name counts only where there is no `Origin`, which no browser leaves out of a foreign POST.
 */
export function openRefreshCookie(
  { config, redirects }: Pick<Auth, 'config' | 'redirects'>,
  headers: Headers,
  way: 'direct' | 'throughHasura',
): RefreshCookie | undefined {
  if (!config.cookieMode) return undefined;
  const origin = headers[way === 'direct' ? 'origin' : 'x-forwarded-origin'];
  let written: string | undefined;
  return {
    requireOwnPage() {
      if (!headers['x-requested-with']) {
        throw new AuthError('csrf-check-failed', { details: 'the header x-requested-with is missing' });
      }
      if (origin !== undefined && !redirects.isAllowedOrigin(origin)) {
        throw new AuthError('csrf-check-failed', { details: 'the origin is not allowed' });
      }
    },
    token: readCookie(headers.cookie, cookieName(config)),
    write(token) {
      written = setCookie(config, token);
    },
    answerHeaders(): Record<string, string> {
      return written === undefined ? {} : { 'set-cookie': written };
    },
  };
}

/**
 * With a prefix that browsers hold the server to: `__Host-` demands Secure, the path `/` and no domain, so that no
 * subdomain can plant a cookie of that name (RFC 6265bis section 4.1.3).
 */
function cookieName({ cookieDomain }: Pick<Config, 'cookieDomain'>): string {
  return cookieDomain === undefined ? '__Host-refresh-token' : '__Secure-refresh-token';
}

const sameSite = { strict: 'Strict', lax: 'Lax', none: 'None' } as const;

function setCookie(config: Config, token: string | undefined): string {
  const { cookieDomain, cookieSameSite, refreshTokenSeconds } = config;
  return [
    `${cookieName(config)}=${token ?? ''}`,
    `Max-Age=${token === undefined ? 0 : refreshTokenSeconds}`,
    'Path=/',
    ...(cookieDomain === undefined ? [] : [`Domain=${cookieDomain}`]),
    'Secure',
    'HttpOnly',
    `SameSite=${sameSite[cookieSameSite]}`,
  ].join('; ');
}

/** The value of the first cookie of that name; an empty one counts as none. */
function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const mark = pair.indexOf('=');
    if (mark > 0 && pair.slice(0, mark).trim() === name) return pair.slice(mark + 1).trim() || undefined;
  }
  return undefined;
}
