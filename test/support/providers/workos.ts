import { type Dialect, demand, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';

/**
 * https://workos.com/docs/reference/sso/get-authorization-url and …/sso/profile/get-profile-and-token, whose answer has no
 * `token_type`, although RFC 6749 demands one.
 */
export const workos: Dialect = (context) => {
  const { script } = context;
  const profile = () => {
    const { id, email, firstName, lastName, picture } = script().account;
    return {
      object: 'profile',
      id: `prof_${id}`,
      idp_id: '103456789012345678901',
      connection_id: 'conn_1',
      connection_type: 'OktaSAML',
      organization_id: 'org_1',
      ...(email === undefined ? {} : { email }),
      first_name: firstName,
      last_name: lastName,
      raw_attributes: { picture },
    };
  };
  const server = oauth2Server(context, {
    scopes: [],
    pkce: 'ignored',
    clientAuthentication: 'post',
    parameters: { connection: false, organization: false, domain: false, provider: false, login_hint: false },
    refusal: { error: 'access_denied', error_description: 'The user denied the request' },
    answer: () => ({
      token_type: undefined,
      expires_in: undefined,
      refresh_token: undefined,
      profile: profile(),
    }),
  });
  return {
    'GET api.workos.com/sso/authorize': {
      part: 'authorize',
      answer(call) {
        const selectors = ['connection', 'organization', 'domain', 'provider'].filter((each) =>
          call.query.has(each),
        );
        demand(
          selectors.length === 1,
          'connection, organization, domain or provider is given, and one of them',
        );
        demand(!call.query.has('scope'), 'there are no scopes');
        return server.authorize.answer(call);
      },
    },
    'POST api.workos.com/sso/token': server.token,
    'GET api.workos.com/sso/profile': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        return json(profile());
      },
    },
  };
};
