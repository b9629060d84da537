import type { SignInResult } from '../generated/actions.js';
import { type KeyReference, requestOptions } from '../webauthn/ceremonyOptions.js';
import type { AssertionJson } from '../webauthn/credentialJson.js';
import { decoyKeys } from '../webauthn/decoys.js';
import { normalCredentialId, parseTransports } from '../webauthn/storedKeys.js';
import type { Auth, CallContext } from './auth.js';
import { draftSignIn } from './completeSignIn.js';
import { draftChallenge, storeChallenge } from './passkeyChallenges.js';
import { proveKey, useKey } from './passkeyUse.js';
import { relyingPartyOf } from './relyingParty.js';
import { requireEnabled } from './ways.js';

/** A key as its account has it, in the form that browsers are told. */
export function keyReference(row: { credentialId: string; transports: string }): KeyReference {
  return { id: normalCredentialId(row.credentialId), transports: parseTransports(row.transports) };
}

/**
 * Options for a browser to sign in with: by any passkey that it has for this service, or by a key of the account with the
 * address. An address without keys, or without an account, gets made up ones: the answer, and what is done for it, tell
 * nothing.
 *
 * @returns PublicKeyCredentialRequestOptionsJSON.
 * @throws AuthError `disabled-endpoint`.
 */
export async function startSignIn({ auth }: CallContext, email: string | null | undefined): Promise<object> {
  requireEnabled(auth.config, 'webauthnEnabled');
  const party = relyingPartyOf(auth.config);
  const asked = email ? await askedKeys(auth, email) : anyPasskey;
  const draft = draftChallenge(auth, { kind: 'passkeySignIn', userId: asked.userId, rpId: party.id });
  const row = asked.isUsable ? draft.row : { ...draft.row, expiresAt: draft.row.createdAt ?? null };
  await storeChallenge(auth, { ...draft, row });
  const userVerification = asked.mayBeOld ? 'preferred' : party.userVerification;
  return requestOptions(party, { challenge: draft.text, keys: asked.keys, userVerification });
}

interface Asked {
  readonly userId: string | null;
  readonly keys: readonly KeyReference[];
  /** Whether any answer can be right. */
  readonly isUsable: boolean;
  /** Whether keys that can't verify their user have to be let in. */
  readonly mayBeOld: boolean;
}

/** Keys that are passkeys verify their user; older ones don't sign in without a name. */
const anyPasskey: Asked = { userId: null, keys: [], isUsable: true, mayBeOld: false };

async function askedKeys(auth: Auth, email: string): Promise<Asked> {
  const { users, unknown } = await auth.hasura.FindSecurityKeysByEmail({ email });
  // The same for every address, as long as any account has a key of Nhost Auth.
  const mayBeOld = unknown.length > 0;
  const [user] = users;
  const keys = user?.securityKeys.map(keyReference) ?? [];
  const decoys = decoyKeys(auth.decoyKey, email);
  if (!user || keys.length === 0) return { userId: null, keys: decoys, isUsable: false, mayBeOld };
  return { userId: user.id, keys, isUsable: true, mayBeOld };
}

/**
 * Signs in by what a key has signed; a challenge in place of the session where a second factor is active.
 *
 * @throws AuthError `disabled-endpoint`, `invalid-webauthn-verification`, and as `draftSignIn`.
 */
export async function finishSignIn(context: CallContext, credential: AssertionJson): Promise<SignInResult> {
  const { auth } = context;
  requireEnabled(auth.config, 'webauthnEnabled');
  const proved = await proveKey(auth, credential, { kind: 'passkeySignIn' });
  const signIn = draftSignIn(context, proved.user);
  return signIn.answer(await useKey(context, proved, signIn));
}
