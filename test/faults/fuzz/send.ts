import type { FuzzServer } from './fuzzServer.js';
import type { FuzzAnswer } from './judge.js';
import type { FuzzRequest } from './requests.js';
import { bytesOf, sendBytes } from './socket.js';

/** No request takes that long, whatever else the machine does. */
const hangMs = 120_000;

/** Sends a request its way. */
export async function sendRequest(server: FuzzServer, request: FuzzRequest): Promise<FuzzAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const hangs = new Promise<FuzzAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ status: 599, headers: '', text: 'no answer came' }), hangMs);
  });
  try {
    return await Promise.race([send(server, request), hangs]);
  } finally {
    clearTimeout(timer);
  }
}

async function send(server: FuzzServer, request: FuzzRequest): Promise<FuzzAnswer> {
  if (request.target === 'socket') return overSocket(server, request);
  const { method, path, headers, body } = request;
  const init = {
    method,
    headers: fetchable(headers),
    redirect: 'manual' as const,
    ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body }),
  };
  const response =
    request.target === 'engine'
      ? await server.engine.fetch(`${server.engine.endpoint}${path}`, init)
      : await server[request.target === 'strict' ? 'strict' : 'app'].fetch(
          new Request(`http://auth.example${path}`, init),
        );
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'),
    text: await response.text(),
  };
}

/** A third of them are no requests at all. */
async function overSocket({ port }: FuzzServer, request: FuzzRequest): Promise<FuzzAnswer> {
  const text = await sendBytes(port, request.raw ?? bytesOf(request));
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
  const [headers = '', ...body] = text.split('\r\n\r\n');
  return { status, headers, text: body.join('\r\n\r\n') };
}

/** Without what fetch refuses to send; over the socket it is sent. */
function fetchable(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isSendable = (value: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => isSendable(value)));
}
