import { type Dialect, json } from './dialect.js';
import { oauth2Server } from './oauth2.js';
import { signIdToken } from './oidc.js';

/**
 * https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow. PKCE is for native apps at
 * another address: "Not enough permissions to access Native PKCE protocol" is the answer to a code_verifier here. The ID
 * token has no nonce.
 */
export const linkedin: Dialect = (context) => {
  const { client, script } = context;
  const claims = () => {
    const { id, email, emailVerified, firstName, lastName, picture } = script().account;
    return {
      sub: id,
      name: `${firstName} ${lastName}`,
      given_name: firstName,
      family_name: lastName,
      picture,
      locale: { country: 'GB', language: 'en' },
      ...(email === undefined ? {} : { email, email_verified: emailVerified }),
    };
  };
  const server = oauth2Server(context, {
    scopes: ['openid', 'profile', 'email'],
    pkce: 'refused',
    clientAuthentication: 'post',
    refusal: { error: 'user_cancelled_login', error_description: 'The user cancelled LinkedIn login' },
    answer: async ({ scopes }) => ({
      scope: scopes.join(','),
      refresh_token: undefined,
      id_token: await signIdToken(
        context,
        { scopes, nonce: undefined, challenge: undefined },
        { iss: 'https://www.linkedin.com/oauth', aud: client.id, ...claims() },
      ),
    }),
  });
  return {
    'GET www.linkedin.com/oauth/v2/authorization': server.authorize,
    'POST www.linkedin.com/oauth/v2/accessToken': server.token,
    // https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2
    'GET api.linkedin.com/v2/userinfo': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        return json(claims());
      },
    },
  };
};
