import type { Dialect } from './dialect.js';
import { json } from './dialect.js';
import { oauth2Server } from './oauth2.js';
import { discoveryEndpoint, jwksEndpoint, signIdToken } from './oidc.js';

const issuer = 'https://accounts.google.com';

/** https://developers.google.com/identity/openid-connect/openid-connect */
export const google: Dialect = (context) => {
  const { client, script } = context;
  const claims = () => {
    const { id, email, emailVerified, firstName, lastName, picture } = script().account;
    return {
      sub: id,
      name: `${firstName} ${lastName}`,
      given_name: firstName,
      family_name: lastName,
      picture,
      ...(email === undefined ? {} : { email, email_verified: emailVerified }),
    };
  };
  const server = oauth2Server(context, {
    scopes: ['openid', 'email', 'profile'],
    pkce: 'S256',
    clientAuthentication: 'post',
    parameters: {
      nonce: true,
      access_type: 'offline',
      prompt: false,
      login_hint: false,
      hd: false,
      include_granted_scopes: false,
    },
    // Google says who it is (RFC 9207), and which scopes were granted.
    landing: ({ scopes }) => ({ iss: issuer, scope: scopes.join(' '), authuser: '0', prompt: 'consent' }),
    refusal: { error: 'access_denied' },
    keepsRefreshToken: true,
    answer: async (grant) => ({
      scope: grant.scopes.join(' '),
      id_token: await signIdToken(context, grant, {
        iss: issuer,
        azp: client.id,
        aud: client.id,
        ...claims(),
      }),
    }),
  });
  return {
    'GET accounts.google.com/.well-known/openid-configuration': discoveryEndpoint({
      issuer,
      authorization_endpoint: `${issuer}/o/oauth2/v2/auth`,
      token_endpoint: 'https://oauth2.googleapis.com/token',
      userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
      jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['plain', 'S256'],
    }),
    'GET accounts.google.com/o/oauth2/v2/auth': server.authorize,
    'POST oauth2.googleapis.com/token': server.token,
    'GET www.googleapis.com/oauth2/v3/certs': jwksEndpoint,
    'GET openidconnect.googleapis.com/v1/userinfo': {
      part: 'profile',
      answer(call) {
        server.bearer(call);
        return json(claims());
      },
    },
  };
};
