import { readEmail, readId, readList, readText } from './claims.js';
import { defineProvider } from './provider.js';

/** Of `email` Spotify says: "This email address is unverified; there is no proof that it actually belongs to the user." */
export const spotify = defineProvider({
  name: 'spotify',
  title: 'Spotify',
  sources: [
    'https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile',
    'https://developer.spotify.com/documentation/web-api/tutorials/code-flow',
    'https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow',
  ],
  emailVerified: 'never: Spotify documents that it is unverified',
  scopes: ['user-read-email', 'user-read-private'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://accounts.spotify.com/authorize',
    tokenUrl: 'https://accounts.spotify.com/api/token',
  },
  clientAuthentication: 'client_secret_basic',
  requestParams: ['show_dialog'],
  async readProfile({ get }) {
    const user = await get('https://api.spotify.com/v1/me');
    const [image] = readList(user.images);
    return {
      id: readId(user.id),
      ...readEmail(user.email, false),
      displayName: readText(user.display_name),
      avatarUrl: readText(image?.url),
    };
  },
});
