import { createHmac } from 'node:crypto';
import { type Dialect, demand, json, once } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/**
 * https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow (scopes by comma or blank; the token
 * endpoint takes its parameters from the query or from a form), with "Require App Secret" switched on:
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export const facebook: Dialect = (context) => {
  const { client, script } = context;
  const server = oauth2Server(context, {
    scopes: ['email'],
    pkce: 'ignored',
    clientAuthentication: 'post',
    parameters: { auth_type: false, config_id: false, display: false },
    refusal: {
      error: 'access_denied',
      error_code: '200',
      error_description: 'Permissions error',
      error_reason: 'user_denied',
    },
    answer: () => ({ token_type: 'bearer', expires_in: 5_183_944, refresh_token: undefined }),
    tokenError: (_, message) => json({ error: { message, type: 'OAuthException', code: 100 } }, 400),
  });
  return {
    'GET www.facebook.com/v24.0/dialog/oauth': server.authorize,
    'POST graph.facebook.com/v24.0/oauth/access_token': server.token,
    'GET graph.facebook.com/v24.0/me': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const token = (call.headers.authorization ?? '').slice('Bearer '.length);
        const { fields, appsecret_proof: proof, ...rest } = once(call.query);
        demand(
          proof === createHmac('sha256', client.secret).update(token).digest('hex'),
          'appsecret_proof is the HMAC-SHA256 of the access token under the secret, in hex',
        );
        demand(Object.keys(rest).length === 0, 'there are no other parameters');
        // https://developers.facebook.com/docs/graph-api/reference/user/: nothing is answered but the id unless asked for.
        const wanted = (fields ?? '').split(',').map((field) => field.replace(/\..*$/, ''));
        const { id, email, firstName, lastName, picture } = script().account;
        const user = {
          id,
          name: `${firstName} ${lastName}`,
          ...(email === undefined ? {} : { email }),
          picture: { data: { height: 200, width: 200, is_silhouette: false, url: picture } },
        };
        return json(
          Object.fromEntries(
            Object.entries(user).filter(([field]) => field === 'id' || wanted.includes(field)),
          ),
        );
      },
    },
  };
};
