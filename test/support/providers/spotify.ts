import { type Dialect, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://developer.spotify.com/documentation/web-api/tutorials/code-flow */
export const spotify: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['user-read-email', 'user-read-private'],
    pkce: 'S256',
    clientAuthentication: 'basic',
    parameters: { show_dialog: false },
    refusal: { error: 'access_denied' },
    keepsRefreshToken: true,
    answer: ({ scopes }) => ({ scope: scopes.join(' ') }),
  });
  return {
    'GET accounts.spotify.com/authorize': server.authorize,
    'POST accounts.spotify.com/api/token': server.token,
    // https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile
    'GET api.spotify.com/v1/me': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const { id, email, firstName, lastName, picture } = script().account;
        return json({
          id,
          display_name: `${firstName} ${lastName}`,
          ...(email === undefined ? {} : { email }),
          country: 'GB',
          images: [{ url: picture, height: 300, width: 300 }],
          product: 'free',
          type: 'user',
        });
      },
    },
  };
};
