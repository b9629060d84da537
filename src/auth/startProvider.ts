import { AuthError } from '../errors.js';
import type { CallContext } from './auth.js';
import { isCodeChallenge } from './codeChallenge.js';
import { issueLink, type ProviderOptions } from './providerRequests.js';
import type { ActiveProvider } from './providers.js';
import { chooseSignUpOptions, type SignUpWishes } from './signUpOptions.js';

/** What a client asks for. */
export interface ProviderWishes {
  readonly wishes: SignUpWishes;
  readonly codeChallenge?: string | null | undefined;
  readonly signUp?: boolean | null | undefined;
  readonly providerSpecificParams?: Readonly<Record<string, unknown>> | null | undefined;
  readonly clientState?: string | null | undefined;
}

/**
 * Holds the wishes against the settings.
 *
 * @throws AuthError `invalid-request`, `redirectTo-not-allowed`, and what the wishes for the account make of it.
 */
export function parseProviderWishes(
  { auth }: Pick<CallContext, 'auth'>,
  { configured }: ActiveProvider,
  { wishes, codeChallenge, signUp, providerSpecificParams, clientState }: ProviderWishes,
): ProviderOptions {
  const { config, redirects } = auth;
  const { redirectTo } = chooseSignUpOptions(wishes, { name: configured.provider.title, config, redirects });
  if (redirectTo === undefined) {
    throw new AuthError('redirectTo-not-allowed', {
      details: 'redirectTo: is needed without AUTH_CLIENT_URL',
    });
  }
  if (codeChallenge && !isCodeChallenge(codeChallenge)) {
    throw new AuthError('invalid-request', { details: 'codeChallenge: must be 43 characters of base64url' });
  }
  if (!codeChallenge && !config.redirectRefreshToken) {
    throw new AuthError('invalid-request', { details: 'codeChallenge: is needed (PKCE, S256)' });
  }
  return {
    redirectTo,
    ...(codeChallenge ? { codeChallenge } : {}),
    wishes: {
      ...wishes,
      allowedRoles: wishes.allowedRoles && [...wishes.allowedRoles],
      metadata: wishes.metadata ?? null,
    },
    signUp: signUp ?? false,
    parameters: parseParameters(configured.provider.requestParams ?? [], providerSpecificParams ?? {}),
    ...(clientState ? { clientState } : {}),
  };
}

/** Only what the provider's file lists: anything else could overwrite what protects the sign-in. */
function parseParameters(
  known: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name) || typeof value !== 'string' || value.length > 512) {
      throw new AuthError('invalid-request', {
        details: `providerSpecificParams: takes texts named ${known.join(', ')}`,
      });
    }
    parameters[name] = value;
  }
  return parameters;
}

/**
 * The URL with which a browser begins to sign in. It leads through this server, which binds the browser there.
 *
 * @param linkTo whose account the identity will be linked to, in place of a sign-in.
 * @throws AuthError `disabled-endpoint`, and as `parseProviderWishes`.
 */
export async function startProviderSignIn(
  context: CallContext,
  name: string,
  wishes: ProviderWishes,
  linkTo: string | null = null,
): Promise<{ readonly url: string }> {
  const { auth } = context;
  const provider = await auth.providers.get(name);
  const options = parseProviderWishes(context, provider, wishes);
  const id = await issueLink(auth, name, { options, userId: linkTo });
  return { url: `${auth.links.provider(name)}?${new URLSearchParams({ request: id })}` };
}
