import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import { newUuid } from '../lib/ids.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { askBeforeSignUp } from './beforeSignUp.js';
import { isNewEmailAllowed } from './email.js';
import { insertUser, newAccountRow, openAccount } from './newAccounts.js';
import { requireGoodPassword } from './newPasswords.js';
import { chooseSignUpOptions, type SignUpChoices, type SignUpWishes } from './signUpOptions.js';
import { draftUnverified, tellOwner } from './unverifiedAccounts.js';
import { requireEnabled } from './ways.js';

interface WithPassword {
  readonly password: string;
  readonly options: SignUpWishes;
}

interface WithEmail extends WithPassword {
  readonly email: string;
  /** Of the client; see `TicketMail`. */
  readonly codeChallenge?: string | null | undefined;
}

/**
 * Makes an account with email and password, and its first session with it in one insert. Where the email has to be
 * verified first, there is a mail in place of the session.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `invalid-email-password` for an email that the lists refuse,
 *   `email-already-in-use`, `disabled-user`, what the options make of it, and what the rules of passwords say.
 */
export async function signUpWithEmail(
  context: CallContext,
  { email, password, options, codeChallenge }: WithEmail,
): Promise<SignInResult> {
  const { auth } = context;
  const { config } = auth;
  requireEnabled(config, 'emailPasswordEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  if (!isNewEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
  const choices = chooseSignUpOptions(options, { name: email, config, redirects: auth.redirects });
  await requireGoodPassword(auth, password, [email, choices.displayName]);
  const passwordHash = await auth.passwords.hash(password);
  if (config.verifiedEmailRequired)
    return signUpUnverified(context, { email, passwordHash, choices, codeChallenge });
  return openAccount(context, { ...newAccountRow(auth, { email }, choices), passwordHash });
}

interface Unverified {
  readonly email: string;
  readonly passwordHash: string;
  readonly choices: SignUpChoices;
  readonly codeChallenge: string | null | undefined;
}

/**
 * Nobody gets a session here, so the answer need not tell whether the address has an account already: its owner is told,
 * by mail. Both ways take one question, one write and one mail.
 */
async function signUpUnverified(context: CallContext, wanted: Unverified): Promise<SignInResult> {
  const { auth } = context;
  // Drafted for both, so that a server that can send no mail refuses both.
  const { passwordHash } = wanted;
  const id = newUuid();
  const drafted = draftUnverified(auth, { ...wanted, id }, { passwordHash });
  // Also when the address has an account: the hook may take its time, and who waits must not learn from it.
  await askBeforeSignUp(context, drafted.row);
  const owner =
    (await tellOwner(auth, wanted.email, drafted.ticket)) ??
    (await insertAndMail(auth, wanted.email, drafted));
  note(context, owner ? { refused: 'email-already-in-use', userId: owner } : { userId: id });
  if (auth.config.newUsersDisabled) throw new AuthError('disabled-user');
  return { session: null, mfa: null };
}

type Drafted = ReturnType<typeof draftUnverified>;

/** @returns whose address it is, when somebody else made the account since it was asked. */
async function insertAndMail(auth: Auth, email: string, drafted: Drafted): Promise<string | undefined> {
  const { row, ticket, message } = drafted;
  try {
    await insertUser(auth, row);
  } catch (error) {
    if (!(error instanceof AuthError && error.code === 'email-already-in-use')) throw error;
    return tellOwner(auth, email, ticket);
  }
  await (row.disabled ? auth.outbox.pretendToDeliver() : auth.outbox.deliver([message]));
  return undefined;
}

/**
 * Makes an account with username and password, and its first session.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `username-already-in-use`, `disabled-user`, what the options
 *   make of it, and what the rules of passwords say.
 */
export async function signUpWithUsername(
  context: CallContext,
  { username, password, options }: WithPassword & { readonly username: string },
): Promise<SignInResult> {
  const { auth } = context;
  const { config } = auth;
  requireEnabled(config, 'usernamePasswordEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  const choices = chooseSignUpOptions(options, { name: username, config, redirects: auth.redirects });
  await requireGoodPassword(auth, password, [username, choices.displayName]);
  const passwordHash = await auth.passwords.hash(password);
  return openAccount(context, { ...newAccountRow(auth, { username }, choices), passwordHash });
}
