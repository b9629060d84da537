import { AuthError } from '../errors.js';
import { type Answer, maxBodyBytes } from './messages.js';
import type { Respond } from './server.js';

/** Serves `respond` as a function from web Request to Response, for callers in the same process. */
export function createFetchHandler(respond: Respond) {
  return async (request: Request): Promise<Response> => {
    const { host, pathname, search } = new URL(request.url);
    const answer = await respond({
      method: request.method,
      path: pathname,
      query: search,
      // As over a socket, where every request has it.
      headers: { host, ...Object.fromEntries(request.headers) },
      text: async () => {
        const text = await request.text();
        if (Buffer.byteLength(text) > maxBodyBytes) throw new AuthError('payload-too-large');
        return text;
      },
    });
    if (answer.stream && request.method !== 'HEAD') {
      return new Response(readable(answer.stream), { status: answer.status, headers: answer.headers });
    }
    const bodyless = request.method === 'HEAD' || answer.status === 204;
    return new Response(bodyless ? null : answer.body, { status: answer.status, headers: answer.headers });
  };
}

function readable(stream: NonNullable<Answer['stream']>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      stop = stream((text) => controller.enqueue(encoder.encode(text)));
    },
    cancel: () => stop(),
  });
}
