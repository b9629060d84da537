import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { reencrypt } from '../../src/auth/reencryption.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const [former, present, lost] = [1, 2, 3].map((digit) => String(digit).repeat(64));
const keyOf = (hex = '') => Buffer.from(hex, 'hex');

let server: TestServer;
/** Before the key was changed, while it is changed, and afterwards. */
let before: App;
let during: App;
let after: App;
beforeAll(async () => {
  server = await startTestServer({ env: { AUTH_ENCRYPTION_KEY: former ?? '' } });
  before = server.app;
  during = await server.startAnother({
    AUTH_ENCRYPTION_KEY: present ?? '',
    AUTH_ENCRYPTION_KEY_PREVIOUS: former ?? '',
  });
  after = await server.startAnother({ AUTH_ENCRYPTION_KEY: present ?? '' });
});
afterAll(() => server.close());

beforeEach(async () => {
  const everything = `mutation {
    deleteUsers(where: {}) { affected_rows }
    deleteAuthOutbox(where: {}) { affected_rows }
  }`;
  expect((await server.graphql(everything, { admin: true })).codes).toEqual([]);
});

const newUserId = async ({
  id = randomUUID(),
  ...set
}: {
  id?: string;
  totpSecret?: string;
}): Promise<string> => {
  await before.auth.hasura.InsertUser({ user: { id, displayName: '', locale: 'en', ...set } });
  return id;
};

async function userWithSecrets(index: number): Promise<string> {
  const id = randomUUID();
  const { encryption } = before.auth;
  return newUserId({
    id,
    totpSecret: encryption.encrypt(`secret ${index}`, `totp:${id}`),
    ...(index % 2 === 0 && { totpPendingSecret: encryption.encrypt(`pending ${index}`, `totp:${id}`) }),
  });
}

interface UserRow {
  readonly id: string;
  readonly totpSecret: string | null;
  readonly totpPendingSecret: string | null;
}

const users = async (): Promise<readonly UserRow[]> =>
  (
    await server.graphql('{ users(order_by: {id: asc}) { id totpSecret totpPendingSecret } }', {
      admin: true,
    })
  ).data.users;

const isReadBy = (app: App, text: string | null, context: string): boolean => {
  try {
    return text === null || app.auth.encryption.decrypt(text, context) !== '';
  } catch {
    return false;
  }
};
const readBy = (app: App, rows: readonly UserRow[]) =>
  rows.filter(({ id, totpSecret, totpPendingSecret }) =>
    [totpSecret, totpPendingSecret].every((text) => isReadBy(app, text, `totp:${id}`)),
  ).length;

describe('a change of the encryption key', () => {
  it('renews TOTP secrets, tokens of providers and waiting messages', async () => {
    const { encryption, hasura } = before.auth;
    const userId = await userWithSecrets(0);
    const messageId = randomUUID();
    await hasura.InsertMessages({
      messages: [
        {
          id: messageId,
          kind: 'invite',
          channel: 'email',
          payload: encryption.encrypt('hello', `outbox:${messageId}`),
        },
      ],
    });
    const tokens = encryption.encrypt('tokens', 'provider-tokens:github:77');
    const insert = `mutation { insertAuthUserProvider(object: {userId: "${userId}", providerId: "github", providerUserId: "77", accessToken: "${tokens}"}) { id } }`;
    expect((await server.graphql(insert, { admin: true })).text).not.toContain('errors');

    expect(await reencrypt(during.auth)).toEqual({ renewed: 4, unreadable: 0 });
    const query = '{ authOutbox { payload } authUserProviders { accessToken } }';
    const { data } = await server.graphql(query, { admin: true });
    expect(after.auth.encryption.decrypt(data.authOutbox[0].payload, `outbox:${messageId}`)).toBe('hello');
    const [{ accessToken }] = data.authUserProviders;
    expect(after.auth.encryption.decrypt(accessToken, 'provider-tokens:github:77')).toBe('tokens');
    const [row] = await users();
    expect(after.auth.encryption.decrypt(row?.totpSecret ?? '', `totp:${userId}`)).toBe('secret 0');
    expect(after.auth.encryption.decrypt(row?.totpPendingSecret ?? '', `totp:${userId}`)).toBe('pending 0');
    expect(isReadBy(before, row?.totpSecret ?? '', `totp:${userId}`)).toBe(false);
    expect(await reencrypt(during.auth)).toEqual({ renewed: 0, unreadable: 0 });
  });

  it('can be stopped half way, where every text is read, and goes on from there', async () => {
    for (let index = 0; index < 7; index += 1) await userWithSecrets(index);
    let batches = 0;
    const isStopped = () => {
      batches += 1;
      return batches > 2;
    };
    await reencrypt(during.auth, { batchSize: 2, isStopped });
    const rows = await users();
    expect(readBy(after, rows)).toBe(4);
    expect(readBy(before, rows)).toBe(3);
    expect(readBy(during, rows)).toBe(7);
    await reencrypt(during.auth, { batchSize: 2 });
    expect(readBy(after, await users())).toBe(7);
  });

  it.each(['request', 'answer'] as const)('goes on after a batch whose %s was lost', async (part) => {
    for (let index = 0; index < 5; index += 1) await userWithSecrets(index);
    const lose = part === 'request' ? server.loseRequestsOf : server.loseAnswersOf;
    lose('ReplaceUserSecrets');
    await expect(reencrypt(during.auth, { batchSize: 2 })).rejects.toThrow();
    lose(undefined);
    expect(readBy(during, await users())).toBe(5);
    await reencrypt(during.auth, { batchSize: 2 });
    expect(readBy(after, await users())).toBe(5);
  });

  it('may be done by several servers at once', async () => {
    for (let index = 0; index < 9; index += 1) await userWithSecrets(index);
    await Promise.all([1, 2, 3].map(() => reencrypt(during.auth, { batchSize: 2 })));
    expect(readBy(after, await users())).toBe(9);
  });

  it('leaves what somebody wrote meanwhile', async () => {
    const id = await userWithSecrets(1);
    const fresh = during.auth.encryption.encrypt('fresh', `totp:${id}`);
    const { hasura, ...rest } = during.auth;
    const slow = {
      ...rest,
      hasura: {
        ...hasura,
        async ReplaceUserSecrets(variables: Parameters<typeof hasura.ReplaceUserSecrets>[0]) {
          const set = `mutation { updateUser(pk_columns: {id: "${id}"}, _set: {totpSecret: "${fresh}"}) { id } }`;
          expect((await server.graphql(set, { admin: true })).text).not.toContain('errors');
          return hasura.ReplaceUserSecrets(variables);
        },
      },
    };
    await reencrypt(slow);
    expect((await users())[0]?.totpSecret).toBe(fresh);
  });

  it('leaves secrets that are not encrypted, reads those without a key id, and counts what no key opens', async () => {
    const plain = await newUserId({ totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' });
    const old = randomUUID();
    await newUserId({ id: old, totpSecret: encryptedWithoutId('secret', `totp:${old}`) });
    const strange = randomUUID();
    const other = await server.startAnother({ AUTH_ENCRYPTION_KEY: lost ?? '' });
    const unreadable = other.auth.encryption.encrypt('secret', `totp:${strange}`);
    await newUserId({ id: strange, totpSecret: unreadable });

    expect(await reencrypt(during.auth, { batchSize: 1 })).toEqual({ renewed: 1, unreadable: 1 });
    const secrets = new Map((await users()).map((each) => [each.id, each.totpSecret]));
    expect(secrets.get(plain)).toBe('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    expect(secrets.get(strange)).toBe(unreadable);
    expect(after.auth.encryption.decrypt(secrets.get(old) ?? '', `totp:${old}`)).toBe('secret');
  });
});

/** As texts were before keys had ids. */
function encryptedWithoutId(text: string, context: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(former), iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return `v1.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
}
