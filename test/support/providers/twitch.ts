import { type Dialect, demand, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';
import { signIdToken } from './oidc.js';

/**
 * https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#authorization-code-grant-flow: scopes are answered as an
 * array, and errors not as RFC 6749 would have them.
 */
export const twitch: Dialect = (context) => {
  const { client, script } = context;
  let claimsAsked: { userinfo?: Record<string, null> } = {};
  const server = oauth2Server(context, {
    scopes: ['user:read:email', 'openid'],
    pkce: 'ignored',
    clientAuthentication: 'post',
    parameters: { force_verify: false, nonce: false, claims: true },
    refusal: { error: 'access_denied', error_description: 'The user denied you access' },
    answer: async (grant) => ({
      token_type: 'bearer',
      scope: grant.scopes,
      id_token: await signIdToken(context, grant, {
        iss: 'https://id.twitch.tv/oauth2',
        aud: client.id,
        azp: client.id,
        sub: script().account.id,
        preferred_username: script().account.firstName,
      }),
    }),
    tokenError: (_, message) => json({ status: 400, message }, 400),
  });
  return {
    'GET id.twitch.tv/oauth2/authorize': {
      part: 'authorize',
      answer(call) {
        claimsAsked = JSON.parse(call.query.get('claims') ?? '{}');
        return server.authorize.answer(call);
      },
    },
    'POST id.twitch.tv/oauth2/token': server.token,
    // https://dev.twitch.tv/docs/api/reference/#get-users
    'GET api.twitch.tv/helix/users': {
      part: 'profile',
      answer(call) {
        demand(call.headers['client-id'] === client.id, 'Client-Id is that of the token');
        server.bearer(call);
        const { id, email, firstName, picture } = script().account;
        const login = firstName.toLowerCase();
        const user = { id, login, display_name: firstName, profile_image_url: picture, view_count: 1 };
        return json({ data: [{ ...user, ...(email === undefined ? {} : { email }) }] });
      },
    },
    // https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/#getting-claims-information-from-an-access-token
    'GET id.twitch.tv/oauth2/userinfo': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        const { id, email, emailVerified } = script().account;
        const optional = email === undefined ? {} : { email, email_verified: emailVerified };
        const asked = Object.entries(optional).filter(([claim]) => claim in (claimsAsked.userinfo ?? {}));
        return json({
          iss: 'https://id.twitch.tv/oauth2',
          aud: client.id,
          sub: id,
          ...Object.fromEntries(asked),
        });
      },
    },
  };
};
