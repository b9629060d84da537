import { WebSocket } from 'ws';
import { parseExact } from './compare.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export async function overHttp(base: string, request: Request): Promise<Answer> {
  const answer = await fetch(base + request.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...request.headers },
    body: toJson(request.body),
  });
  return { status: answer.status, body: parseText(await answer.text()) };
}

/** JSON text in which bigints stand as plain numbers. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each) =>
    typeof each === 'bigint' ? `\u0000${each}\u0000` : each,
  ).replace(/"\\u0000(-?\d+)\\u0000"/g, '$1');
}

function parseText(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

export type SubProtocol = 'graphql-transport-ws' | 'graphql-ws';

/** Runs one operation over a socket of its own and answers the first result. */
export async function overWebSocket(base: string, protocol: SubProtocol, request: Request): Promise<Answer> {
  const modern = protocol === 'graphql-transport-ws';
  const socket = new WebSocket(base.replace(/^http/, 'ws') + request.url, protocol);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer within 10 s')), 10_000);
      const finish = (body: unknown) => {
        clearTimeout(timer);
        resolve({ status: 200, body });
      };
      socket.on('error', reject);
      socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { headers: request.headers } })),
      );
      socket.on('message', (data) => {
        const message = parseExact(String(data)) as { type: string; payload?: unknown };
        if (message.type === 'connection_ack') {
          socket.send(
            `{"id":"1","type":"${modern ? 'subscribe' : 'start'}","payload":${toJson(request.body)}}`,
          );
        } else if (message.type === 'connection_error') finish(message.payload);
        else if (message.type === 'next' || message.type === 'data') finish(message.payload);
        else if (message.type === 'error') {
          finish(Array.isArray(message.payload) ? { errors: message.payload } : message.payload);
        }
      });
    });
  } finally {
    socket.terminate();
  }
}

/** As over HTTP a failure has no `data`; over WebSocket it is null. */
export function withoutNullData(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return body;
  const { data, ...rest } = body as { data?: unknown; errors: unknown };
  return data === null || data === undefined ? rest : body;
}
