import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { type Dialect, demand } from './dialect.js';
import { formPost } from './formPost.js';
import { oauth2Server } from './oauth2.js';
import { discoveryEndpoint, jwksEndpoint, signIdToken } from './oidc.js';

const issuer = 'https://appleid.apple.com';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What Apple's developer pages show once. */
export const appleCredentials = {
  teamId: 'TEAM123456',
  keyId: 'KEY1234567',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

/**
 * https://developer.apple.com/documentation/signinwithapplerestapi/request-an-authorization-to-the-sign-in-with-apple-server.
 * An https address, a POST where scopes are asked for, and the name the first time only.
 */
export const apple: Dialect = (context) => {
  const { client, script } = context;
  const known = new Set<string>();
  const server = oauth2Server(context, {
    scopes: ['name', 'email'],
    pkce: 'ignored',
    clientAuthentication: 'post',
    checkSecret: (secret) => checkSecret(secret, client.id),
    parameters: { nonce: true, response_mode: 'form_post' },
    refusal: { error: 'user_cancelled_authorize' },
    keepsRefreshToken: true,
    goBack: (parameters) => {
      const { id, email, firstName, lastName } = script().account;
      if (known.has(id) || parameters.error !== undefined) return formPost(client.redirectUri, parameters);
      known.add(id);
      // Nobody has signed this: a browser may send anything.
      const user = JSON.stringify({ name: { firstName, lastName }, email });
      return formPost(client.redirectUri, { ...parameters, user });
    },
    answer: async (grant) => {
      const { id, email, emailVerified } = script().account;
      return {
        id_token: await signIdToken(context, grant, {
          iss: issuer,
          aud: client.id,
          sub: id,
          nonce_supported: true,
          // A text or a boolean, as the documentation warns.
          ...(email === undefined ? {} : { email, email_verified: String(emailVerified) }),
        }),
      };
    },
  });
  return {
    'GET appleid.apple.com/.well-known/openid-configuration': discoveryEndpoint({
      issuer,
      authorization_endpoint: `${issuer}/auth/authorize`,
      token_endpoint: `${issuer}/auth/token`,
      revocation_endpoint: `${issuer}/auth/revoke`,
      jwks_uri: `${issuer}/auth/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      scopes_supported: ['openid', 'email', 'name'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    }),
    'GET appleid.apple.com/auth/authorize': {
      part: 'authorize',
      answer(call) {
        demand(/^https:\/\/(?!localhost)/.test(client.redirectUri), 'redirect_uri is https and no localhost');
        return server.authorize.answer(call);
      },
    },
    'POST appleid.apple.com/auth/token': server.token,
    'GET appleid.apple.com/auth/keys': jwksEndpoint,
  };
};

/** https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret */
async function checkSecret(secret: string, clientId: string): Promise<void> {
  const verified = await jwtVerify(secret, publicKey, { algorithms: ['ES256'] }).catch(() => undefined);
  demand(verified !== undefined, 'the client secret is a JWT that the private key has signed with ES256');
  const { payload, protectedHeader } = verified;
  const { iss, sub, aud, iat = 0, exp = 0 } = payload;
  demand(protectedHeader.kid === appleCredentials.keyId, 'kid is the id of the key');
  demand(iss === appleCredentials.teamId, 'iss is the id of the team');
  demand(sub === clientId, 'sub is the client id');
  demand(aud === issuer, `aud is ${issuer}`);
  demand(iat > 0 && exp > iat && exp - iat <= 15_777_000, 'exp is at most six months after iat');
}
