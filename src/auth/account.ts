import { AuthError } from '../errors.js';
import type { FindAccountQuery, Users_Bool_Exp } from '../generated/hasura.js';
import { addSeconds } from '../lib/clock.js';
import { isUuid } from '../lib/ids.js';
import type { Auth, CallContext } from './auth.js';
import { type Caller, requireUserId } from './caller.js';
import { passwordKeys } from './guessKeys.js';

/** The caller's account, with what proofs are held against. */
export type Account = NonNullable<FindAccountQuery['user']>;

/** The caller's account and session, read in one request. */
export interface Own {
  readonly account: Account;
  /** Undefined for an access token that names no session, as those of Nhost Auth. */
  readonly session: FindAccountQuery['authRefreshTokens'][number] | undefined;
}

/**
 * The account of the caller. An access token outlives its session for some minutes, but changes nothing any more.
 *
 * @param anonymous whether the account may be an anonymous one.
 * @throws AuthError `unauthenticated-user` without a caller, or when the account or the session is gone;
 *   `disabled-user`; `forbidden-anonymous`.
 */
export async function getOwnAccount(
  { auth, caller }: CallContext,
  { anonymous = false }: { readonly anonymous?: boolean } = {},
): Promise<Own> {
  const userId = requireUserId(caller);
  const { sessionId } = caller;
  if (!isUuid(userId) || (sessionId !== undefined && !isUuid(sessionId))) {
    throw new AuthError('unauthenticated-user');
  }
  const { user, authRefreshTokens } = await auth.hasura.FindAccount({
    userId,
    sessionIds: sessionId === undefined ? [] : [sessionId],
  });
  const [session] = authRefreshTokens;
  if (!user) throw new AuthError('unauthenticated-user');
  // Before the session, which ends with the account.
  if (user.disabled) throw new AuthError('disabled-user');
  if (sessionId !== undefined && !session) throw new AuthError('unauthenticated-user');
  if (user.isAnonymous && !anonymous) throw new AuthError('forbidden-anonymous');
  return { account: user, session };
}

/**
 * What holds of the caller's account while the session of the access token is there, for conditions of mutations. A token
 * that names no session has none to lose.
 */
export function withOwnSession({ sessionId }: Caller): Users_Bool_Exp {
  if (sessionId === undefined) return {};
  if (!isUuid(sessionId)) throw new AuthError('unauthenticated-user');
  return { refreshTokens: { id: { _eq: sessionId } } };
}

/** The caller's session as a list, for mutations that end all others. */
export function keptSessions({ session }: Own): string[] {
  return session ? [session.id] : [];
}

/**
 * Demands an elevated access token where the settings do: always, or of accounts that have a second factor or a security
 * key (`AUTH_REQUIRE_ELEVATED_CLAIM`, as in Nhost Auth); and always in a session that an administrator or a personal
 * access token opened, which changes nothing of the account.
 *
 * @throws AuthError `elevated-claim-required`.
 */
export function requireElevation({ auth, caller }: CallContext, own: Own): void {
  const mode = auth.config.requireElevatedClaim;
  const isNeeded =
    mode === 'required' || (mode === 'recommended' && hasMore(own.account)) || !isOwnersSession(own);
  if ((isNeeded && !caller.isElevated) || caller.isImpersonated)
    throw new AuthError('elevated-claim-required');
}

function hasMore({ activeMfaType, securityKeys }: Account): boolean {
  return activeMfaType !== null || securityKeys.length > 0;
}

/** Sessions of personal access tokens and of administrators carry a mark; nobody proved to be the owner there. */
function isOwnersSession({ session }: Own): boolean {
  return session === undefined || session.metadata === null;
}

/**
 * Demands that the owner was here moments ago: an elevated access token, or a session that was opened lately, by its owner.
 *
 * @throws AuthError `elevated-claim-required`.
 */
export function requireFreshProof(context: CallContext, own: Own): void {
  if (!context.caller.isElevated && !isFresh(context, own)) throw new AuthError('elevated-claim-required');
}

function isFresh({ auth }: CallContext, own: Own): boolean {
  const { session } = own;
  if (!session || !isOwnersSession(own)) return false;
  const freshUntil = addSeconds(new Date(session.createdAt), auth.config.freshSessionSeconds);
  return auth.clock.now() < freshUntil;
}

/**
 * Demands a proof that the caller owns the account: the password where one is given, else a fresh one.
 *
 * @throws AuthError `invalid-email-password` or `elevated-claim-required`.
 */
export async function requireProof(
  context: CallContext,
  own: Own,
  password: string | null | undefined,
): Promise<void> {
  if (password === null || password === undefined) return requireFreshProof(context, own);
  await requireOwnPassword(context.auth, own.account, password);
}

/**
 * Demands the password of somebody who is signed in; guesses are delayed, as whoever has stolen a session would guess.
 *
 * @throws AuthError `invalid-email-password` or `too-many-requests`.
 */
export async function requireOwnPassword(auth: Auth, account: Account, password: string): Promise<void> {
  const { matches } = await auth.guesses.check(
    passwordKeys.own(account.id),
    () => auth.passwords.verify(password, account.passwordHash),
    (verdict) => verdict.matches,
  );
  if (!matches) throw new AuthError('invalid-email-password');
}
