import { AuthError } from '../errors.js';
import type {
  AuthUserProviders_Insert_Input,
  FindIdentityQuery,
  Users_Insert_Input,
} from '../generated/hasura.js';
import { violates } from '../hasura/client.js';
import { newUuid } from '../lib/ids.js';
import { isStorable } from '../lib/text.js';
import type { Profile } from '../providers/provider.js';
import type { Identity } from '../providers/providerClient.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import { askBeforeSignUp } from './beforeSignUp.js';
import { draftCode, draftSignIn, type SignInOutcome, type SignInTarget } from './completeSignIn.js';
import { isNewEmailAllowed, parseEmail } from './email.js';
import { insertUser, newAccountRow } from './newAccounts.js';
import { draftNotice, type NoticeOwner, rowsOf } from './notices.js';
import type { DraftMessage } from './outbox.js';
import type { ActiveProvider } from './providers.js';
import { sealTokens } from './providerTokens.js';
import { draftSession, toSession } from './sessions.js';
import { chooseSignUpOptions, type SignUpWishes } from './signUpOptions.js';
import { nestedRow, signInRows } from './tickets.js';
import type { User } from './users.js';

/** Somebody whom a provider has told us, in the form in which it is worked with. */
export interface KnownIdentity {
  readonly provider: ActiveProvider;
  readonly id: string;
  readonly issuer: string | undefined;
  /** A plain address; undefined when there is none, or none that this server would let anybody have. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly displayName: string | undefined;
  readonly avatarUrl: string | undefined;
  readonly locale: string | undefined;
  readonly tokens: Identity['tokens'];
}

/**
 * Takes from a profile what can be stored and shown.
 *
 * @throws AuthError `oauth-profile-fetch-failed` for an id that is none.
 */
export function toKnownIdentity(
  provider: ActiveProvider,
  { profile, issuer, tokens }: Identity,
): KnownIdentity {
  if (profile.id === '' || profile.id.length > 255 || !isStorable(profile.id)) {
    throw new AuthError('oauth-profile-fetch-failed');
  }
  const email = parseEmail(profile.email ?? '');
  return {
    provider,
    id: profile.id,
    issuer,
    email,
    emailVerified: email !== undefined && profile.emailVerified,
    displayName: shown(profile.displayName),
    avatarUrl: /^https?:\/\//.test(profile.avatarUrl ?? '') ? shown(profile.avatarUrl, 2048) : undefined,
    locale: localeOf(profile),
    tokens,
  };
}

function shown(text: string | undefined, maxLength = 128): string | undefined {
  return text !== undefined && isStorable(text) && text.length <= maxLength ? text : undefined;
}

/** `de-CH` and `de_CH` are `de` here. */
function localeOf({ locale }: Profile): string | undefined {
  return /^[a-z]{2,3}(?=[-_]|$)/i.exec(locale ?? '')?.[0].toLowerCase();
}

interface IdentityWishes {
  /** What a new account starts with. */
  readonly wishes: SignUpWishes;
  /** Whether an account shall be made where there is none, also when the server does not do it by itself. */
  readonly signUp: boolean;
}

/**
 * Signs in who has the identity; links it to the account that has its address, if both sides have proved that; or makes an
 * account.
 *
 * @throws AuthError `user-already-exists` when somebody has the address and it may not be linked: its owner signs in as
 *   before, and links the identity then (`linkProvider`); `signup-disabled`, `invalid-email-password` for an email that the
 *   lists refuse; and as `draftSignIn`.
 */
export async function signInByIdentity(
  context: CallContext,
  identity: KnownIdentity,
  { wishes, signUp, ...target }: IdentityWishes & SignInTarget,
): Promise<SignInOutcome> {
  note(context, { event: 'sign-in', details: { provider: identity.provider.name } });
  try {
    return await attempt(context, identity, { wishes, signUp, ...target });
  } catch (error) {
    // Another sign-in of the same person may have been faster to make the rows.
    const isTaken = error instanceof AuthError && error.code === 'user-already-exists';
    if (!isLinkedAlready(error) && !isTaken) throw error;
    return attempt(context, identity, { wishes, signUp, ...target });
  }
}

async function attempt(
  context: CallContext,
  identity: KnownIdentity,
  wishes: IdentityWishes & SignInTarget,
): Promise<SignInOutcome> {
  const { auth } = context;
  const found = await auth.hasura.FindIdentity({
    providerId: identity.provider.name,
    providerUserId: identity.id,
    emails: identity.email === undefined ? [] : [identity.email],
  });
  const [row] = found.authUserProviders;
  if (row) return signInKnown(context, identity, row, wishes);
  const [holder] = found.users;
  if (!holder) return signUpByIdentity(context, identity, wishes);
  if (!mayLinkByEmail(identity, holder)) throw new AuthError('user-already-exists');
  return linkAndSignIn(context, identity, holder, wishes);
}

/**
 * Both sides have to have proved the address: an unverified one at the provider may be anybody's (CVE-2026-41574), and an
 * unverified one here may have been taken by somebody who waits for its owner. A configured provider's word is its
 * operator's alone.
 */
function mayLinkByEmail(identity: KnownIdentity, holder: User): boolean {
  return identity.emailVerified && holder.emailVerified && !identity.provider.configured.isCustom;
}

type FoundIdentity = FindIdentityQuery['authUserProviders'][number];

async function signInKnown(
  context: CallContext,
  identity: KnownIdentity,
  { id, issuer, user }: FoundIdentity,
  target: SignInTarget,
): Promise<SignInOutcome> {
  const { auth } = context;
  // A configured provider that was pointed at another issuer has other users under the same ids.
  if (identity.provider.configured.isCustom && issuer !== null && issuer !== (identity.issuer ?? null)) {
    throw new AuthError('user-already-exists');
  }
  const { session, challenge, answer } = draftSignIn(context, user, target);
  const now = auth.clock.now().toISOString();
  const { seen } = await auth.hasura.SignInByIdentity({
    identityId: id,
    userId: user.id,
    identity: { email: identity.email ?? null, lastUsedAt: now, ...sealTokens(auth, identity) },
    proved: { lastSeen: now },
    ...signInRows({ session, challenge }),
  });
  const [account] = seen?.returning ?? [];
  if (!account) throw new AuthError('disabled-user');
  return answer(account);
}

async function linkAndSignIn(
  context: CallContext,
  identity: KnownIdentity,
  holder: User,
  target: SignInTarget,
): Promise<SignInOutcome> {
  const { auth } = context;
  const { session, challenge, answer } = draftSignIn(context, holder, target);
  const row = newIdentityRow(context, identity);
  const notices = draftLinkNotice(auth, identity.provider, holder);
  const { seen } = await auth.hasura.LinkAndSignIn({
    userId: holder.id,
    email: identity.email ?? '',
    identityId: row.id,
    identity: { ...row, userId: holder.id },
    proved: { lastSeen: auth.clock.now().toISOString() },
    ...signInRows({ session, challenge }),
    ...rowsOf(notices),
  });
  const [account] = seen?.returning ?? [];
  if (!account) throw new AuthError('user-already-exists');
  await auth.outbox.deliver(notices);
  return answer(account);
}

/** Tells the owner of a further way in. */
export function draftLinkNotice(
  auth: Pick<Auth, 'outbox' | 'config'>,
  { configured }: ActiveProvider,
  user: NoticeOwner,
): readonly DraftMessage[] {
  return draftNotice(auth, {
    kind: 'identity-linked',
    user,
    values: { provider: configured.provider.title },
  });
}

/** The row of an identity, for an account to be named. */
export function newIdentityRow(
  { auth }: Pick<CallContext, 'auth'>,
  identity: KnownIdentity,
): AuthUserProviders_Insert_Input & { readonly id: string } {
  return {
    id: newUuid(),
    providerId: identity.provider.name,
    providerUserId: identity.id,
    issuer: identity.issuer ?? null,
    email: identity.email ?? null,
    lastUsedAt: auth.clock.now().toISOString(),
    accessToken: 'unset',
    ...sealTokens(auth, identity),
  };
}

async function signUpByIdentity(
  context: CallContext,
  identity: KnownIdentity,
  { wishes, signUp, ...target }: IdentityWishes & SignInTarget,
): Promise<SignInOutcome> {
  const { auth, client } = context;
  note(context, { event: 'sign-up' });
  const { config } = auth;
  if (config.signUpDisabled || (config.autoSignUpDisabled && !signUp)) throw new AuthError('signup-disabled');
  if (identity.email !== undefined && !isNewEmailAllowed(identity.email, config)) {
    throw new AuthError('invalid-email-password');
  }
  const row = newRow(context, identity, wishes);
  await askBeforeSignUp(context, row);
  const isUnverified =
    config.verifiedEmailRequired && identity.email !== undefined && !identity.emailVerified;
  if (row.disabled || isUnverified) {
    await insert(context, row);
    throw new AuthError(row.disabled ? 'disabled-user' : 'unverified-user');
  }
  const code = draftCode(auth, null, target);
  if (code) {
    const { id } = await insert(context, { ...row, tickets: { data: [nestedRow(code)] } });
    note(context, { userId: id });
    return { session: null, mfa: null, code: code.text };
  }
  const { refreshToken, row: session, now } = draftSession(auth, client);
  const made = await insert(context, { ...row, lastSeen: now, refreshTokens: { data: [session] } });
  const [opened] = made.refreshTokens;
  if (!opened) throw new Error('Hasura inserted no session and gave no reason');
  return { session: toSession(made, { id: opened.id, refreshToken }, auth), mfa: null };
}

function newRow(context: CallContext, identity: KnownIdentity, wishes: SignUpWishes): Users_Insert_Input {
  const { auth } = context;
  const { email, emailVerified, avatarUrl, provider } = identity;
  const name = identity.displayName ?? email ?? provider.configured.provider.title;
  const choices = chooseSignUpOptions(
    { ...wishes, locale: wishes.locale ?? identity.locale },
    { name, config: auth.config, redirects: auth.redirects },
  );
  const row = newAccountRow(auth, email === undefined ? {} : { email }, choices);
  return {
    ...row,
    ...(avatarUrl !== undefined && { avatarUrl }),
    emailVerified,
    userProviders: { data: [newIdentityRow(context, identity)] },
  };
}

async function insert({ auth }: CallContext, row: Users_Insert_Input) {
  try {
    return await insertUser(auth, row);
  } catch (error) {
    const isTaken = error instanceof AuthError && error.code === 'email-already-in-use';
    throw isTaken ? new AuthError('user-already-exists', { cause: error }) : error;
  }
}

/** Whether a mutation failed because the identity is somebody's already. */
export function isLinkedAlready(error: unknown): boolean {
  return violates(error, 'user_providers_provider_id_provider_user_id_key');
}
