import { isTrue, readEmail, readId, readList, readText } from './claims.js';
import { defineProvider } from './provider.js';

/**
 * The user comes from the API; that the address is verified, from the claims of the userinfo endpoint, which answers for
 * tokens with the scope `openid` and gives what `claims` asked for.
 */
export const twitch = defineProvider({
  name: 'twitch',
  title: 'Twitch',
  sources: [
    'https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/',
    'https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#authorization-code-grant-flow',
    'https://dev.twitch.tv/docs/api/reference/#get-users',
  ],
  emailVerified: 'when the userinfo endpoint says `email_verified: true` of the same address',
  scopes: ['user:read:email', 'openid'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://id.twitch.tv/oauth2/authorize',
    tokenUrl: 'https://id.twitch.tv/oauth2/token',
    issuer: 'https://id.twitch.tv/oauth2',
  },
  authorizeParams: { claims: '{"userinfo":{"email":null,"email_verified":null}}' },
  requestParams: ['force_verify'],
  headers: ({ clientId }) => ({ 'client-id': clientId }),
  async readProfile({ get, tokens }) {
    const [user = {}] = readList((await get('https://api.twitch.tv/helix/users')).data);
    // There is an ID token exactly if `openid` was granted.
    const claims = tokens.id_token === undefined ? {} : await get('https://id.twitch.tv/oauth2/userinfo');
    return {
      id: readId(user.id),
      ...readEmail(
        user.email,
        isTrue(claims.email_verified) && claims.sub === user.id && claims.email === user.email,
      ),
      displayName: readText(user.display_name) ?? readText(user.login),
      avatarUrl: readText(user.profile_image_url),
    };
  },
});
