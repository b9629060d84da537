import { OutageError } from '../errors.js';

/** Requests to providers: bounded in time and size, without redirects. Answers are read whole. */
export type Outside = (url: string, init?: RequestInit) => Promise<Response>;

interface Options {
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  /** Whether `http:` will do, as in development; everything is `https:` otherwise. */
  readonly isHttpAllowed: boolean;
}

/** No documented answer comes near. */
const maxBytes = 1_048_576;

/**
 * Redirects are refused: the address that was configured, or that a provider's configuration document names, is the one
 * that is asked, so that no provider can point this server at its own network.
 *
 * The function that is returned throws OutageError when there is no whole answer in time, whatever its status.
 */
export function createOutside({ fetch, timeoutMs, isHttpAllowed }: Options): Outside {
  return async (url, init = {}) => {
    const target = URL.parse(url);
    if (
      target === null ||
      (target.protocol !== 'https:' && !(isHttpAllowed && target.protocol === 'http:'))
    ) {
      throw new OutageError('A provider is asked by https only');
    }
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(target, { ...init, redirect: 'error', signal });
      const { status, headers } = response;
      const body = await readBounded(response);
      return new Response(isBodyless(status) ? null : body, { status, headers: contentType(headers) });
    } catch (error) {
      throw new OutageError(`${target.host} did not answer`, { cause: error });
    }
  };
}

function contentType(headers: Headers): Record<string, string> {
  const type = headers.get('content-type');
  return type === null ? {} : { 'content-type': type };
}

function isBodyless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new Error(`more than ${maxBytes} bytes`);
    }
    chunks.push(part.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/**
 * The JSON of an answer with status 200.
 *
 * @throws OutageError for any other answer: it is not what the provider documents. Nothing of it is repeated.
 */
export async function readJson(response: Response, what: string): Promise<unknown> {
  if (response.status !== 200) throw new OutageError(`${what} answered with status ${response.status}`);
  try {
    return await response.json();
  } catch {
    throw new OutageError(`${what} answered something else than JSON`);
  }
}
