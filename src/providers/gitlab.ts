import { readEmail, readId, readText } from './claims.js';
import { defineProvider } from './provider.js';

/**
 * `email` is the primary address; a new one takes its place only when it was confirmed. An instance of one's own decides
 * over its users' addresses, so that it is a provider of AUTH_PROVIDER_CUSTOM.
 */
export const gitlab = defineProvider({
  name: 'gitlab',
  title: 'GitLab',
  sources: [
    'https://docs.gitlab.com/api/users/#retrieve-the-current-user',
    'https://docs.gitlab.com/api/oauth2/#authorization-code-with-proof-key-for-code-exchange-pkce',
  ],
  emailVerified: 'when the user has a `confirmed_at`, the moment at which the primary address was confirmed',
  scopes: ['read_user'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://gitlab.com/oauth/authorize',
    tokenUrl: 'https://gitlab.com/oauth/token',
  },
  async readProfile({ get }) {
    const user = await get('https://gitlab.com/api/v4/user');
    return {
      id: readId(user.id),
      ...readEmail(user.email, readText(user.confirmed_at) !== undefined),
      displayName: readText(user.name) ?? readText(user.username),
      avatarUrl: readText(user.avatar_url),
    };
  },
});
