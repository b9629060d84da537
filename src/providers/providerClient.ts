import type { Clock } from '../lib/clock.js';
import type { ConfiguredProvider, ProviderTokens } from './configuredProvider.js';
import { createOAuth1Client } from './oauth1Client.js';
import { createOAuth2Client } from './oauth2Client.js';
import type { Outside } from './outside.js';
import type { Profile } from './provider.js';

/** What the client needs from the process. */
export interface ClientDeps {
  readonly outside: Outside;
  readonly clock: Clock;
}

export interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly state: string;
  /** Further parameters of this request, already held against the provider's list. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Somebody at a provider. */
export interface Identity {
  readonly profile: Profile;
  /** Of OpenID Connect; undefined for the others. */
  readonly issuer: string | undefined;
  readonly tokens: ProviderTokens | undefined;
}

/** One provider's side of the flow, whatever protocol it speaks. */
export interface ProviderClient {
  /** Where the browser goes; `secret` is needed again in `redeem`. @throws OutageError. */
  authorize(request: AuthorizeRequest): Promise<{ readonly url: string; readonly secret: string }>;
  /**
   * Who came back. Errors that the provider reports to the browser are dealt with before.
   *
   * @throws AuthError `invalid-state`, `oauth-token-echange-failed` or `oauth-profile-fetch-failed`; OutageError.
   */
  redeem(
    callback: Readonly<Record<string, string>>,
    request: { readonly redirectUri: string; readonly state: string; readonly secret: string },
  ): Promise<Identity>;
  /** Who an ID token is about. @throws InvalidIdToken; AuthError `disabled-endpoint`; OutageError. */
  readIdToken(idToken: string, nonce: string | undefined): Promise<Identity>;
  /** @throws AuthError `disabled-endpoint` or `oauth-token-echange-failed`; OutageError. */
  refresh(refreshToken: string): Promise<ProviderTokens>;
}

export function createProviderClient(configured: ConfiguredProvider, deps: ClientDeps): ProviderClient {
  const { consumer, provider } = configured;
  return consumer && provider.oauth1
    ? createOAuth1Client({ provider, consumer, oauth1: provider.oauth1 }, deps)
    : createOAuth2Client(configured, deps);
}
