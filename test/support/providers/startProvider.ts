import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Account,
  type Call,
  type Client,
  type Dialect,
  type Reply,
  type Script,
  Violation,
} from './dialect.js';

export const ada: Account = {
  id: '1815',
  email: 'ada@example.com',
  emailVerified: true,
  firstName: 'Ada',
  lastName: 'Lovelace',
  picture: 'https://pictures.example.com/ada.png',
};

const allRight: Script = {
  account: ada,
  consent: 'given',
  token: 'right',
  profile: 'right',
  idToken: 'right',
};

/** How the browser comes back to the application. */
export interface Landing {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Body of a POST. */
  readonly form: URLSearchParams;
}

export interface ScriptedProvider {
  /** Stands for the network: the provider's hosts are there, all others can't be reached. */
  readonly fetch: typeof fetch;
  /** What happens from now on; what isn't said is right. */
  play(script: Partial<Script>): void;
  /** What a browser does at the provider. @throws Error when the provider shows an error page. */
  visit(authorizationUrl: string): Promise<Landing>;
  /** What the provider's documentation doesn't allow and was asked all the same. */
  readonly violations: readonly string[];
  /** The calls that came, as `GET api.github.com/user`. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

/** A provider in this process: a real HTTP server that knows one dialect and plays a script. */
export async function startProvider(dialect: Dialect, client: Client): Promise<ScriptedProvider> {
  let script = allRight;
  const violations: string[] = [];
  const calls: string[] = [];
  const endpoints = dialect({ client, script: () => script });
  const hosts = new Set(Object.keys(endpoints).map((name) => /^\w+ ([^/]+)/.exec(name)?.[1] ?? ''));

  async function answer(call: Call): Promise<Reply | undefined> {
    const name = `${call.method} ${call.host}${call.path}`;
    calls.push(name);
    const endpoint = endpoints[name];
    if (!endpoint) {
      violations.push(`there is no ${name}`);
      return { status: 404, body: 'Not Found' };
    }
    const health = endpoint.part === 'token' || endpoint.part === 'profile' ? script[endpoint.part] : 'right';
    if (health === 'slow') return undefined;
    if (health === 'down') return { status: 503, body: 'upstream connect error' };
    if (health === 'html')
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Maintenance</h1>' };
    try {
      return await endpoint.answer(call);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      violations.push(`${name}: ${error.message}`);
      return {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ error: 'invalid_request', error_description: error.message }),
      };
    }
  }

  const server = createServer((incoming, outgoing) => {
    void read(incoming)
      .then(answer)
      .then((reply) => reply && send(outgoing, reply))
      .catch((error: unknown) => send(outgoing, { status: 500, body: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const providerFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.protocol !== 'https:' || !hosts.has(url.host)) throw new TypeError(`cannot reach ${url.origin}`);
    const body = request.method === 'GET' ? null : await request.text();
    return fetch(`http://127.0.0.1:${port}/${url.host}${url.pathname}${url.search}`, {
      method: request.method,
      headers: request.headers,
      body,
      redirect: request.redirect,
      // That of the request would not hear of an abort once the request itself is garbage.
      signal: init?.signal ?? null,
    });
  };

  return {
    fetch: providerFetch,
    play(next) {
      script = { ...allRight, ...next };
    },
    async visit(authorizationUrl) {
      const response = await providerFetch(authorizationUrl, { redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status === 302 && location !== null)
        return { method: 'GET', url: location, form: new URLSearchParams() };
      const page = await response.text();
      if (response.status !== 200) throw new Error(`the provider says ${response.status}: ${page}`);
      return submitted(page);
    },
    violations,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first segment of the path is the host that was meant. */
async function read(incoming: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://provider.invalid');
  const [, host = '', path = ''] = /^\/([^/]+)(.*)$/.exec(url.pathname) ?? [];
  return {
    method: incoming.method ?? '',
    host,
    path,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(outgoing: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  outgoing.writeHead(status, headers).end(body);
}

/** What a page sends that submits its form by itself (OAuth 2.0 Form Post Response Mode). */
function submitted(page: string): Landing {
  const url = /<form method="post" action="([^"]+)">/.exec(page)?.[1];
  if (url === undefined) throw new Error(`the page has no form: ${page}`);
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const form = new URLSearchParams(
    fields.map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]),
  );
  return { method: 'POST', url: unescaped(url), form };
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
