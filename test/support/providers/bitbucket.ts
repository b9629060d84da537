import { type Dialect, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://developer.atlassian.com/cloud/bitbucket/oauth-2/: the token's scopes are answered as `scopes`. */
export const bitbucket: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['account'],
    pkce: 'ignored',
    clientAuthentication: 'basic',
    refusal: { error: 'access_denied', error_description: 'The resource owner denied the request' },
    answer: ({ scopes }) => ({ token_type: 'bearer', scopes: scopes.join(' '), state: 'authorization_code' }),
  });
  return {
    'GET bitbucket.org/site/oauth2/authorize': server.authorize,
    'POST bitbucket.org/site/oauth2/access_token': server.token,
    // https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/#api-user-get
    'GET api.bitbucket.org/2.0/user': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const { id, firstName, lastName, picture } = script().account;
        return json({
          type: 'user',
          uuid: `{${id}}`,
          account_id: `557058:${id}`,
          nickname: firstName,
          display_name: `${firstName} ${lastName}`,
          links: { avatar: { href: picture } },
        });
      },
    },
    // https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/#api-user-emails-get
    'GET api.bitbucket.org/2.0/user/emails': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const { email, emailVerified } = script().account;
        const other = { type: 'email', email: 'other@example.com', is_primary: false, is_confirmed: true };
        const primary = { type: 'email', email, is_primary: true, is_confirmed: emailVerified };
        return json({ pagelen: 10, page: 1, values: email === undefined ? [] : [other, primary] });
      },
    },
  };
};
