import { readStandardClaims } from './claims.js';
import { defineProvider } from './provider.js';

/**
 * Google sends `email_verified: true` for Gmail and Workspace addresses, and for others that it has checked by a mail. A
 * third-party address may have changed hands since; Google is authoritative for it no longer, but neither is anybody else.
 */
export const google = defineProvider({
  name: 'google',
  title: 'Google',
  sources: [
    'https://developers.google.com/identity/openid-connect/openid-connect',
    'https://developers.google.com/identity/gsi/web/guides/verify-google-id-token',
  ],
  emailVerified: 'when the ID token says `email_verified: true`',
  scopes: ['openid', 'email', 'profile'],
  settings: {
    audience: { doc: 'Further client ids whose ID tokens are accepted, as those of apps; comma separated.' },
  },
  protocol: { kind: 'oidc', issuer: 'https://accounts.google.com' },
  // Google gives a refresh token only for offline access, and again only when consent is asked for.
  authorizeParams: { access_type: 'offline', prompt: 'consent' },
  requestParams: ['login_hint', 'hd', 'prompt'],
  readProfile: ({ claims }) => readStandardClaims(claims),
});
