/**
 * The least that a refresh behind Hasura's webhook can be: node:http reads the call, undici asks Hasura once with the
 * statement that the product sends, one HMAC signs. HASURA is the base URL, QUERY the text of the operation.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const { HASURA = '', QUERY = '' } = process.env;
const pool = new Pool(HASURA, { connections: 64 });
const key = 'k'.repeat(32);

async function answer(text: string): Promise<string> {
  const { input } = JSON.parse(text) as { input: { refreshToken: string } };
  const variables = { presentedHash: input.refreshToken };
  const { body } = await pool.request({
    path: '/v1/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': 'secret' },
    body: JSON.stringify({ query: QUERY, variables }),
  });
  const { data } = JSON.parse(await body.text()) as { data: { rotated: { returning: unknown[] } } };
  const [row] = data.rotated.returning;
  return JSON.stringify({ row, signature: createHmac('sha256', key).update(text).digest('base64url') });
}

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    void answer(Buffer.concat(chunks).toString('utf8')).then((text) => {
      outgoing.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      outgoing.end(text);
    });
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => process.exit(0));
