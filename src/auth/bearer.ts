import { AuthError } from '../errors.js';
import type { HasuraClaims } from '../tokens/accessTokens.js';
import type { Auth } from './auth.js';
import { anonymousCaller, type Caller, callerFromClaims } from './caller.js';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Who sends a request that did not come through Hasura: what its access token says, or nobody without a token. Headers
 * `x-hasura-*` are ignored, except that `x-hasura-role` may choose one of the token's roles.
 *
 * @throws AuthError `unauthenticated-user` for a token that isn't valid, `forbidden-role` for a role it does not allow.
 */
export async function getCaller(auth: Auth, headers: Headers): Promise<Caller> {
  if (headers.authorization === undefined) return anonymousCaller(auth.config.unauthorizedRole);
  const claims = await verifiedClaims(auth, headers.authorization);
  if (claims === undefined) throw new AuthError('unauthenticated-user');
  return callerFromClaims(claims, headers['x-hasura-role']);
}

/** The same for requests in which a stale token does no harm: it counts as none. */
export async function findCaller(auth: Auth, headers: Headers): Promise<Caller> {
  const claims = headers.authorization && (await verifiedClaims(auth, headers.authorization));
  return claims ? callerFromClaims(claims, undefined) : anonymousCaller(auth.config.unauthorizedRole);
}

async function verifiedClaims(auth: Auth, authorization: string): Promise<HasuraClaims | undefined> {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(authorization)?.[1];
  return token === undefined ? undefined : auth.accessTokens.verify(token);
}
