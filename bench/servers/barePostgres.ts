/**
 * The least that a query can be: node:http reads the request, `pg` runs one prepared statement, its text is the answer.
 * No GraphQL, no token, no permission. SETUP is SQL to run first (PGlite starts empty), STATEMENTS the statements by
 * the name that the request's `operationName` gives.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPglite } from '../../src/engine/database/pglite.js';
import { openPostgres } from '../../src/engine/database/postgres.js';
import type { BareStatement } from '../support/bareStatement.js';

const { DATABASE_URL, SETUP = '', STATEMENTS = '{}' } = process.env;
const statements = JSON.parse(STATEMENTS) as Readonly<Record<string, BareStatement>>;
const { pool } = DATABASE_URL
  ? openPostgres({ connectionString: DATABASE_URL })
  : await openPglite({ dataDir: 'memory' });
if (SETUP) await pool.query(SETUP);

async function answer(body: string): Promise<string> {
  const { operationName, variables } = JSON.parse(body) as {
    operationName: string;
    variables: Readonly<Record<string, unknown>>;
  };
  const statement = statements[operationName];
  if (!statement) return '{}';
  const values = statement.values.map((each) =>
    each.variable === undefined ? each.constant : String(variables[each.variable]),
  );
  const { rows } = await pool.query<string[]>({
    name: operationName,
    text: statement.text,
    values,
    rowMode: 'array',
  });
  return `{"data":{"${statement.root}":${rows[0]?.[0] ?? 'null'}}}`;
}

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    answer(Buffer.concat(chunks).toString('utf8')).then(
      (text) => {
        outgoing.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        });
        outgoing.end(text);
      },
      (error: unknown) => outgoing.writeHead(500).end(String(error)),
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
