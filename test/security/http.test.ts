import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { type Listening, listen } from '../../src/listen.js';
import { appWithoutHasura, send, tokenOf } from '../server/appWithoutHasura.js';

/** What the server says by HTTP alone (OWASP ASVS 5.0 chapters 4.1, 4.2, 13.4, 14.3). */

const host = '127.0.0.1';
let app: App;
let server: Listening;
beforeAll(async () => {
  app = await appWithoutHasura({
    AUTH_CLIENT_URL: 'https://app.example.com',
    AUTH_SERVER_URL: 'https://auth.example.com',
  });
  server = await listen({ host, port: 0, portVariable: 'AUTH_PORT', handle: app.handle });
});
afterAll(async () => {
  await server.close(100);
  await app.close();
});

/** Sends bytes as they are; all that comes back until the server hangs up. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(server.url).port), host, () => socket.write(bytes));
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.once('close', () => resolve(answer));
    socket.once('error', reject);
  });
}

const post = 'POST /v1/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
const hidden = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('a request whose end can be read in two ways', () => {
  it.each([
    ['a length and chunks', `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['chunks and a length', `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`],
    ['two lengths', `Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    ['a length that is none', `Content-Length: +4\r\n\r\n{}\r\n${hidden}`],
    ['a coding that hides', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['a blank before the colon', `Content-Length : 4\r\n\r\n{}\r\n${hidden}`],
    ['a folded header', `Transfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`],
    ['a chunk of a strange size', `Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n${hidden}`],
  ])('is refused, and the connection ends: %s', async (_, rest) => {
    const answer = await raw(post + rest);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answer).not.toContain('"ok"');
  });
});

describe('TRACE', () => {
  it.each(['/', '/healthz', '/v1/user', '/graphql', '/actions', '/verify'])(
    'repeats nothing at %s',
    async (path) => {
      const request = `TRACE ${path} HTTP/1.1\r\nHost: a\r\nX-Canary: canary-1\r\nConnection: close\r\n\r\n`;
      const answer = await raw(request);
      expect(answer).toMatch(/^HTTP\/1\.1 \d/);
      expect(answer).not.toContain('canary-1');
      expect(answer).not.toContain('message/http');
    },
  );
});

const paths = [
  '/healthz',
  '/readyz',
  '/v1/version',
  '/v1/user',
  '/nowhere',
  '/graphql',
  '/verify',
  '/openapi.json',
];

describe.each(paths)('the answer of %s', (path) => {
  it('names its type and its characters', async () => {
    for (const accept of ['application/json', 'text/html']) {
      const { headers, body } = await send(app, path, { headers: { accept } });
      if (body === '') continue;
      expect(headers.get('content-type')).toMatch(/^(application\/json|text\/html); ?charset=utf-8$/i);
    }
  });

  it('does not lead from http to https by itself', async () => {
    const { status, headers } = await send(app, path, { headers: { 'x-forwarded-proto': 'http' } });
    expect(status < 300 || status >= 400).toBe(true);
    expect(headers.get('location')).toBeNull();
  });
});

describe('what is about an account', () => {
  it.each([
    '/v1/user',
    '/v1/mfa/totp/generate',
    '/v1/token',
    '/v1/signin/email-password',
    '/graphql',
    '/verify',
  ])('is kept by no cache: %s', async (path) => {
    const headers = { authorization: `Bearer ${tokenOf(app)}` };
    for (const options of [{ headers }, { headers, body: {} }]) {
      expect((await send(app, path, options)).headers.get('cache-control')).toBe('no-store');
    }
  });
});
