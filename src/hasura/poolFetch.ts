import { Pool } from 'undici';

/** The part of `fetch` that a GraphQL client needs, and how to let go of its connections. */
export interface PoolFetch {
  readonly fetch: typeof fetch;
  close(): Promise<void>;
}

interface Options {
  /** Scheme, host and port of the one server that is called. */
  readonly origin: string;
  readonly timeoutMs: number;
  readonly connections: number;
}

/**
 * A thin `fetch` over undici's pool of kept-alive connections: it costs about a tenth of the global one. Requests are
 * never sent twice: a mutation whose connection broke may have been carried out.
 */
export function createPoolFetch({ origin, timeoutMs, connections }: Options): PoolFetch {
  const pool = new Pool(origin, {
    connections,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

  async function poolFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = input instanceof URL ? input : new URL(input instanceof Request ? input.url : input);
    const { statusCode, headers, body } = await pool.request({
      path: url.pathname + url.search,
      method: (init.method ?? 'GET') as 'GET' | 'POST',
      headers: Array.isArray(init.headers) ? Object.fromEntries(init.headers) : init.headers,
      body: typeof init.body === 'string' ? init.body : null,
    });
    // Read to its end here, so that a request counts as under way until then.
    const text = await body.text();
    const answer = {
      ok: statusCode >= 200 && statusCode < 300,
      status: statusCode,
      headers: { get: (name: string) => headerText(headers[name.toLowerCase()]) },
      text: async () => text,
      json: async () => JSON.parse(text),
    };
    return answer as unknown as Response;
  }

  return { fetch: poolFetch, close: () => pool.close() };
}

function headerText(value: string | string[] | undefined): string | null {
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
