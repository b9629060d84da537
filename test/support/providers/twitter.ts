import { type Dialect, demand, json, once } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code, for a confidential client. */
export const twitter: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['users.read', 'tweet.read'],
    pkce: 'S256',
    clientAuthentication: 'basic',
    refusal: { error: 'access_denied' },
    answer: ({ scopes }) => ({ token_type: 'bearer', expires_in: 7200, scope: scopes.join(' ') }),
  });
  return {
    'GET x.com/i/oauth2/authorize': server.authorize,
    'POST api.x.com/2/oauth2/token': server.token,
    // https://docs.x.com/x-api/users/get-my-user
    'GET api.x.com/2/users/me': {
      part: 'profile',
      answer(call) {
        const { scopes } = server.bearer(call);
        const asked = (once(call.query)['user.fields'] ?? '').split(',');
        demand(
          !asked.includes('confirmed_email') || scopes.includes('users.email'),
          'the scope is users.email',
        );
        const { id, email, emailVerified, firstName, lastName, picture } = script().account;
        const extra = {
          profile_image_url: picture,
          ...(email !== undefined && emailVerified ? { confirmed_email: email } : {}),
        };
        const fields = Object.entries(extra).filter(([field]) => asked.includes(field));
        return json({
          data: {
            id,
            name: `${firstName} ${lastName}`,
            username: firstName.toLowerCase(),
            ...Object.fromEntries(fields),
          },
        });
      },
    },
  };
};
