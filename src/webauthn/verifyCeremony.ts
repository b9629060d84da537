import { AuthError } from '../errors.js';
import {
  type AssertionJson,
  type ClientData,
  parseClientData,
  type RegistrationJson,
} from './credentialJson.js';
import { algorithms, type RelyingParty } from './relyingParty.js';

/** A key that has proved to hold its private part. */
export interface VerifiedKey {
  /** In base64url. */
  readonly credentialId: string;
  /** In COSE form. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly userVerified: boolean;
  readonly backedUp: boolean;
}

/** What an assertion says besides that it is right. */
export interface VerifiedUse {
  /** How often the key was used, or 0 for ever where it does not count. */
  readonly counter: number;
  readonly userVerified: boolean;
  readonly backedUp: boolean;
}

interface Expected {
  readonly party: RelyingParty;
  readonly challenge: string;
  readonly userVerificationRequired: boolean;
}

/**
 * Verifies a new key (WebAuthn L3 section 7.1).
 *
 * @throws AuthError `invalid-webauthn-verification`.
 */
export async function verifyRegistration(
  credential: RegistrationJson,
  { party, challenge, userVerificationRequired }: Expected,
): Promise<VerifiedKey> {
  assertAllowedPlace(parseClientData(credential), party);
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { clientDataJSON, attestationObject } = credential.response;
  const { registrationInfo } = await orRefused(
    verifyRegistrationResponse({
      response: {
        ...idsOf(credential),
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      requireUserVerification: userVerificationRequired,
      supportedAlgorithmIDs: [...algorithms],
    }),
  );
  if (!registrationInfo) throw refused();
  const { credential: made, userVerified, credentialBackedUp } = registrationInfo;
  return {
    credentialId: made.id,
    publicKey: made.publicKey,
    counter: made.counter,
    userVerified,
    backedUp: credentialBackedUp,
  };
}

/**
 * Verifies the use of a key (WebAuthn L3 section 7.2), all but the counter: whether it went back counts only of who has
 * the private key, and is decided where it is stored.
 *
 * @throws AuthError `invalid-webauthn-verification`.
 */
export async function verifyAssertion(
  credential: AssertionJson,
  publicKey: Uint8Array<ArrayBuffer>,
  { party, challenge, userVerificationRequired }: Expected,
): Promise<VerifiedUse> {
  assertAllowedPlace(parseClientData(credential), party);
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  const ids = idsOf(credential);
  const { verified, authenticationInfo } = await orRefused(
    verifyAuthenticationResponse({
      response: { ...ids, response: { clientDataJSON, authenticatorData, signature } },
      expectedChallenge: challenge,
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      // A stored counter of 0 is never ahead.
      credential: { id: ids.id, publicKey, counter: 0 },
      requireUserVerification: userVerificationRequired,
    }),
  );
  if (!verified) throw refused();
  const { newCounter, userVerified, credentialBackedUp } = authenticationInfo;
  return { counter: newCounter, userVerified, backedUp: credentialBackedUp };
}

/** Inside of a frame of another site the user can't see who asks. */
function assertAllowedPlace(clientData: ClientData | undefined, { origins }: RelyingParty): void {
  if (!clientData) throw refused('credential: the client data can not be read');
  if (clientData.crossOrigin) throw refused('credential: made in a frame of another site');
  // Said to the client: it is the commonest fault of a setup, and tells nothing but the client's own address.
  if (!origins.includes(clientData.origin))
    throw refused('credential: made at an origin that is not allowed');
}

/** Some clients pad the ids. */
function idsOf({ id, type }: RegistrationJson | AssertionJson) {
  const plain = id.replace(/=+$/, '');
  return { id: plain, rawId: plain, type, clientExtensionResults: {} };
}

/** The library throws plain errors for whatever is wrong with a response. */
async function orRefused<T>(verifying: Promise<T>): Promise<T> {
  try {
    return await verifying;
  } catch (error) {
    throw new AuthError('invalid-webauthn-verification', { cause: error });
  }
}

function refused(details?: string): AuthError {
  return new AuthError('invalid-webauthn-verification', details === undefined ? {} : { details });
}
