import { algorithms, type RelyingParty } from './relyingParty.js';

/** What a browser's `parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` take (WebAuthn L3 section 5.1.8). */

export interface KeyReference {
  /** In base64url. */
  readonly id: string;
  readonly transports: readonly string[];
}

interface Owner {
  readonly id: string;
  /** Tells accounts apart where a person has several. */
  readonly name: string;
  readonly displayName: string;
}

/**
 * PublicKeyCredentialCreationOptionsJSON.
 *
 * @param keys that the account has: their authenticators make no second one.
 */
export function creationOptions(
  party: RelyingParty,
  { challenge, owner, keys }: { challenge: string; owner: Owner; keys: readonly KeyReference[] },
) {
  return {
    challenge,
    rp: { id: party.id, name: party.name },
    user: { ...owner, id: userHandleOf(owner.id) },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: party.timeoutMs,
    excludeCredentials: keys.map(descriptor),
    authenticatorSelection: {
      // A passkey where that is possible: it signs in without a name. Older security keys have no place for it.
      residentKey: 'preferred',
      requireResidentKey: false,
      userVerification: party.userVerification,
    },
    attestation: party.attestation,
    extensions: { credProps: true },
  };
}

/**
 * PublicKeyCredentialRequestOptionsJSON.
 *
 * @param keys that may answer; none means any passkey that the authenticator has for this service.
 */
export function requestOptions(
  party: RelyingParty,
  {
    challenge,
    keys,
    userVerification,
  }: {
    challenge: string;
    keys: readonly KeyReference[];
    userVerification: RelyingParty['userVerification'];
  },
) {
  return {
    challenge,
    rpId: party.id,
    timeout: party.timeoutMs,
    allowCredentials: keys.map(descriptor),
    userVerification,
  };
}

function descriptor({ id, transports }: KeyReference) {
  return { type: 'public-key', id, ...(transports.length > 0 && { transports }) };
}

/** The account's id as bytes, as in Nhost Auth: an authenticator replaces the key of the same account. No name, no address. */
export function userHandleOf(userId: string): string {
  return Buffer.from(userId).toString('base64url');
}

/**
 * Whether `handle`, as a client sends it, names the account. Older clients write the bytes as text, and some have written
 * the base64url of the id into the key instead of the id.
 */
export function isUserHandleOf(handle: string, userId: string): boolean {
  let text = handle;
  for (let layers = 0; layers < 3; layers += 1) {
    if (text.toLowerCase() === userId.toLowerCase()) return true;
    text = Buffer.from(text, 'base64url').toString('utf8');
  }
  return false;
}
