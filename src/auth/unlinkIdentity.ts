import { AuthError } from '../errors.js';
import type { Users_Bool_Exp } from '../generated/hasura.js';
import { newUuid } from '../lib/ids.js';
import type { Auth, CallContext } from './auth.js';
import { draftNotice, type NoticeOwner, rowsOf } from './notices.js';
import { hasPasswords } from './ways.js';

/**
 * Removes an identity from an account that can be entered without it.
 *
 * @returns whether the account had it. @throws AuthError `last-sign-in-method`.
 */
export async function unlinkIdentity({ auth }: CallContext, user: NoticeOwner, id: string): Promise<boolean> {
  const provider = await findProvider(auth, user.id, id);
  if (provider === undefined) return false;
  const others = waysWithout(auth, id);
  const values = { provider: auth.config.providers.get(provider)?.provider.title ?? provider };
  const notices = draftNotice(auth, { kind: 'identity-unlinked', user, values });
  const change = { id, userId: user.id, changeId: newUuid(), others, ...rowsOf(notices) };
  const { unlinked } = await auth.hasura.UnlinkIdentity(change);
  if (unlinked?.returning[0]) {
    await auth.outbox.deliver(notices);
    return true;
  }
  if ((await findProvider(auth, user.id, id)) !== undefined) throw new AuthError('last-sign-in-method');
  return false;
}

/** The name of the identity's provider; undefined when the account has no such identity. */
async function findProvider({ hasura }: Auth, userId: string, id: string): Promise<string | undefined> {
  const { authUserProviders } = await hasura.FindOwnIdentities({ userId });
  return authUserProviders.find((each) => each.id === id)?.providerId;
}

/** What lets an account be entered, as the settings are; a way that is switched off is none. */
function waysWithout({ config, outbox }: Auth, id: string): Users_Bool_Exp[] {
  const mailed =
    outbox.canMail && (hasPasswords(config) || config.magicLinkEnabled || config.emailOtpEnabled);
  const texted = config.smsOtpEnabled && outbox.canText;
  return [
    ...(hasPasswords(config) ? [{ passwordHash: { _is_null: false, _neq: '' } }] : []),
    // By a link, as one that sets a password, or a code.
    ...(mailed ? [{ email: { _is_null: false }, emailVerified: { _eq: true } }] : []),
    ...(texted ? [{ phoneNumber: { _is_null: false }, phoneNumberVerified: { _eq: true } }] : []),
    ...(config.webauthnEnabled ? [{ securityKeys: {} }] : []),
    { userProviders: { id: { _neq: id }, providerId: { _in: [...config.providers.keys()] } } },
  ];
}
