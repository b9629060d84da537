import type { ActionCall, ActionStage } from '../auth/actionStage.js';
import { type OpenedSession, openedBy } from './openedSession.js';

/** Continues a session: the hook was asked when it was opened. */
const continuing: ReadonlySet<string> = new Set(['refresh']);

/**
 * Asks the hook before a client gets a new session, whichever Action opened it: until then nobody has its tokens. What the
 * hook refuses is deleted. Its claims are kept with the session, so that later access tokens have them without another
 * question.
 */
export const beforeSession: ActionStage = async (call, next) => {
  const result = await next();
  const ask = call.context.auth.hooks.beforeSession;
  if (ask === undefined || continuing.has(call.name)) return result;
  const opened = openedBy(result);
  if (opened === undefined) return result;
  const claims = await decide(call, opened, ask);
  return Object.keys(claims).length === 0 ? result : withClaims(call, result, opened, claims);
};

async function decide(
  { name, context }: ActionCall,
  { sessionId, userId, user, accessToken, isImpersonation }: OpenedSession,
  ask: NonNullable<ActionCall['context']['auth']['hooks']['beforeSession']>,
): Promise<Readonly<Record<string, string>>> {
  const { auth, client } = context;
  const held = await auth.accessTokens.verify(accessToken);
  const session = {
    id: sessionId,
    userId,
    defaultRole: user.defaultRole,
    allowedRoles: user.roles,
    isElevated: held?.['x-hasura-auth-elevated'] === userId,
    isImpersonated: isImpersonation,
  };
  try {
    return await ask({ action: name, session, client });
  } catch (error) {
    await auth.hasura.RefuseSession({ sessionId });
    throw error;
  }
}

async function withClaims(
  { context: { auth } }: ActionCall,
  result: unknown,
  { sessionId, accessToken }: OpenedSession,
  claims: Readonly<Record<string, string>>,
): Promise<unknown> {
  await auth.hasura.SetHookClaims({ sessionId, claims });
  return replaced(result, auth.accessTokens.extend(accessToken, claims));
}

function replaced(result: unknown, accessToken: string): unknown {
  const given = result as Record<string, unknown>;
  return 'session' in given
    ? { ...given, session: replaced(given.session, accessToken) }
    : { ...given, accessToken };
}
