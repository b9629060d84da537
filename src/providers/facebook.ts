import { readEmail, readId, readObject, readText } from './claims.js';
import { defineProvider } from './provider.js';

/** Versions of the Graph API are served for at least two years. */
const graph = 'https://graph.facebook.com/v24.0';

/** Facebook says nothing about whether it has checked an address: "valid" means its form. */
export const facebook = defineProvider({
  name: 'facebook',
  title: 'Facebook',
  sources: [
    'https://developers.facebook.com/docs/graph-api/reference/user/',
    'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
    'https://developers.facebook.com/docs/graph-api/guides/secure-requests',
  ],
  emailVerified: 'never: Facebook does not say whether it has checked the address',
  scopes: ['email'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://www.facebook.com/v24.0/dialog/oauth',
    tokenUrl: `${graph}/oauth/access_token`,
  },
  requestParams: ['auth_type', 'config_id', 'display'],
  async readProfile({ get, hmac, tokens }) {
    const query = new URLSearchParams({
      fields: 'id,name,email,picture.type(large)',
      // Proves that the request comes from a server with the secret, not from a thief of the token.
      appsecret_proof: hmac(readId(tokens.access_token)),
    });
    const user = await get(`${graph}/me?${query}`);
    return {
      id: readId(user.id),
      ...readEmail(user.email, false),
      displayName: readText(user.name),
      avatarUrl: readText(readObject(readObject(user.picture).data).url),
    };
  },
});
