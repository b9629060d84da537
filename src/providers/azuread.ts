import { readId } from './claims.js';
import { microsoftProtocol, readMicrosoftProfile, tenantSettings } from './microsoft.js';
import { defineProvider } from './provider.js';

/** As `entraid`; accounts are known by the user's object id, as Nhost stored them under this name. */
export const azuread = defineProvider({
  name: 'azuread',
  title: 'Azure AD',
  sources: [
    'https://learn.microsoft.com/en-us/entra/identity-platform/migrate-off-email-claim-authorization',
    'https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference',
    'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
  ],
  emailVerified:
    'when the ID token says `xms_edov: true`; without that claim, when `AUTH_PROVIDER_AZUREAD_TENANT` is the id of one organization',
  scopes: ['email', 'profile', 'openid', 'offline_access'],
  settings: tenantSettings,
  protocol: microsoftProtocol,
  requestParams: ['domain_hint', 'login_hint', 'prompt'],
  readProfile: ({ claims, settings }) => readMicrosoftProfile(claims, readId(claims.oid), settings),
});
