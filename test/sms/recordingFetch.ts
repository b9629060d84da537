/** A request that a transport sent. */
export interface Recorded {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Answers every request with `status` and `json`, and keeps the requests. */
export function recordingFetch(status = 200, json: unknown = {}) {
  const requests: Recorded[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    requests.push({
      url: String(input),
      method: init?.method,
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body),
    });
    return new Response(JSON.stringify(json), { status });
  };
  return { fetch, requests };
}
