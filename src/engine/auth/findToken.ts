import { HasuraError } from '../errors.js';
import type { JwtConfig, TokenLocation } from './config.js';
import { type RequestHeaders, readHeader } from './session.js';

/**
 * The request's token and the configuration that reads it there; undefined when no place holds one.
 *
 * Several configurations of one place are told apart by the token's issuer, as in Hasura.
 *
 * @throws HasuraError invalid-headers for a malformed header or several tokens
 */
export function findToken<Verifier extends { readonly config: JwtConfig }>(
  headers: RequestHeaders,
  verifiers: readonly Verifier[],
): { token: string; verifier: Verifier } | undefined {
  const [only, ...others] = verifiers;
  if (only && others.length === 0) {
    const token = readToken(headers, only.config.location);
    return token === undefined ? undefined : { token, verifier: only };
  }
  const found = new Map<string, { token: string; verifiers: Verifier[] }>();
  for (const verifier of verifiers) {
    const { location } = verifier.config;
    const place = JSON.stringify(location);
    const seen = found.get(place);
    if (seen) {
      seen.verifiers.push(verifier);
      continue;
    }
    const token = readToken(headers, location);
    if (token !== undefined) found.set(place, { token, verifiers: [verifier] });
  }
  if (found.size > 1) throw new HasuraError('invalid-headers', 'Could not verify JWT: Multiple JWTs found');
  for (const { token, verifiers: candidates } of found.values()) {
    const verifier = chooseByIssuer(token, candidates);
    if (verifier) return { token, verifier };
  }
  return undefined;
}

function readToken(headers: RequestHeaders, location: TokenLocation): string | undefined {
  switch (location.kind) {
    case 'authorization':
      return bearerToken(readHeader(headers, 'authorization'));
    case 'cookie':
      return cookie(readHeader(headers, 'cookie') ?? '', location.name);
    case 'header':
      return readHeader(headers, location.name);
  }
}

function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [scheme, token, ...more] = header.trim().split(/\s+/);
  if (scheme !== 'Bearer' || token === undefined || more.length > 0) {
    throw new HasuraError('invalid-headers', 'Malformed Authorization header');
  }
  return token;
}

function cookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** The issuer is read without trust: it only picks the key, under which the signature must still hold. */
function chooseByIssuer<Verifier extends { readonly config: JwtConfig }>(
  token: string,
  candidates: readonly Verifier[],
): Verifier | undefined {
  if (candidates.length < 2) return candidates[0];
  const issuer = unverifiedIssuer(token);
  const named = issuer === undefined ? undefined : candidates.find((each) => each.config.issuer === issuer);
  return named ?? candidates.find((each) => each.config.issuer === null) ?? candidates[0];
}

function unverifiedIssuer(token: string): unknown {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return (payload as { iss?: unknown } | null)?.iss;
  } catch {
    return undefined;
  }
}
