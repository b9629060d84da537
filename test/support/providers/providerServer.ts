import { createHash, randomBytes } from 'node:crypto';
import type { App } from '../../../src/app.js';
import { mutate } from '../../actions/mutate.js';
import { startTestServer, type TestClock, type TestServer, testClock } from '../startTestServer.js';
import { type Browser, createBrowser } from './browser.js';
import { type OpenIdProvider, startOpenIdProvider } from './openIdProvider.js';

export const authOrigin = 'https://auth.example.com';
export const clientOrigin = 'https://app.example.com';
export const clientId = 'the-client';

/** The product with two real OpenID providers: `google`, and `c:acme`, a configured one. */
export interface ProviderServer {
  readonly server: TestServer;
  readonly app: App;
  readonly clock: TestClock;
  readonly google: OpenIdProvider;
  readonly acme: OpenIdProvider;
  /** What stands between the auth server and the providers: gets each answer, and may give another one. */
  tamper(change: ((request: Request, answer: Response) => Promise<Response> | Response) | undefined): void;
  /** @param app the auth server that it finds; the first one unless given. */
  newBrowser(app?: App): Browser;
  /** Another auth server with other settings, and the same network. */
  startAnother(env: Record<string, string>): Promise<App>;
  close(): Promise<void>;
}

const callbackOf = (name: string) => `${authOrigin}/v1/signin/provider/${name}/callback`;

export async function startProviderServer(env: Record<string, string> = {}): Promise<ProviderServer> {
  const clock = testClock();
  const client = (name: string) => ({ id: clientId, secret: 'the-secret', redirectUri: callbackOf(name) });
  const google = await startOpenIdProvider('https://accounts.google.com', client('google'));
  const acme = await startOpenIdProvider('https://login.acme.example', client('c:acme'));
  let change: Parameters<ProviderServer['tamper']>[0];

  const outside: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const copy = request.clone();
    const answer = await (google.fetch(request) ?? acme.fetch(request));
    if (!answer) throw new TypeError(`cannot reach ${request.url}`);
    return change ? Promise.race([change(copy, answer), aborted(init?.signal)]) : answer;
  };
  const settings = {
    AUTH_SERVER_URL: `${authOrigin}/v1`,
    AUTH_CLIENT_URL: clientOrigin,
    AUTH_PROVIDER_GOOGLE_ENABLED: 'true',
    AUTH_PROVIDER_GOOGLE_CLIENT_ID: clientId,
    AUTH_PROVIDER_GOOGLE_CLIENT_SECRET: 'the-secret',
    AUTH_PROVIDER_GOOGLE_AUDIENCE: 'the-app',
    AUTH_PROVIDER_CUSTOM: JSON.stringify({
      acme: { type: 'oidc', issuer: acme.issuer, clientId, clientSecret: 'the-secret', title: 'Acme' },
    }),
    AUTH_PROVIDER_TIMEOUT: '300ms',
    AUTH_MFA_ENABLED: 'true',
    AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
    ...env,
  };
  const server = await startTestServer({ env: settings, clock, fetchOutside: outside });
  const { app } = server;
  const network =
    (to: App) =>
    async (request: Request): Promise<Response> => {
      if (new URL(request.url).origin === authOrigin) return to.fetch(request);
      const answer = await (google.fetch(request) ?? acme.fetch(request));
      if (!answer) throw new TypeError(`cannot reach ${request.url}`);
      return answer;
    };
  return {
    server,
    app,
    clock,
    google,
    acme,
    tamper(next) {
      change = next;
    },
    newBrowser: (to = app) => createBrowser(network(to)),
    startAnother: (more) => server.startAnother(more, clock, outside),
    async close() {
      await server.close();
      await google.close();
      await acme.close();
    },
  };
}

/** As a real `fetch` ends when its signal says so. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

export function newVerifier(): { readonly codeVerifier: string; readonly codeChallenge: string } {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

/** Goes the whole way in a browser; gives where that ends, and the verifier. */
export async function visitProvider(
  { server, newBrowser }: ProviderServer,
  provider: string,
  { options = {}, browser = newBrowser() }: { options?: object; browser?: Browser } = {},
) {
  const { codeVerifier, codeChallenge } = newVerifier();
  const { data, text } = await mutate(server, 'startProvider', {
    provider,
    options: { codeChallenge, ...options },
  });
  if (!data) throw new Error(text);
  const landed = await browser.follow(data.url, clientOrigin);
  return { landed, codeVerifier, browser, code: landed.searchParams.get('code') ?? '' };
}

/** The same, and redeems the code; gives the reply. */
export async function signInBy(all: ProviderServer, provider: string, options: object = {}) {
  const { landed, code, codeVerifier } = await visitProvider(all, provider, { options });
  if (!code) throw new Error(`no code: ${landed}`);
  return mutate(all.server, 'exchangeCode', { code, codeVerifier });
}
