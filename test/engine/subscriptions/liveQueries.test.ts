import { afterEach, describe, expect, it } from 'vitest';
import { HasuraError } from '../../../src/engine/errors.js';
import { createLiveQueries, type LiveQueries } from '../../../src/engine/subscriptions/liveQueries.js';
import type { LiveGroup, LiveMember, LiveSource } from '../../../src/engine/subscriptions/liveSource.js';

const opened: LiveQueries[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

function open(intervalMilliseconds = 20, batchSize = 100) {
  const faults: unknown[] = [];
  const polling = { intervalMilliseconds, batchSize };
  const live = createLiveQueries({ ...polling, streams: polling, onError: (error) => faults.push(error) });
  opened.push(live);
  return { live, faults };
}

/** A group that answers each member by `answer`, and remembers what it was asked. */
function groupOf(answer: (member: LiveMember) => { data: string; cursor?: string | null }) {
  const asked: LiveMember[][] = [];
  const group: LiveGroup = {
    async poll(members) {
      asked.push([...members]);
      return new Map(members.map((each) => [each.id, { cursor: null, ...answer(each) }]));
    },
  };
  return { group, asked };
}

const query = (group: LiveGroup, ...values: string[]): LiveSource => ({ group, values, stream: null });

function listener() {
  const seen: string[] = [];
  return {
    seen,
    next: (data: string) => seen.push(data),
    error: (error: HasuraError) => seen.push(error.message),
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('streams are polled at an interval of their own', async () => {
  const slow = { intervalMilliseconds: 60_000, batchSize: 100 };
  const live = createLiveQueries({
    ...slow,
    streams: { ...slow, intervalMilliseconds: 20 },
    onError: () => {},
  });
  opened.push(live);
  const streamed = groupOf(() => ({ data: 'a' }));
  const watched = groupOf(() => ({ data: 'a' }));
  live.subscribe({ ...query(streamed.group), stream: { cursor: null } }, listener());
  live.subscribe(query(watched.group), listener());
  await expect.poll(() => streamed.asked.length).toBeGreaterThan(3);
  expect(watched.asked).toHaveLength(1);
});

describe('live queries', () => {
  it('push the first result, then changed ones only', async () => {
    let data = 'a';
    const { group, asked } = groupOf(() => ({ data }));
    const { live } = open();
    const one = listener();
    live.subscribe(query(group, '1'), one);
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    expect(one.seen).toEqual(['a']);
    data = 'b';
    await expect.poll(() => one.seen).toEqual(['a', 'b']);
  });

  it('run each value once, in batches', async () => {
    const { group, asked } = groupOf(({ values }) => ({ data: `for ${values[0]}` }));
    const { live } = open(60_000, 2);
    const listeners = ['1', '2', '3', '1'].map((value) => {
      const each = listener();
      live.subscribe(query(group, value), each);
      return each;
    });
    await expect
      .poll(() => listeners.map((each) => each.seen[0]))
      .toEqual(['for 1', 'for 2', 'for 3', 'for 1']);
    expect(asked.map((members) => members.map(({ values }) => values[0]))).toEqual([['1', '2'], ['3']]);
  });

  it('give a new listener a result that was read after it came', async () => {
    let data = 'old';
    const { group } = groupOf(() => ({ data }));
    const { live } = open(60_000);
    const [one, two] = [listener(), listener()];
    live.subscribe(query(group), one);
    await expect.poll(() => one.seen).toEqual(['old']);
    data = 'new';
    live.subscribe(query(group), two);
    await expect.poll(() => two.seen).toEqual(['new']);
    expect(one.seen).toEqual(['old', 'new']);
  });

  it('tell an error once, and the result after it', async () => {
    let broken: unknown;
    const group: LiveGroup = {
      async poll(members) {
        if (broken) throw broken;
        return new Map(members.map(({ id }) => [id, { data: 'a', cursor: null }]));
      },
    };
    const { live, faults } = open();
    const one = listener();
    live.subscribe(query(group), one);
    await expect.poll(() => one.seen).toEqual(['a']);
    broken = new HasuraError('unexpected', 'connection error');
    await expect.poll(() => one.seen).toEqual(['a', 'connection error']);
    broken = new TypeError('a bug');
    await expect.poll(() => one.seen).toEqual(['a', 'connection error', 'internal error']);
    expect(faults[0]).toEqual(new TypeError('a bug'));
    broken = undefined;
    await expect.poll(() => one.seen).toEqual(['a', 'connection error', 'internal error', 'a']);
  });

  it('end with the last listener, also while a statement runs', async () => {
    let answer = () => {};
    let polls = 0;
    const group: LiveGroup = {
      poll: (members) => {
        polls += 1;
        return new Promise((resolve) => {
          answer = () => resolve(new Map(members.map(({ id }) => [id, { data: 'late', cursor: null }])));
        });
      },
    };
    const { live } = open(10);
    const one = listener();
    const stop = live.subscribe(query(group), one);
    await expect.poll(() => polls).toBe(1);
    stop();
    stop();
    answer();
    await pause(50);
    expect(one.seen).toEqual([]);
    expect(polls).toBe(1);
    expect(live.count()).toEqual({ groups: 0, listeners: 0 });
  });
});

describe('streams', () => {
  it('advance by the cursor, each listener on its own, without empty batches', async () => {
    const rows = [1, 2, 3];
    const { group } = groupOf(({ cursor }) => {
      const batch = rows.filter((row) => row > Number(cursor ?? 0)).slice(0, 2);
      return { data: JSON.stringify(batch), cursor: batch.length > 0 ? String(batch.at(-1)) : null };
    });
    const { live } = open();
    const [first, late] = [listener(), listener()];
    live.subscribe({ group, values: [], stream: { cursor: null } }, first);
    live.subscribe({ group, values: [], stream: { cursor: '2' } }, late);
    await expect.poll(() => [first.seen, late.seen]).toEqual([['[1,2]', '[3]'], ['[3]']]);
    await pause(60);
    rows.push(4);
    await expect
      .poll(() => [first.seen, late.seen])
      .toEqual([
        ['[1,2]', '[3]', '[4]'],
        ['[3]', '[4]'],
      ]);
  });
});
