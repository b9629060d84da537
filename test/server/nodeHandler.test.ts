import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { type Listening, listen } from '../../src/listen.js';
import { appWithoutHasura } from './appWithoutHasura.js';

let app: App;
let server: Listening;
const host = '127.0.0.1';

beforeAll(async () => {
  app = await appWithoutHasura();
  server = await listen({ host, port: 0, portVariable: 'AUTH_PORT', handle: app.handle });
});
afterAll(async () => {
  await server.close(100);
  await app.close();
});

const url = (path: string) => `${server.url}${path}`;

/** Sends bytes as they are and gives the first line of the answer. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), host, () => socket.write(bytes));
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('the server behind a socket', () => {
  it('answers', async () => {
    const response = await fetch(url('/healthz'));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(url('/v1/healthz'), { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('refuses a body that says it is too large', async () => {
    const response = await fetch(url('/v1/token'), { method: 'POST', body: 'x'.repeat(1_048_577) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: 'payload-too-large' });
  });

  it('refuses a body that grows too large', async () => {
    const chunk = `${(65536).toString(16)}\r\n${'x'.repeat(65536)}\r\n`;
    const head = 'POST /v1/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await raw(head + chunk.repeat(20))).toBe('HTTP/1.1 413 Payload Too Large');
  });

  it.each([
    ['a path that is no path', 'GET //evil HTTP/1.1\r\nHost: a\r\n\r\n', '404 Not Found'],
    ['a whole URL', 'GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n', '404 Not Found'],
    ['a query that is none', 'GET /healthz?%%% HTTP/1.1\r\nHost: a\r\n\r\n', '200 OK'],
    ['no HTTP', 'hello\r\n\r\n', '400 Bad Request'],
  ])('survives %s', async (_, bytes, status) => {
    expect(await raw(bytes)).toBe(`HTTP/1.1 ${status}`);
  });

  it('survives a client that goes away in the middle', async () => {
    const head = 'POST /v1/token HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf';
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), host, () => {
        socket.write(head, () => socket.destroy());
        socket.once('close', () => resolve());
      });
    });
    expect((await fetch(url('/healthz'))).status).toBe(200);
  });
});

describe('listen', () => {
  it('says which port is taken and what to do', async () => {
    const port = Number(new URL(server.url).port);
    await expect(listen({ host, port, portVariable: 'AUTH_PORT', handle: app.handle })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken: stop what listens there, or set AUTH_PORT.`,
    );
  });
});
