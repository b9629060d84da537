import { AuthError } from '../errors.js';
import type { Session } from '../generated/actions.js';
import type { OpenSessionMutation } from '../generated/hasura.js';
import { addSeconds } from '../lib/clock.js';
import { isUuid } from '../lib/ids.js';
import type { AccessClaims } from '../tokens/accessTokens.js';
import { descendantHashes, hashRefreshToken, newRefreshToken, successorOf } from '../tokens/refreshTokens.js';
import { isAccountGone } from './accountGone.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import type { Client } from './client.js';
import { reportReuse } from './reportReuse.js';
import { assertMayHaveSession, toAuthUser, type User } from './users.js';

/** A session that is about to be inserted: the token for the client, and the row that knows only its hash. */
export function draftSession({ clock, config }: Auth, client: Client) {
  const { refreshTokenSeconds, sessionSeconds, sessionsPerUser } = config;
  const refreshToken = newRefreshToken();
  const now = clock.now();
  const row = {
    refreshTokenHash: hashRefreshToken(refreshToken),
    expiresAt: addSeconds(
      now,
      Math.min(refreshTokenSeconds, sessionSeconds || refreshTokenSeconds),
    ).toISOString(),
    createdAt: now.toISOString(),
    lastUsedAt: now.toISOString(),
    type: 'regular' as const,
    ip: client.ip,
    userAgent: client.userAgent,
    ...(sessionsPerUser > 0 && { sessionLimit: sessionsPerUser }),
  };
  return { refreshToken, row, now: now.toISOString() };
}

interface SessionParts {
  readonly id: string;
  readonly refreshToken: string;
  readonly isElevated?: boolean;
  /** When the session was opened; now unless given. */
  readonly openedAt?: Date;
  /** What the hook before-session gave to it. */
  readonly hookClaims?: unknown;
}

/**
 * What the client gets: an access token signed now, which does not outlive the session, and the refresh token that
 * continues it.
 */
export function toSession(
  user: User,
  { id, refreshToken, isElevated = false, openedAt, hookClaims }: SessionParts,
  auth: Pick<Auth, 'accessTokens' | 'claims' | 'clock' | 'config'>,
): Session {
  const lifetime = accessSeconds(auth, openedAt);
  return {
    accessToken: auth.accessTokens.sign({ ...claimsFor(user, id, auth, hookClaims), isElevated }, lifetime),
    accessTokenExpiresIn: lifetime,
    refreshToken,
    refreshTokenId: id,
    user: toAuthUser(user),
  };
}

function accessSeconds(
  { accessTokens, clock, config }: Pick<Auth, 'accessTokens' | 'clock' | 'config'>,
  openedAt: Date | undefined,
): number {
  const { lifetimeSeconds } = accessTokens;
  if (config.sessionSeconds === 0) return lifetimeSeconds;
  const age = openedAt === undefined ? 0 : (clock.now().getTime() - openedAt.getTime()) / 1000;
  return Math.min(lifetimeSeconds, Math.max(1, Math.floor(config.sessionSeconds - age)));
}

/**
 * @param user as a mutation answered it, with the custom claims.
 * @param hookClaims of the session's row; those of the settings go before them.
 */
export function claimsFor(
  user: User,
  sessionId: string,
  { claims }: Pick<Auth, 'claims'>,
  hookClaims?: unknown,
): AccessClaims {
  return {
    userId: user.id,
    defaultRole: user.defaultRole,
    allowedRoles: user.roles.map(({ role }) => role),
    isAnonymous: user.isAnonymous,
    sessionId,
    custom: hookClaims ? { ...hookClaims, ...claims.claimsOf(user) } : claims.claimsOf(user),
  };
}

/** A password hash to be replaced while the session is opened. */
export interface Rehash {
  readonly verifiedHash: string;
  readonly newHash: string;
}

/**
 * Kept as `metadata` with sessions that somebody else than the owner may have opened: an administrator, or a program with
 * a personal access token. They count as no proof of the owner.
 */
export type SessionMark =
  | { readonly pat: string }
  | { readonly impersonation: { readonly reason: string | null } };

/**
 * Opens a session in one round trip, and marks the user as seen.
 *
 * @throws AuthError `disabled-user` when the account was disabled or deleted since it was read.
 */
export async function openSession(
  { auth, client }: Pick<CallContext, 'auth' | 'client'>,
  userId: string,
  options: {
    readonly rehash?: Rehash | undefined;
    readonly isElevated?: boolean;
    readonly mark?: SessionMark;
  } = {},
): Promise<Session> {
  const { rehash, isElevated = false, mark } = options;
  const { refreshToken, row, now } = draftSession(auth, client);
  // What is not its owner's ends no session of the owner.
  const session = { ...row, userId, ...(mark && { metadata: mark, sessionLimit: null }) };
  const variables = { userId, session, now };
  const opened = await send();
  const [user] = opened.seen?.returning ?? [];
  if (!user || !opened.session) throw new AuthError('disabled-user');
  return toSession(user, { id: opened.session.id, refreshToken, isElevated }, auth);

  async function send(): Promise<OpenSessionMutation> {
    try {
      return rehash
        ? await auth.hasura.OpenSessionAndRehash({ ...variables, ...rehash })
        : await auth.hasura.OpenSession(variables);
    } catch (error) {
      throw isAccountGone(error) ? new AuthError('disabled-user', { cause: error }) : error;
    }
  }
}

/**
 * Exchanges a refresh token for its successor, in one round trip.
 *
 * The token that was replaced a moment ago gets the same successor again, so that two tabs may refresh at once. Any
 * older one shows that somebody else has the session's tokens: the session ends.
 *
 * @throws AuthError `invalid-refresh-token`, `disabled-user` or `unverified-user`.
 */
export async function refreshSession(
  context: Pick<CallContext, 'auth' | 'notes'>,
  token: string,
): Promise<Session> {
  const { auth } = context;
  if (!isUuid(token)) throw new AuthError('invalid-refresh-token');
  const presented = token.toLowerCase();
  const successor = successorOf(presented, auth.refreshKey);
  const now = auth.clock.now();
  const { rotated, replayed, revoked } = await auth.hasura.RefreshSession({
    presentedHash: hashRefreshToken(presented),
    successorHash: hashRefreshToken(successor),
    now: now.toISOString(),
    expiresAt: addSeconds(now, auth.config.refreshTokenSeconds).toISOString(),
    // A millisecond more, so that with an interval of 0 the row that was rotated just now is not yet "longer ago".
    graceStart: addSeconds(now, -auth.config.refreshReuseSeconds - 0.001).toISOString(),
    openedAfter: openedAfter(auth, now).toISOString(),
  });
  const row = rotated?.returning[0] ?? replayed?.returning[0];
  if (row) {
    note(context, { userId: row.user.id, sessionId: row.id });
    assertMayHaveSession(row.user, auth);
    const { id, hookClaims } = row;
    const openedAt = new Date(row.createdAt);
    return toSession(row.user, { id, refreshToken: successor, openedAt, hookClaims }, auth);
  }
  await reportReusedToken(context, presented, revoked?.returning[0]);
  throw new AuthError('invalid-refresh-token');
}

/** Sessions that were opened at that time or before have reached their absolute lifetime. */
export function openedAfter({ config: { sessionSeconds } }: Pick<Auth, 'config'>, now: Date): Date {
  return sessionSeconds === 0 ? new Date(0) : addSeconds(now, -sessionSeconds);
}

interface EndedSession {
  readonly id: string;
  readonly userId: string;
}

/** Tells of the session that a reused token ended. One that was replaced several times ago is looked for first. */
async function reportReusedToken(
  context: Pick<CallContext, 'auth' | 'notes'>,
  presented: string,
  revoked: EndedSession | undefined,
): Promise<void> {
  const { auth } = context;
  const ended = revoked ?? (await revokeByAncestor(auth, presented));
  if (!ended) return;
  await reportReuse(context, {
    event: 'refresh-token-reuse',
    userId: ended.userId,
    sessionId: ended.id,
    message: 'A replaced refresh token was used again; its session is ended',
  });
}

async function revokeByAncestor(auth: Auth, presented: string): Promise<EndedSession | undefined> {
  const hashes = descendantHashes(presented, auth.refreshKey);
  const { deleteAuthRefreshTokens } = await auth.hasura.RevokeAncestor({ descendantHashes: hashes });
  return deleteAuthRefreshTokens?.returning[0];
}

/** Ends the session of a refresh token, or of the token it replaced. Says whose it was; undefined when there was none. */
export async function closeSession(auth: Auth, token: string): Promise<string | undefined> {
  const presented = token.toLowerCase();
  const hashes = [presented, successorOf(presented, auth.refreshKey)].map(hashRefreshToken);
  const { deleteAuthRefreshTokens } = await auth.hasura.CloseSession({ hashes });
  return deleteAuthRefreshTokens?.returning[0]?.userId;
}

/** Ends all sessions of a user but one; personal access tokens stay. */
export async function closeOtherSessions(auth: Auth, userId: string, keptId: string): Promise<void> {
  await auth.hasura.EndSessions({ userId, types: ['regular'], keptIds: [keptId] });
}

/** Ends all sessions of a user. */
export async function closeAllSessions(auth: Auth, userId: string): Promise<void> {
  await auth.hasura.CloseAllSessions({ userId });
}
