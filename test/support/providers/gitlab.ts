import { type Dialect, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://docs.gitlab.com/api/oauth2/#authorization-code-with-proof-key-for-code-exchange-pkce */
export const gitlab: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['read_user'],
    pkce: 'S256',
    clientAuthentication: 'post',
    refusal: {
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
    },
    answer: ({ scopes }) => ({ scope: scopes.join(' '), created_at: 1_607_635_748, expires_in: 7200 }),
  });
  return {
    'GET gitlab.com/oauth/authorize': server.authorize,
    'POST gitlab.com/oauth/token': server.token,
    // https://docs.gitlab.com/api/users/#retrieve-the-current-user
    'GET gitlab.com/api/v4/user': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const { id, email, emailVerified, firstName, lastName, picture } = script().account;
        return json({
          id: Number(id),
          username: firstName.toLowerCase(),
          name: `${firstName} ${lastName}`,
          state: 'active',
          avatar_url: picture,
          email: email ?? null,
          confirmed_at: emailVerified ? '2012-05-23T09:05:22.000Z' : null,
        });
      },
    },
  };
};
