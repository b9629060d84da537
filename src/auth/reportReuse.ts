import { note } from './auditEntry.js';
import type { AuditEvent } from './auditEvents.js';
import type { CallContext } from './auth.js';
import { sendNotice } from './notices.js';

interface Reuse {
  readonly event: Extract<AuditEvent, 'refresh-token-reuse' | 'sign-in-code-reuse'>;
  readonly userId: string;
  /** The session that was ended. */
  readonly sessionId: string;
  /** For operators. */
  readonly message: string;
}

/** Tells of a session that was ended since what opens or continues it was used twice: the log, the audit log, the owner. */
export async function reportReuse(
  context: Pick<CallContext, 'auth' | 'notes'>,
  { event, userId, sessionId, message }: Reuse,
): Promise<void> {
  const { auth } = context;
  note(context, { event, userId, sessionId });
  auth.log.warn(message, { sessionId, userId });
  try {
    const { user } = await auth.hasura.FindUserById({ id: userId });
    if (user) await sendNotice(auth, { kind: 'refresh-token-reused', user });
  } catch (error) {
    auth.log.error('The owner of a session that was ended could not be told', { userId, error });
  }
}
