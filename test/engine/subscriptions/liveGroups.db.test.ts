import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PgType } from '../../../src/engine/catalog/types.js';
import type { Database } from '../../../src/engine/database/database.js';
import type { BoundValue } from '../../../src/engine/model/condition.js';
import type { OperationPlan, SelectPlan, StreamPlan } from '../../../src/engine/plan/types.js';
import { liveSource } from '../../../src/engine/service/liveGroups.js';
import { createLiveQueries, type LiveQueries } from '../../../src/engine/subscriptions/liveQueries.js';
import { openTestDatabase } from '../../support/database.js';
import { columnOperand } from '../sql/plans.js';

const type = (name: string): PgType => ({
  sql: name,
  name,
  schema: 'pg_catalog',
  isArray: false,
  kind: 'base',
});
const owner: BoundValue = {
  kind: 'value',
  source: { from: 'session', variable: 'x-hasura-user-id' },
  type: type('text'),
};

/** `notes` of the session's user, oldest first. */
const select: SelectPlan = {
  from: { kind: 'table', table: { schema: 'public', name: 'notes' } },
  where: {
    kind: 'compare',
    left: {
      kind: 'column',
      row: 'current',
      through: [],
      column: 'owner',
      type: type('text'),
      nullable: false,
    },
    operator: '_eq',
    right: owner,
  },
  orderBy: [],
  distinctOn: [],
  limit: null,
  permissionLimit: null,
  offset: null,
  output: { kind: 'list', fields: [{ kind: 'column', alias: 'id', column: 'id', type: type('int8') }] },
};

const operation = (stream?: StreamPlan): OperationPlan => ({
  kind: 'subscription',
  reusable: true,
  fields: [{ kind: 'select', alias: 'mine', source: 'default', select }],
  ...(stream && { stream }),
});

let database: Database;
let live: LiveQueries;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query('create table notes (id int8 primary key, owner text not null)');
});
afterAll(() => database.close());

beforeEach(async () => {
  const polling = { intervalMilliseconds: 30, batchSize: 100 };
  live = createLiveQueries({ ...polling, streams: polling, onError: () => {} });
  await database.pool.query('truncate notes');
});

const insert = (...rows: [id: string, owner: string][]) =>
  database.pool.query('insert into notes select * from unnest($1::int8[], $2::text[])', [
    rows.map(([id]) => id),
    rows.map(([, of]) => of),
  ]);

function listen(plan: OperationPlan, user: string): string[] {
  const seen: string[] = [];
  const bind = (value: BoundValue) => (value.source.from === 'literal' ? String(value.source.value) : user);
  live.subscribe(liveSource(plan, { get: () => database }, bind), {
    next: (data) => seen.push(data),
    error: (error) => seen.push(error.message),
  });
  return seen;
}

describe('liveSource', () => {
  it('gives everybody the rows of their own session, and what changes', async () => {
    await insert(['9007199254740993', 'ada'], ['2', 'bob']);
    const plan = operation();
    const [ada, bob, again] = ['ada', 'bob', 'ada'].map((user) => listen(plan, user));
    await expect
      .poll(() => [ada, bob, again])
      .toEqual([
        ['{"mine":[{"id":9007199254740993}]}'],
        ['{"mine":[{"id":2}]}'],
        ['{"mine":[{"id":9007199254740993}]}'],
      ]);
    expect(live.count()).toEqual({ groups: 1, listeners: 3 });
    await database.pool.query("delete from notes where owner = 'ada'");
    await expect.poll(() => ada).toHaveLength(2);
    expect([ada?.[1], bob]).toEqual(['{"mine":[]}', ['{"mine":[{"id":2}]}']]);
    live.close();
  });

  it('goes on after the database has failed', async () => {
    const seen = listen(operation(), 'ada');
    await expect.poll(() => seen).toEqual(['{"mine":[]}']);
    await database.pool.query('alter table notes rename to gone');
    await expect.poll(() => seen).toHaveLength(2);
    await database.pool.query('alter table gone rename to notes');
    await expect.poll(() => seen).toHaveLength(3);
    expect([seen[1], seen[2]]).toEqual(['database query error', '{"mine":[]}']);
    live.close();
  });

  it('goes on after every connection was cut', async (context) => {
    if (database.kind === 'pglite') context.skip('there is no connection to cut');
    const seen = listen(operation(), 'ada');
    await expect.poll(() => seen).toEqual(['{"mine":[]}']);
    await database.pool
      .query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()')
      .catch(() => {});
    await insert(['5', 'ada']);
    await expect.poll(() => seen.at(-1)).toBe('{"mine":[{"id":5}]}');
    live.close();
  });

  it('streams rows behind the cursor in batches', async () => {
    await insert(['1', 'ada'], ['2', 'ada'], ['3', 'ada'], ['4', 'bob']);
    const column = columnOperand('id', { type: type('int8') });
    const stream = { column, type: type('int8'), ordering: 'ASC', batchSize: 2 } as const;
    const all = listen(operation({ ...stream, initialValue: null }), 'ada');
    const since = { kind: 'value', source: { from: 'literal', value: '2' }, type: type('int8') } as const;
    const later = listen(operation({ ...stream, initialValue: since }), 'ada');
    await expect
      .poll(() => [all, later])
      .toEqual([['{"mine":[{"id":1}, {"id":2}]}', '{"mine":[{"id":3}]}'], ['{"mine":[{"id":3}]}']]);
    await insert(['5', 'ada']);
    await expect.poll(() => [all.at(-1), later.at(-1)]).toEqual(Array(2).fill('{"mine":[{"id":5}]}'));
    live.close();
  });
});
