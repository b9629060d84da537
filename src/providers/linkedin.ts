import { readStandardClaims } from './claims.js';
import { defineProvider } from './provider.js';

/**
 * Sign In with LinkedIn using OpenID Connect. It is spoken as OAuth 2.0, since its ID tokens don't repeat the nonce; the
 * userinfo endpoint has the same claims.
 */
export const linkedin = defineProvider({
  name: 'linkedin',
  title: 'LinkedIn',
  sources: [
    'https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2',
    'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
    'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow-native',
  ],
  emailVerified: 'when the userinfo endpoint says `email_verified: true`',
  scopes: ['openid', 'profile', 'email'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://www.linkedin.com/oauth/v2/authorization',
    tokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
    issuer: 'https://www.linkedin.com/oauth',
    // It is for native applications at another address; here the token endpoint refuses a code_verifier.
    pkce: false,
  },
  async readProfile({ get }) {
    return readStandardClaims(await get('https://api.linkedin.com/v2/userinfo'));
  },
});
