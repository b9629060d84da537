import type { AuthUser } from '../generated/actions.js';

/** A session that an Action answers, whatever the Action is. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly accessToken: string;
  readonly user: AuthUser;
  readonly isImpersonation: boolean;
}

/** The session in the result of an Action: the result itself, as of `elevate`, or part of it, as of `signIn`. */
export function openedBy(result: unknown): OpenedSession | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  if ('session' in result) return openedBy(result.session);
  if (!('accessToken' in result) || !('user' in result)) return undefined;
  const { accessToken, user, refreshTokenId, sessionId } = result as {
    accessToken: string;
    user: AuthUser | null;
    refreshTokenId?: string;
    sessionId?: string;
  };
  const id = refreshTokenId ?? sessionId;
  if (!user || id === undefined) return undefined;
  return { sessionId: id, userId: user.id, accessToken, user, isImpersonation: refreshTokenId === undefined };
}
