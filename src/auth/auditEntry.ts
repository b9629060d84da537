import { createHash } from 'node:crypto';
import type { ProblemCode } from '../errors.js';
import type { AuthAuditLog_Insert_Input } from '../generated/hasura.js';
import { isUuid, newUuid } from '../lib/ids.js';
import { toStorable } from '../lib/text.js';
import type { AuditEvent } from './auditEvents.js';
import type { CallContext } from './auth.js';

/** Harmless facts about an event: names and numbers of ours, never what a client wrote. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What a flow says about its call for the audit log, as it finds out. */
export interface AuditNotes {
  /** Name of the Action. */
  readonly action: string;
  event?: AuditEvent;
  /** Whose account the call is about, when it is not the caller's. */
  userId?: string;
  /** The session that it is about, when it is neither the one that it opens nor the caller's. */
  sessionId?: string;
  /** Why nothing was done although the client is answered as if: it must not learn which names are taken. */
  refused?: ProblemCode;
  details?: AuditDetails;
  /** Whether the change wrote its entry in its own transaction. */
  written?: boolean;
}

type Facts = Partial<Omit<AuditNotes, 'action' | 'written'>>;

/** Remembers facts for the entry of this call. Without a call of an Action there is no entry. */
export function note({ notes }: Pick<CallContext, 'notes'>, facts: Facts): void {
  if (!notes) return;
  const details = facts.details && { ...notes.details, ...facts.details };
  Object.assign(notes, facts, details && { details });
}

/** A row of `auth.audit_log` with everything that goes with it. */
export type AuditRow = AuthAuditLog_Insert_Input & { readonly id: string; readonly event: AuditEvent };

interface EntryFacts {
  readonly event: AuditEvent;
  readonly outcome: 'ok' | 'refused' | 'failed';
  readonly reason?: ProblemCode | undefined;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Whether a session was opened: the entry then remembers on what. */
  readonly opensSession?: boolean;
}

/**
 * The entry of a call. Ids that aren't UUIDs are left out, and text is made storable: tokens of others may carry anything,
 * and an entry that the database refuses would be lost.
 */
export function draftEntry(context: CallContext, facts: EntryFacts): AuditRow {
  const { auth, caller, client, notes } = context;
  const { event, outcome, reason, opensSession = false } = facts;
  return {
    id: newUuid(),
    createdAt: auth.clock.now().toISOString(),
    event,
    outcome,
    reason: reason ?? null,
    action: notes?.action ?? null,
    userId: uuidOrNull(facts.userId ?? notes?.userId ?? caller.userId),
    actorId: uuidOrNull(caller.userId),
    actorRole: toStorable(caller.role) || null,
    impersonated: caller.isImpersonated,
    sessionId: uuidOrNull(facts.sessionId ?? notes?.sessionId ?? caller.sessionId),
    ip: client.ip,
    userAgent: client.userAgent && toStorable(client.userAgent),
    device: opensSession ? deviceOf(client.userAgent) : null,
    traceId: auth.traceId ?? null,
    details: notes?.details ?? null,
  };
}

/**
 * What a session was opened on: a hash of the user agent without its digits, so that an update of the browser or the
 * system makes no other device of it. No user agent is a device as well.
 */
export function deviceOf(userAgent: string | null): string {
  const kind = (userAgent ?? '').replace(/\d+(?:[._]\d+)*/g, '');
  return createHash('sha256').update(kind).digest('base64url').slice(0, 22);
}

/**
 * The entry that a change writes in its own transaction, as the variables `audit` and `auditIds` of its mutation. When the
 * mutation has made the change, say so by `noteWritten`.
 */
export function draftChange(
  context: CallContext,
  facts: Pick<EntryFacts, 'event' | 'userId' | 'sessionId' | 'opensSession'>,
) {
  const row = draftEntry(context, { ...facts, outcome: 'ok' });
  const nested = context.auth.hooks.wantsEvent(row.event) && { deliveries: { data: [dueAt(row)] } };
  return { audit: [{ ...row, ...nested }], auditIds: [row.id] };
}

/** A delivery of this entry that is due at once, by the clock of the servers. */
export function dueAt({ createdAt = null }: AuditRow) {
  return { createdAt, nextAttemptAt: createdAt };
}

/** The change was made, and its entry with it. */
export function noteWritten({ notes, auth }: Pick<CallContext, 'notes' | 'auth'>): void {
  if (notes) notes.written = true;
  auth.hooks.nudge();
}

function uuidOrNull(text: string | undefined): string | null {
  return text !== undefined && isUuid(text) ? text : null;
}
