import { isIP } from 'node:net';

/** Where a request comes from, as far as it can be known; kept with the session that it opens. */
export interface Client {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** More of a `User-Agent` is not kept. */
const maxUserAgentLength = 512;

/**
 * The client of a request that came here directly.
 *
 * @param remoteAddress of the connection: the client's own when no proxy is trusted.
 * @param trustedProxies how many proxies stand in front, each of which appends its peer to `X-Forwarded-For`. Whatever
 *   is to the left of their entries was written by the client, and is not looked at.
 */
export function directClient(
  headers: Headers,
  remoteAddress: string | undefined,
  trustedProxies: number,
): Client {
  return {
    ip: trustedProxies > 0 ? forwardedIp(headers, trustedProxies) : parseIp(remoteAddress ?? ''),
    userAgent: shortened(headers['user-agent']),
  };
}

/**
 * The client of a request that came through Hasura, which passes `X-Forwarded-For` on as it got it and the `User-Agent`
 * under another name. The proxies are those in front of Hasura; without one the address can't be known.
 */
export function forwardedClient(headers: Headers, trustedProxies: number): Client {
  return {
    ip: trustedProxies > 0 ? forwardedIp(headers, trustedProxies) : null,
    userAgent: shortened(headers['x-forwarded-user-agent']),
  };
}

function forwardedIp(headers: Headers, trustedProxies: number): string | null {
  const hops = (headers['x-forwarded-for'] ?? '').split(',');
  return parseIp(hops.at(-trustedProxies) ?? '');
}

/** Some proxies write a port behind the address; IPv4 addresses on IPv6 sockets begin with `::ffff:`. */
function parseIp(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const ip = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(ip) === 0 ? null : ip;
}

function shortened(text: string | undefined): string | null {
  return text ? text.slice(0, maxUserAgentLength) : null;
}
