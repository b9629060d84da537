import { DeliveryError } from '../lib/delivery.js';

interface PostOptions {
  /** Name of the service, for error messages. */
  readonly service: string;
  readonly fetch: typeof fetch;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs?: number;
  /** Statuses besides 2xx that are an answer. */
  readonly accepted?: readonly number[];
}

interface Reply {
  readonly status: number;
  /** The JSON of the answer; an empty object when it is none. */
  readonly json: unknown;
}

/**
 * Posts to a service that sends text messages.
 *
 * @throws DeliveryError: permanent when the service refuses the message (400, 404, 422), else to be tried again.
 */
export async function post(options: PostOptions): Promise<Reply> {
  const { service, fetch, url, headers, body, timeoutMs = 10_000, accepted = [] } = options;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await response.text();
  } catch (cause) {
    throw new DeliveryError(`${service} did not answer`, { permanent: false, cause });
  }
  const { status, ok } = response;
  if (ok || accepted.includes(status)) return { status, json: parseJson(text) };
  throw new DeliveryError(`${service} answered ${status}`, { permanent: [400, 404, 422].includes(status) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
