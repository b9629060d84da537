import { describe, expect, it } from 'vitest';
import type { AuditRow } from '../../src/auth/auditEntry.js';
import { createAuditLog } from '../../src/auth/auditLog.js';
import type { Outbox } from '../../src/auth/outbox.js';
import { createHasura } from '../../src/hasura/client.js';
import { systemClock } from '../../src/lib/clock.js';
import { newUuid } from '../../src/lib/ids.js';
import { createLog } from '../../src/lib/log.js';
import { Secret } from '../../src/lib/secret.js';

const row = (over: Partial<AuditRow> = {}): AuditRow => ({
  id: newUuid(),
  createdAt: new Date().toISOString(),
  event: 'sign-in',
  outcome: 'ok',
  ...over,
});

/** A log whose Hasura is this function: it gets the entries of a request, and answers 200 unless it throws. */
function open(answer: (entries: AuditRow[]) => object | Promise<object>, capacity?: number) {
  const logged: Record<string, unknown>[] = [];
  const log = createLog('debug', (line) => logged.push(JSON.parse(line)));
  const requests: AuditRow[][] = [];
  const hasura = createHasura({
    endpoint: 'http://hasura',
    adminSecret: new Secret('x'),
    fetch: async (_url, init) => {
      const { entries } = JSON.parse(String(init?.body)).variables;
      requests.push(entries);
      return Response.json(await answer(entries));
    },
  });
  const auditLog = createAuditLog({
    hasura,
    outbox: { canMail: false, deliver: async () => [] } as unknown as Outbox,
    hooks: { wantsEvent: () => false, nudge: () => {} },
    tellsNewDevices: true,
    clock: systemClock,
    log,
    ...(capacity !== undefined && { capacity }),
  });
  return { auditLog, requests, logged };
}

const taken = { data: { entries: { affected_rows: 1 }, deliveries: null, messages: { returning: [] } } };
const refusal = (code: string) => ({ errors: [{ message: 'no', extensions: { code, path: '$' } }] });

describe('entries that nobody waits for', () => {
  it('go together in one request', async () => {
    const { auditLog, requests } = open(() => taken);
    for (let index = 0; index < 20; index += 1) auditLog.add({ row: row() });
    await auditLog.flush();
    expect(requests.map((each) => each.length)).toEqual([20]);
  });

  it('are kept in a bounded number while Hasura is away, and how many were lost is logged', async () => {
    let isUp = false;
    const { auditLog, requests, logged } = open(() => {
      if (!isUp) throw new Error('connection refused');
      return taken;
    }, 50);
    for (let index = 0; index < 80; index += 1) auditLog.add({ row: row() });
    await auditLog.flush();
    isUp = true;
    await auditLog.close();
    expect(requests.map((each) => each.length)).toEqual([50, 50]);
    expect(logged).toContainEqual(expect.objectContaining({ level: 'error', count: 30 }));
  });

  it('that the database will not have keep no others out', async () => {
    const bad = row();
    const { auditLog, requests, logged } = open((entries) =>
      entries.some(({ id }) => id === bad.id) ? refusal('data-exception') : taken,
    );
    const others = [row(), row(), row(), row()];
    for (const each of [...others.slice(0, 2), bad, ...others.slice(2)]) auditLog.add({ row: each });
    await auditLog.flush();
    const written = requests.filter((entries) => !entries.some(({ id }) => id === bad.id)).flat();
    expect(written.map(({ id }) => id).toSorted()).toEqual(others.map(({ id }) => id).toSorted());
    expect(logged).toContainEqual(expect.objectContaining({ level: 'error' }));
  });

  it('wait for a table that is not there yet', async () => {
    let isThere = false;
    const { auditLog, requests } = open(() => (isThere ? taken : refusal('validation-failed')));
    auditLog.add({ row: row() });
    await auditLog.flush();
    isThere = true;
    await auditLog.flush();
    expect(requests[0]).toEqual(requests[1]);
    await auditLog.flush();
    expect(requests).toHaveLength(2);
  });
});

describe('an entry that a client waits for', () => {
  it('is waited for until it is written, but not for long', async () => {
    let answer: () => void = () => {};
    const { auditLog, requests } = open(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(taken);
        }),
    );
    const order: string[] = [];
    const written = auditLog.write({ row: row() }).then(() => order.push('written'));
    while (requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    order.push('asked');
    answer();
    await written;
    expect(order).toEqual(['asked', 'written']);
    // Never answered: the client gets its answer all the same.
    await auditLog.write({ row: row() });
    expect(requests).toHaveLength(2);
    answer();
    await auditLog.close();
  });

  it('is written by close at the latest, when it could not be written at once', async () => {
    let isUp = false;
    const { auditLog, requests } = open(() => {
      if (!isUp) throw new Error('connection refused');
      return taken;
    });
    const entry = row({ event: 'password-change' });
    await auditLog.write({ row: entry });
    isUp = true;
    await auditLog.close();
    expect(requests.map((each) => each.map(({ id }) => id))).toEqual([[entry.id], [entry.id]]);
  });
});
