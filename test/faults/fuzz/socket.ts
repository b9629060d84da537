import { connect } from 'node:net';
import { pick } from '../chaos/random.js';
import type { Making } from './goodValues.js';
import type { FuzzRequest } from './requests.js';

/** Bytes that no HTTP client sends, and some that one does. */
export function rawBytes(making: Making): Buffer {
  const { random, odd } = making;
  const noise = () => Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
  const text = odd.text().slice(0, 2000);
  const post = (headers: string, body: Buffer | string, path = '/v1/token') =>
    Buffer.concat([
      Buffer.from(`POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n\r\n`),
      Buffer.from(body),
    ]);
  return pick(random, [
    () => noise(),
    () => post('content-length: 64', noise()),
    () => post(`content-length: ${Buffer.byteLength(text)}`, text, '/graphql'),
    () => post('content-type: application/json\r\ncontent-length: 4', Buffer.from([0xff, 0xfe, 0x22, 0])),
    () => post('content-length: 999999999', '{}'),
    () => post('content-length: 5\r\ntransfer-encoding: chunked', '0\r\n\r\nGET / HTTP/1.1\r\n\r\n'),
    () => post('transfer-encoding: chunked', `5\r\n{"a":\r\nzz\r\n`),
    () => post('content-encoding: gzip\r\ncontent-length: 2', '{}'),
    () => post(`x-odd: ${'a'.repeat(20_000)}\r\ncontent-length: 2`, '{}'),
    () => post('authorization: Bearer \x01\x7f\xff\r\ncontent-length: 2', '{}', '/user'),
    () => post('cookie: a=b; a=b; =; ;;; \xff\r\ncontent-length: 2', '{}'),
    () => Buffer.from('GET http://other.example/v1/version HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
    () => Buffer.from('GET /\xff\xfe%ff%00 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 'latin1'),
    () => Buffer.from('GET * HTTP/1.1\r\nhost: \r\nconnection: close\r\n\r\n'),
    () => Buffer.from('OPTIONS * HTTP/1.1\r\nhost: x\r\norigin: ..\r\nconnection: close\r\n\r\n'),
    () => Buffer.from('CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n'),
    () =>
      Buffer.from('GET /graphql HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
    () => Buffer.from(`TRACE /v1/token HTTP/1.1\r\nhost: ${'x'.repeat(500)}\r\nconnection: close\r\n\r\n`),
    () => Buffer.from(`GET /verify?${'a=1&'.repeat(3000)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
  ])();
}

/** A request as bytes, so that its headers may hold what fetch refuses. */
export function bytesOf({
  method,
  path,
  headers,
  body = '',
}: Omit<FuzzRequest, 'account' | 'target'>): Buffer {
  const lines = Object.entries({ host: 'localhost', ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ').slice(0, 4000)}\r\n`,
  );
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body}`);
}

/** Writes the bytes, ends its side, and gives all that comes back. */
export function sendBytes(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    // What waits for more bytes gets none.
    socket.setTimeout(300, () => socket.end());
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
