import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { updateUser } from '../actions/accounts.js';
import { messagesTo } from '../actions/messages.js';
import { callWebhook } from '../actions/mutate.js';
import { type ClientSession, password, post, signUpNew } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

let server: TestServer;
let strict: App;
beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'domains-')), 'disposable.txt');
  writeFileSync(file, 'trash.example\n');
  server = await startTestServer();
  strict = await server.startAnother({
    AUTH_ACCESS_CONTROL_BLOCKED_EMAILS: 'Blocked@X.example',
    AUTH_ACCESS_CONTROL_BLOCKED_EMAIL_DOMAINS: 'Bücher.example',
    AUTH_ACCESS_CONTROL_DISPOSABLE_DOMAINS_FILE: file,
    AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
    AUTH_OTP_EMAIL_ENABLED: 'true',
  });
});
afterAll(() => server.close());

const refusal = { status: 401, body: expect.objectContaining({ error: 'invalid-email-password' }) };
const signUp = (email: string) => post(strict, '/v1/signup/email-password', { email, password });
const refreshOf = ({ refreshToken }: ClientSession) => post(strict, '/v1/token', { refreshToken });
const newName = () => `user-${randomUUID().slice(0, 8)}`;

/** An account that has its address since before it was listed. */
async function accountWith(email: string): Promise<ClientSession> {
  const session = await signUpNew(server);
  await updateUser(server, session, `{email: "${email}"}`);
  return session;
}

describe('blocked addresses', () => {
  it.each(['BLOCKED@X.example', 'a@xn--bcher-kva.example', 'a@BÜCHER.example'])(
    'sign nobody up: %s (threats 22)',
    async (email) => expect(await signUp(email)).toEqual(refusal),
  );

  it('end the sessions of an account at its next refresh (threats 26)', async () => {
    const session = await accountWith(`${newName()}@xn--bcher-kva.example`);
    expect(await refreshOf(session)).toEqual(refusal);
    const other = await signUpNew(server);
    expect((await refreshOf(other)).status).toBe(200);
  });

  it('do not hide that an account is disabled, also without an email (threats 26)', async () => {
    const session = await signUpNew(server);
    await updateUser(server, session, '{email: null, phoneNumber: "+33698765432", disabled: true}');
    const { status, body } = await refreshOf(session);
    expect([status, body.error]).toEqual([401, 'invalid-refresh-token']);
  });
});

describe('disposable addresses', () => {
  it('sign nobody up', async () => {
    expect(await signUp(`${newName()}@mail.trash.example`)).toEqual(refusal);
  });

  it('are not changed to', async () => {
    const { user, refreshTokenId } = await signUpNew(server);
    const session = {
      'x-hasura-role': 'user',
      'x-hasura-user-id': user.id,
      'x-hasura-session-id': refreshTokenId,
    };
    const { code } = await callWebhook(strict, 'changeEmail', { newEmail: 'a@trash.example' }, session);
    expect(code).toBe('invalid-email-password');
  });

  it.each(['sendMagicLink', 'sendEmailOtp'])(
    'get no mail of %s that makes an account, and the answer does not say so',
    async (name) => {
      const unknown = `${newName()}@trash.example`;
      const known = `${newName()}@trash.example`;
      await accountWith(known);
      const answers = await Promise.all(
        [unknown, known, `${newName()}@example.com`].map((email) => callWebhook(strict, name, { email })),
      );
      expect(answers.map(({ data }) => data)).toEqual([true, true, true]);
      expect(messagesTo(strict, unknown)).toEqual([]);
      expect(messagesTo(strict, known)).toHaveLength(1);
    },
  );

  it('stay with the accounts that have them', async () => {
    expect((await refreshOf(await accountWith(`${newName()}@trash.example`))).status).toBe(200);
  });
});
