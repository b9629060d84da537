import { type Dialect, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/** https://learn.microsoft.com/en-us/onedrive/developer/rest-api/getting-started/msa-oauth */
export const windowslive: Dialect = (context) => {
  const { script } = context;
  const server = oauth2Server(context, {
    scopes: ['wl.basic', 'wl.emails'],
    pkce: 'ignored',
    clientAuthentication: 'post',
    refusal: { error: 'access_denied', error_description: 'The user has denied access to the scope.' },
    answer: ({ scopes }) => ({
      token_type: 'bearer',
      scope: scopes.join(' '),
      refresh_token: undefined,
      user_id: script().account.id,
    }),
  });
  return {
    'GET login.live.com/oauth20_authorize.srf': server.authorize,
    'POST login.live.com/oauth20_token.srf': server.token,
    // https://learn.microsoft.com/en-us/previous-versions/windows/apps/hh243648(v=win.10)#user
    'GET apis.live.net/v5.0/me': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const { id, email = null, firstName, lastName } = script().account;
        return json({
          id,
          name: `${firstName} ${lastName}`,
          first_name: firstName,
          last_name: lastName,
          emails: { preferred: email, account: email, personal: null, business: null },
          locale: 'en_GB',
        });
      },
    },
  };
};
