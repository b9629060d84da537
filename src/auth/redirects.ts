import type { Config } from '../config/config.js';
import { AuthError } from '../errors.js';

/** Where links and providers may send a browser back to, and which origins may call with credentials. */
export interface Redirects {
  isAllowed(url: string): boolean;
  isAllowedOrigin(origin: string): boolean;
}

/**
 * Where a client wishes to be sent; undefined for nowhere in particular, as which an empty text counts.
 *
 * @throws AuthError `redirectTo-not-allowed`.
 */
export function requireAllowedRedirect(
  redirects: Pick<Redirects, 'isAllowed'>,
  redirectTo: string | null | undefined,
): string | undefined {
  if (!redirectTo) return undefined;
  if (!redirects.isAllowed(redirectTo)) throw new AuthError('redirectTo-not-allowed');
  return redirectTo;
}

/** One allowed target; each part is compared with the same part of the parsed URL. */
interface Target {
  readonly scheme: string;
  readonly host: RegExp;
  readonly path: RegExp;
}

/**
 * The targets of `AUTH_CLIENT_URL` and `AUTH_ACCESS_CONTROL_ALLOWED_REDIRECT_URLS`, each with all paths below it. A `*`
 * stands for one part of a host or path, `**` for several. Schemes must be named: `myapp://` allows an app's own.
 */
export function createRedirects(config: Pick<Config, 'clientUrl' | 'allowedRedirectUrls'>): Redirects {
  const patterns = [...(config.clientUrl ? [config.clientUrl] : []), ...config.allowedRedirectUrls];
  const targets = patterns.map(parseTarget).filter((target) => target !== undefined);
  return {
    isAllowed(url) {
      const parts = partsOf(url);
      return parts !== undefined && targets.some((target) => matches(target, parts));
    },
    isAllowedOrigin(origin) {
      const parts = partsOf(origin);
      return (
        parts !== undefined &&
        URL.parse(origin)?.origin === origin &&
        targets.some(({ scheme, host }) => scheme === parts.scheme && host.test(parts.host))
      );
    },
  };
}

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/**
 * The parts that decide, as the browser will read them. Whatever browsers and servers have been seen to read in
 * different ways is refused outright: backslashes, control characters, blanks, user names, encoded slashes and dots.
 */
function partsOf(text: string): Parts | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\\\s\u0000-\u001f\u007f]/.test(text) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (/%2f|%5c|%2e/i.test(url.pathname) || url.pathname.includes('//')) return undefined;
  return { scheme: url.protocol, host: url.host, path: url.pathname.replace(/\/$/, '') };
}

function matches(target: Target, parts: Parts): boolean {
  return target.scheme === parts.scheme && target.host.test(parts.host) && target.path.test(parts.path);
}

function parseTarget(pattern: string): Target | undefined {
  const match = /^([a-z][a-z0-9+.-]*:)\/\/([^/?#]*)([^?#]*)/i.exec(pattern);
  if (match === null) return undefined;
  const [, scheme = '', host = '', path = ''] = match;
  if (host === '' && /^https?:$/i.test(scheme)) return undefined;
  return {
    scheme: scheme.toLowerCase(),
    host: host === '' ? /^/ : globRegExp(host.toLowerCase(), '[^.:/]+', '[^:/]+'),
    path: pathRegExp(path),
  };
}

/** Holds for the path and for all paths below it. */
function pathRegExp(path: string): RegExp {
  return globRegExp(path.replace(/(\/\*\*|\/)$/, ''), '[^/]*', '.*', '(?:/.*)?');
}

function globRegExp(glob: string, one: string, many: string, end = ''): RegExp {
  const source = glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? many : part === '*' ? one : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}${end}$`);
}
