import { z } from 'zod';
import { AuthError } from '../errors.js';
import type { AuthUserProviders_Set_Input } from '../generated/hasura.js';
import type { ProviderTokens } from '../providers/configuredProvider.js';
import type { Auth, CallContext } from './auth.js';
import type { KnownIdentity } from './identities.js';

const sealed = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresAt: z.string().optional(),
});

/**
 * Of what is there, only what `sealTokens` made: fetched ones are `unset`, and old versions of Nhost Auth stored plain ones,
 * which have long expired.
 */
function isSealed(text: string): boolean {
  return /^v\d\./.test(text);
}

/** Columns with the provider's tokens, encrypted; none when it gave none, so that former ones stay. */
export function sealTokens(
  { encryption }: Pick<Auth, 'encryption'>,
  { provider, id, tokens }: Pick<KnownIdentity, 'provider' | 'id' | 'tokens'>,
): Pick<AuthUserProviders_Set_Input, 'accessToken'> {
  if (!tokens) return {};
  return { accessToken: encryption.encrypt(tokensText(tokens), contextOf(provider.name, id)) };
}

export function tokensText({ accessToken, refreshToken, expiresAt }: ProviderTokens): string {
  return JSON.stringify({ accessToken, refreshToken, expiresAt: expiresAt?.toISOString() });
}

/** @throws Error for what `sealTokens` did not make. */
function openTokens(
  { encryption }: Pick<Auth, 'encryption'>,
  text: string,
  { provider, id }: { readonly provider: string; readonly id: string },
): ProviderTokens {
  return parseTokens(encryption.decrypt(text, contextOf(provider, id)));
}

export function parseTokens(text: string): ProviderTokens {
  const { accessToken, refreshToken, expiresAt } = sealed.parse(JSON.parse(text));
  return { accessToken, refreshToken, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) };
}

/** What tokens are encrypted for: they can't be read in the row of another identity. */
export function contextOf(provider: string, id: string): string {
  return `provider-tokens:${provider}:${id}`;
}

/**
 * The tokens of the last sign-in with `provider`; from here on the caller has them, and this server has not.
 *
 * @throws AuthError `provider-tokens-not-found` when there are none, or they were fetched before.
 */
export async function fetchTokens(
  { auth }: Pick<CallContext, 'auth'>,
  userId: string,
  provider: string,
): Promise<ProviderTokens> {
  const { authUserProviders } = await auth.hasura.FindOwnIdentities({ userId });
  const row = authUserProviders.find((each) => each.providerId === provider && isSealed(each.accessToken));
  if (!row) throw new AuthError('provider-tokens-not-found');
  const { id, accessToken, providerUserId } = row;
  const { taken } = await auth.hasura.TakeProviderTokens({ id, userId, accessToken });
  if (taken?.affected_rows !== 1) throw new AuthError('provider-tokens-not-found');
  return openTokens(auth, accessToken, { provider, id: providerUserId });
}

/**
 * New tokens for a refresh token of the provider. Only for who has an identity there.
 *
 * @throws AuthError `provider-tokens-not-found`, `disabled-endpoint` or `oauth-token-echange-failed`; OutageError.
 */
export async function refreshTokens(
  { auth }: Pick<CallContext, 'auth'>,
  userId: string,
  { provider, refreshToken }: { readonly provider: string; readonly refreshToken: string },
): Promise<ProviderTokens> {
  const { client } = await auth.providers.get(provider);
  const { authUserProviders } = await auth.hasura.FindOwnIdentities({ userId });
  if (!authUserProviders.some(({ providerId }) => providerId === provider)) {
    throw new AuthError('provider-tokens-not-found');
  }
  const tokens = await client.refresh(refreshToken).catch((error: unknown) => {
    // The provider's refusal, and the protocol's: OAuth 1.0a refreshes nothing.
    const isRefused = error instanceof AuthError;
    throw isRefused ? new AuthError('oauth-token-echange-failed', { cause: error }) : error;
  });
  // A provider that answers no new one lets the former go on (RFC 6749 section 6).
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}
