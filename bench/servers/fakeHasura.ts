/**
 * Answers what the auth server asks of Hasura with rows that are made up beforehand, in a process of its own, so that
 * the auth server's own cost is seen. PASSWORD_HASH is the hash of the one user.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const at = new Date().toISOString();
const user = {
  id: '3e6f1d0a-5f0e-4b5e-9d7a-0c7f3a1b2c4d',
  createdAt: at,
  updatedAt: at,
  displayName: 'Ada Lovelace',
  avatarUrl: 'https://s.gravatar.com/avatar/7b6d5f4c3b2a19080f0e0d0c0b0a0908?r=g&default=blank',
  locale: 'en',
  username: null,
  email: 'ada@example.com',
  emailVerified: true,
  phoneNumber: null,
  phoneNumberVerified: false,
  isAnonymous: false,
  disabled: false,
  defaultRole: 'user',
  roles: [{ role: 'me' }, { role: 'user' }],
  metadata: {},
  activeMfaType: null,
};
const session = { id: 'a2f6c1de-98a4-4a53-8f6b-2f6f5f3a7e10', user };

/** By the name of the operation. */
const answers: Readonly<Record<string, unknown>> = {
  UpsertRoles: { insertAuthRoles: { affected_rows: 0 } },
  FindUserByEmail: { users: [{ ...user, passwordHash: process.env.PASSWORD_HASH ?? null }] },
  OpenSession: { seen: { returning: [user] }, session: { id: session.id } },
  RefreshSession: {
    rotated: { returning: [session] },
    replayed: { returning: [session] },
    revoked: { returning: [] },
  },
  FindDevices: { authAuditLog: [] },
  RecordAuditBatch: { entries: { affected_rows: 1 }, deliveries: null, messages: { returning: [] } },
};
const texts = new Map(Object.entries(answers).map(([name, data]) => [name, JSON.stringify({ data })]));

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const name = /(?:query|mutation) (\w+)/.exec(body)?.[1];
    const text = (name && texts.get(name)) ?? JSON.stringify({ metadata: {}, errors: [{ message: body }] });
    outgoing.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    outgoing.end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
