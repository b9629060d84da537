import type { ActionStage } from '../auth/actionStage.js';
import type { RefreshCookie } from '../auth/refreshCookie.js';
import type { Mutation, Session } from '../generated/actions.js';

/** Mutations whose answer is a session, or holds one. */
type SessionMutation = {
  [N in keyof Mutation]-?: NonNullable<Mutation[N]> extends Session
    ? N
    : 'session' extends keyof NonNullable<Mutation[N]>
      ? N
      : never;
}[Exclude<keyof Mutation, '__typename'>];

/** All of them; it does not compile while one is missing. */
const sessionMutations: Record<SessionMutation, true> = {
  confirmTicket: true,
  elevate: true,
  exchangeCode: true,
  finishPasskeySignIn: true,
  finishPasskeySignUp: true,
  refresh: true,
  signIn: true,
  signInAnonymous: true,
  signInEmailOtp: true,
  signInIdToken: true,
  signInPat: true,
  signInPhone: true,
  signInRecoveryCode: true,
  signInSmsOtp: true,
  signInTotp: true,
  signInUsername: true,
  signInWith: true,
  signUp: true,
  signUpPhone: true,
  signUpUsername: true,
  signUpWith: true,
  verifyPhone: true,
};

/**
 * Cookie mode: the refresh token of an answer goes into a cookie, out of the reach of scripts, and its field is null.
 * Every call that may open a session has to come from an own page, so that no foreign one can sign its visitors in as
 * somebody else.
 *
 * @throws AuthError `csrf-check-failed`.
 */
export const cookieSessions: ActionStage = async ({ name, context: { cookie } }, next) => {
  if (cookie === undefined || !Object.hasOwn(sessionMutations, name)) return next();
  cookie.requireOwnPage();
  return withoutRefreshToken((await next()) as SessionAnswer, cookie);
};

type SessionAnswer = Session | { readonly session?: Session | null };

function withoutRefreshToken(answer: SessionAnswer, cookie: RefreshCookie): SessionAnswer {
  if ('accessToken' in answer) return withCookie(answer, cookie);
  return answer.session ? { ...answer, session: withCookie(answer.session, cookie) } : answer;
}

function withCookie(session: Session, cookie: RefreshCookie): Session {
  if (session.refreshToken) cookie.write(session.refreshToken);
  return { ...session, refreshToken: null };
}
