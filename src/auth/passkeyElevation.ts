import { AuthError } from '../errors.js';
import type { Session } from '../generated/actions.js';
import { newUuid } from '../lib/ids.js';
import { requestOptions } from '../webauthn/ceremonyOptions.js';
import type { AssertionJson } from '../webauthn/credentialJson.js';
import { type Account, getOwnAccount } from './account.js';
import type { CallContext } from './auth.js';
import { draftChallenge, storeChallenge } from './passkeyChallenges.js';
import { keyReference } from './passkeySignIn.js';
import { proveKey, useKey } from './passkeyUse.js';
import { relyingPartyOf } from './relyingParty.js';
import { draftSession, toSession } from './sessions.js';
import { requireEnabled } from './ways.js';

/**
 * Options for a browser to elevate the caller's session with, by one of the caller's keys.
 *
 * @returns PublicKeyCredentialRequestOptionsJSON.
 * @throws AuthError `disabled-endpoint`, `no-security-key`, and as `getOwnAccount`.
 */
export async function startElevation(context: CallContext): Promise<object> {
  const { auth } = context;
  requireEnabled(auth.config, 'webauthnEnabled');
  const { account } = await getOwnAccount(context);
  const { authUserSecurityKeys: rows } = await auth.hasura.FindSecurityKeys({ userId: account.id });
  if (rows.length === 0) throw new AuthError('no-security-key');
  const party = relyingPartyOf(auth.config);
  const mayBeOld = account.activeMfaType === null && rows.some(({ userVerified }) => userVerified === null);
  const draft = draftChallenge(auth, { kind: 'passkeyElevate', userId: account.id, rpId: party.id });
  await storeChallenge(auth, draft);
  return requestOptions(party, {
    challenge: draft.text,
    keys: rows.map(keyReference),
    userVerification: mayBeOld ? 'preferred' : account.activeMfaType ? 'required' : party.userVerification,
  });
}

/**
 * Opens an elevated session by a key of the account.
 *
 * @throws AuthError `disabled-endpoint`, and `invalid-webauthn-verification`, also for a key of somebody else.
 */
export async function elevateByKey(
  context: CallContext,
  account: Account,
  credential: AssertionJson,
): Promise<Session> {
  const { auth, client } = context;
  requireEnabled(auth.config, 'webauthnEnabled');
  const proved = await proveKey(auth, credential, { kind: 'passkeyElevate', ownerId: account.id });
  const { refreshToken, row } = draftSession(auth, client);
  const id = newUuid();
  const user = await useKey(context, proved, { session: { ...row, id, userId: account.id } });
  return toSession(user, { id, refreshToken, isElevated: true }, auth);
}
