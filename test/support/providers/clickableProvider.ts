import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { OpenIdClient } from './openIdProvider.js';

/** An OpenID provider with pages that people click through; whoever signs in is called as they say. */
export async function startClickableProvider(
  client: (issuer: string) => OpenIdClient,
): Promise<{ readonly issuer: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void provider.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { id, secret, redirectUri } = client(issuer);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: async () => ({ sub: name, name, email: `${name}@people.example.com`, email_verified: true }),
    }),
  });
  return {
    issuer,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
