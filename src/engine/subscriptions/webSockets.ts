import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { RequestHeaders } from '../auth/session.js';
import { graphqlError } from '../errorBody.js';
import { HasuraError } from '../errors.js';
import { Connection, type ConnectionOptions } from './connection.js';

export interface WebSocketOptions extends ConnectionOptions {
  /** Whether a page of this origin may connect; asked only when the request names one. */
  readonly allowsOrigin: (origin: string) => boolean;
  /** Whether cookies count that come with an origin: without CORS any page could use those of its visitors. */
  readonly readsCookies: boolean;
  /** False where the GraphQL API is switched off. */
  readonly isServed: boolean;
  readonly maxMessageBytes: number;
}

export interface WebSockets {
  readonly count: number;
  /** Ends every connection, e.g. 1012 when metadata has changed: clients come back and subscribe anew. */
  closeAll(code: number, reason: string): void;
}

const paths: ReadonlySet<string> = new Set(['/v1/graphql', '/v1alpha1/graphql']);

/** Serves GraphQL over WebSocket on `server`. */
export function serveWebSockets(server: Server, options: WebSocketOptions): WebSockets {
  const connections = new Set<Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: options.maxMessageBytes,
    handleProtocols: (offered) => {
      if (offered.has('graphql-transport-ws')) return 'graphql-transport-ws';
      return offered.has('graphql-ws') ? 'graphql-ws' : false;
    },
  });
  const open = (socket: WebSocket, request: IncomingMessage) => {
    const connection = new Connection(socket, upgradeHeaders(request, options), options);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  };
  server.on('upgrade', (request, socket, head) => {
    const refused = refusal(request, options);
    if (refused) {
      socket.on('error', () => {});
      socket.end(rejection(refused));
    } else {
      sockets.handleUpgrade(request, socket, head, open);
    }
  });
  return {
    get count() {
      return connections.size;
    },
    closeAll(code, reason) {
      for (const connection of [...connections]) connection.close(code, reason);
    },
  };
}

function refusal({ url = '', headers }: IncomingMessage, options: WebSocketOptions): HasuraError | undefined {
  if (!options.isServed || !paths.has(url.split('?', 1)[0] ?? '')) {
    return new HasuraError(
      'not-found',
      "only '/v1/graphql', '/v1alpha1/graphql' and '/v1beta1/relay' are supported on websockets",
      { status: 404 },
    );
  }
  if (headers.origin !== undefined && !options.allowsOrigin(headers.origin)) {
    return new HasuraError('access-denied', 'received origin header does not match configured CORS domains');
  }
  return undefined;
}

function upgradeHeaders({ headers }: IncomingMessage, { readsCookies }: WebSocketOptions): RequestHeaders {
  if (readsCookies || headers.origin === undefined) return headers;
  const { cookie: _unread, ...others } = headers;
  return others;
}

function rejection(error: HasuraError): string {
  const body = JSON.stringify(graphqlError(error, false));
  const status = error.status === 404 ? '404 Not Found' : '400 Bad Request';
  return [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
