/**
 * The least that a refresh behind Hasura's webhook can be, with the product's bytes on every wire: node:http reads the
 * call, undici sends Hasura the one request that the product sends, one HMAC signs the access token. No check of
 * anything, no derived token, no hash, no error. HASURA is the base URL, QUERY the text of the operation.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const { HASURA = '', QUERY = '' } = process.env;
const pool = new Pool(HASURA, { connections: 64 });
const key = 'k'.repeat(32);

interface Row {
  readonly id: string;
  readonly user: { readonly id: string; readonly defaultRole: string; readonly roles: { role: string }[] };
}

async function answer(text: string): Promise<string> {
  const { input } = JSON.parse(text) as { input: { refreshToken: string } };
  const { refreshToken } = input;
  const now = new Date().toISOString();
  const variables = {
    presentedHash: filler,
    successorHash: filler,
    now,
    expiresAt: now,
    graceStart: now,
  };
  const { body } = await pool.request({
    path: '/v1/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': 'secret' },
    body: JSON.stringify({ query: QUERY, variables }),
  });
  const { data } = JSON.parse(await body.text()) as { data: { rotated: { returning: Row[] } } };
  const [row] = data.rotated.returning;
  const accessToken = row && signed(row);
  return JSON.stringify({
    accessToken,
    accessTokenExpiresIn: 900,
    refreshToken,
    refreshTokenId: row?.id,
    user: row?.user,
  });
}

/** As long as the hash of a token. */
const filler = `\\x${'0'.repeat(64)}`;
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');

function signed({ id, user }: Row): string {
  const claims = {
    'x-hasura-allowed-roles': user.roles.map(({ role }) => role),
    'x-hasura-default-role': user.defaultRole,
    'x-hasura-user-id': user.id,
    'x-hasura-user-is-anonymous': 'false',
    'x-hasura-session-id': id,
  };
  const payload = { sub: user.id, iat: 0, exp: 900, 'https://hasura.io/jwt/claims': claims };
  const content = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
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
