import { AuthError } from '../errors.js';
import type { FindAssertionQuery } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import { isUserHandleOf } from '../webauthn/ceremonyOptions.js';
import type { AssertionJson } from '../webauthn/credentialJson.js';
import type { RelyingParty } from '../webauthn/relyingParty.js';
import { credentialIdForms, parsePublicKey } from '../webauthn/storedKeys.js';
import { type VerifiedUse, verifyAssertion } from '../webauthn/verifyCeremony.js';
import { isAccountGone } from './accountGone.js';
import { note } from './auditEntry.js';
import type { Auth, CallContext } from './auth.js';
import type { DraftedSignIn } from './completeSignIn.js';
import { openChallenge, presentedChallenge } from './passkeyChallenges.js';
import { relyingPartyOf } from './relyingParty.js';
import { signInRows } from './tickets.js';
import type { User } from './users.js';

type AssertionKind = 'passkeySignIn' | 'passkeyElevate';
type StoredKey = FindAssertionQuery['authUserSecurityKeys'][number];

/** A key that has signed a challenge of ours. Nothing is used up yet. */
export interface ProvedKey {
  readonly kind: AssertionKind;
  readonly challengeHash: string;
  readonly key: Pick<StoredKey, 'id' | 'counter' | 'userVerified'>;
  readonly use: VerifiedUse;
  /** Whom the key belongs to; whoever signed is this user. */
  readonly user: User;
}

/** Tells keys that are unknown, deleted, or of somebody else apart from nothing. */
const refused = () => new AuthError('invalid-webauthn-verification');

/**
 * Holds an assertion against the challenge that it answers and the key that it names: of this purpose, this domain, and
 * the account that the challenge was made for. One request; uses nothing up.
 *
 * @param ownerId whose key it has to be; anybody's when it is left out.
 * @throws AuthError `invalid-webauthn-verification`.
 */
export async function proveKey(
  auth: Auth,
  credential: AssertionJson,
  { kind, ownerId }: { readonly kind: AssertionKind; readonly ownerId?: string },
): Promise<ProvedKey> {
  const party = relyingPartyOf(auth.config);
  const { challenge, hash } = presentedChallenge(credential, kind);
  const { authTickets, authUserSecurityKeys } = await auth.hasura.FindAssertion({
    hash,
    now: auth.clock.now().toISOString(),
    credentialIds: credentialIdForms(credential.id),
  });
  const [ticket] = authTickets;
  const [key] = authUserSecurityKeys;
  if (ticket?.kind !== kind) throw refused();
  openChallenge(ticket.payload, party.id);
  if (!key || (ticket.userId !== null && ticket.userId !== key.userId)) throw refused();
  if (ownerId !== undefined && (key.userId !== ownerId || ticket.userId !== ownerId)) throw refused();
  const { userHandle } = credential.response;
  if (userHandle && !isUserHandleOf(userHandle, key.userId)) throw refused();
  const publicKey = parsePublicKey(key.credentialPublicKey);
  if (!publicKey) throw refused();
  const userVerificationRequired = mustVerifyUser(key, party, kind);
  const use = await verifyAssertion(credential, publicKey, { party, challenge, userVerificationRequired });
  return { kind, challengeHash: hash, key, use, user: key.user };
}

/**
 * A key that Nhost Auth stored may be one that can't verify its user, and signs in as it did there, until it shows that it
 * can. It is less than a second factor, so where one is active it does not elevate.
 */
function mustVerifyUser(
  { userVerified, user }: StoredKey,
  { userVerification }: RelyingParty,
  kind: AssertionKind,
): boolean {
  if (kind === 'passkeyElevate' && user.activeMfaType !== null) return true;
  return userVerification === 'required' && userVerified !== null;
}

/**
 * Uses the challenge and the key up together with what the gate decided, in one request: of any number of uses at once,
 * exactly one gets the account back.
 *
 * @throws AuthError `invalid-webauthn-verification` when the challenge was used meanwhile, or the counter went back;
 *   `disabled-user` when the account is gone.
 */
export async function useKey(
  context: CallContext,
  proved: ProvedKey,
  { session, challenge }: Pick<DraftedSignIn, 'session' | 'challenge'>,
): Promise<User> {
  const { auth } = context;
  const { kind, challengeHash, key, use, user } = proved;
  const now = auth.clock.now().toISOString();
  const useId = newUuid();
  const { taken, used, seen } = await auth.hasura
    .UseSecurityKey({
      hash: challengeHash,
      kind,
      now,
      useId,
      userId: user.id,
      keyId: key.id,
      // Authenticators that don't count always say 0 (WebAuthn L3 section 6.1.1).
      counter: use.counter === 0 ? { _eq: 0 } : { _lt: use.counter },
      use: {
        useId,
        counter: use.counter,
        lastUsedAt: now,
        backedUp: use.backedUp,
        ...(use.userVerified && { userVerified: true }),
      },
      seen: { changeId: useId, ...(session && { lastSeen: now }) },
      ...signInRows({ session, challenge }),
    })
    .catch((error: unknown) => {
      throw isAccountGone(error) ? new AuthError('disabled-user', { cause: error }) : error;
    });
  if (!taken?.returning[0]) throw refused();
  // The challenge was live, so this is no answer that was sent twice: the counter is not ahead. (Or the key was deleted, or
  // the account disabled, at this moment.)
  if (!used?.returning[0]) throw copiedKey(context, proved);
  const [account] = seen?.returning ?? [];
  if (!account) throw refused();
  return account;
}

/**
 * The signature was right and the counter was not: there may be two authenticators with one private key (WebAuthn L3
 * section 6.1.1).
 */
function copiedKey(context: CallContext, { key, use, user }: ProvedKey): AuthError {
  const details = { securityKeyId: key.id, storedCounter: key.counter, presentedCounter: use.counter };
  note(context, { event: 'security-key-copied', userId: user.id, details });
  context.auth.log.warn(
    'A security key was refused because its counter went back: there may be a copy of it',
    {
      userId: user.id,
      ...details,
    },
  );
  return refused();
}
