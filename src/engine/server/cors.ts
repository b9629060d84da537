import { readHeader } from '../auth/session.js';
import type { EngineRequest, EngineResponse } from './http.js';

/** HASURA_GRAPHQL_CORS_DOMAIN after parsing. */
export type CorsPolicy =
  | { readonly kind: 'any' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'listed'; readonly matches: readonly ((origin: string) => boolean)[] };

/**
 * `*`, or a list such as `https://app.example.com, https://*.example.org`. A wildcard stands for one name, as in Hasura.
 *
 * @throws Error naming the domain that can't be read
 */
export function parseCorsDomain(text: string): CorsPolicy {
  const domains = text.split(',').map((each) => each.trim());
  if (domains.includes('*')) return { kind: 'any' };
  return { kind: 'listed', matches: domains.filter((each) => each !== '').map(matcher) };
}

function matcher(domain: string): (origin: string) => boolean {
  const match = /^(https?:\/\/)(\*\.)?([^*/\s]+)\/?$/i.exec(domain);
  if (!match) throw new Error(`HASURA_GRAPHQL_CORS_DOMAIN: "${domain}" is not of the form http(s)://domain`);
  const [, scheme = '', wildcard, host = ''] = match.map((each) => each?.toLowerCase());
  if (!wildcard) return (origin) => origin.toLowerCase() === scheme + host;
  return (origin) => {
    const lower = origin.toLowerCase();
    if (!lower.startsWith(scheme) || !lower.endsWith(`.${host}`)) return false;
    const name = lower.slice(scheme.length, -host.length - 1);
    return /^[^./]+$/.test(name);
  };
}

export function allowsOrigin(policy: CorsPolicy, origin: string): boolean {
  if (policy.kind === 'listed') return policy.matches.some((matches) => matches(origin));
  return policy.kind === 'any';
}

type Headers = Readonly<Record<string, string>>;

/** Headers for a response to a page of another origin; undefined where the policy says nothing. */
export function corsHeaders(policy: CorsPolicy, { headers }: EngineRequest): Headers | undefined {
  const origin = readHeader(headers, 'origin');
  if (origin === undefined || !allowsOrigin(policy, origin)) return undefined;
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Methods': 'GET,POST,PUT,PATCH,DELETE,OPTIONS',
    Vary: 'Origin',
  };
}

/** The answer to a preflight request that is allowed. */
export function preflight({ headers }: EngineRequest, cors: Headers): EngineResponse {
  return {
    status: 204,
    headers: {
      ...cors,
      'Access-Control-Max-Age': '1728000',
      'Access-Control-Allow-Headers': readHeader(headers, 'access-control-request-headers') ?? '',
      'Content-Type': 'text/plain charset=UTF-8',
    },
    body: '',
  };
}
