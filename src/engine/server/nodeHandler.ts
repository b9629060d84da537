import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HasuraError } from '../errors.js';
import type { EngineRequest, EngineResponse } from './http.js';

/** Joins node:http and the routes. */
export function nodeHandler(
  respond: (request: EngineRequest) => Promise<EngineResponse>,
  maxBodyBytes: number,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    // At once: what arrives before anybody listens goes through the stream's buffer, which costs more than the request.
    const body = readBody(incoming, maxBodyBytes);
    // Not every route asks for it.
    body.catch(() => {});
    const request: EngineRequest = {
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      headers: incoming.headers,
      body: () => body,
    };
    respond(request).then(
      (response) => send(response, incoming, outgoing),
      // `respond` answers every error itself; what comes here is the connection's end.
      () => outgoing.destroy(),
    );
  };
}

function send(response: EngineResponse, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { status, headers, body, stream } = response;
  const asked = incoming.headers['x-request-id'];
  const all: Record<string, string | string[] | number> = { 'X-Request-Id': asked ?? randomUUID() };
  for (const name in headers) all[name] = headers[name] as string | string[];
  if (status === 413) all.Connection = 'close';
  if (!stream) {
    if (status !== 204) all['Content-Length'] = Buffer.byteLength(body);
    outgoing.writeHead(status, all);
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(status, all);
  outgoing.flushHeaders();
  const stop = stream(
    (text) => {
      if (!outgoing.writableEnded) outgoing.write(text);
    },
    () => outgoing.end(),
  );
  outgoing.on('close', stop);
}

function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        incoming.removeAllListeners('data');
        incoming.resume();
        reject(
          new HasuraError('bad-request', `the request body is larger than ${maxBytes} bytes`, {
            status: 413,
          }),
        );
      }
    });
    incoming.on('end', () => {
      const [only] = chunks;
      resolve((chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString('utf8'));
    });
    incoming.on('error', () => reject(new HasuraError('bad-request', 'the request ended early')));
  });
}
