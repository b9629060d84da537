import type { ActionCall, ActionStage } from '../auth/actionStage.js';
import { draftEntry } from '../auth/auditEntry.js';
import { type AuditEvent, auditEvents, auditedAs } from '../auth/auditEvents.js';
import type { AuditItem } from '../auth/auditLog.js';
import type { SessionOwner } from '../auth/newDevices.js';
import { AuthError, OutageError, type ProblemCode } from '../errors.js';
import { openedBy } from './openedSession.js';

interface Outcome {
  readonly outcome: 'ok' | 'refused' | 'failed';
  readonly reason?: ProblemCode;
  readonly result?: unknown;
}

/**
 * Writes what became of a call into the audit log: what is changed before the client is answered, and what is frequent
 * soon afterwards. Says nothing of calls that the stages around it refused, as those over a limit.
 */
export function createAuditStage({ awaitsAll }: { readonly awaitsAll: boolean }): ActionStage {
  return async (call, next) => {
    const audited = auditedAs(call.name);
    if (audited === undefined) return next();
    let result: unknown;
    try {
      result = await next();
    } catch (error) {
      await record(call, audited.event, outcomeOf(error), awaitsAll);
      throw error;
    }
    if (!audited.failuresOnly) await record(call, audited.event, { outcome: 'ok', result }, awaitsAll);
    return result;
  };
}

async function record(
  { context }: ActionCall,
  usual: AuditEvent,
  became: Outcome,
  awaitsAll: boolean,
): Promise<void> {
  const { notes, auth } = context;
  if (notes?.written && became.outcome === 'ok') return;
  const { outcome, reason, result } = notes?.refused
    ? ({ outcome: 'refused', reason: notes.refused, result: undefined } as const)
    : became;
  const opened = openedBy(result);
  const event = notes?.event ?? (hasChallenge(result) ? 'sign-in-challenge' : usual);
  const row = draftEntry(context, {
    event,
    outcome,
    reason,
    userId: opened?.userId,
    sessionId: opened?.sessionId,
    opensSession: opened !== undefined && !opened.isImpersonation,
  });
  const item = { row, owner: opened && ownerOf(opened.user) } satisfies AuditItem;
  const { awaited } = auditEvents[event];
  const waits = awaitsAll || awaited === 'all' || (awaited === 'done' && outcome === 'ok');
  if (waits) await auth.auditLog.write(item);
  else auth.auditLog.add(item);
}

/** Concealed or not, the log has the code itself. */
function outcomeOf(error: unknown): Outcome {
  if (error instanceof AuthError) return { outcome: 'refused', reason: error.code };
  const reason = error instanceof OutageError ? 'service-unavailable' : 'internal-server-error';
  return { outcome: 'failed', reason };
}

function hasChallenge(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'mfa' in result && Boolean(result.mfa);
}

function ownerOf(user: {
  id: string;
  email?: string | null;
  displayName: string;
  locale: string;
}): SessionOwner | undefined {
  const { id, email, displayName, locale } = user;
  return email ? { id, email, displayName, locale } : undefined;
}
