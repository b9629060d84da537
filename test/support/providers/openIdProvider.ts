import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { Provider as OidcProvider } from 'oidc-provider';

/** Somebody with an account at the provider. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly locale?: string;
}

export interface OpenIdClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

export interface OpenIdProvider {
  readonly issuer: string;
  /** Stands for the network: reaches this provider under its issuer's host; undefined for other hosts. */
  fetch(request: Request): Promise<Response> | undefined;
  /** Who signs in from now on; undefined refuses. */
  signIn(person: Person | undefined): void;
  /** Signs with a new key from now on; the former one is published no longer. */
  rotateKeys(): Promise<void>;
  /** An ID token of the provider, with claims and a header as the test wants them. */
  sign(claims: JWTPayload, header?: { alg?: string; kid?: string }): Promise<string>;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface SigningKey {
  readonly jwk: JWK;
  readonly kid: string;
}

async function newKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = `key-${Math.random().toString(36).slice(2)}`;
  return { kid, jwk: { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** A real OpenID provider (npm oidc-provider) in this process, under any issuer's name; people consent at once. */
export async function startOpenIdProvider(issuer: string, client: OpenIdClient): Promise<OpenIdProvider> {
  let person: Person | undefined;
  const people = new Map<string, Person>();
  const asked: string[] = [];
  let key = await newKey();
  let oidc = makeProvider();

  function makeProvider(): OidcProvider {
    const made = new OidcProvider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [client.redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [key.jwk as never] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      cookies: { keys: ['a key of the test'] },
      interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
      issueRefreshToken: async () => true,
      findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ ...people.get(id), sub: id }) }),
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({
          accountId: ctx.oidc.session?.accountId ?? '',
          clientId: ctx.oidc.client?.clientId ?? '',
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
      ttl: {
        AccessToken: 3600,
        Session: 60,
        Interaction: 600,
        Grant: 3600,
        IdToken: 3600,
        RefreshToken: 3600,
      },
    });
    made.proxy = true;
    return made;
  }

  const { host, protocol } = new URL(issuer);
  const server = createServer((request, response) => {
    asked.push((request.url ?? '').replace(/\?.*/, ''));
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol.replace(':', '');
    if (request.url?.startsWith('/interaction/')) {
      const result = person
        ? { login: { accountId: person.sub }, consent: {} }
        : { error: 'access_denied', error_description: 'no thanks' };
      void oidc.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      return;
    }
    void oidc.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    issuer,
    asked,
    fetch(request) {
      const url = new URL(request.url);
      if (url.host !== host) return undefined;
      return fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        ...(request.method === 'GET' ? {} : { body: request.body, duplex: 'half' }),
      } as RequestInit);
    },
    signIn(next) {
      person = next;
      if (next) people.set(next.sub, next);
    },
    async rotateKeys() {
      key = await newKey();
      oidc = makeProvider();
    },
    async sign(claims, { alg = 'RS256', kid = key.kid } = {}) {
      const { alg: _, ...jwk } = key.jwk;
      const secret = alg.startsWith('HS') ? Buffer.from(client.secret.padEnd(32, '.')) : jwk;
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: issuer, aud: client.id, iat: now, exp: now + 600, ...claims })
        .setProtectedHeader({ alg, kid })
        .sign(secret as never);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
