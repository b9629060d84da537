import type { EngineRequest, EngineResponse } from './http.js';

/** `fetch` that ends in this process: the same routes, headers and texts, without a socket. */
export function fetchHandler(respond: (request: EngineRequest) => Promise<EngineResponse>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { status, headers, body, stream } = await respond({
      method: request.method,
      url: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: () => request.text(),
    });
    const list = Object.entries(headers).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((each): [string, string] => [name, each]),
    );
    const content = stream ? streamBody(stream) : status === 204 || status === 304 ? null : body;
    return new Response(content, { status, headers: list });
  };
}

function streamBody(stream: NonNullable<EngineResponse['stream']>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      let isOpen = true;
      stop = stream(
        (text) => isOpen && controller.enqueue(encoder.encode(text)),
        () => {
          if (!isOpen) return;
          isOpen = false;
          controller.close();
          stop();
        },
      );
    },
    cancel: () => stop(),
  });
}
