import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { deviceOf } from '../../src/auth/auditEntry.js';
import { deviceName } from '../../src/auth/deviceName.js';
import { type ClientSession, password, signUpNew } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const firefox = (version: string) =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${version}) Gecko/20100101 Firefox/${version}`;
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

let server: TestServer;
let replica: App;
beforeAll(async () => {
  server = await startTestServer();
  replica = await server.startAnother({});
});
afterAll(() => server.close());

/** Signs in with a user agent, over REST, and lets what follows from it happen. */
async function signIn(
  { user }: ClientSession,
  userAgent: string | undefined,
  app = server.app,
  word = password,
) {
  const headers = { 'content-type': 'application/json', ...(userAgent && { 'user-agent': userAgent }) };
  const body = JSON.stringify({ email: user.email, password: word });
  await app.fetch(new Request('http://auth/v1/signin/email-password', { method: 'POST', headers, body }));
  await app.auth.auditLog.flush();
  await app.auth.outbox.close();
}

const mailsTo = ({ user }: ClientSession) =>
  [server.app, replica]
    .flatMap(({ auth }) => auth.inbox?.list() ?? [])
    .filter(({ to, kind }) => to === user.email && kind === 'new-device');

/** An account that has signed in with Firefox on Linux. */
async function signUpKnown(): Promise<ClientSession> {
  const own = await signUpNew(server);
  await server.app.auth.auditLog.flush();
  const known = `mutation { updateAuthAuditLog(where: {userId: {_eq: "${own.user.id}"}}, _set: {device: "${deviceOf(firefox('140.0'))}"}) { affected_rows } }`;
  expect((await server.graphql(known, { admin: true })).data.updateAuthAuditLog.affected_rows).toBe(1);
  return own;
}

describe('a session on a new device', () => {
  it('is told to the owner, once, in words of ours', async () => {
    const own = await signUpKnown();
    await signIn(own, safari);
    await signIn(own, safari);
    const [mail, ...more] = mailsTo(own);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('New sign-in to your account');
    expect(mail?.text).toContain('Safari, iPhone');
    expect(mail?.text).not.toContain('Mozilla');
  });

  it('is none with a newer version of the browser, and none when nothing is known yet', async () => {
    const own = await signUpKnown();
    await signIn(own, firefox('141.0.1'));
    expect(mailsTo(own)).toEqual([]);
    const first = await signUpNew(server);
    const forgotten = `mutation { deleteAuthAuditLog(where: {userId: {_eq: "${first.user.id}"}}) { affected_rows } }`;
    await server.app.auth.auditLog.flush();
    await server.graphql(forgotten, { admin: true });
    await signIn(first, safari);
    expect(mailsTo(first)).toEqual([]);
  });

  it('is none where the password was wrong', async () => {
    const own = await signUpKnown();
    await signIn(own, safari, server.app, 'wrong');
    expect(mailsTo(own)).toEqual([]);
    await signIn(own, safari);
    expect(mailsTo(own)).toHaveLength(1);
  });

  it('is told also of a client that says nothing of itself', async () => {
    const own = await signUpKnown();
    await signIn(own, undefined);
    expect(mailsTo(own)).toHaveLength(1);
    expect(mailsTo(own)[0]?.text).toContain('?');
  });

  it('is told once by two servers that meet it at once', async () => {
    const own = await signUpKnown();
    await Promise.all([signIn(own, safari), signIn(own, safari, replica)]);
    expect(mailsTo(own)).toHaveLength(1);
  });

  it('is told to nobody where the settings say so', async () => {
    const silent = await server.startAnother({ AUTH_NOTICE_NEW_DEVICE: 'false' });
    const own = await signUpKnown();
    await signIn(own, safari, silent);
    const { data } = await server.graphql(
      `{ authOutbox(where: {userId: {_eq: "${own.user.id}"}}) { kind } }`,
      {
        admin: true,
      },
    );
    expect(data.authOutbox).toEqual([]);
    // It is known from then on.
    await signIn(own, safari);
    expect(mailsTo(own)).toEqual([]);
  });
});

describe('deviceName', () => {
  it.each([
    [safari, 'Safari, iPhone'],
    [firefox('140.0'), 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0',
      'Edge, Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    ['curl/8.5.0', 'curl'],
    ['Win a prize at https://evil.example.com', '?'],
    [null, '?'],
  ])('of %j is %j', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
