import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { totpCode, totpStep } from '../../src/auth/totpCodes.js';
import { fromBase32 } from '../../src/lib/base32.js';
import { addSeconds } from '../../src/lib/clock.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';
import { isAlive, outcomes, signUpVerified, updateUser, userRow } from './accounts.js';
import { codeTo, messagesTo, ticketTo, wrongCode } from './messages.js';
import { callWebhook, mutate } from './mutate.js';
import { type ClientSession, password, post, signUpNew } from './requests.js';

/** Nothing here may depend on when a step of 30 seconds begins: the server's clock stands still. */
const start = new Date();
const clock = { now: () => start };
const later = (seconds: number) => ({ now: () => addSeconds(start, seconds) });
let server: TestServer;
/** Other auth servers on the same Hasura, for which it is later. */
let nextStep: App;
let afterQuarter: App;
beforeAll(async () => {
  server = await startTestServer({
    clock,
    env: {
      AUTH_ACCESS_TOKEN_EXPIRES_IN: '86400',
      AUTH_MFA_ENABLED: 'true',
      AUTH_MFA_TOTP_ISSUER: 'Acme & Sons',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_OTP_EMAIL_ENABLED: 'true',
      AUTH_SMS_PASSWORDLESS_ENABLED: 'true',
      AUTH_ANONYMOUS_USERS_ENABLED: 'true',
      AUTH_USERNAME_PASSWORD_ENABLED: 'true',
      AUTH_CLIENT_URL: 'https://app.example.com',
    },
  });
  nextStep = await server.startAnother({}, later(30));
  afterQuarter = await server.startAnother({}, later(901));
});
afterAll(() => server.close());

const as = ({ accessToken }: ClientSession) => ({ token: accessToken });
const bearer = ({ accessToken }: ClientSession) => ({ authorization: `Bearer ${accessToken}` });
const sessionOf = ({ user, refreshTokenId }: ClientSession) => ({
  'x-hasura-role': 'user',
  'x-hasura-user-id': user.id,
  'x-hasura-session-id': refreshTokenId,
});

/** What the authenticator app shows, `steps` away from now. */
const codeOf = (secret: string, steps = 0) => totpCode(fromBase32(secret), totpStep(start) + steps);
const generate = (own: ClientSession) => mutate(server, 'generateTotp', {}, as(own));
const activate = (own: ClientSession, code: string) => mutate(server, 'activateTotp', { code }, as(own));
const disable = (own: ClientSession, code: string) => mutate(server, 'disableTotp', { code }, as(own));
const signIn = async ({ user }: ClientSession): Promise<string> => {
  const { data } = await mutate(server, 'signIn', { email: user.email, password });
  expect(data).toMatchObject({ session: null, mfa: { ticket: expect.stringMatching(/^mfaTotp:/) } });
  return data.mfa.ticket;
};
const signInTotp = (ticket: string, otp: string) => mutate(server, 'signInTotp', { ticket, otp });
const signInByCode = (ticket: string, code: string) => mutate(server, 'signInRecoveryCode', { ticket, code });

/** An account with a second factor, which was activated a step ago: the codes of now are new. */
async function signUpWithTotp(): Promise<{ own: ClientSession; secret: string; recoveryCodes: string[] }> {
  const own = await signUpVerified(server);
  const { totpSecret: secret } = (await generate(own)).data;
  const { data, codes } = await activate(own, codeOf(secret, -1));
  expect(codes).toEqual([]);
  return { own, secret, recoveryCodes: data.recoveryCodes };
}

describe('generateTotp', () => {
  it('gives a secret, as text and as a QR code with the name of the service and the account', async () => {
    const own = await signUpNew(server);
    const { data } = await generate(own);
    expect(data.totpSecret).toMatch(/^[A-Z2-7]{52}$/);
    const uri = new URL(data.otpauthUri);
    expect(decodeURIComponent(uri.pathname)).toContain(`Acme & Sons:${own.user.email}`);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: data.totpSecret,
      issuer: 'Acme & Sons',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    const [type, image = ''] = data.imageUrl.split(',');
    expect(type).toBe('data:image/png;base64');
    const { width, height, data: pixels } = PNG.sync.read(Buffer.from(image, 'base64'));
    const readQr = jsQr as unknown as typeof jsQr.default;
    expect(readQr(new Uint8ClampedArray(pixels), width, height)?.data).toBe(data.otpauthUri);
  });

  it('keeps the secret encrypted, for this account only', async () => {
    const [own, thief] = [await signUpNew(server), await signUpNew(server)];
    const { totpSecret } = (await generate(own)).data;
    const { totpPendingSecret: sealed } = await userRow(server, own, 'totpPendingSecret');
    expect(sealed).toMatch(/^v2\./);
    expect(sealed).not.toContain(totpSecret);
    await updateUser(server, thief, `{totpPendingSecret: "${sealed}"}`);
    expect((await activate(thief, codeOf(totpSecret))).codes).toEqual(['internal-server-error']);
  });

  it('threats 10: leaves the active secret alone, which only an elevated session may replace', async () => {
    const { own, secret } = await signUpWithTotp();
    expect((await generate(own)).codes).toEqual(['elevated-claim-required']);
    const { data } = await mutate(server, 'elevate', { totp: codeOf(secret) }, as(own));
    const { totpSecret } = (await generate(data)).data;
    expect((await signInTotp(await signIn(own), codeOf(secret, 1))).codes).toEqual([]);
    expect((await activate(data, codeOf(totpSecret, -1))).codes).toEqual([]);
    expect((await signInTotp(await signIn(own), codeOf(secret, 1))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(await signIn(own), codeOf(totpSecret))).codes).toEqual([]);
  });

  it('is refused to nobody and to anonymous accounts', async () => {
    expect((await mutate(server, 'generateTotp', {})).codes).toEqual(['validation-failed']);
    const { data } = await mutate(server, 'signInAnonymous', {});
    const path = 'http://auth/v1/mfa/totp/generate';
    const reply = await server.app.fetch(new Request(path, { headers: bearer(data.session) }));
    expect([reply.status, (await reply.json()).error]).toEqual([403, 'forbidden-anonymous']);
  });
});

describe('activateTotp', () => {
  it('switches the second factor on, tells the owner, and gives ten recovery codes', async () => {
    const { own, recoveryCodes } = await signUpWithTotp();
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
    expect(await userRow(server, own, 'activeMfaType totpPendingSecret')).toEqual({
      activeMfaType: 'totp',
      totpPendingSecret: null,
    });
    expect(messagesTo(server.app, own.user.email)[0]).toMatchObject({ kind: 'totp-enabled' });
    const rows = await userRow(server, own, 'recoveryCodes { hash }');
    expect(JSON.stringify(rows)).not.toContain(recoveryCodes[0]?.slice(0, 5));
  });

  it('is done once of several times at once', async () => {
    const own = await signUpNew(server);
    const { totpSecret } = (await generate(own)).data;
    // No more than five, since further ones meet the limit of tries.
    const calls = Array.from({ length: 5 }, () => activate(own, codeOf(totpSecret)));
    const { successes, codes } = await outcomes(calls);
    expect(successes).toBe(1);
    expect(codes.filter((code) => !['invalid-totp', 'no-totp-secret'].includes(code))).toEqual([]);
    expect((await userRow(server, own, 'recoveryCodes { id }')).recoveryCodes).toHaveLength(10);
    expect(messagesTo(server.app, own.user.email)).toHaveLength(1);
  });

  it('is refused without a secret, and with the code of an older one', async () => {
    const own = await signUpNew(server);
    expect((await activate(own, '123456')).codes).toEqual(['no-totp-secret']);
    const former = (await generate(own)).data.totpSecret;
    await generate(own);
    expect((await activate(own, codeOf(former))).codes).toEqual(['invalid-totp']);
    expect((await userRow(server, own, 'activeMfaType')).activeMfaType).toBeNull();
  });
});

describe('a first factor, where a second one is active', () => {
  it('threats 9: is followed by a challenge and no session, whichever it is', async () => {
    const { own } = await signUpWithTotp();
    const { email } = own.user;
    const phone = `+3362${String(Date.now()).slice(-7)}`;
    const username = `u${own.user.id}`;
    await updateUser(
      server,
      own,
      `{username: "${username}", phoneNumber: "${phone}", phoneNumberVerified: true}`,
    );
    const sessions = async () => (await userRow(server, own, 'refreshTokens { id }')).refreshTokens.length;
    const before = await sessions();
    const replies = {
      password: await mutate(server, 'signIn', { email, password }),
      username: await mutate(server, 'signInUsername', { username, password }),
      magicLink: await viaMail('sendMagicLink', email),
      resetLink: await viaMail('sendPasswordReset', email),
      emailOtp:
        (await mutate(server, 'sendEmailOtp', { email })) &&
        (await mutate(server, 'signInEmailOtp', { email, otp: codeTo(server.app, email) })),
      smsOtp:
        (await mutate(server, 'sendSmsOtp', { phoneNumber: phone })) &&
        (await mutate(server, 'signInSmsOtp', { phoneNumber: phone, otp: codeTo(server.app, phone) })),
    };
    for (const [way, { data, text }] of Object.entries(replies)) {
      expect([way, text, data?.session, data?.mfa?.ticket]).toEqual([
        way,
        text,
        null,
        expect.stringMatching(/^mfaTotp:/),
      ]);
    }
    expect(await sessions()).toBe(before);
  });

  async function viaMail(action: string, email: string) {
    await mutate(server, action, { email });
    return mutate(server, 'confirmTicket', { ticket: ticketTo(server.app, email) });
  }

  it('is followed by a challenge also while AUTH_MFA_ENABLED is off, which then can not be met', async () => {
    const { own, secret } = await signUpWithTotp();
    const app = await server.startAnother({ AUTH_MFA_ENABLED: 'false' }, clock);
    const { body } = await post(app, '/signin/email-password', { email: own.user.email, password });
    expect(body).toEqual({ session: null, mfa: { ticket: expect.any(String) } });
    const off = await post(app, '/signin/mfa/totp', { ticket: body.mfa.ticket, otp: codeOf(secret) });
    expect([off.status, off.body.error]).toEqual([409, 'disabled-endpoint']);
    for (const [name, input] of [
      ['generateTotp', {}],
      ['activateTotp', { code: '1' }],
      ['disableTotp', { code: '1' }],
      ['replaceRecoveryCodes', {}],
      ['signInRecoveryCode', { ticket: body.mfa.ticket, code: '1' }],
    ] as const) {
      expect([name, (await callWebhook(app, name, input, sessionOf(own))).code]).toEqual([
        name,
        'disabled-endpoint',
      ]);
    }
  });
});

describe('signInTotp', () => {
  it('completes the sign-in', async () => {
    const { own, secret } = await signUpWithTotp();
    const { data } = await signInTotp(await signIn(own), codeOf(secret));
    expect(data).toMatchObject({ session: { user: { id: own.user.id, activeMfaType: 'totp' } }, mfa: null });
    expect(await isAlive(server, data.session)).toBe(true);
  });

  it('takes the secret of an account that was moved here from Nhost Auth', async () => {
    const own = await signUpVerified(server);
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    await updateUser(server, own, `{totpSecret: "${secret}", activeMfaType: "totp"}`);
    expect((await signInTotp(await signIn(own), wrongCode(codeOf(secret)))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(await signIn(own), codeOf(secret))).data.session).not.toBeNull();
  });

  it('takes two requests to Hasura, and so does the first factor', async () => {
    const { own, secret } = await signUpWithTotp();
    const before = server.requestsToHasura();
    const ticket = await signIn(own);
    expect(server.requestsToHasura() - before).toBe(2);
    await signInTotp(ticket, codeOf(secret));
    expect(server.requestsToHasura() - before).toBe(4);
  });

  it('accepts a code once, and no older one after it', async () => {
    const { own, secret } = await signUpWithTotp();
    const [first, second, third] = [await signIn(own), await signIn(own), await signIn(own)];
    expect((await signInTotp(first, codeOf(secret))).codes).toEqual([]);
    expect((await signInTotp(second, codeOf(secret))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(second, codeOf(secret, -1))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(third, codeOf(secret, 1))).codes).toEqual([]);
  });

  it('accepts a challenge once; a wrong code does not use it up', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    expect((await signInTotp(ticket, wrongCode(codeOf(secret)))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual([]);
    expect((await signInTotp(ticket, codeOf(secret, 1))).codes).toEqual(['invalid-ticket']);
  });

  it('opens one session of twenty uses at once', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    const calls = Array.from({ length: 20 }, () => signInTotp(ticket, codeOf(secret)));
    expect((await outcomes(calls)).successes).toBe(1);
    expect((await userRow(server, own, 'refreshTokens { id }')).refreshTokens).toHaveLength(2);
  });

  it('threats 11: is locked for a quarter of an hour after five wrong codes, from wherever they come', async () => {
    const { own, secret } = await signUpWithTotp();
    for (let guess = 0; guess < 5; guess += 1) {
      const reply = await mutate(
        server,
        'signInTotp',
        { ticket: await signIn(own), otp: wrongCode(codeOf(secret)) },
        { headers: { 'x-forwarded-for': `203.0.113.${guess}` } },
      );
      expect(reply.codes).toEqual(['invalid-totp']);
    }
    const ticket = await signIn(own);
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual(['too-many-requests']);
    expect((await disable(own, codeOf(secret))).codes).toEqual(['too-many-requests']);

    const late = await post(afterQuarter, '/signin/email-password', { email: own.user.email, password });
    const body = { ticket: late.body.mfa.ticket, otp: codeOf(secret, 30) };
    expect((await post(afterQuarter, '/signin/mfa/totp', body)).status).toBe(200);
  });

  it('counts the tries of parallel guesses', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    const guesses = Array.from({ length: 20 }, () => signInTotp(ticket, wrongCode(codeOf(secret))));
    const replies = await Promise.all(guesses);
    const looked = replies.filter(({ codes }) => codes[0] === 'invalid-totp');
    expect(looked.length).toBe(5);
  });

  it('refuses a challenge after five minutes, and other tickets', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    const late = await callWebhook(afterQuarter, 'signInTotp', { ticket, otp: codeOf(secret, 30) });
    expect(late.code).toBe('invalid-ticket');
    for (const other of ['', 'x', ticket.replace('mfaTotp', 'passwordReset'), `mfaTotp:${own.user.id}`]) {
      expect((await signInTotp(other, codeOf(secret))).codes).toEqual(['invalid-ticket']);
    }
  });

  it('refuses an account that was disabled, or switched the second factor off, in between', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    await updateUser(server, own, '{disabled: true}');
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual(['too-many-requests']);
    await updateUser(server, own, '{disabled: false, activeMfaType: null}');
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual(['disabled-mfa-totp']);
  });

  it('threats 17: is not disturbed by a reset mail', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    await mutate(server, 'sendPasswordReset', { email: own.user.email });
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual([]);
  });

  it('refuses a challenge from before a change of the password', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    await mutate(server, 'changePassword', { newPassword: 'another horse' }, as(own));
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual(['invalid-ticket']);
  });
});

describe('a code of an authenticator app', () => {
  const elevate = (own: ClientSession, totp: string) => mutate(server, 'elevate', { totp }, as(own));

  it('works once, whatever it was used for', async () => {
    const { own, secret } = await signUpWithTotp();
    const uses = {
      signInTotp: async () => signInTotp(await signIn(own), codeOf(secret)),
      elevate: async () => elevate(own, codeOf(secret)),
      disableTotp: async () => disable(own, codeOf(secret)),
    };
    expect((await elevate(own, codeOf(secret))).codes).toEqual([]);
    for (const [name, use] of Object.entries(uses)) {
      expect([name, (await use()).codes]).toEqual([name, ['invalid-totp']]);
    }
    expect((await elevate(own, codeOf(secret, -1))).codes).toEqual(['invalid-totp']);
  });

  it('that has switched the second factor on signs in no more, nor does an older one', async () => {
    const own = await signUpVerified(server);
    const { totpSecret: secret } = (await generate(own)).data;
    expect((await activate(own, codeOf(secret))).codes).toEqual([]);
    const ticket = await signIn(own);
    expect((await signInTotp(ticket, codeOf(secret))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(ticket, codeOf(secret, -1))).codes).toEqual(['invalid-totp']);
    expect((await signInTotp(ticket, codeOf(secret, 1))).codes).toEqual([]);
  });

  it('works for one of several purposes at once', async () => {
    const { own, secret } = await signUpWithTotp();
    const ticket = await signIn(own);
    // No more than five, since further ones meet the limit of tries.
    const { successes } = await outcomes([
      signInTotp(ticket, codeOf(secret)),
      elevate(own, codeOf(secret)),
      disable(own, codeOf(secret)),
      elevate(own, codeOf(secret)),
    ]);
    expect(successes).toBe(1);
  });
});

describe('recovery codes', () => {
  it('sign in once each, are told to the owner, and may be typed in any way', async () => {
    const { own, recoveryCodes } = await signUpWithTotp();
    const [first = '', second = ''] = recoveryCodes;
    const { data } = await signInByCode(await signIn(own), first.toUpperCase().replace('-', ' '));
    expect(data.session.user.id).toBe(own.user.id);
    expect(messagesTo(server.app, own.user.email)[0]).toMatchObject({ kind: 'recovery-code-used' });
    const ticket = await signIn(own);
    expect((await signInByCode(ticket, first)).codes).toEqual(['invalid-totp']);
    expect((await signInByCode(ticket, second)).codes).toEqual([]);
    expect((await userRow(server, own, 'recoveryCodes { id }')).recoveryCodes).toHaveLength(8);
  });

  it('open one session of twenty uses at once, for one challenge or several', async () => {
    const { own, recoveryCodes } = await signUpWithTotp();
    const tickets = await Promise.all(Array.from({ length: 5 }, () => signIn(own)));
    const calls = tickets.map((ticket) => signInByCode(ticket, recoveryCodes[0] ?? ''));
    expect((await outcomes(calls)).successes).toBe(1);
    const ticket = await signIn(own);
    const again = Array.from({ length: 20 }, () => signInByCode(ticket, recoveryCodes[1] ?? ''));
    expect((await outcomes(again)).successes).toBe(1);
    expect((await userRow(server, own, 'refreshTokens { id }')).refreshTokens).toHaveLength(3);
    expect(messagesTo(server.app, own.user.email)).toHaveLength(3);
  });

  it('count as tries, and are of no use for somebody else', async () => {
    const [mine, foreign] = [await signUpWithTotp(), await signUpWithTotp()];
    const ticket = await signIn(mine.own);
    for (const code of foreign.recoveryCodes.slice(0, 5)) {
      expect((await signInByCode(ticket, code)).codes).toEqual(['invalid-totp']);
    }
    expect((await signInByCode(ticket, mine.recoveryCodes[0] ?? '')).codes).toEqual(['too-many-requests']);
  });

  it('are replaced all at once, in a fresh or elevated session', async () => {
    const { own, secret, recoveryCodes } = await signUpWithTotp();
    const { data } = await mutate(server, 'replaceRecoveryCodes', {}, as(own));
    expect(data.recoveryCodes).toHaveLength(10);
    const ticket = await signIn(own);
    expect((await signInByCode(ticket, recoveryCodes[0] ?? '')).codes).toEqual(['invalid-totp']);
    expect((await signInByCode(ticket, data.recoveryCodes[0])).codes).toEqual([]);

    const old = await callWebhook(afterQuarter, 'replaceRecoveryCodes', {}, sessionOf(own));
    expect(old.code).toBe('elevated-claim-required');
    const elevated = { ...sessionOf(own), 'x-hasura-auth-elevated': own.user.id };
    expect((await callWebhook(afterQuarter, 'replaceRecoveryCodes', {}, elevated)).code).toBeUndefined();
    await disable(own, codeOf(secret));
    expect((await mutate(server, 'replaceRecoveryCodes', {}, as(own))).codes).toEqual(['disabled-mfa-totp']);
  });
});

describe('disableTotp', () => {
  it('switches the second factor off by a code, and tells the owner', async () => {
    const { own, secret } = await signUpWithTotp();
    expect((await disable(own, wrongCode(codeOf(secret)))).codes).toEqual(['invalid-totp']);
    expect((await disable(own, codeOf(secret))).data).toBe(true);
    expect(messagesTo(server.app, own.user.email)[0]).toMatchObject({ kind: 'totp-disabled' });
    expect(await userRow(server, own, 'activeMfaType totpSecret recoveryCodes { id }')).toEqual({
      activeMfaType: null,
      totpSecret: null,
      recoveryCodes: [],
    });
    expect((await disable(own, codeOf(secret))).codes).toEqual(['disabled-mfa-totp']);
  });

  it('switches it off by a recovery code', async () => {
    const { own, recoveryCodes } = await signUpWithTotp();
    expect((await disable(own, 'aaaaa-aaaaa')).codes).toEqual(['invalid-totp']);
    expect((await disable(own, recoveryCodes[3] ?? '')).data).toBe(true);
  });

  it('succeeds once of several times at once', async () => {
    const { own, secret } = await signUpWithTotp();
    const { successes } = await outcomes(Array.from({ length: 5 }, () => disable(own, codeOf(secret))));
    expect(successes).toBe(1);
    expect(messagesTo(server.app, own.user.email)).toHaveLength(2);
  });

  it('refuses a code that has signed in', async () => {
    const { own, secret } = await signUpWithTotp();
    expect((await signInTotp(await signIn(own), codeOf(secret))).codes).toEqual([]);
    expect((await disable(own, codeOf(secret))).codes).toEqual(['invalid-totp']);
    expect((await disable(own, codeOf(secret, 1))).codes).toEqual([]);
  });

  it('is refused to an account without a second factor, and to nobody', async () => {
    expect((await disable(await signUpNew(server), '123456')).codes).toEqual(['disabled-mfa-totp']);
    expect((await mutate(server, 'disableTotp', { code: '1' })).codes).toEqual(['validation-failed']);
  });
});

describe('a permission', () => {
  const admin = async (path: string, body: object) => {
    const response = await server.engine.fetch(`${server.engine.endpoint}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': 'the-admin-secret' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  };

  it('can demand the second factor of an account', async () => {
    const sql = 'create table secrets (id int primary key); insert into secrets values (1)';
    await admin('/v2/query', { type: 'run_sql', args: { source: 'default', sql } });
    await admin('/v1/metadata', { type: 'pg_track_table', args: { source: 'default', table: 'secrets' } });
    const mine = { id: { _eq: 'X-Hasura-User-Id' } };
    const filter = {
      _exists: {
        _table: { schema: 'auth', name: 'users' },
        _where: { _and: [mine, { active_mfa_type: { _is_null: false } }] },
      },
    };
    await admin('/v1/metadata', {
      type: 'pg_create_select_permission',
      args: { source: 'default', table: 'secrets', role: 'user', permission: { columns: ['id'], filter } },
    });
    const rows = async (own: ClientSession) =>
      (await server.graphql('{ secrets { id } }', as(own))).data.secrets.length;
    const { own, secret } = await signUpWithTotp();
    expect([await rows(await signUpNew(server)), await rows(own)]).toEqual([0, 1]);
    await disable(own, codeOf(secret));
    expect(await rows(own)).toBe(0);
  });
});

describe('over REST', () => {
  it('the flow of a client of Nhost works', async () => {
    const own = await signUpNew(server);
    const path = 'http://auth/v1/mfa/totp/generate';
    const generated = await server.app.fetch(new Request(path, { headers: bearer(own) }));
    const { totpSecret, imageUrl, ...rest } = await generated.json();
    expect([rest, imageUrl.slice(0, 22)]).toEqual([{}, 'data:image/png;base64,']);
    const mfa = (body: object) => post(server.app, '/v1/user/mfa', body, bearer(own));
    const wrong = await mfa({ code: '000000', activeMfaType: 'sms' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'mfa-type-not-found']);
    const on = await mfa({ code: codeOf(totpSecret, -1), activeMfaType: 'totp' });
    expect(on).toEqual({ status: 200, body: 'OK' });

    const { email } = own.user;
    const first = await post(server.app, '/v1/signin/email-password', { email, password });
    expect(first.body).toEqual({ session: null, mfa: { ticket: expect.any(String) } });
    const { ticket } = first.body.mfa;
    const body = { ticket, otp: codeOf(totpSecret) };
    expect((await post(server.app, '/v1/signin/mfa/totp', { ...body, x: 1 })).status).toBe(400);
    const second = await post(server.app, '/v1/signin/mfa/totp', body);
    expect([second.status, Object.keys(second.body)]).toEqual([200, ['session']]);
    expect((await mfa({ code: codeOf(totpSecret, 1), activeMfaType: '' })).body).toBe('OK');
    expect((await post(server.app, '/v1/user/mfa', { code: '1' })).status).toBe(401);
  });
});

describe('a code of the next half minute', () => {
  it('is accepted by a server whose clock is there already', async () => {
    const { own, secret } = await signUpWithTotp();
    const { body } = await post(nextStep, '/signin/email-password', { email: own.user.email, password });
    const reply = await post(nextStep, '/signin/mfa/totp', {
      ticket: body.mfa.ticket,
      otp: codeOf(secret, 2),
    });
    expect(reply.status).toBe(200);
  });
});
