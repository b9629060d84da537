import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionName } from '../../src/action.js';
import { auditedAs } from '../../src/auth/auditEvents.js';
import { totpCode } from '../../src/auth/totpCodes.js';
import { fromBase32 } from '../../src/lib/base32.js';
import { codeTo, lastMessage, newPhoneNumber, ticketTo, wrongCode } from '../actions/messages.js';
import { callWebhook } from '../actions/mutate.js';
import { newEmail } from '../actions/requests.js';
import { type HookServer, startHookServer } from '../support/startHookServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

let server: TestServer;
let hook: HookServer;
beforeAll(async () => {
  hook = await startHookServer();
  server = await startTestServer({
    env: {
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_OTP_EMAIL_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_MFA_ENABLED: 'true',
      AUTH_HOOK_SECRET: `whsec_${Buffer.from('canary-hook-secret-of-32-bytes!!').toString('base64')}`,
      AUTH_HOOK_BEFORE_SESSION_URL: hook.url,
      AUTH_HOOK_AFTER_URL: hook.url,
    },
  });
});
afterAll(async () => {
  await server.close();
  await hook.close();
});

/** Everything that must not be found anywhere afterwards. */
const secrets = new Set<string>();
const called = new Set<string>();

function secret(text: string): string {
  secrets.add(text);
  return text;
}

/** Keeps every token and code of an answer. */
function keep(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    const isSecret =
      /^(accessToken|refreshToken|ticket|personalAccessToken|totpSecret|otpauthUri|imageUrl)$/.test(name);
    if (typeof each === 'string' && isSecret) secret(each);
    if (name === 'recoveryCodes') for (const code of each as string[]) secret(code);
    keep(each);
  }
}

async function call(name: ActionName, input: Record<string, unknown>, session?: Record<string, string>) {
  called.add(name);
  const answer = await callWebhook(server.app, name, input, session);
  keep(answer.data);
  return answer;
}

const as = ({ user, refreshTokenId }: { user: { id: string }; refreshTokenId: string }) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});
const admin = { 'x-hasura-role': 'admin' };
const word = (name: string) => secret(`canary password ${name}`);

/** A life of an account, with something going wrong at each step. */
async function live(): Promise<void> {
  const email = newEmail();
  const first = word('first');
  const { data } = await call('signUp', { email, password: first });
  const own = data.session;
  await call('signIn', { email, password: word('wrong') });
  await call('signIn', { email: secret(newEmail()), password: first });
  await call('refresh', { refreshToken: own.refreshToken });
  await call('refresh', { refreshToken: secret(crypto.randomUUID()) });
  await call('changePassword', { newPassword: word('second'), oldPassword: first }, as(own));
  await call('sendPasswordReset', { email });
  await call('changePassword', { newPassword: word('third'), ticket: secret(ticketTo(server.app, email)) });
  await call('changePassword', {
    newPassword: word('fourth'),
    ticket: secret(`passwordReset:${crypto.randomUUID()}`),
  });
  const again = (await call('signIn', { email, password: 'canary password third' })).data.session;
  await call('elevate', { password: 'canary password third' }, as(again));

  const generated = (await call('generateTotp', {}, as(again))).data;
  const now = Date.now();
  const code = totpCode(fromBase32(generated.totpSecret), Math.floor(now / 30_000));
  await call('activateTotp', { code: wrongCode(code) }, as(again));
  const { recoveryCodes } = (await call('activateTotp', { code }, as(again))).data;
  const { ticket } = (await call('signIn', { email, password: 'canary password third' })).data.mfa;
  await call('signInTotp', { ticket, otp: wrongCode(code) });
  await call('signInRecoveryCode', { ticket, code: recoveryCodes[0] });
  await call('disableTotp', { code: recoveryCodes[1] }, as(again));

  const other = newEmail();
  await call('changeEmail', { newEmail: secret(other) }, as(again));
  await call('confirmTicket', { ticket: secret(ticketTo(server.app, other)) });
  await call('sendMagicLink', { email: other });
  const link = (await call('confirmTicket', { ticket: secret(ticketTo(server.app, other)) })).data.session;
  await call('sendEmailOtp', { email: other });
  const otp = codeTo(server.app, other);
  await call('signInEmailOtp', { email: other, otp: wrongCode(otp) });
  await call('signInEmailOtp', { email: other, otp: secret(otp) });
  const phoneNumber = secret(newPhoneNumber());
  await call('changePhone', { newPhoneNumber: phoneNumber }, as(link));
  await call('confirmPhoneChange', { otp: secret(codeTo(server.app, phoneNumber)) }, as(link));
  const pat = await call(
    'createPat',
    { expiresAt: '2999-01-01T00:00:00Z', metadata: { note: secret('canary-note') } },
    as(link),
  );
  await call('signInPat', { personalAccessToken: pat.data.personalAccessToken });
  await call('signInPat', { personalAccessToken: secret(crypto.randomUUID()) });
  await call(
    'adminUpdateUser',
    { id: own.user.id, changes: { password: word('set'), displayName: secret('canary-name') } },
    admin,
  );
  await call('adminImpersonate', { id: own.user.id, reason: secret('canary-reason') }, admin);
  await call('signOut', { refreshToken: link.refreshToken });
  lastMessage(server.app, other);
  const last = (await call('signIn', { email: other, password: 'canary password set' })).data.session;
  await call('deleteAccount', { password: 'canary password set' }, as(last));
}

describe('secrets of clients', () => {
  it('are in no entry of the audit log, in no body of a hook, and in no line of the log', async () => {
    await live();
    await server.app.auth.auditLog.flush();
    server.app.startWorker();
    const { data } = await server.graphql(
      '{ authAuditLog { id createdAt event outcome reason action userId actorId actorRole sessionId ip userAgent device traceId details } authHookDeliveries { lastError } }',
      { admin: true },
    );
    while (
      hook.calls.filter(({ body }) => body.type.startsWith('after-')).length < data.authAuditLog.length
    ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(data.authAuditLog.length).toBeGreaterThan(30);
    expect(secrets.size).toBeGreaterThan(40);
    // Six digits may be part of anything: they are looked for with nothing around them.
    const found = (text: string) =>
      [...secrets].filter((each) =>
        /^\d{6}$/.test(each) ? new RegExp(`"${each}"`).test(text) : text.includes(each),
      );
    expect(found(JSON.stringify(data))).toEqual([]);
    expect(found(hook.calls.map(({ text }) => text).join('\n'))).toEqual([]);
    expect(found(JSON.stringify(server.logged))).toEqual([]);
    expect(found(JSON.stringify([...secrets]))).toHaveLength(secrets.size);
  });

  it('were tried with most Actions that are in the log', () => {
    const audited = [...called].filter((name) => auditedAs(name) !== undefined);
    expect(audited.length).toBeGreaterThanOrEqual(24);
  });
});
