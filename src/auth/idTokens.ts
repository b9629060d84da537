import { AuthError } from '../errors.js';
import { InvalidIdToken } from '../providers/invalidIdToken.js';
import type { Auth } from './auth.js';
import { type KnownIdentity, toKnownIdentity } from './identities.js';

interface GivenToken {
  readonly provider: string;
  readonly idToken: string;
  readonly nonce?: string | null | undefined;
}

/**
 * Whom an ID token is about that an app has got from a provider.
 *
 * @throws AuthError `invalid-id-token`, `disabled-endpoint` for a provider that is not switched on or speaks no OpenID
 *   Connect, `oauth-profile-fetch-failed`; OutageError when the provider's keys can't be had.
 */
export async function identityOf(
  auth: Pick<Auth, 'providers'>,
  { provider: name, idToken, nonce }: GivenToken,
): Promise<KnownIdentity> {
  const provider = await auth.providers.get(name);
  try {
    return toKnownIdentity(provider, await provider.client.readIdToken(idToken, nonce ?? undefined));
  } catch (error) {
    throw error instanceof InvalidIdToken ? new AuthError('invalid-id-token', { cause: error }) : error;
  }
}
