/**
 * better-auth as its documentation sets it up for Node with email and password, on the PostgreSQL at DATABASE_URL or,
 * without one, on its in-memory adapter. HASHING is `scrypt`, its default, or `argon2` with the cost in ARGON2_COST. The
 * account of EMAIL and PASSWORD is made at the start. Off is only what all requests of one client would run into: the limit of
 * requests.
 */
import { createServer } from 'node:http';
import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';

const { DATABASE_URL, HASHING, ARGON2_COST = '{}', EMAIL = '', PASSWORD = '' } = process.env;
const cost = JSON.parse(ARGON2_COST);
const argon2 = {
  hash: (password) => hash(password, cost),
  verify: ({ hash: stored, password }) => verify(stored, password),
};

let handle;
const server = createServer((incoming, outgoing) => handle(incoming, outgoing));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', async () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const auth = betterAuth({
    baseURL: origin,
    secret: 'the-secret-of-a-benchmark-0123456789',
    database: DATABASE_URL
      ? new pg.Pool({ connectionString: DATABASE_URL, max: 20 })
      : memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true, ...(HASHING === 'argon2' && { password: argon2 }) },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });
  if (DATABASE_URL) await (await getMigrations(auth.options)).runMigrations();
  await auth.api.signUpEmail({ body: { name: 'Ada Lovelace', email: EMAIL, password: PASSWORD } });
  handle = toNodeHandler(auth);
  console.log(`listening ${origin}`);
});
