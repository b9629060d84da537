import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { OutageError } from '../../src/errors.js';
import { createOutside, readJson } from '../../src/providers/outside.js';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const outside = createOutside({ fetch, timeoutMs: 200, isHttpAllowed: true });

describe('a request to a provider', () => {
  it('gives the whole answer, and none of its headers but the type', async () => {
    const url = await serve((_, response) => {
      response.writeHead(201, { 'content-type': 'text/plain', 'set-cookie': 'a=b' }).end('hello');
    });
    const answer = await outside(url);
    expect([answer.status, await answer.text()]).toEqual([201, 'hello']);
    expect([...answer.headers]).toEqual([['content-type', 'text/plain']]);
  });

  it('follows no redirect (SSRF)', async () => {
    let reached = false;
    const inner = await serve((_, response) => {
      reached = true;
      response.end();
    });
    const url = await serve((_, response) => response.writeHead(302, { location: inner }).end());
    await expect(outside(url)).rejects.toThrow(OutageError);
    expect(reached).toBe(false);
  });

  it('ends when there is no whole answer in time', async () => {
    const silent = await serve(() => {});
    await expect(outside(silent)).rejects.toThrow(OutageError);
    const halting = await serve((_, response) => void response.writeHead(200).write('{"a":'));
    await expect(outside(halting)).rejects.toThrow(OutageError);
  });

  it('ends at a megabyte', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(1_048_577)));
    await expect(outside(url)).rejects.toThrow(OutageError);
  });

  it.each(['http://127.0.0.1:1/', 'ftp://example.com/', 'file:///etc/passwd', 'not a url'])(
    'goes to no %s outside of development',
    async (url) => {
      const never: typeof fetch = () => Promise.reject(new Error('asked'));
      const strict = createOutside({ fetch: never, timeoutMs: 200, isHttpAllowed: false });
      await expect(strict(url)).rejects.toThrow('by https only');
    },
  );
});

describe('readJson', () => {
  it.each([
    [500, '{}'],
    [204, null],
    [200, '<html>'],
    [200, ''],
  ])('takes %s %j for an outage', async (status, body) => {
    await expect(readJson(new Response(body, { status }), 'it')).rejects.toThrow(OutageError);
  });
});
