import { hash } from 'node:crypto';
import { z } from 'zod';
import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import { violates } from '../hasura/client.js';
import { uuidFromBytes } from '../lib/ids.js';
import { note } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { isChallengeOf } from './codeChallenge.js';
import { draftSignIn } from './completeSignIn.js';
import { linkByCode } from './linkIdentity.js';
import { reportReuse } from './reportReuse.js';
import { consumeTicket, type FoundTicket, getTicket, parseToken } from './tickets.js';

const payloadField = z.object({ codeChallenge: z.string() });

/**
 * Redeems a code that a browser brought back in a URL: opens the session or the challenge for the second factor, or links
 * an identity. Whoever has only the code, from a history or a log, has not the verifier that its challenge was made from;
 * a wrong one does not use it up. A second use with the right one shows that both were stolen, so it ends what the first
 * one opened.
 *
 * Source: RFC 7636 section 4.6; RFC 6749 section 4.1.2.
 *
 * @throws AuthError `invalid-code` when it is unknown, was used or has expired, or is of another verifier; and as
 *   `draftSignIn` and `linkByCode`.
 */
export async function redeemCode(
  context: CallContext,
  code: string,
  codeVerifier: string,
): Promise<SignInResult> {
  try {
    const ticket = await getTicket(context.auth, code, ['signInCode', 'linkCode']);
    const { codeChallenge } = payloadField.parse(ticket.payload);
    if (!isChallengeOf(codeChallenge, codeVerifier)) throw new AuthError('invalid-code');
    if (ticket.kind === 'signInCode') return await signIn(context, ticket, useId(code, codeVerifier));
    await linkByCode(context, ticket);
    return { session: null, mfa: null };
  } catch (error) {
    if (!isUsed(error)) throw error;
    if (parseToken(code, ['signInCode'])) await endFirstUse(context, useId(code, codeVerifier));
    throw new AuthError('invalid-code', { cause: error });
  }
}

/** Of uses at once all but the first meet the row that the first one has made, as its id is the same for all. */
function isUsed(error: unknown): boolean {
  return (
    (error instanceof AuthError && error.code === 'invalid-ticket') ||
    violates(error, 'refresh_tokens_pkey', 'tickets_pkey')
  );
}

/**
 * The id of the session, or the challenge, that a code gives. It follows from the code and its verifier: a second use finds
 * it by that, with nothing kept, and who has only the code ends nobody's session.
 */
function useId(code: string, codeVerifier: string): string {
  return uuidFromBytes(hash('sha256', `use of ${code.toLowerCase()} ${codeVerifier}`, 'buffer'));
}

/** The refusal of a code came after the use that won was committed, so what that gave is there to be ended. */
async function endFirstUse(context: CallContext, id: string): Promise<void> {
  const { ended, dropped } = await context.auth.hasura.EndUseOfCode({ id });
  const [session] = ended?.returning ?? [];
  const [challenge] = dropped?.returning ?? [];
  if (session) {
    await reportReuse(context, {
      event: 'sign-in-code-reuse',
      userId: session.userId,
      sessionId: session.id,
      message: 'A code of a sign-in was used again; the session that it opened is ended',
    });
  } else if (challenge) {
    note(context, { event: 'sign-in-code-reuse', ...(challenge.userId && { userId: challenge.userId }) });
  }
}

async function signIn(context: CallContext, ticket: FoundTicket, rowId: string): Promise<SignInResult> {
  const { user } = ticket;
  if (!user) throw new AuthError('invalid-code');
  note(context, { userId: user.id });
  const { session, challenge, answer } = draftSignIn(context, user, { rowId });
  const account = await consumeTicket(context.auth, ticket, {
    proved: { lastSeen: context.auth.clock.now().toISOString() },
    ...(session && { session }),
    ...(challenge && { challenge }),
  });
  // A second factor was activated meanwhile.
  if (session && account.activeMfaType !== null) throw new AuthError('invalid-code');
  return answer(account);
}
