import { AuthError } from '../errors.js';
import { isUuid } from '../lib/ids.js';
import type { HasuraClaims } from '../tokens/accessTokens.js';

/** Who asks: told by Hasura's session variables or by a verified access token, never by input. */
export interface Caller {
  /** The role under which Hasura, or this server, lets the request run. */
  readonly role: string;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
  readonly isAnonymous: boolean;
  /** Whether the access token was issued for a further proof: it says so itself, and of its own user. */
  readonly isElevated: boolean;
  /** Whether an administrator acts in the place of the user. */
  readonly isImpersonated: boolean;
}

/** The caller that Hasura names in `session_variables`. Trust it only from a request that carries the Action secret. */
export function callerFromSession(variables: Readonly<Record<string, string>>): Caller {
  return {
    role: variables['x-hasura-role'] ?? '',
    userId: idOf(variables['x-hasura-user-id']),
    sessionId: idOf(variables['x-hasura-session-id']),
    isAnonymous: variables['x-hasura-user-is-anonymous'] === 'true',
    isElevated: isElevated(variables),
    isImpersonated: variables['x-hasura-auth-impersonated'] === 'true',
  };
}

/**
 * The caller of a request that came here directly, with the claims of its verified token.
 *
 * @param requestedRole the header `x-hasura-role`, which may pick one of the allowed roles, as in Hasura.
 * @throws AuthError `forbidden-role` when it picks another one.
 */
export function callerFromClaims(claims: HasuraClaims, requestedRole: string | undefined): Caller {
  const role = requestedRole ?? textOf(claims['x-hasura-default-role']) ?? '';
  const allowed = claims['x-hasura-allowed-roles'];
  if (!Array.isArray(allowed) || !allowed.includes(role)) throw new AuthError('forbidden-role');
  return {
    role,
    userId: idOf(claims['x-hasura-user-id']),
    sessionId: idOf(claims['x-hasura-session-id']),
    isAnonymous: claims['x-hasura-user-is-anonymous'] === 'true',
    isElevated: isElevated(claims),
    isImpersonated: claims['x-hasura-auth-impersonated'] === 'true',
  };
}

/** The caller of a request without a token. */
export function anonymousCaller(unauthorizedRole: string): Caller {
  return {
    role: unauthorizedRole,
    userId: undefined,
    sessionId: undefined,
    isAnonymous: false,
    isElevated: false,
    isImpersonated: false,
  };
}

/** The id of the signed-in user. @throws AuthError `unauthenticated-user` when nobody is signed in. */
export function requireUserId(caller: Caller): string {
  if (caller.userId === undefined) throw new AuthError('unauthenticated-user');
  return caller.userId;
}

/** The claim holds the user's id, as in Nhost Auth, so that permissions can compare the two. */
function isElevated(claims: Readonly<Record<string, unknown>>): boolean {
  const userId = claims['x-hasura-user-id'];
  return typeof userId === 'string' && claims['x-hasura-auth-elevated'] === userId;
}

/** What is no UUID is no account's id, as in a token of another issuer that Hasura accepts: nobody is signed in here. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && isUuid(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
