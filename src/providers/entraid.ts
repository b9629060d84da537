import { readId } from './claims.js';
import { microsoftProtocol, readMicrosoftProfile, tenantSettings } from './microsoft.js';
import { defineProvider } from './provider.js';

/** Microsoft Entra ID; accounts are known by `sub`, which no other application sees. */
export const entraid = defineProvider({
  name: 'entraid',
  title: 'Microsoft Entra ID',
  sources: [
    'https://learn.microsoft.com/en-us/entra/identity-platform/migrate-off-email-claim-authorization',
    'https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference',
    'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
  ],
  emailVerified:
    'when the ID token says `xms_edov: true`; without that claim, when `AUTH_PROVIDER_ENTRAID_TENANT` is the id of one organization',
  scopes: ['email', 'profile', 'openid', 'offline_access'],
  settings: tenantSettings,
  protocol: microsoftProtocol,
  requestParams: ['domain_hint', 'login_hint', 'prompt'],
  readProfile: ({ claims, settings }) => readMicrosoftProfile(claims, readId(claims.sub), settings),
});
