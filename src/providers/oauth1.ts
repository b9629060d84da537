import { createHmac, randomBytes } from 'node:crypto';
import { epochSeconds } from '../lib/clock.js';

/** Who signs: the application alone, or on behalf of somebody, with a (temporary) token. */
export interface Credentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly token?: string;
  readonly tokenSecret?: string;
}

/** A request that is to be signed. Its body is empty or JSON: fields of a form would have to be signed too. */
interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** With its query, which is signed. */
  readonly url: string;
  /** Protocol parameters besides the usual ones, as `oauth_callback` and `oauth_verifier`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What makes two signatures differ; given by tests, as it is random otherwise. */
interface Moment {
  readonly now: Date;
  readonly nonce?: string;
}

/**
 * The `Authorization` header of a signed request.
 *
 * Source: RFC 5849 (OAuth 1.0), sections 3.1, 3.4.2 and 3.5.1. Its HMAC-SHA1 is the only method that Twitter takes; the
 * known attacks on SHA-1 are collisions, which HMAC doesn't rest on (RFC 6194 section 3.3).
 */
export function authorizationHeader(
  credentials: Credentials,
  { method, url, parameters = {} }: SignedRequest,
  { now, nonce = randomBytes(16).toString('hex') }: Moment,
): string {
  const { consumerKey, consumerSecret, token, tokenSecret = '' } = credentials;
  const protocol: Record<string, string> = {
    oauth_consumer_key: consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(epochSeconds(now)),
    oauth_version: '1.0',
    ...(token === undefined ? {} : { oauth_token: token }),
    ...parameters,
  };
  const key = `${encode(consumerSecret)}&${encode(tokenSecret)}`;
  const signature = createHmac('sha1', key)
    .update(signatureBase(method, new URL(url), Object.entries(protocol)))
    .digest('base64');
  const fields = Object.entries({ ...protocol, oauth_signature: signature });
  return `OAuth ${fields.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(', ')}`;
}

/** RFC 5849 section 3.4.1: method, URL without query, and all parameters, sorted by encoded name, then by value. */
function signatureBase(method: string, url: URL, protocol: readonly (readonly [string, string])[]): string {
  const parameters = [...protocol, ...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');
  return [method, `${url.origin}${url.pathname}`, parameters].map(encode).join('&');
}

/** By bytes: what is encoded is ASCII. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 5849 section 3.6: everything but RFC 3986's unreserved characters; JavaScript leaves five more as they are. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
