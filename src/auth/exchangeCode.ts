import { z } from 'zod';
import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import { note } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { isChallengeOf } from './codeChallenge.js';
import { draftSignIn } from './completeSignIn.js';
import { linkByCode } from './linkIdentity.js';
import { consumeTicket, type FoundTicket, getTicket } from './tickets.js';

const payloadField = z.object({ codeChallenge: z.string() });

/**
 * Redeems a code that a browser brought back in a URL: opens the session or the challenge for the second factor, or links
 * an identity. Whoever has only the code, from a history or a log, has not the verifier that its challenge was made from;
 * a wrong one does not use it up.
 *
 * Source: RFC 7636 section 4.6.
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
    if (ticket.kind === 'signInCode') return await signIn(context, ticket);
    await linkByCode(context, ticket);
    return { session: null, mfa: null };
  } catch (error) {
    const isUsed = error instanceof AuthError && error.code === 'invalid-ticket';
    throw isUsed ? new AuthError('invalid-code', { cause: error }) : error;
  }
}

async function signIn(context: CallContext, ticket: FoundTicket): Promise<SignInResult> {
  const { user } = ticket;
  if (!user) throw new AuthError('invalid-code');
  note(context, { userId: user.id });
  const { session, challenge, answer } = draftSignIn(context, user);
  const account = await consumeTicket(context.auth, ticket, {
    proved: { lastSeen: context.auth.clock.now().toISOString() },
    ...(session && { session }),
    ...(challenge && { challenge }),
  });
  // A second factor was activated meanwhile.
  if (session && account.activeMfaType !== null) throw new AuthError('invalid-code');
  return answer(account);
}
