import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A listening HTTP server. */
export interface Listening {
  /** As clients reach it, with the port that was really taken. */
  readonly url: string;
  /** Stops accepting, lets running requests finish, and ends the rest after `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
}

interface Options {
  readonly host: string;
  readonly port: number;
  /** The variable that sets the port, named when the port is taken. */
  readonly portVariable: string;
  readonly handle: RequestListener;
}

/** @throws Error with one sentence that says what to do, when the address can't be listened on. */
export async function listen({ host, port, portVariable, handle }: Options): Promise<Listening> {
  const server = createServer({ connectionsCheckingInterval: 5000 }, handle);
  // Longer than the idle time after which Hasura and load balancers drop their side.
  server.keepAliveTimeout = 75_000;
  // Who sends its request byte by byte holds no connection for longer.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(explained(error, { host, port, portVariable })),
    );
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${urlHost(host)}:${taken}`, close: (graceMs) => close(server, graceMs) };
}

/** One sentence that says what to do about an address that can't be listened on. */
export function explained(
  error: NodeJS.ErrnoException,
  { host, port, portVariable }: Omit<Options, 'handle'>,
): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(`Port ${port} on ${host} is taken: stop what listens there, or set ${portVariable}.`);
  }
  return new Error(`Cannot listen on ${host}:${port} (${error.message}): set HOST or ${portVariable}.`);
}

const sweepMs = 50;

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), graceMs);
    // A kept-alive connection becomes idle when its request is answered, and would hold up the end until the grace is over.
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    server.close(() => {
      clearTimeout(end);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** What a browser can open: an address for all interfaces is none. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
