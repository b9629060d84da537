import type { Secret } from '../lib/secret.js';
import type { Provider, SettingRows, Settings } from './provider.js';

/** A provider that is switched on, with the application's registration there. */
export interface ConfiguredProvider {
  readonly provider: Provider;
  /** Of `AUTH_PROVIDER_CUSTOM`: its address is never trusted to lead to an account that exists. */
  readonly isCustom: boolean;
  readonly scopes: readonly string[];
  /** Values of the provider's own variables, and the client id. */
  readonly settings: Settings<SettingRows>;
  /** Undefined where the provider makes its secrets, and for OAuth 1.0a. */
  readonly clientSecret: Secret | undefined;
  /** OAuth 1.0a is spoken with these, in place of OAuth 2.0. */
  readonly consumer: { readonly key: string; readonly secret: Secret } | undefined;
}

/** Tokens of the provider, for the application. */
export interface ProviderTokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresAt: Date | undefined;
}
