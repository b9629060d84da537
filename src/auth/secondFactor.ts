import { AuthError } from '../errors.js';
import type { SpendTotpAttemptByTicketMutation } from '../generated/hasura.js';
import { note } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { parseToken } from './tickets.js';
import { attemptTimes } from './totp.js';
import { assertMayHaveSession } from './users.js';
import { requireEnabled } from './ways.js';

type Spent = NonNullable<SpendTotpAttemptByTicketMutation['spent']>['returning'][number];

/** Whoever holds a challenge: one of the account's five tries is spent already. */
export interface Challenged {
  readonly ticketHash: string;
  readonly account: Spent & { readonly totpSecret: string };
}

/**
 * The account behind the ticket of a challenge, in one request. The ticket stays: it is used up with the right code.
 *
 * @throws AuthError `disabled-endpoint`, `invalid-ticket`, `too-many-requests` when the tries of the account are used up (or
 *   it is disabled), `disabled-mfa-totp` when the second factor was switched off meanwhile; and as the gate.
 */
export async function getChallenged(context: CallContext, ticket: string): Promise<Challenged> {
  const { auth } = context;
  requireEnabled(auth.config, 'mfaEnabled');
  const ticketHash = parseToken(ticket, ['mfaTotp'])?.hash;
  if (ticketHash === undefined) throw new AuthError('invalid-ticket');
  const { known, spent } = await auth.hasura.SpendTotpAttemptByTicket({ ticketHash, ...attemptTimes(auth) });
  const [owner] = known?.returning ?? [];
  if (owner?.userId) note(context, { userId: owner.userId });
  if (!owner) throw new AuthError('invalid-ticket');
  const [account] = spent?.returning ?? [];
  if (!account) throw new AuthError('too-many-requests');
  const { totpSecret } = account;
  if (account.activeMfaType !== 'totp' || totpSecret === null) throw new AuthError('disabled-mfa-totp');
  assertMayHaveSession(account, auth);
  return { ticketHash, account: { ...account, totpSecret } };
}
