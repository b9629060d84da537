import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { Users_Insert_Input } from '../generated/hasura.js';
import { violates } from '../hasura/client.js';
import { newUuid } from '../lib/ids.js';
import { creationOptions } from '../webauthn/ceremonyOptions.js';
import type { RegistrationJson } from '../webauthn/credentialJson.js';
import { verifyRegistration } from '../webauthn/verifyCeremony.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { askBeforeSignUp } from './beforeSignUp.js';
import { isNewEmailAllowed } from './email.js';
import { newAccountRow, takenError } from './newAccounts.js';
import { keyTakenError, newKeyRow } from './passkeyAdd.js';
import { draftChallenge, openChallenge, presentedChallenge, storeChallenge } from './passkeyChallenges.js';
import { relyingPartyOf } from './relyingParty.js';
import { draftSession, toSession } from './sessions.js';
import { chooseSignUpOptions, type SignUpChoices, type SignUpWishes } from './signUpOptions.js';
import { type FoundTicket, findTicketByHash, signUpByTicket } from './tickets.js';
import { draftUnverified, tellOwner } from './unverifiedAccounts.js';
import { requireEnabled } from './ways.js';

interface SignUpStart {
  readonly email: string;
  readonly options: SignUpWishes;
}

function requireSignUp({ config }: Auth, email: string): void {
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  if (!isNewEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
}

/**
 * Options for a browser to make the first key of a new account. The account is made when it has; its id is chosen now, since
 * the key holds it.
 *
 * @returns PublicKeyCredentialCreationOptionsJSON.
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `invalid-email-password` for an email that the lists refuse,
 *   `email-already-in-use` where addresses need not be verified first, and what the options make of it.
 */
export async function startSignUp({ auth }: CallContext, { email, options }: SignUpStart): Promise<object> {
  const { config, redirects } = auth;
  requireEnabled(config, 'webauthnEnabled');
  requireSignUp(auth, email);
  const { displayName } = chooseSignUpOptions(options, { name: email, config, redirects });
  // Else only the owner of the address is told, by mail and at the end.
  if (!config.verifiedEmailRequired) await assertEmailFree(auth, email);
  const party = relyingPartyOf(config);
  const userId = newUuid();
  const signUp = { userId, email, options };
  const draft = draftChallenge(auth, { kind: 'passkeySignUp', userId: null, rpId: party.id, signUp });
  await storeChallenge(auth, draft);
  const owner = { id: userId, name: email, displayName };
  return creationOptions(party, { challenge: draft.text, owner, keys: [] });
}

async function assertEmailFree(auth: Auth, email: string): Promise<void> {
  const { users } = await auth.hasura.FindUserByEmail({ email });
  if (users.length > 0) throw new AuthError('email-already-in-use');
}

interface SignUpEnd {
  readonly credential: RegistrationJson;
  /** What is said now counts, and what is left out stays as it was said at the start. */
  readonly options: SignUpWishes;
  readonly nickname?: string | null | undefined;
  /** For the link of a mail; see `TicketMail`. */
  readonly codeChallenge?: string | null | undefined;
}

/**
 * Makes the account with the key that the browser has made, and its first session with it. Where the email has to be
 * verified first, there is a mail in place of the session.
 *
 * @throws AuthError `invalid-webauthn-verification`, `security-key-already-in-use`, `email-already-in-use`,
 *   `disabled-user`, and as `startSignUp`.
 */
export async function finishSignUp(context: CallContext, end: SignUpEnd): Promise<SignInResult> {
  const { auth } = context;
  const { config, redirects } = auth;
  requireEnabled(config, 'webauthnEnabled');
  const party = relyingPartyOf(config);
  const { challenge, hash } = presentedChallenge(end.credential, 'passkeySignUp');
  const ticket = await findTicketByHash(auth, hash);
  if (ticket?.kind !== 'passkeySignUp') throw new AuthError('invalid-webauthn-verification');
  const { signUp } = openChallenge(ticket.payload, party.id);
  if (!signUp) throw new Error('a challenge for a sign-up says what it is for');
  const { email, userId: id } = signUp;
  // The settings are asked again, as they are now; roles too.
  requireSignUp(auth, email);
  const wishes = merge(signUp.options, end.options);
  const choices = chooseSignUpOptions(wishes, { name: email, config, redirects });
  const userVerificationRequired = party.userVerification === 'required';
  const verified = await verifyRegistration(end.credential, { party, challenge, userVerificationRequired });
  const securityKeys = { data: [newKeyRow(verified, end.credential, end.nickname)] };
  const row = newAccountRow(auth, { email }, choices);
  await askBeforeSignUp(context, row);
  return config.verifiedEmailRequired
    ? signUpUnverified(context, ticket, {
        id,
        email,
        choices,
        securityKeys,
        codeChallenge: end.codeChallenge,
      })
    : signUpAtOnce(context, ticket, { ...row, id, securityKeys });
}

function merge(first: SignUpWishes, second: SignUpWishes): SignUpWishes {
  const said = Object.entries(second).filter(([, value]) => value !== null && value !== undefined);
  return { ...first, ...Object.fromEntries(said) };
}

async function signUpAtOnce(
  { auth, client }: CallContext,
  ticket: FoundTicket,
  user: Users_Insert_Input,
): Promise<SignInResult> {
  if (user.disabled) {
    await insert(auth, ticket, user);
    throw new AuthError('disabled-user');
  }
  const { refreshToken, row, now } = draftSession(auth, client);
  const made = await insert(auth, ticket, { ...user, lastSeen: now, refreshTokens: { data: [row] } });
  const [session] = made.refreshTokens;
  if (!session) throw new Error('Hasura inserted no session and gave no reason');
  return { session: toSession(made, { id: session.id, refreshToken }, auth), mfa: null };
}

interface Unverified {
  readonly id: string;
  readonly email: string;
  readonly choices: SignUpChoices;
  readonly securityKeys: NonNullable<Users_Insert_Input['securityKeys']>;
  readonly codeChallenge: string | null | undefined;
}

/** As for a sign-up with a password: nobody but the owner of the address learns whether it has an account already. */
async function signUpUnverified(
  context: CallContext,
  ticket: FoundTicket,
  wanted: Unverified,
): Promise<SignInResult> {
  const { auth } = context;
  const { email, securityKeys } = wanted;
  const drafted = draftUnverified(auth, wanted, { securityKeys });
  const owner =
    (await tellOwner(auth, email, drafted.ticket)) ?? (await insertAndMail(auth, ticket, { email, drafted }));
  note(context, owner ? { refused: 'email-already-in-use', userId: owner } : { userId: wanted.id });
  if (auth.config.newUsersDisabled) throw new AuthError('disabled-user');
  return { session: null, mfa: null };
}

/** @returns whose address it is, when somebody else made the account since it was asked. */
async function insertAndMail(
  auth: Auth,
  challenge: FoundTicket,
  { email, drafted }: { readonly email: string; readonly drafted: ReturnType<typeof draftUnverified> },
): Promise<string | undefined> {
  const { row, ticket, message } = drafted;
  try {
    await insert(auth, challenge, row);
  } catch (error) {
    if (!(error instanceof AuthError && error.code === 'email-already-in-use')) throw error;
    return tellOwner(auth, email, ticket);
  }
  await (row.disabled ? auth.outbox.pretendToDeliver() : auth.outbox.deliver([message]));
  return undefined;
}

/** @throws AuthError `invalid-webauthn-verification` when the challenge was used meanwhile, also at the same moment. */
async function insert(auth: Auth, ticket: FoundTicket, user: Users_Insert_Input) {
  try {
    return await signUpByTicket(auth, ticket, user);
  } catch (error) {
    const isUsed =
      (error instanceof AuthError && error.code === 'invalid-ticket') || violates(error, 'users_pkey');
    throw isUsed
      ? new AuthError('invalid-webauthn-verification', { cause: error })
      : keyTakenError(takenError(error));
  }
}
