import { AuthError } from '../errors.js';
import { violates } from '../hasura/client.js';
import { newUuid } from '../lib/ids.js';
import { draftChange, note, noteWritten } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { draftSignIn, type SignInOutcome, type SignInTarget } from './completeSignIn.js';
import { draftNotice, rowsOf } from './notices.js';
import { signInByTicket } from './signInByTicket.js';
import type { LinkKind } from './ticketKinds.js';
import { type FoundTicket, getTicket, signInRows } from './tickets.js';

/** The tickets that links of mails carry. */
export const linkKinds = [
  'verifyEmail',
  'passwordlessEmail',
  'emailConfirmChange',
  'passwordReset',
  'invite',
] as const satisfies readonly LinkKind[];

/**
 * Uses the ticket of a link: does what its mail was for, and signs in. In two requests; exactly one of any number of uses
 * at once succeeds.
 *
 * @throws AuthError `invalid-ticket`, `email-already-in-use` when somebody has the new address by now, and as
 *   `signInByTicket`.
 */
export async function confirmTicket(
  context: CallContext,
  text: string,
  target: SignInTarget = {},
): Promise<SignInOutcome> {
  const ticket = await getTicket(context.auth, text, linkKinds);
  note(context, { details: { by: ticket.kind }, ...(ticket.user && { userId: ticket.user.id }) });
  return ticket.kind === 'emailConfirmChange'
    ? changeAddress(context, ticket, target)
    : signInByTicket(context, ticket, target);
}

async function changeAddress(
  context: CallContext,
  ticket: FoundTicket,
  target: SignInTarget,
): Promise<SignInOutcome> {
  const { auth, caller } = context;
  const { user, recipient: newEmail } = ticket;
  note(context, { event: 'email-change' });
  if (!user || newEmail === null) throw new AuthError('invalid-ticket');
  const changed = { email: newEmail, emailVerified: true };
  const { session, challenge, answer } = draftSignIn(context, { ...user, ...changed }, target);
  const isOwnSession = caller.userId === user.id && caller.sessionId !== undefined;
  // To the old address: its owner learns of a change that somebody else made.
  const notices = draftNotice(auth, { kind: 'email-changed', user, values: { newEmail } });
  const now = auth.clock.now().toISOString();
  const entry = draftChange(context, { event: 'email-change', userId: user.id, sessionId: session?.id });
  const { taken, seen } = await auth.hasura
    .ConfirmContactChange({
      hash: ticket.hash,
      kind: ticket.kind,
      userId: user.id,
      now,
      useId: newUuid(),
      changed: { ...changed, newEmail: null, ...(session && { lastSeen: now }) },
      keptSessionIds: isOwnSession && caller.sessionId ? [caller.sessionId] : [],
      ...signInRows({ session, challenge }),
      ...rowsOf(notices),
      ...entry,
    })
    .catch((error: unknown) => {
      const isTaken = violates(error, 'users_email_key');
      throw isTaken ? new AuthError('email-already-in-use', { cause: error }) : error;
    });
  const [account] = seen?.returning ?? [];
  if (!taken?.returning[0] || !account) throw new AuthError('invalid-ticket');
  noteWritten(context);
  await auth.outbox.deliver(notices);
  return answer(account);
}
