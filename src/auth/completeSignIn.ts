import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { AuthRefreshTokens_Insert_Input } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import { isAccountGone } from './accountGone.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { draftSession, openSession, type Rehash, type SessionMark, toSession } from './sessions.js';
import { type DraftTicket, draftTicket } from './tickets.js';
import { assertMayHaveSession, type User } from './users.js';

/** The client's part of PKCE: what it gets is then a code, which only its verifier makes a session of (`exchangeCode`). */
export interface SignInTarget {
  readonly codeChallenge?: string | undefined;
}

/** With `codeChallenge`: a code and nothing else. */
export interface SignInOutcome extends SignInResult {
  readonly code?: string;
}

/** What a first factor leads to: rows to be written together with its proof, and what the client gets afterwards. */
export interface DraftedSignIn {
  readonly session?: AuthRefreshTokens_Insert_Input & { readonly id: string };
  /** A challenge for the second factor, in place of a session; or the code that becomes either of them. */
  readonly challenge?: DraftTicket;
  /** @param account as the mutation left it. Only to be called when the rows are there. */
  readonly answer: (account: User) => SignInOutcome;
}

/** The code for a client that gave a challenge; undefined for one that gets its session at once. */
export function draftCode(
  auth: Pick<Auth, 'clock' | 'codeKey' | 'config'>,
  userId: string | null,
  { codeChallenge }: SignInTarget,
): DraftTicket | undefined {
  if (codeChallenge === undefined) return undefined;
  return draftTicket(auth, { kind: 'signInCode', userId, payload: { codeChallenge } });
}

/**
 * The one gate behind every first factor: who comes here has proved to be `user`. Whether the account is disabled or
 * unverified is said only now, since it tells that the account exists. Where a second factor is active there is no
 * session yet, whatever the first one was.
 *
 * @param target `rowId` becomes the id of the session or challenge; a new one unless given.
 * @throws AuthError `disabled-user`, `invalid-email-password` for an email that the lists refuse, or `unverified-user`.
 */
export function draftSignIn(
  context: CallContext,
  user: User,
  { rowId = newUuid(), ...target }: SignInTarget & { readonly rowId?: string } = {},
): DraftedSignIn {
  const { auth, client } = context;
  note(context, { userId: user.id });
  assertMayHaveSession(user, auth);
  const code = draftCode(auth, user.id, target);
  if (code) {
    return { challenge: code, answer: () => ({ session: null, mfa: null, code: code.text }) };
  }
  if (user.activeMfaType !== null) {
    const challenge = draftTicket(auth, { kind: 'mfaTotp', userId: user.id, id: rowId });
    return { challenge, answer: () => ({ session: null, mfa: { ticket: challenge.text } }) };
  }
  const { refreshToken, row } = draftSession(auth, client);
  return {
    session: { ...row, id: rowId, userId: user.id },
    answer: (account) => ({ session: toSession(account, { id: rowId, refreshToken }, auth), mfa: null }),
  };
}

/**
 * The gate for proofs that leave nothing to be used up, such as a password: opens the session, or the challenge, in one
 * request.
 *
 * @throws as `draftSignIn`.
 */
export async function completeSignIn(
  context: CallContext,
  user: User,
  options: { readonly rehash?: Rehash | undefined; readonly mark?: SessionMark } = {},
): Promise<SignInResult> {
  const { auth } = context;
  const { challenge, answer } = draftSignIn(context, user);
  if (!challenge) return { session: await openSession(context, user.id, options), mfa: null };
  try {
    await auth.hasura.CreateTicket({ ticket: challenge.row, messages: [] });
  } catch (error) {
    throw isAccountGone(error) ? new AuthError('disabled-user', { cause: error }) : error;
  }
  return answer(user);
}
