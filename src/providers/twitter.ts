import { readEmail, readId, readObject, readText } from './claims.js';
import { defineProvider } from './provider.js';

/**
 * X, the former Twitter. With OAuth 2.0 the address is `confirmed_email`, which needs the scope `users.email` and that the
 * app may "request email from users"; with OAuth 1.0a an address that isn't verified is left out.
 */
export const twitter = defineProvider({
  name: 'twitter',
  title: 'X (Twitter)',
  sources: [
    'https://docs.x.com/x-api/users/get-my-user',
    'https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code',
    'https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens',
    'https://developer.x.com/en/docs/x-api/v1/accounts-and-users/manage-account-settings/api-reference/get-account-verify_credentials',
  ],
  emailVerified: 'whenever there is one: X gives confirmed addresses only',
  scopes: ['users.read', 'tweet.read', 'users.email', 'offline.access'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://x.com/i/oauth2/authorize',
    tokenUrl: 'https://api.x.com/2/oauth2/token',
  },
  clientAuthentication: 'client_secret_basic',
  async readProfile({ get, tokens }) {
    // Who asks for the address without that scope gets an error in place of the user.
    const isEmailGranted = readText(tokens.scope)?.split(' ').includes('users.email') ?? false;
    const fields = isEmailGranted ? 'profile_image_url%2Cconfirmed_email' : 'profile_image_url';
    const user = readObject((await get(`https://api.x.com/2/users/me?user.fields=${fields}`)).data);
    return {
      id: readId(user.id),
      ...readEmail(user.confirmed_email, true),
      displayName: readText(user.name) ?? readText(user.username),
      avatarUrl: readText(user.profile_image_url),
    };
  },
  oauth1: {
    requestTokenUrl: 'https://api.x.com/oauth/request_token',
    authorizationUrl: 'https://api.x.com/oauth/authenticate',
    accessTokenUrl: 'https://api.x.com/oauth/access_token',
    async readProfile({ get }) {
      const user = await get(
        'https://api.x.com/1.1/account/verify_credentials.json?include_email=true&include_entities=false&skip_status=true',
      );
      return {
        // `id` is a number that JavaScript can't hold.
        id: readId(user.id_str),
        ...readEmail(user.email, true),
        displayName: readText(user.name) ?? readText(user.screen_name),
        avatarUrl: readText(user.profile_image_url_https),
      };
    },
  },
});
