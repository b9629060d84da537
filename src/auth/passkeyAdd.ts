import { AuthError } from '../errors.js';
import type { SecurityKey } from '../generated/actions.js';
import { violates } from '../hasura/client.js';
import { newUuid } from '../lib/ids.js';
import { creationOptions } from '../webauthn/ceremonyOptions.js';
import type { RegistrationJson } from '../webauthn/credentialJson.js';
import { formatPublicKey, formatTransports } from '../webauthn/storedKeys.js';
import { type VerifiedKey, verifyRegistration } from '../webauthn/verifyCeremony.js';
import { getOwnAccount, type Own, requireElevation, requireFreshProof } from './account.js';
import type { CallContext } from './auth.js';
import { draftNotice } from './notices.js';
import { draftChallenge, openChallenge, presentedChallenge, storeChallenge } from './passkeyChallenges.js';
import { keyReference } from './passkeySignIn.js';
import { relyingPartyOf } from './relyingParty.js';
import { findTicketByHash } from './tickets.js';
import { requireEnabled } from './ways.js';

/**
 * Whoever adds a key has the account from then on. So it takes what a new password takes; and where a second factor is
 * active nothing less will do, since a key elevates like it.
 */
async function getOwner(context: CallContext): Promise<Own> {
  requireEnabled(context.auth.config, 'webauthnEnabled');
  const own = await getOwnAccount(context);
  requireElevation(context, own);
  requireFreshProof(context, own);
  if (own.account.activeMfaType !== null && !context.caller.isElevated) {
    throw new AuthError('elevated-claim-required');
  }
  return own;
}

/**
 * Options for a browser to make another key of the caller's account.
 *
 * @returns PublicKeyCredentialCreationOptionsJSON.
 * @throws AuthError `disabled-endpoint`, `elevated-claim-required`, and as `getOwnAccount`.
 */
export async function startAdding(context: CallContext): Promise<object> {
  const { auth } = context;
  const { account } = await getOwner(context);
  const { id, email, username, phoneNumber, displayName } = account;
  const { authUserSecurityKeys } = await auth.hasura.FindSecurityKeys({ userId: id });
  const party = relyingPartyOf(auth.config);
  const draft = draftChallenge(auth, { kind: 'passkeyAdd', userId: id, rpId: party.id });
  await storeChallenge(auth, draft);
  const name = email ?? username ?? phoneNumber ?? displayName;
  return creationOptions(party, {
    challenge: draft.text,
    owner: { id, name, displayName: displayName || name },
    keys: authUserSecurityKeys.map(keyReference),
  });
}

/**
 * Adds the key that the browser has made.
 *
 * @throws AuthError `invalid-webauthn-verification`, `security-key-already-in-use`, and as `startAdding`.
 */
export async function finishAdding(
  context: CallContext,
  credential: RegistrationJson,
  nickname: string | null | undefined,
): Promise<SecurityKey> {
  const { auth } = context;
  const { account } = await getOwner(context);
  const party = relyingPartyOf(auth.config);
  const { challenge, hash } = presentedChallenge(credential, 'passkeyAdd');
  const ticket = await findTicketByHash(auth, hash);
  if (ticket?.kind !== 'passkeyAdd' || ticket.user?.id !== account.id) {
    throw new AuthError('invalid-webauthn-verification');
  }
  openChallenge(ticket.payload, party.id);
  const userVerificationRequired = party.userVerification === 'required';
  const verified = await verifyRegistration(credential, { party, challenge, userVerificationRequired });
  const id = newUuid();
  const notices = draftNotice(auth, { kind: 'security-key-added', user: account });
  const { taken, key } = await auth.hasura
    .AddSecurityKey({
      hash,
      userId: account.id,
      now: auth.clock.now().toISOString(),
      useId: newUuid(),
      key: { ...newKeyRow(verified, credential, nickname), id, userId: account.id },
      keyId: id,
      messages: notices.map(({ row }) => row),
      messageIds: notices.map(({ id: messageId }) => messageId),
    })
    .catch((error: unknown) => {
      throw keyTakenError(error);
    });
  if (!taken?.returning[0] || !key) throw new AuthError('invalid-webauthn-verification');
  await auth.outbox.deliver(notices);
  return key;
}

/** The row of a new key, without its account. */
export function newKeyRow(
  { credentialId, publicKey, counter, userVerified, backedUp }: VerifiedKey,
  credential: RegistrationJson,
  nickname: string | null | undefined,
) {
  return {
    credentialId,
    credentialPublicKey: formatPublicKey(publicKey),
    counter,
    userVerified,
    backedUp,
    transports: formatTransports(credential.response.transports ?? credential.transports),
    nickname: nickname || null,
  };
}

/** Says that an account has the key already; any other error as it is. */
export function keyTakenError(error: unknown): unknown {
  const isTaken = violates(error, 'user_security_keys_credential_id_key');
  return isTaken ? new AuthError('security-key-already-in-use', { cause: error }) : error;
}
