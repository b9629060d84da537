import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import { newUuid } from '../lib/ids.js';
import type { Auth, CallContext } from './auth.js';
import { isEmailAllowed } from './email.js';
import { assertPasswordAllowed, insertUser, newAccountRow, openAccount } from './newAccounts.js';
import { draftNotice } from './notices.js';
import { chooseSignUpOptions, type SignUpChoices, type SignUpWishes } from './signUpOptions.js';
import { draftTicketMail } from './ticketMessages.js';
import type { DraftTicket } from './tickets.js';
import { requireEnabled } from './ways.js';

interface WithPassword {
  readonly password: string;
  readonly options: SignUpWishes;
}

/**
 * Makes an account with email and password, and its first session with it in one insert. Where the email has to be
 * verified first, there is a mail in place of the session.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `invalid-email-password` for an email that the lists refuse,
 *   `password-too-short`, `email-already-in-use`, `disabled-user`, and what the options make of it.
 */
export async function signUpWithEmail(
  context: CallContext,
  { email, password, options }: WithPassword & { readonly email: string },
): Promise<SignInResult> {
  const { auth } = context;
  const { config } = auth;
  requireEnabled(config, 'emailPasswordEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  if (!isEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
  assertPasswordAllowed(password, config);
  const choices = chooseSignUpOptions(options, { name: email, config, redirects: auth.redirects });
  const passwordHash = await auth.passwords.hash(password);
  if (config.verifiedEmailRequired) return signUpUnverified(auth, { email, passwordHash, choices });
  return openAccount(context, { ...newAccountRow(auth, { email }, choices), passwordHash });
}

interface Unverified {
  readonly email: string;
  readonly passwordHash: string;
  readonly choices: SignUpChoices;
}

/**
 * Nobody gets a session here, so the answer need not tell whether the address has an account already: its owner is told,
 * by mail. Both ways take one question, one write and one mail.
 */
async function signUpUnverified(auth: Auth, wanted: Unverified): Promise<SignInResult> {
  // Drafted for both, so that a server that can send no mail refuses both.
  const drafted = draftUnverified(auth, wanted);
  const isKnown = await tellOwner(auth, wanted.email, drafted.ticket);
  if (!isKnown) await insertAndMail(auth, wanted.email, drafted);
  if (auth.config.newUsersDisabled) throw new AuthError('disabled-user');
  return { session: null, mfa: null };
}

type Drafted = ReturnType<typeof draftUnverified>;

async function insertAndMail(auth: Auth, email: string, drafted: Drafted): Promise<void> {
  const { row, ticket, message } = drafted;
  try {
    await insertUser(auth, row);
  } catch (error) {
    // Made by somebody else since we asked.
    if (!(error instanceof AuthError && error.code === 'email-already-in-use')) throw error;
    await tellOwner(auth, email, ticket);
    return;
  }
  await (row.disabled ? auth.outbox.pretendToDeliver() : auth.outbox.deliver([message]));
}

function draftUnverified(auth: Auth, { email, passwordHash, choices }: Unverified) {
  const id = newUuid();
  const { displayName, locale, redirectTo } = choices;
  const { ticket, message } = draftTicketMail(auth, {
    kind: 'verifyEmail',
    user: { id, displayName },
    email,
    locale,
    redirectTo,
  });
  const row = { ...newAccountRow(auth, { email }, choices), id, passwordHash };
  if (row.disabled) return { row, ticket, message };
  // Nested rows get the id of their account from Hasura.
  const { userId: _ofTicket, ...ticketRow } = ticket.row;
  const { userId: _ofMessage, ...messageRow } = message.row;
  const nested = { tickets: { data: [ticketRow] }, outbox: { data: [messageRow] } };
  return { row: { ...row, ...nested }, ticket, message };
}

/**
 * Tells the owner of an address that it has an account. @returns false when there is none.
 *
 * @param ticket what a new account would have; written here as one that has expired, so that both take as long.
 */
async function tellOwner(auth: Auth, email: string, ticket: DraftTicket): Promise<boolean> {
  const { users } = await auth.hasura.FindUserByEmail({ email });
  const [user] = users;
  if (!user) return false;
  const notices = draftNotice(auth, { kind: 'account-exists', user });
  await auth.hasura.CreateTicket({
    ticket: { ...ticket.row, userId: null, recipient: null, expiresAt: auth.clock.now().toISOString() },
    messages: notices.map(({ row }) => row),
  });
  await auth.outbox.deliver(notices);
  return true;
}

/**
 * Makes an account with username and password, and its first session.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `password-too-short`, `username-already-in-use`,
 *   `disabled-user`, and what the options make of it.
 */
export async function signUpWithUsername(
  context: CallContext,
  { username, password, options }: WithPassword & { readonly username: string },
): Promise<SignInResult> {
  const { auth } = context;
  const { config } = auth;
  requireEnabled(config, 'usernamePasswordEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  assertPasswordAllowed(password, config);
  const choices = chooseSignUpOptions(options, { name: username, config, redirects: auth.redirects });
  const passwordHash = await auth.passwords.hash(password);
  return openAccount(context, { ...newAccountRow(auth, { username }, choices), passwordHash });
}
