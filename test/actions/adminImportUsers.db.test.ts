import argon2 from 'argon2';
import bcrypt from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { signInCodes } from './accounts.js';
import { newPhoneNumber } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { newEmail, password, signUpNew } from './requests.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: { AUTH_USERNAME_PASSWORD_ENABLED: 'true', AUTH_PHONE_PASSWORD_ENABLED: 'true' },
  });
});
afterAll(() => server.close());

interface Outcome {
  readonly index: number;
  readonly id: string | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly details: string | null;
}

async function importUsers(users: readonly object[], firebase?: object): Promise<Outcome[]> {
  const variables = { users, ...(firebase && { firebase }) };
  const { data, text } = await mutate(server, 'adminImportUsers', variables, { admin: true });
  if (!data) throw new Error(text);
  return data;
}

const hashOf = async (email: string) =>
  (await server.graphql(`{ users(where: {email: {_eq: "${email}"}}) { passwordHash } }`, { admin: true }))
    .data.users[0].passwordHash;

/** The sample of https://github.com/firebase/scrypt, whose password is "user1password". */
const firebase = {
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  saltSeparator: 'Bw==',
  rounds: 8,
  memCost: 14,
};
const firebaseUser = {
  passwordHash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  passwordSalt: '42xEC+ixf3L2lw==',
};

describe('adminImportUsers', () => {
  it.each([
    ['bcrypt', password, async () => ({ passwordHash: await bcrypt.hash(password, 4) })],
    ['argon2', password, async () => ({ passwordHash: await argon2.hash(password, { memoryCost: 4096 }) })],
    [
      'scrypt',
      'Größe 😀',
      async () => ({
        passwordHash:
          '$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$VAzTXdwiRThCO7TtztwjM/i5nmDkbOC/GNu5OdonVX8',
      }),
    ],
    [
      'PBKDF2',
      'Größe 😀',
      async () => ({
        passwordHash: 'pbkdf2_sha256$1000$seasalt$FsAA8vkCkrVzjB/Xb3zX4WNwpsRCyfguvvrHYspR6FY=',
      }),
    ],
    ['Firebase', 'user1password', async () => firebaseUser],
  ])('%s: the owner signs in, and has a hash of ours then', async (_name, word, hashed) => {
    const email = newEmail();
    const [outcome] = await importUsers([{ email, ...(await hashed()) }], firebase);
    expect(outcome).toMatchObject({ index: 0, outcome: 'created', code: null });
    expect(await signInCodes(server, email, `${word}.`)).toEqual(['invalid-email-password']);
    expect(await hashOf(email)).not.toMatch(/^\$argon2id\$v=19\$m=19456,/);
    expect(await signInCodes(server, email, word)).toEqual([]);
    expect(await hashOf(email)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await signInCodes(server, email, word)).toEqual([]);
  });

  it('keeps what the rows say', async () => {
    const [id, email, phoneNumber] = [crypto.randomUUID(), newEmail(), newPhoneNumber()];
    const row = {
      id,
      email,
      emailVerified: true,
      phoneNumber,
      disabled: true,
      createdAt: '2020-02-03T04:05:06Z',
      displayName: 'Zoë',
      locale: 'fr',
      avatarUrl: 'https://a.example/z.png',
      defaultRole: 'me',
      allowedRoles: ['me'],
      metadata: { from: 'elsewhere' },
    };
    expect(await importUsers([row])).toEqual([
      { index: 0, id, outcome: 'created', code: null, details: null },
    ]);
    const fields = `email emailVerified phoneNumber phoneNumberVerified disabled createdAt displayName locale avatarUrl
      defaultRole metadata passwordHash roles { role }`;
    const { data } = await server.graphql(`{ user(id: "${id}") { ${fields} } }`, { admin: true });
    const { id: _id, allowedRoles: _roles, createdAt: _time, ...kept } = row;
    expect(data.user).toMatchObject({
      ...kept,
      roles: [{ role: 'me' }],
      phoneNumberVerified: false,
      passwordHash: null,
    });
    expect(new Date(data.user.createdAt).toISOString()).toBe('2020-02-03T04:05:06.000Z');
  });

  it('says of each row what became of it, and imports the right ones', async () => {
    const { user } = await signUpNew(server);
    const email = newEmail();
    const outcomes = await importUsers([
      { email },
      { email: user.email.toUpperCase() },
      { email: 'nobody' },
      { email: email.toUpperCase(), username: 'other' },
      { displayName: 'Nobody' },
      { email: newEmail(), passwordHash: 'secret' },
      { email: newEmail(), ...firebaseUser },
      { email: newEmail(), allowedRoles: ['user', 'unknown'] },
      { email: newEmail(), allowedRoles: ['user', 'admin'] },
      { id: user.id, email: newEmail() },
      { id: 'x', email: newEmail() },
      { email: newEmail(), createdAt: 'yesterday' },
      { email: newEmail(), metadata: 'text' },
    ]);
    const id = outcomes[0]?.id;
    expect(outcomes).toMatchObject([
      { outcome: 'created', id: expect.any(String) },
      { outcome: 'exists', id: user.id },
      { outcome: 'refused', code: 'invalid-request', details: 'email: must be an email address' },
      { outcome: 'exists', id },
      { outcome: 'refused', code: 'invalid-request' },
      { outcome: 'refused', code: 'invalid-password-hash' },
      { outcome: 'refused', code: 'invalid-password-hash' },
      { outcome: 'refused', code: 'role-not-allowed' },
      { outcome: 'refused', code: 'role-not-allowed' },
      { outcome: 'exists', id: user.id },
      { outcome: 'refused', code: 'invalid-request', details: expect.stringMatching(/^id: /) },
      { outcome: 'refused', code: 'invalid-request', details: expect.stringMatching(/^createdAt: /) },
      { outcome: 'refused', code: 'invalid-request', details: expect.stringMatching(/^metadata: /) },
    ]);
    expect(outcomes.map(({ index }) => index)).toEqual(outcomes.map((_, index) => index));
  });

  it('can be sent again, and in parallel, without making anybody twice', async () => {
    const users = Array.from({ length: 20 }, () => ({ email: newEmail() }));
    const before = server.requestsToHasura();
    const first = await importUsers(users);
    // Looks for who is there, inserts the others, and notes it in the audit log.
    expect(server.requestsToHasura() - before).toBe(3);
    expect(new Set(first.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    const again = await importUsers(users);
    expect(again).toEqual(first.map((each) => ({ ...each, outcome: 'exists' })));

    const others = Array.from({ length: 20 }, () => ({ email: newEmail() }));
    const both = await Promise.all([importUsers(others), importUsers(others)]);
    const created = both.flat().filter(({ outcome }) => outcome === 'created');
    expect(created).toHaveLength(20);
    expect(both[0]?.map(({ id }) => id)).toEqual(both[1]?.map(({ id }) => id));
  });

  it('takes at most 500, none at all is fine, and unknown fields are refused', async () => {
    const many = Array.from({ length: 501 }, () => ({ email: 'a@example.com' }));
    const refused = await mutate(server, 'adminImportUsers', { users: many }, { admin: true });
    expect(refused.codes).toEqual(['invalid-request']);
    expect(await importUsers([])).toEqual([]);
    const asAdmin = { 'x-hasura-role': 'admin' };
    const users = [{ email: newEmail(), roles: ['admin'] }];
    expect((await callWebhook(server.app, 'adminImportUsers', { users }, asAdmin)).code).toBe(
      'invalid-request',
    );
  });

  it('writes nothing when the connection is lost before, and can be sent again when it is lost after', async () => {
    const users = [{ email: newEmail() }, { email: newEmail() }];
    server.loseRequestsOf('mutation ImportUsers');
    const lost = await mutate(server, 'adminImportUsers', { users }, { admin: true });
    server.loseRequestsOf(undefined);
    expect(lost.codes).toEqual(['service-unavailable']);
    server.loseAnswersOf('mutation ImportUsers');
    await mutate(server, 'adminImportUsers', { users }, { admin: true });
    server.loseAnswersOf(undefined);
    expect((await importUsers(users)).map(({ outcome }) => outcome)).toEqual(['exists', 'exists']);
  });

  it('never logs or answers a hash', async () => {
    const passwordHash = await bcrypt.hash(password, 4);
    const outcomes = await importUsers([
      { email: newEmail(), passwordHash },
      { email: 'x', passwordHash },
    ]);
    expect(JSON.stringify([outcomes, server.logged])).not.toContain(passwordHash.slice(7, 30));
  });
});
