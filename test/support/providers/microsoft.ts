import type { Dialect } from './dialect.js';
import { oauth2Server } from './oauth2.js';
import { discoveryEndpoint, jwksEndpoint, signIdToken } from './oidc.js';

/** A tenant of some organization. */
export const contoso = '8eaef023-2b34-4da1-9baa-8bc8c9d6a490';

/** The tenant of all personal accounts. */
export const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** What the configuration document says for tenants that have names. */
const named: Readonly<Record<string, string>> = {
  common: '{tenantid}',
  organizations: '{tenantid}',
  consumers: personal,
};

interface Options {
  /** The tenant that the application is configured with: an id, or `common`, … */
  readonly tenant: string;
  /** The tenant of the person who signs in. */
  readonly home?: string;
  /** Whether the application's registration asks for the optional claim `xms_edov`. */
  readonly tellsOwner?: boolean;
  /** Its value; true or false by the account unless given. */
  readonly owner?: unknown;
}

/** https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow */
export function microsoft({ tenant, home = contoso, tellsOwner = true, owner }: Options): Dialect {
  const issuerOf = (id: string) => `https://login.microsoftonline.com/${id}/v2.0`;
  const base = `login.microsoftonline.com/${tenant}`;
  return (context) => {
    const { client, script } = context;
    const server = oauth2Server(context, {
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      pkce: 'S256',
      clientAuthentication: 'post',
      parameters: {
        nonce: true,
        response_mode: false,
        prompt: false,
        login_hint: false,
        domain_hint: false,
      },
      landing: () => ({ session_state: '7b29111d-0000-0000-0000-000000000000' }),
      refusal: {
        error: 'access_denied',
        error_description: 'AADSTS65004: User declined to consent to access the app.',
      },
      answer: async (grant) => {
        const { id, email, emailVerified, firstName, lastName } = script().account;
        return {
          scope: grant.scopes.join(' '),
          // https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference
          id_token: await signIdToken(context, grant, {
            iss: issuerOf(home),
            aud: client.id,
            tid: home,
            oid: `object-${id}`,
            sub: id,
            ver: '2.0',
            name: `${firstName} ${lastName}`,
            // A user principal name has the form of an address, and need not be one.
            preferred_username: 'victim@example.com',
            upn: 'victim@example.com',
            ...(email === undefined ? {} : { email }),
            // https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
            ...(tellsOwner ? { xms_edov: owner ?? emailVerified } : {}),
          }),
        };
      },
    });
    const root = `https://${base}`;
    return {
      [`GET ${base}/v2.0/.well-known/openid-configuration`]: discoveryEndpoint({
        // https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri
        issuer: issuerOf(named[tenant] ?? tenant),
        authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
        token_endpoint: `${root}/oauth2/v2.0/token`,
        userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
        jwks_uri: `${root}/discovery/v2.0/keys`,
        response_modes_supported: ['query', 'fragment', 'form_post'],
        subject_types_supported: ['pairwise'],
        token_endpoint_auth_methods_supported: [
          'client_secret_post',
          'private_key_jwt',
          'client_secret_basic',
        ],
      }),
      [`GET ${base}/oauth2/v2.0/authorize`]: server.authorize,
      [`POST ${base}/oauth2/v2.0/token`]: server.token,
      [`GET ${base}/discovery/v2.0/keys`]: jwksEndpoint,
    };
  };
}
