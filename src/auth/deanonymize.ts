import { AuthError } from '../errors.js';
import type { SignInResult } from '../generated/actions.js';
import type { AuthRefreshTokenTypes_Enum, Users_Set_Input } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import { getOwnAccount } from './account.js';
import { anonymousName } from './anonymous.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { askBeforeSignUp } from './beforeSignUp.js';
import { draftSignIn } from './completeSignIn.js';
import { isNewEmailAllowed } from './email.js';
import { gravatarUrl } from './gravatar.js';
import { takenError } from './newAccounts.js';
import { requireGoodPassword } from './newPasswords.js';
import { assertTaken } from './sendSignIn.js';
import { notUsable, parseSignUpPayload, toSignUpPayload } from './signInByTicket.js';
import { chooseSignUpOptions, type SignUpChoices, type SignUpWishes } from './signUpOptions.js';
import { draftTicketMail, draftTicketSms, type TicketMessage } from './ticketMessages.js';
import type { FoundTicket } from './tickets.js';
import type { User } from './users.js';
import { requireEnabled } from './ways.js';

interface ByMail {
  readonly email: string;
  /** Undefined: it will sign in by a link. */
  readonly password: string | undefined;
  readonly options: SignUpWishes;
  /** Of the client; see `TicketMail`. */
  readonly codeChallenge?: string | null | undefined;
}

/**
 * Gives the caller's anonymous account an address to sign in with, and a password or not. Its id and all that belongs to
 * it stay. Where the address has to be proved before anything else, its sessions end.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `user-not-anonymous`, `email-already-in-use`,
 *   `disabled-user`, what the options make of it, and what the rules of passwords say.
 */
export async function deanonymizeByMail(context: CallContext, wishes: ByMail): Promise<void> {
  const { auth } = context;
  const { email, password, options } = wishes;
  const { config, redirects } = auth;
  requireEnabled(config, password === undefined ? 'magicLinkEnabled' : 'emailPasswordEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  if (!isNewEmailAllowed(email, config)) throw new AuthError('invalid-email-password');
  const choices = chooseSignUpOptions(options, { name: email, config, redirects });
  if (password !== undefined) await requireGoodPassword(auth, password, [email, choices.displayName]);
  const user = await getAnonymousUser(context);
  const passwordHash = password === undefined ? undefined : await auth.passwords.hash(password);

  const profile = profileOf(user, email, { options, choices });
  const mail = draftProof(auth, wishes, { user, profile, choices });
  const changed = {
    ...profile,
    email,
    avatarUrl: user.avatarUrl || gravatarUrl(email, config),
    ...(passwordHash !== undefined && { passwordHash }),
  };
  await askBeforeSignUp(context, { ...changed, email });
  await convert(auth, { user, changed, roles: choices.allowedRoles, mail });
  if (mail) await auth.outbox.deliver([mail.message]);
}

/** The mail that proves the address, where nothing is worth anything before it is proved. */
function draftProof(
  auth: Auth,
  { email, password, codeChallenge }: ByMail,
  { user, profile, choices }: { user: User; profile: Profile; choices: SignUpChoices },
): TicketMessage | undefined {
  if (password !== undefined && !auth.config.verifiedEmailRequired) return undefined;
  return draftTicketMail(auth, {
    kind: password === undefined ? 'passwordlessEmail' : 'verifyEmail',
    user: { id: user.id, displayName: profile.displayName },
    email,
    locale: profile.locale,
    redirectTo: choices.redirectTo,
    codeChallenge,
  });
}

interface Conversion {
  readonly user: User;
  readonly changed: Users_Set_Input;
  readonly roles: readonly string[];
  readonly mail: TicketMessage | undefined;
}

async function convert(auth: Auth, { user, changed, roles, mail }: Conversion): Promise<void> {
  const changeId = newUuid();
  const roleRows = rolesOf(user, roles);
  const endedTypes: AuthRefreshTokenTypes_Enum[] = mail ? ['regular'] : [];
  const { converted } = await auth.hasura
    .Deanonymize({
      userId: user.id,
      changeId,
      changed: { ...changed, isAnonymous: false, changeId },
      roles: roleRows,
      roleIds: roleRows.map(({ id }) => id),
      endedTypes,
      tickets: mail ? [mail.ticket.row] : [],
      ticketIds: mail ? [mail.ticket.row.id] : [],
      messages: mail ? [mail.message.row] : [],
      messageIds: mail ? [mail.message.id] : [],
    })
    .catch((error: unknown) => {
      throw takenError(error);
    });
  // Somebody else converted it since it was read.
  if (!converted?.returning[0]) throw new AuthError('user-not-anonymous');
}

/**
 * Sends a code to a phone number. Signing in with it converts the account; until then nothing changes, and nobody keeps
 * the number from its owner.
 *
 * @throws AuthError `disabled-endpoint`, `signup-disabled`, `user-not-anonymous`, `cannot-send-sms`, `disabled-user`, and
 *   what the options make of it.
 */
export async function deanonymizeBySms(
  context: CallContext,
  { phoneNumber, options }: { readonly phoneNumber: string; readonly options: SignUpWishes },
): Promise<void> {
  const { auth } = context;
  const { config, redirects } = auth;
  requireEnabled(config, 'smsOtpEnabled');
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  const choices = chooseSignUpOptions(options, { name: phoneNumber, config, redirects });
  const user = await getAnonymousUser(context);
  const { ticket, message } = draftTicketSms(auth, {
    kind: 'deanonymizeSms',
    user,
    phoneNumber,
    locale: options.locale ? choices.locale : user.locale,
    payload: toSignUpPayload(options),
  });
  await auth.hasura.RequestContactChange({
    userId: user.id,
    kind: 'deanonymizeSms',
    wished: { newPhoneNumber: phoneNumber },
    ticket: ticket.row,
    messages: [message.row],
  });
  const [delivery = 'pending'] = await auth.outbox.deliver([message]);
  assertTaken(delivery);
}

/**
 * Converts an anonymous account by the code of `deanonymizeBySms`, and signs in.
 *
 * @throws AuthError `invalid-otp`, `phone-number-already-in-use`, `disabled-user`.
 */
export async function convertByCode(context: CallContext, ticket: FoundTicket): Promise<SignInResult> {
  const { auth } = context;
  const { user, recipient: phoneNumber } = ticket;
  if (!user?.isAnonymous || phoneNumber === null) throw notUsable(ticket.kind);
  const { config, redirects } = auth;
  if (config.signUpDisabled) throw new AuthError('signup-disabled');
  const { options } = parseSignUpPayload(ticket.payload);
  const choices = chooseSignUpOptions(options, { name: phoneNumber, config, redirects });
  note(context, { event: 'account-convert', userId: user.id });
  await askBeforeSignUp(context, { ...profileOf(user, phoneNumber, { options, choices }), phoneNumber });
  // An anonymous account has no second factor.
  const { session, answer } = draftSignIn(context, { ...user, activeMfaType: null });
  if (!session) throw new Error('a sign-in without a second factor opens a session');
  const roles = rolesOf(user, choices.allowedRoles);
  const { taken, seen } = await auth.hasura
    .DeanonymizeByTicket({
      hash: ticket.hash,
      userId: user.id,
      now: auth.clock.now().toISOString(),
      useId: newUuid(),
      changed: {
        ...profileOf(user, phoneNumber, { options, choices }),
        isAnonymous: false,
        phoneNumber,
        phoneNumberVerified: true,
        newPhoneNumber: null,
        lastSeen: session.createdAt ?? null,
      },
      roles,
      roleIds: roles.map(({ id }) => id),
      sessions: [session],
      sessionIds: [session.id],
    })
    .catch((error: unknown) => {
      throw takenError(error);
    });
  const [account] = seen?.returning ?? [];
  if (!taken?.returning[0] || !account) throw notUsable(ticket.kind);
  return answer(account);
}

/** @throws AuthError `unauthenticated-user`, `disabled-user` or `user-not-anonymous`. */
async function getAnonymousUser(context: CallContext): Promise<User> {
  const { account } = await getOwnAccount(context, { anonymous: true });
  if (!account.isAnonymous) throw new AuthError('user-not-anonymous');
  return account;
}

type Profile = ReturnType<typeof profileOf>;

/** What the account has from now on: what was wished now, else what it has. */
function profileOf(
  user: User,
  name: string,
  { options, choices }: { options: SignUpWishes; choices: SignUpChoices },
) {
  const ownName = user.displayName === anonymousName ? name : user.displayName;
  return {
    displayName: options.displayName || ownName,
    locale: options.locale ? choices.locale : user.locale,
    defaultRole: choices.defaultRole,
    ...(options.metadata && { metadata: options.metadata }),
  };
}

function rolesOf(user: User, roles: readonly string[]) {
  return roles.map((role) => ({ id: newUuid(), userId: user.id, role }));
}
