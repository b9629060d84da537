import { AuthError } from '../errors.js';
import type { Users_Bool_Exp } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import type { Auth, CallContext } from './auth.js';

/**
 * Removes an identity from an account that can be entered without it.
 *
 * @returns whether the account had it. @throws AuthError `last-sign-in-method`.
 */
export async function unlinkIdentity({ auth }: CallContext, userId: string, id: string): Promise<boolean> {
  const others = waysWithout(auth, id);
  const { unlinked } = await auth.hasura.UnlinkIdentity({ id, userId, changeId: newUuid(), others });
  if (unlinked?.returning[0]) return true;
  const { authUserProviders } = await auth.hasura.FindOwnIdentities({ userId });
  if (authUserProviders.some((each) => each.id === id)) throw new AuthError('last-sign-in-method');
  return false;
}

/** What lets an account be entered, as the settings are; a way that is switched off is none. */
function waysWithout({ config, outbox }: Auth, id: string): Users_Bool_Exp[] {
  const mailed = outbox.canMail;
  const texted = config.smsOtpEnabled && outbox.canText;
  return [
    { passwordHash: { _is_null: false, _neq: '' } },
    // By a link that sets a password, whatever else is on.
    ...(mailed ? [{ email: { _is_null: false }, emailVerified: { _eq: true } }] : []),
    ...(texted ? [{ phoneNumber: { _is_null: false }, phoneNumberVerified: { _eq: true } }] : []),
    ...(config.webauthnEnabled ? [{ securityKeys: {} }] : []),
    { userProviders: { id: { _neq: id }, providerId: { _in: [...config.providers.keys()] } } },
  ];
}
