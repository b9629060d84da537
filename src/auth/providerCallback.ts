import { AuthError } from '../errors.js';
import type { CallContext } from './auth.js';
import type { SignInOutcome } from './completeSignIn.js';
import { type KnownIdentity, signInByIdentity, toKnownIdentity } from './identities.js';
import { issueLinkCode } from './linkIdentity.js';
import { type Arrival, redirectUriOf } from './providerRequests.js';
import type { ActiveProvider } from './providers.js';
import { runCall } from './runCall.js';

/** What a provider said to the browser in place of signing in. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
  /** Whether it could not, rather than would not: its own fault and not the user's decision. */
  readonly isOutage: boolean;
  /** `provider_error` and its like, for the client. */
  readonly parameters: Readonly<Record<string, string>>;

  constructor(isOutage: boolean, parameters: Readonly<Record<string, string>>) {
    super('the provider answered with an error');
    this.isOutage = isOutage;
    this.parameters = parameters;
  }
}

/** RFC 6749 section 4.1.2.1. */
const outages: readonly string[] = ['server_error', 'temporarily_unavailable'];

type Callback = Readonly<Record<string, string>>;

function assertGranted({ error, error_description, error_uri, denied }: Callback): void {
  // OAuth 1.0a has no error: Twitter names the token that was refused.
  const reported = error ?? (denied === undefined ? undefined : 'access_denied');
  if (reported === undefined) return;
  throw new ProviderRefusal(outages.includes(reported), {
    provider_error: shortened(reported),
    ...(error_description !== undefined && { provider_error_description: shortened(error_description) }),
    ...(error_uri !== undefined && { provider_error_url: shortened(error_uri) }),
  });
}

/** It goes into a URL. */
function shortened(text: string): string {
  return text.slice(0, 512);
}

/**
 * Ends what a browser began, whose request was used up by `arrive`. Runs within the server's stages, as Actions do.
 *
 * @throws ProviderRefusal; AuthError and OutageError as `redeem` and `signInByIdentity`.
 */
export async function finishProvider(
  context: CallContext,
  provider: ActiveProvider,
  arrival: Arrival,
  callback: Callback,
): Promise<SignInOutcome> {
  const call = { name: 'providerCallback', input: { provider: provider.name } };
  return runCall(context, call, async (noted) => {
    assertGranted(callback);
    const { state, secret, options, userId } = arrival;
    const redirectUri = redirectUriOf(context.auth, provider.name);
    const told = await provider.client
      .redeem(callback, { redirectUri, state, secret })
      .catch((error: unknown) => {
        // What the user is told says nothing to who has to set it right, as a wrong client secret.
        if (error instanceof AuthError) {
          context.auth.log.warn('A sign-in by a provider failed', { provider: provider.name, error });
        }
        throw error;
      });
    const identity = toKnownIdentity(provider, told);
    return userId === null
      ? signInByIdentity(noted, identity, options)
      : linkLater(noted, identity, userId, options.codeChallenge);
  });
}

async function linkLater(
  { auth }: CallContext,
  identity: KnownIdentity,
  userId: string,
  codeChallenge: string | undefined,
): Promise<SignInOutcome> {
  if (codeChallenge === undefined) throw new AuthError('invalid-state');
  return { session: null, mfa: null, code: await issueLinkCode(auth, identity, { userId, codeChallenge }) };
}
