import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the auth server and Hasura, over sockets, and makes Hasura slow or deaf. */
export interface HasuraProxy {
  readonly url: string;
  /** Requests that came in and have no answer yet. */
  pending(): number;
  /** How many came in, of those that hold `text`. */
  received(text?: string): number;
  /** The headers of the last one. */
  lastHeaders(): IncomingMessage['headers'];
  /** From now on requests stay without an answer. */
  hold(): void;
  /** Answers those that were held, and all that follow. */
  release(): void;
  /** Ends the connections, and takes no more. */
  stop(): Promise<void>;
  /** Listens again where it did. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startHasuraProxy(target: string): Promise<HasuraProxy> {
  let held: (() => void)[] | undefined;
  let pending = 0;
  const bodies: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  let port = 0;
  let server: Server;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    bodies.push(body);
    headers = request.headers;
    await new Promise<void>((resolve) => {
      if (held) held.push(resolve);
      else resolve();
    });
    const own = Object.entries(request.headers).filter(
      ([name]) => !/^(host|connection|content-length)$/.test(name),
    );
    const passed = await fetch(`${target}${request.url}`, {
      method: 'POST',
      headers: own as [string, string][],
      body,
    });
    response.writeHead(passed.status, { 'content-type': 'application/json' }).end(await passed.text());
  }

  async function start(): Promise<void> {
    server = createServer((request, response) => {
      pending += 1;
      response.once('close', () => {
        pending -= 1;
      });
      answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }

  function stop(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  function release(): void {
    for (const each of held ?? []) each();
    held = undefined;
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    pending: () => pending,
    received: (text = '') => bodies.filter((body) => body.includes(text)).length,
    lastHeaders: () => headers,
    hold() {
      held ??= [];
    },
    release,
    start,
    stop,
    async close() {
      release();
      await stop();
    },
  };
}
