import { AuthError } from '../errors.js';
import type { String_Comparison_Exp } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import { keptSessions, type Own } from './account.js';
import { draftChange, note, noteWritten } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { passwordKeysOf } from './guessKeys.js';
import { draftPassword } from './newPasswords.js';
import { draftNotice, rowsOf } from './notices.js';
import { getTicket } from './tickets.js';

/**
 * Gives the account another password, ends its other sessions, takes back reset links and half finished sign-ins, and
 * tells the owner; all of it or nothing.
 *
 * @param current what has to hold of the present hash at that moment: `{_eq: …}` the one that was verified, `{_is_null:
 *   true}` none, `{}` anything.
 * @returns false when it did not hold, or the account is disabled by now.
 * @throws AuthError as `draftPassword`.
 */
export async function replacePassword(
  context: CallContext,
  own: Own,
  { password, current }: { readonly password: string; readonly current: String_Comparison_Exp },
): Promise<boolean> {
  const { auth } = context;
  const { account } = own;
  const { newHash, history } = await draftPassword(auth, account, password);
  const notices = draftNotice(auth, { kind: 'password-changed', user: account });
  const { changed } = await auth.hasura.ReplacePassword({
    userId: account.id,
    current,
    newHash,
    changeId: newUuid(),
    keptSessionIds: keptSessions(own),
    ...history,
    ...rowsOf(notices),
    ...draftChange(context, { event: 'password-change' }),
  });
  if (!changed?.returning[0]) return false;
  noteWritten(context);
  await auth.guesses.forget(passwordKeysOf(account));
  await auth.outbox.deliver(notices);
  return true;
}

/**
 * Sets the password by the ticket of a mail, and ends all sessions. The ticket proves the address; it works once.
 *
 * @throws AuthError `invalid-ticket`, `disabled-user`, and as `draftPassword`.
 */
export async function resetPassword(
  context: CallContext,
  ticketText: string,
  password: string,
): Promise<void> {
  const { auth } = context;
  note(context, { event: 'password-reset' });
  const ticket = await getTicket(auth, ticketText, ['passwordReset']);
  const { user, recipient } = ticket;
  if (user) note(context, { userId: user.id });
  // A link that went to an address which the account no longer has proves nothing.
  if (!user?.email || recipient?.toLowerCase() !== user.email.toLowerCase()) {
    throw new AuthError('invalid-ticket');
  }
  if (user.disabled) throw new AuthError('disabled-user');
  const { newHash, history } = await draftPassword(auth, user, password);
  const notices = draftNotice(auth, { kind: 'password-changed', user });
  const { taken } = await auth.hasura.ResetPassword({
    hash: ticket.hash,
    userId: user.id,
    now: auth.clock.now().toISOString(),
    useId: newUuid(),
    newHash,
    ...history,
    ...rowsOf(notices),
    ...draftChange(context, { event: 'password-reset' }),
  });
  if (!taken?.returning[0]) throw new AuthError('invalid-ticket');
  noteWritten(context);
  // The owner is back, and may sign in at once however many have guessed.
  await auth.guesses.forget(passwordKeysOf(user));
  await auth.outbox.deliver(notices);
}
