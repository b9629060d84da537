import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { remindOfPats } from '../../src/auth/patReminders.js';
import { addSeconds } from '../../src/lib/clock.js';
import { updateUser } from '../actions/accounts.js';
import { messagesTo } from '../actions/messages.js';
import { mutate } from '../actions/mutate.js';
import { type ClientSession, signUpNew } from '../actions/requests.js';
import { startTestServer, type TestClock, type TestServer, testClock } from '../support/startTestServer.js';

const day = 86_400;
let clock: TestClock;
let server: TestServer;
let silent: App;
beforeAll(async () => {
  clock = testClock();
  server = await startTestServer({ clock });
  silent = await server.startAnother({ AUTH_NOTICE_PAT: 'false' });
});
afterAll(() => server.close());

const create = (own: ClientSession, days: number) => {
  const expiresAt = addSeconds(clock.now(), days * day).toISOString();
  return mutate(server, 'createPat', { expiresAt }, { token: own.accessToken });
};
/** What an account got of this kind, after the outbox was looked into. */
async function reminders(own: ClientSession): Promise<readonly string[]> {
  while ((await server.app.auth.outbox.deliverDue()) > 0);
  return messagesTo(server.app, own.user.email)
    .filter(({ kind }) => kind === 'pat-expires')
    .map(({ text }) => /\d{4}-\d\d-\d\d \d\d:\d\d UTC/.exec(text)?.[0] ?? text);
}

describe('a personal access token that expires', () => {
  it('is told to its owner a week before, once, by whichever server looks', async () => {
    const [own, other, disabled] = [
      await signUpNew(server),
      await signUpNew(server),
      await signUpNew(server),
    ];
    const end = addSeconds(clock.now(), 30 * day);
    for (const each of [own, other, disabled]) await create(each, 30);
    // Who makes a token for some days knows when it ends.
    await create(own, 6);
    await updateUser(server, disabled, '{disabled: true}');
    await updateUser(server, other, '{email: null, username: "nobody"}');
    expect(await remindOfPats(server.app.auth)).toBe(0);

    clock.advance(23 * day + 1);
    expect(await remindOfPats(silent.auth)).toBe(0);
    const written = await Promise.all([1, 2, 3].map(() => remindOfPats(server.app.auth)));
    expect(written.toSorted()).toEqual([0, 0, 1]);
    const told = `${end.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    expect(await reminders(own)).toEqual([told]);
    expect(await reminders(disabled)).toEqual([]);

    // A delivered message is kept for a week, so for as long as the token could be told of again.
    const now = () => clock.now().toISOString();
    const purge = () =>
      server.app.auth.hasura.PurgeExpired({
        now: now(),
        deliveredBefore: addSeconds(clock.now(), -7 * day).toISOString(),
        openedUntil: new Date(0).toISOString(),
      });
    for (let passed = 0; passed < 8; passed += 1) {
      clock.advance(day);
      await purge();
      expect(await remindOfPats(server.app.auth)).toBe(0);
    }
    expect(await reminders(own)).toEqual([told]);
  });

  it('is told of each of many, also when they end at the same moment', async () => {
    const own = await signUpNew(server);
    const expiresAt = addSeconds(clock.now(), 20 * day).toISOString();
    const createdAt = clock.now().toISOString();
    for (let made = 0; made < 205; made += 1) {
      const refreshTokenHash = `pat-${made}`;
      const token = { userId: own.user.id, type: 'pat' as const, refreshTokenHash, createdAt, expiresAt };
      await server.app.auth.hasura.InsertPat({ token, messages: [] });
    }
    clock.advance(14 * day);
    expect(await remindOfPats(server.app.auth)).toBe(205);
    expect(await remindOfPats(server.app.auth)).toBe(0);
  });
});
