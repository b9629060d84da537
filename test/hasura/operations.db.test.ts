import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database/database.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { applyProject } from '../../src/engine/metadata/applyProject.js';
import { createHasura, type Hasura } from '../../src/hasura/client.js';
import { Secret } from '../../src/lib/secret.js';
import { openTestDatabase } from '../support/database.js';

const now = new Date('2026-11-22T12:00:00Z').toISOString();
const later = new Date('2026-11-22T13:00:00Z').toISOString();
const muchLater = new Date('2026-12-22T12:00:00Z').toISOString();
const adminSecret = 'operations-test-admin-secret';
/** How many requests come at once where exactly one may succeed. */
const parallel = 20;

let database: Database;
let engine: Engine;
let hasura: Hasura;
/** A new user for each test. */
let userId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const env = {
    HASURA_GRAPHQL_ADMIN_SECRET: adminSecret,
    ACTION_BASE_URL: 'http://localhost:1',
    ACTION_SECRET: 'x',
  };
  engine = await createEngine({ database, env });
  const endpoint = 'http://engine';
  await applyProject(engine.metadata, { directory: 'hasura', say: () => {} });
  hasura = createHasura({ endpoint, adminSecret: new Secret(adminSecret), fetch: engine.fetch });
});
afterAll(async () => {
  await engine?.close();
  await database?.close();
});
beforeEach(async () => {
  userId = (await insertUser({ passwordHash: 'old-hash' })).id;
});

type UserRow = Parameters<Hasura['InsertUser']>[0]['user'];

async function insertUser(user: UserRow) {
  const { insertUser } = await hasura.InsertUser({
    user: {
      email: `${randomUUID()}@example.com`,
      locale: 'en',
      roles: { data: [{ role: 'user' }] },
      ...user,
    },
  });
  if (!insertUser) throw new Error('no user');
  return insertUser;
}

const session = (over: object = {}) => {
  const id = randomUUID();
  return { id, row: { id, userId, refreshTokenHash: `hash-${id}`, expiresAt: muchLater, ...over } };
};
const message = (over: object = {}) => {
  const id = randomUUID();
  return { id, row: { id, userId, kind: 'notice', channel: 'email', payload: 'sealed', ...over } };
};

async function addTicket(kind: string, over: object = {}) {
  const hash = `hash-${randomUUID()}`;
  await hasura.CreateTicket({ ticket: { hash, kind, userId, expiresAt: later, ...over }, messages: [] });
  return hash;
}

async function addSession(type: 'regular' | 'pat' = 'regular') {
  const { id, row } = session({ type });
  await hasura.InsertPat({ token: row, messages: [] });
  return id;
}

const count = async (table: string, where = `user_id = '${userId}'`) => {
  const { rows } = await database.pool.query<{ n: string }>(
    `select count(*) as n from auth.${table} where ${where}`,
  );
  return Number(rows[0]?.n);
};
const account = async () => {
  const { rows } = await database.pool.query<Record<string, string | null>>(
    `select * from auth.users where id = '${userId}'`,
  );
  return rows[0] ?? {};
};

function consume(hash: string, kind: string, over: Partial<Parameters<Hasura['ConsumeTicket']>[0]> = {}) {
  const { id, row } = session();
  return hasura.ConsumeTicket({
    hash,
    kind,
    userId,
    now,
    useId: randomUUID(),
    proved: { lastSeen: now },
    sessions: [row],
    sessionIds: [id],
    challenges: [],
    challengeIds: [],
    ...over,
  });
}

/** Runs the same thing many times at once; answers how many said that they had taken something. */
async function race<T>(run: () => Promise<T>, won: (result: T) => boolean): Promise<number> {
  const results = await Promise.all(Array.from({ length: parallel }, run));
  return results.filter(won).length;
}
const taken = (result: { taken: { returning: unknown[] } | null }) => result.taken?.returning.length === 1;

describe('tickets', () => {
  it('are used once, with one session, however many try at once', async () => {
    const hash = await addTicket('passwordlessEmail');
    expect(await race(() => consume(hash, 'passwordlessEmail'), taken)).toBe(1);
    expect(await count('refresh_tokens')).toBe(1);
    expect(await count('tickets')).toBe(0);
    expect(taken(await consume(hash, 'passwordlessEmail'))).toBe(false);
    expect(await count('refresh_tokens')).toBe(1);
  });

  it.each([
    ['of another kind', 'verifyEmail', {}],
    ['expired', 'passwordlessEmail', { expiresAt: now }],
    ['of another user', 'passwordlessEmail', { userId: null }],
  ])('that are %s leave no session and prove nothing', async (_what, kind, over) => {
    const hash = await addTicket(kind, over);
    const used = await consume(hash, 'passwordlessEmail', { proved: { emailVerified: true } });
    expect(taken(used)).toBe(false);
    expect(used.seen?.returning).toEqual([]);
    expect(await count('refresh_tokens')).toBe(0);
    expect((await account()).email_verified).toBe('f');
    expect(await count('tickets', `hash = '${hash}' and use_id is null`)).toBe(1);
  });

  it('of a disabled user are kept, and open nothing', async () => {
    const hash = await addTicket('passwordlessEmail');
    await hasura.UpdateUser({ userId, set: { disabled: true }, endedTypes: [], droppedTickets: [] });
    expect(taken(await consume(hash, 'passwordlessEmail'))).toBe(false);
    expect([await count('refresh_tokens'), await count('tickets')]).toEqual([0, 1]);
  });

  it('lead to a challenge instead of a session', async () => {
    const hash = await addTicket('emailOtp');
    const other = await addTicket('passwordReset');
    const id = randomUUID();
    const challenge = { id, userId, kind: 'mfaTotp', hash: `hash-${id}`, expiresAt: later };
    const over = { sessions: [], sessionIds: [], challenges: [challenge], challengeIds: [id] };
    expect(taken(await consume(hash, 'emailOtp', over))).toBe(true);
    expect(await count('refresh_tokens')).toBe(0);
    expect((await hasura.FindTicket({ hash: challenge.hash, now })).authTickets[0]?.user?.id).toBe(userId);
    expect((await hasura.FindTicket({ hash: other, now })).authTickets).toHaveLength(1);
    expect(taken(await consume(hash, 'emailOtp', over).catch(() => ({ taken: null })))).toBe(false);
    expect(await count('tickets', `kind = 'mfaTotp' and user_id = '${userId}'`)).toBe(1);
  });

  it('count guesses before they are judged: five, also when they come at once', async () => {
    const recipient = `${randomUUID()}@Example.com`;
    const hash = await addTicket('emailOtp', { recipient });
    const spend = () =>
      hasura.SpendCodeAttempt({ recipient: recipient.toLowerCase(), kinds: ['emailOtp'], now });
    expect(await race(spend, ({ spent }) => spent?.returning[0]?.hash === hash)).toBe(5);
    expect((await spend()).spent?.returning).toEqual([]);
    expect((await hasura.SpendCodeAttemptOfUser({ userId, kind: 'emailOtp', now })).spent?.returning).toEqual(
      [],
    );
  });

  it('make one account, however many use them at once', async () => {
    const hash = await addTicket('smsOtp', { userId: null, recipient: '+33612345678' });
    const phoneNumber = `+336${Math.random().toString().slice(2, 10)}`;
    const signUp = async () => {
      const id = randomUUID();
      const user = {
        id,
        locale: 'en',
        phoneNumber,
        phoneNumberVerified: true,
        roles: { data: [{ role: 'user' }] },
        refreshTokens: { data: [{ refreshTokenHash: `hash-${id}`, expiresAt: muchLater }] },
      };
      const variables = { hash, kind: 'smsOtp', now, useId: randomUUID(), userId: id, user };
      return hasura.SignUpByTicket(variables).catch((error: { constraint?: string }) => {
        expect(error.constraint).toBe('users_phone_number_key');
        return { taken: null };
      });
    };
    expect(await race(signUp, taken)).toBe(1);
    expect(await count('users', `phone_number = '${phoneNumber}'`)).toBe(1);
    await database.pool.query(`delete from auth.users where phone_number = '${phoneNumber}'`);
    expect(taken(await signUp())).toBe(false);
    expect(await count('users', `phone_number = '${phoneNumber}'`)).toBe(0);
  });
});

describe('the first proof of an address', () => {
  const prove = async (hash: string) => {
    const { id, row } = session();
    const result = await hasura.ConsumeTicketAsFirstProof({
      hash,
      kind: 'passwordlessEmail',
      userId,
      now,
      useId: randomUUID(),
      unproved: { emailVerified: { _eq: false } },
      proved: { emailVerified: true, lastSeen: now },
      sessions: [row],
      sessionIds: [id],
    });
    return { id, result };
  };

  it('drops what was set before: threats row 2', async () => {
    await addSession();
    await addSession('pat');
    await addTicket('emailConfirmChange');
    await hasura.ReplaceRecoveryCodes({
      userId,
      recoveryCodes: [{ userId, hash: randomUUID() }],
      messages: [],
    });
    await hasura.UpdateUser({
      userId,
      set: { totpSecret: 's', activeMfaType: 'totp', newEmail: 'thief@example.com' },
      endedTypes: [],
      droppedTickets: [],
    });
    const { id, result } = await prove(await addTicket('passwordlessEmail'));
    expect(result.seen?.returning[0]).toMatchObject({ emailVerified: true, activeMfaType: null });
    expect(await account()).toMatchObject({ password_hash: null, totp_secret: null, new_email: null });
    expect([await count('tickets'), await count('recovery_codes')]).toEqual([0, 0]);
    expect([await count('refresh_tokens'), await count('refresh_tokens', `id = '${id}'`)]).toEqual([1, 1]);
  });

  it('drops nothing when the address was proved meanwhile', async () => {
    await hasura.UpdateUser({ userId, set: { emailVerified: true }, endedTypes: [], droppedTickets: [] });
    await addSession();
    await prove(await addTicket('passwordlessEmail'));
    expect((await account()).password_hash).toBe('old-hash');
    expect(await count('refresh_tokens')).toBe(2);
  });

  it('drops nothing without its ticket', async () => {
    await addSession();
    const { result } = await prove('unknown');
    expect(result.taken?.returning).toEqual([]);
    expect((await account()).password_hash).toBe('old-hash');
    expect(await count('refresh_tokens')).toBe(1);
  });
});

describe('a new address', () => {
  const wish = (newEmail: string) => {
    const hash = `hash-${randomUUID()}`;
    const ticket = { hash, kind: 'emailConfirmChange', userId, recipient: newEmail, expiresAt: later };
    const request = {
      userId,
      kind: 'emailConfirmChange',
      wished: { newEmail },
      ticket,
      messages: [message().row],
    };
    return hasura.RequestContactChange(request).then(() => hash);
  };
  const confirm = (hash: string, email: string, keptSessionIds: string[]) => {
    const own = session();
    const note = message();
    return hasura.ConfirmContactChange({
      hash,
      kind: 'emailConfirmChange',
      userId,
      now,
      useId: randomUUID(),
      changed: { email, newEmail: null, emailVerified: true, lastSeen: now },
      keptSessionIds,
      sessions: [own.row],
      sessionIds: [own.id],
      challenges: [],
      challengeIds: [],
      messages: [note.row],
      messageIds: [note.id],
    });
  };

  it('counts from the confirmation, by the last mail only, and ends the other sessions', async () => {
    const kept = await addSession();
    await addSession();
    const pat = await addSession('pat');
    const email = `${randomUUID()}@example.com`;
    const former = await wish('former@example.com');
    const hash = await wish(email);
    expect((await account()).email_verified).toBe('f');
    expect(taken(await confirm(former, 'former@example.com', []))).toBe(false);
    expect(await race(() => confirm(hash, email, [kept]), taken)).toBe(1);
    expect(await account()).toMatchObject({ email, new_email: null, email_verified: 't' });
    expect(await count('refresh_tokens')).toBe(3);
    expect(await count('refresh_tokens', `id in ('${kept}', '${pat}')`)).toBe(2);
    // Two wishes and one notice.
    expect(await count('outbox')).toBe(3);
  });

  it('that somebody else has by now changes nothing, and keeps the ticket', async () => {
    const { email } = await insertUser({});
    const hash = await wish(String(email));
    await expect(confirm(hash, String(email), [])).rejects.toMatchObject({ constraint: 'users_email_key' });
    expect(await count('tickets')).toBe(1);
  });
});

describe('passwords', () => {
  const replace = (
    current: { _eq: string } | { _is_null: boolean },
    newHash: string,
    kept: string[] = [],
  ) => {
    const note = message();
    return hasura.ReplacePassword({
      userId,
      current,
      newHash,
      changeId: randomUUID(),
      keptSessionIds: kept,
      messages: [note.row],
      messageIds: [note.id],
    });
  };

  it('are replaced once by requests that verified the same one, with one notice', async () => {
    const kept = await addSession();
    await addSession();
    await addTicket('passwordReset');
    const wins = await race(
      () => replace({ _eq: 'old-hash' }, randomUUID(), [kept]),
      ({ changed }) => changed?.returning.length === 1,
    );
    expect(wins).toBe(1);
    expect([await count('refresh_tokens'), await count('outbox'), await count('tickets')]).toEqual([1, 1, 0]);
    expect((await replace({ _is_null: true }, 'x')).changed?.returning).toEqual([]);
    expect(await count('outbox')).toBe(1);
  });

  it('are reset by a ticket once', async () => {
    await addSession();
    const pat = await addSession('pat');
    const hash = await addTicket('passwordReset');
    await hasura.UpdateUser({ userId, set: { emailVerified: true }, endedTypes: [], droppedTickets: [] });
    const reset = () => {
      const note = message();
      const variables = { hash, userId, now, useId: randomUUID(), newHash: randomUUID() };
      return hasura.ResetPassword({ ...variables, messages: [note.row], messageIds: [note.id] });
    };
    expect(await race(reset, taken)).toBe(1);
    expect([await count('refresh_tokens'), await count('outbox')]).toEqual([1, 1]);
    expect(await count('refresh_tokens', `id = '${pat}'`)).toBe(1);
  });
});

describe('TOTP', () => {
  const activate = () => {
    const note = message();
    const codes = Array.from({ length: 2 }, () => ({ id: randomUUID(), userId, hash: randomUUID() }));
    return hasura.ActivateTotp({
      userId,
      pendingSecret: 'sealed-1',
      step: 1,
      changeId: randomUUID(),
      recoveryCodes: codes,
      recoveryCodeIds: codes.map(({ id }) => id),
      messages: [note.row],
      messageIds: [note.id],
    });
  };
  const signIn = (ticketHash: string, step: number) => {
    const { id, row } = session();
    return hasura.SignInByTotp({
      ticketHash,
      userId,
      secret: 'sealed-1',
      step,
      now,
      useId: randomUUID(),
      session: row,
      sessionId: id,
    });
  };
  const signInByCode = (ticketHash: string, codeHash: string) => {
    const { id, row } = session();
    const useId = randomUUID();
    return hasura.SignInByRecoveryCode({
      ticketHash,
      userId,
      codeHash,
      now,
      useId,
      session: row,
      sessionId: id,
      messages: [],
      messageIds: [],
    });
  };

  beforeEach(() => hasura.SetPendingTotp({ userId, secret: 'sealed-1' }));

  it('is activated once, with one set of recovery codes and one notice', async () => {
    expect(await race(activate, ({ activated }) => activated?.returning.length === 1)).toBe(1);
    expect([await count('recovery_codes'), await count('outbox')]).toEqual([2, 1]);
    expect(await account()).toMatchObject({ totp_secret: 'sealed-1', active_mfa_type: 'totp' });
  });

  it('takes a code once, also for several challenges at once', async () => {
    await activate();
    const tickets = [await addTicket('mfaTotp'), await addTicket('mfaTotp')];
    let turn = 0;
    expect(await race(() => signIn(tickets[turn++ % 2] ?? '', 100), taken)).toBe(1);
    expect([await count('refresh_tokens'), await count('tickets')]).toEqual([1, 1]);
  });

  it('takes a challenge once, also for several codes at once', async () => {
    await activate();
    const ticket = await addTicket('mfaTotp');
    let step = 100;
    expect(await race(() => signIn(ticket, step++), taken)).toBe(1);
    expect([await count('refresh_tokens'), await count('tickets')]).toEqual([1, 0]);
  });

  it('takes a recovery code once, and keeps it where the challenge was lost', async () => {
    await activate();
    const codes = ['a', 'b'].map((name) => `${name}-${randomUUID()}`);
    await hasura.ReplaceRecoveryCodes({
      userId,
      recoveryCodes: codes.map((hash) => ({ userId, hash })),
      messages: [],
    });
    const [first, second] = codes as [string, string];
    const tickets = [await addTicket('mfaTotp'), await addTicket('mfaTotp')];
    let turn = 0;
    expect(await race(() => signInByCode(tickets[turn++ % 2] ?? '', first), taken)).toBe(1);
    expect([await count('recovery_codes'), await count('tickets')]).toEqual([1, 1]);
    expect(taken(await signInByCode('unknown', second))).toBe(false);
    expect(await count('recovery_codes', `hash = '${second}' and use_id is null`)).toBe(1);
    expect(await count('refresh_tokens')).toBe(1);
  });

  it('locks after five tries until the time is over, by ticket as by user', async () => {
    await activate();
    const ticketHash = await addTicket('mfaTotp', { expiresAt: muchLater });
    const spend = (at: string) =>
      hasura.SpendTotpAttemptByTicket({ ticketHash, now: at, lockedUntil: later });
    expect(
      await race(
        () => spend(now),
        ({ spent }) => spent?.returning.length === 1,
      ),
    ).toBe(5);
    const locked = await spend(now);
    expect([locked.known?.returning.length, locked.spent?.returning.length]).toEqual([1, 0]);
    expect((await hasura.SpendTotpAttempt({ userId, now, lockedUntil: later })).spent?.returning).toEqual([]);
    expect((await spend(later)).spent?.returning).toHaveLength(1);
  });

  it('is switched off by a code that was not used for it before, or by a recovery code', async () => {
    await activate();
    const note = message();
    const disable = { userId, changeId: randomUUID(), messages: [note.row], messageIds: [note.id] };
    const byCode = { ...disable, secret: 'sealed-1' };
    expect((await hasura.DisableTotp({ ...byCode, secret: 'other', step: 5 })).disabled?.returning).toEqual(
      [],
    );
    expect(await count('outbox')).toBe(1);
    const off = await hasura.DisableTotp({ ...byCode, changeId: randomUUID(), step: 5 });
    expect(off.disabled?.returning[0]?.activeMfaType).toBeNull();
    expect([await count('recovery_codes'), await count('outbox')]).toEqual([0, 2]);
    const again = await hasura.DisableTotpByRecoveryCode({
      ...disable,
      changeId: randomUUID(),
      messages: [],
      messageIds: [],
      codeHash: 'none',
    });
    expect(again.disabled?.returning).toEqual([]);
  });

  it('elevates once per code', async () => {
    await activate();
    const elevate = () => {
      const { id, row } = session();
      const variables = { userId, secret: 'sealed-1', step: 7, now, changeId: randomUUID() };
      return hasura.ElevateByTotp({ ...variables, session: row, sessionId: id });
    };
    expect(await race(elevate, ({ seen }) => seen?.returning.length === 1)).toBe(1);
    expect(await count('refresh_tokens')).toBe(1);
  });
});

describe('anonymous accounts', () => {
  it('are converted once, keep their id, and change roles', async () => {
    ({ id: userId } = await insertUser({
      email: null,
      isAnonymous: true,
      defaultRole: 'anonymous',
      roles: { data: [{ role: 'anonymous' }] },
    }));
    const email = `${randomUUID()}@example.com`;
    const convert = () => {
      const changeId = randomUUID();
      const roles = ['me', 'user'].map((role) => ({ id: randomUUID(), userId, role }));
      const ticket = { id: randomUUID(), userId, kind: 'verifyEmail', hash: randomUUID(), expiresAt: later };
      const note = message();
      return hasura.Deanonymize({
        userId,
        changeId,
        changed: { isAnonymous: false, email, defaultRole: 'user', changeId },
        roles,
        roleIds: roles.map(({ id }) => id),
        endedTypes: ['regular'],
        tickets: [ticket],
        ticketIds: [ticket.id],
        messages: [note.row],
        messageIds: [note.id],
      });
    };
    expect(await race(convert, ({ converted }) => converted?.returning.length === 1)).toBe(1);
    expect((await hasura.FindUserById({ id: userId })).user?.roles).toEqual([
      { role: 'me' },
      { role: 'user' },
    ]);
    expect([await count('tickets'), await count('outbox')]).toEqual([1, 1]);
  });

  it('are converted by a code', async () => {
    ({ id: userId } = await insertUser({
      email: null,
      isAnonymous: true,
      roles: { data: [{ role: 'anonymous' }] },
    }));
    const hash = await addTicket('deanonymizeSms');
    const phoneNumber = `+336${Math.random().toString().slice(2, 10)}`;
    const convert = () => {
      const { id, row } = session();
      const role = { id: randomUUID(), userId, role: 'user' };
      return hasura.DeanonymizeByTicket({
        hash,
        userId,
        now,
        useId: randomUUID(),
        changed: { isAnonymous: false, phoneNumber, phoneNumberVerified: true },
        roles: [role],
        roleIds: [role.id],
        sessions: [row],
        sessionIds: [id],
      });
    };
    expect(await race(convert, taken)).toBe(1);
    const { user } = await hasura.FindUserById({ id: userId });
    expect(user).toMatchObject({ phoneNumber, isAnonymous: false, roles: [{ role: 'user' }] });
    expect(await count('refresh_tokens')).toBe(1);
  });
});

describe('administration', () => {
  it('replaces roles, ends sessions and drops tickets in one go', async () => {
    await addSession();
    await addTicket('passwordReset');
    const roles = ['me', 'user'];
    const { updated } = await hasura.UpdateUserAndRoles({
      userId,
      set: { disabled: true },
      roles: roles.map((role) => ({ userId, role })),
      roleNames: roles,
      endedTypes: ['regular', 'pat'],
      droppedTickets: ['passwordReset'],
    });
    expect(updated?.returning).toHaveLength(1);
    expect((await hasura.FindUserById({ id: userId })).user?.roles).toEqual([
      { role: 'me' },
      { role: 'user' },
    ]);
    expect([await count('refresh_tokens'), await count('tickets')]).toEqual([0, 0]);
  });

  it('imports a batch with roles, or nothing of it', async () => {
    const users = ['a', 'b'].map((name) => ({
      id: randomUUID(),
      email: `${name}-${randomUUID()}@example.com`,
      locale: 'en',
    }));
    const roles = users.map(({ id }) => ({ userId: id, role: 'user' }));
    const { insertUsers, insertAuthUserRoles } = await hasura.ImportUsers({ users, roles });
    expect([insertUsers?.affected_rows, insertAuthUserRoles?.affected_rows]).toEqual([2, 2]);
    const emails = users.map(({ email }) => email.toUpperCase());
    const found = await hasura.FindTakenUsers({ ids: [], emails, usernames: [], phoneNumbers: [] });
    expect(found.users.map(({ id }) => id).sort()).toEqual(users.map(({ id }) => id).sort());
    const [old] = users;
    const fresh = { ...old, id: randomUUID(), email: `${randomUUID()}@example.com` };
    const taken = hasura.ImportUsers({ users: [fresh, { ...old, id: randomUUID() }], roles: [] });
    await expect(taken).rejects.toMatchObject({ constraint: 'users_email_key' });
    const unknownRole = hasura.ImportUsers({ users: [fresh], roles: [{ userId: fresh.id, role: 'none' }] });
    await expect(unknownRole).rejects.toMatchObject({ constraint: 'fk_role' });
    expect(await count('users', `id = '${fresh.id}'`)).toBe(0);
  });

  it('opens a session of somebody else that no token refreshes', async () => {
    const { row } = session({ refreshTokenHash: null, metadata: { impersonatedBy: 'admin' } });
    const { insertAuthRefreshToken } = await hasura.OpenImpersonation({ session: row });
    expect(insertAuthRefreshToken).toMatchObject({ id: row.id, user: { id: userId } });
  });

  it('deletes an account and says so once', async () => {
    const id = randomUUID();
    const messages = [message({ id, userId: null }).row];
    const wins = await race(
      () => hasura.DeleteUser({ id: userId, messages }),
      ({ deleted }) => deleted?.returning.length === 1,
    );
    expect(wins).toBe(1);
    expect(await count('outbox', `id = '${id}'`)).toBe(1);
  });

  it('exports the rows of a user without secrets', async () => {
    await addSession();
    await addTicket('passwordReset');
    const { user } = await hasura.ExportUser({ id: userId });
    expect(user).toMatchObject({
      id: userId,
      refreshTokens: [{ type: 'regular' }],
      tickets: [{}],
      notes: [],
    });
    expect(JSON.stringify(user)).not.toMatch(/hash/i);
  });
});

describe('the outbox', () => {
  it('gives a message to one of those who ask at once, and again when the lease is over', async () => {
    const { id, row } = message({ nextAttemptAt: now });
    await hasura.InsertMessages({ messages: [row] });
    const { authOutbox: due } = await hasura.ListDueMessages({ now, limit: 1000 });
    expect(due).toContainEqual({ id });
    const claim = (at: string) =>
      hasura.ClaimMessages({ ids: [id], leaseId: randomUUID(), now: at, lockedUntil: later });
    expect(
      await race(
        () => claim(now),
        ({ claimed }) => claimed?.returning.length === 1,
      ),
    ).toBe(1);
    expect((await claim(later)).claimed?.returning[0]?.attempts).toBe(2);
  });

  it('keeps no text of what was delivered, and lets only the holder of the lease say so', async () => {
    const leaseId = randomUUID();
    const { id, row } = message({ leaseId, lockedUntil: later, attempts: 1 });
    await hasura.InsertMessages({ messages: [row] });
    const wrong = await hasura.CompleteMessages({ ids: [id], leaseId: randomUUID(), now });
    expect(wrong.completed?.affected_rows).toBe(0);
    const failed = { id, nextAttemptAt: now, error: 'connection refused' };
    expect((await hasura.FailMessage({ ...failed, leaseId })).failed?.affected_rows).toBe(1);
    await hasura.ClaimMessages({ ids: [id], leaseId, now, lockedUntil: later });
    expect((await hasura.CompleteMessages({ ids: [id], leaseId, now })).completed?.affected_rows).toBe(1);
    expect(await count('outbox', `id = '${id}' and payload is null and delivered_at is not null`)).toBe(1);
    await hasura.PurgeExpired({ now, deliveredBefore: later, openedUntil: new Date(0).toISOString() });
    expect(await count('outbox', `id = '${id}'`)).toBe(0);
  });
});

describe('personal access tokens and sessions', () => {
  it('are found by their hash while they live, and end apart from each other', async () => {
    const { row } = session({ type: 'pat' });
    await hasura.InsertPat({ token: row, messages: [] });
    const own = await addSession();
    const { used } = await hasura.UsePat({ hash: row.refreshTokenHash, now });
    expect(used?.returning[0]?.user.id).toBe(userId);
    expect((await hasura.UsePat({ hash: row.refreshTokenHash, now: muchLater })).used?.returning).toEqual([]);
    expect(
      (await hasura.RevokeSession({ id: row.id, userId, owner: {} })).deleteAuthRefreshTokens?.returning,
    ).toEqual([]);
    const found = await hasura.FindAccount({ userId, sessionIds: [own] });
    expect(found.authRefreshTokens.map(({ id }) => id)).toEqual([own]);
    await addSession();
    await hasura.EndSessions({ userId, types: ['regular'], keptIds: [own] });
    expect(await count('refresh_tokens')).toBe(2);
  });
});
