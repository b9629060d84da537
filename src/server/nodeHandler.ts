import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuthError } from '../errors.js';
import { type Answer, maxBodyBytes, type ServerRequest } from './messages.js';
import type { Respond } from './server.js';

/** Serves `respond` behind node:http. */
export function createNodeHandler(respond: Respond) {
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void respond(requestOf(incoming)).then((answer) => send(answer, incoming, outgoing));
  };
}

function requestOf(incoming: IncomingMessage): ServerRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark),
    // Node joins repeated headers; only set-cookie, which no request has, comes as a list.
    headers: incoming.headers as Record<string, string | undefined>,
    remoteAddress: incoming.socket.remoteAddress,
    text: () => readBody(incoming),
  };
}

/** Reads with events: an async iterator costs several times as much, and this is every request's way. */
function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: AuthError) => {
      incoming.removeAllListeners('data').resume();
      reject(error);
    };
    if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) {
      return refuse(new AuthError('payload-too-large'));
    }
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) return refuse(new AuthError('payload-too-large'));
      chunks.push(chunk);
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    // The client went away: nobody hears the answer.
    incoming.on('error', (cause) => refuse(new AuthError('invalid-request', { cause })));
    incoming.on('close', () => {
      if (!incoming.complete) refuse(new AuthError('invalid-request'));
    });
  });
}

function send(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { status, headers, body, stream } = answer;
  if (outgoing.destroyed) return;
  if (stream && incoming.method !== 'HEAD') {
    outgoing.writeHead(status, { ...headers, 'x-content-type-options': 'nosniff' });
    const stop = stream((text) => void outgoing.write(text));
    outgoing.on('close', stop);
    return;
  }
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, {
    ...headers,
    'x-content-type-options': 'nosniff',
    ...(status === 204 ? {} : { 'content-length': String(length) }),
    // What is left of a body that is too large is not read.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  outgoing.end(incoming.method === 'HEAD' || status === 204 ? undefined : body);
}
