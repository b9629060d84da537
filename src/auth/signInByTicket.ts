import { z } from 'zod';
import { AuthError } from '../errors.js';
import type { Users_Set_Input } from '../generated/hasura.js';
import { note } from './auditEntry.js';
import type { CallContext } from './auth.js';
import { askBeforeSignUp } from './beforeSignUp.js';
import {
  type DraftedSignIn,
  draftCode,
  draftSignIn,
  type SignInOutcome,
  type SignInTarget,
} from './completeSignIn.js';
import { isNewEmailAllowed } from './email.js';
import { signUpOptionsField } from './fields.js';
import { newAccountRow, takenError } from './newAccounts.js';
import { draftSession, toSession } from './sessions.js';
import { chooseSignUpOptions, type SignUpWishes } from './signUpOptions.js';
import { type TicketKind, ticketKinds } from './ticketKinds.js';
import { consumeTicket, type FoundTicket, nestedRow, signUpByTicket } from './tickets.js';
import type { User } from './users.js';

/** What a ticket remembers of the account that it shall make; written by this server. */
const signUpPayload = z.object({
  options: signUpOptionsField,
  /** There when the account shall have a password. */
  passwordHash: z.string().optional(),
});

/** @param passwordHash never the password. */
export function toSignUpPayload(options: SignUpWishes, passwordHash?: string): unknown {
  return { options, ...(passwordHash !== undefined && { passwordHash }) };
}

/** @throws Error when `payload` is not what `toSignUpPayload` made. */
export function parseSignUpPayload(payload: unknown): z.output<typeof signUpPayload> {
  return signUpPayload.parse(payload);
}

/**
 * Signs in by a link or code that was sent to an address or number, which is proved by it; makes the account where the
 * ticket says so. In one request; exactly one of any number of uses at once succeeds.
 *
 * A proof may be the first one of the address. Everything that was set on the account before goes then, since somebody
 * else may have made it. The mail of a sign-up keeps the password: it is that sign-up's last step.
 *
 * @throws AuthError `invalid-ticket`, for codes `invalid-otp`; and as `draftSignIn`.
 */
export async function signInByTicket(
  context: CallContext,
  ticket: FoundTicket,
  target: SignInTarget = {},
): Promise<SignInOutcome> {
  try {
    return ticket.user
      ? await proveContact(context, { ...ticket, user: ticket.user }, target)
      : await makeAccount(context, ticket, target);
  } catch (error) {
    throw error instanceof AuthError && error.code === 'invalid-ticket' ? notUsable(ticket.kind) : error;
  }
}

/** How a ticket is refused that is wrong, used or expired. */
export function notUsable(kind: TicketKind): AuthError {
  return new AuthError(ticketKinds[kind].form === 'code' ? 'invalid-otp' : 'invalid-ticket');
}

async function proveContact(
  context: CallContext,
  ticket: FoundTicket & { readonly user: User },
  target: SignInTarget,
): Promise<SignInOutcome> {
  const { user } = ticket;
  const isPhone = 'sms' in ticketKinds[ticket.kind];
  const contact = isPhone ? user.phoneNumber : user.email;
  // A ticket that went to an address which the account no longer has proves nothing.
  if (!contact || ticket.recipient?.toLowerCase() !== contact.toLowerCase()) {
    throw new AuthError('invalid-ticket');
  }
  const verified: Users_Set_Input = isPhone ? { phoneNumberVerified: true } : { emailVerified: true };
  // Numbers are proved before an account has them, or set by an administrator: only links and codes by mail can meet an
  // account that somebody else made.
  const isFirstProof = !isPhone && !user.emailVerified && ticket.kind !== 'verifyEmail';
  const proved = {
    ...user,
    ...(isPhone ? { phoneNumberVerified: true } : { emailVerified: true }),
    ...(isFirstProof && { activeMfaType: null }),
  };
  const signIn = draftSignIn(context, proved, target);
  const { session, challenge, answer } = signIn;
  const account = await consumeTicket(context.auth, ticket, {
    proved: { ...verified, ...(isFirstProof && droppedContacts), ...seen(signIn) },
    ...(isFirstProof && { unproved: { emailVerified: { _eq: false } } }),
    ...(session && { session }),
    ...(challenge && { challenge }),
  });
  // Another first proof was faster, and a second factor was activated after it.
  if (session && account.activeMfaType !== null) throw new AuthError('invalid-ticket');
  return answer(account);
}

/** Further ways into the account that whoever made it may have added. */
const droppedContacts = { phoneNumber: null, phoneNumberVerified: false } satisfies Users_Set_Input;

function seen({ session }: Pick<DraftedSignIn, 'session'>): Users_Set_Input {
  return session?.createdAt ? { lastSeen: session.createdAt } : {};
}

/** The settings are asked again, as they are now. */
async function makeAccount(
  context: CallContext,
  ticket: FoundTicket,
  target: SignInTarget,
): Promise<SignInOutcome> {
  const { auth, client } = context;
  note(context, { event: 'sign-up' });
  const { config, redirects } = auth;
  const name = ticket.recipient;
  if (name === null) throw new AuthError('invalid-ticket');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  const { options, passwordHash } = parseSignUpPayload(ticket.payload);
  const isPhone = 'sms' in ticketKinds[ticket.kind];
  if (!isPhone && !isNewEmailAllowed(name, config)) throw new AuthError('invalid-email-password');
  const names = isPhone ? { phoneNumber: name } : { email: name };
  const mayEnter = !config.newUsersDisabled;
  const code = mayEnter ? draftCode(auth, null, target) : undefined;
  const session = mayEnter && !code ? draftSession(auth, client) : undefined;
  const account = newAccountRow(auth, names, chooseSignUpOptions(options, { name, config, redirects }));
  await askBeforeSignUp(context, account);
  const made = await signUpByTicket(auth, ticket, {
    ...account,
    ...(isPhone ? { phoneNumberVerified: true } : { emailVerified: true }),
    ...(passwordHash !== undefined && { passwordHash }),
    ...(session && { lastSeen: session.now, refreshTokens: { data: [session.row] } }),
    ...(code && { tickets: { data: [nestedRow(code)] } }),
  }).catch((error: unknown) => {
    // Of several uses at once the others find the address taken; so does who was slower than another way to sign up.
    throw takenError(error) === error ? error : new AuthError('invalid-ticket', { cause: error });
  });
  if (code) return { session: null, mfa: null, code: code.text };
  const [row] = made.refreshTokens;
  if (!session || !row) throw new AuthError('disabled-user');
  return { session: toSession(made, { id: row.id, refreshToken: session.refreshToken }, auth), mfa: null };
}
