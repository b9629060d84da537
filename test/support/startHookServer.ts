import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a hook gets it. */
export interface HookCall {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is sent is looked at, not typed
  readonly body: any;
}

export interface HookServer {
  readonly url: string;
  /** In the order in which they came. */
  readonly calls: readonly HookCall[];
  /** The first call of that type. @throws Error when there is none. */
  firstOf(type: string): HookCall;
  forget(): void;
  /** How it answers from now on; `undefined` not at all. */
  answerWith(answer: { status?: number; body?: string; headers?: Record<string, string> } | undefined): void;
  close(): Promise<void>;
}

/** A receiver of hooks on a port of this machine. */
export async function startHookServer(): Promise<HookServer> {
  const calls: HookCall[] = [];
  let answer: Parameters<HookServer['answerWith']>[0] = {};
  const server = createServer(async (request, response) => {
    const body = await text(request);
    calls.push({ headers: request.headers, text: body, body: JSON.parse(body) });
    if (answer) response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    firstOf(type) {
      const call = calls.find(({ body }) => body.type === type);
      if (!call) throw new Error(`the hook got no ${type}`);
      return call;
    },
    forget() {
      calls.length = 0;
    },
    answerWith(next) {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
