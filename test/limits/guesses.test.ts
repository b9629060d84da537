import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthError, OutageError } from '../../src/errors.js';
import { silentLog } from '../../src/lib/log.js';
import { createGuesses, delaySeconds, type Guesses } from '../../src/limits/guesses.js';
import { createLimitStore } from '../../src/limits/limitStore.js';

const free = 3;
let guesses: Guesses;

beforeEach(async () => {
  vi.useFakeTimers();
  const store = await createLimitStore({ redisUrl: undefined, hashKey: Buffer.from('k'), log: silentLog });
  guesses = createGuesses(store, { free });
});
afterEach(() => {
  vi.useRealTimers();
});

/** One guess: `wrong`, `right`, or how long it has to wait. */
async function guess(isRight: boolean, key = 'a'): Promise<string | number | undefined> {
  try {
    const answer = await guesses.check(
      key,
      async () => isRight,
      (matches) => matches,
    );
    return answer ? 'right' : 'wrong';
  } catch (error) {
    if (error instanceof AuthError && error.code === 'too-many-requests') return error.retryAfterSeconds;
    throw error;
  }
}

const several = (count: number, isRight = false) =>
  Promise.all(Array.from({ length: count }, () => guess(isRight)));

describe('guesses (threats 11: brute force by changing addresses)', () => {
  it('lets some through, then one per delay, also when they come at once', async () => {
    const answers = await several(100);
    expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(free + 1);
    expect(answers.filter((answer) => answer === 'right')).toHaveLength(0);
    expect(await guess(true)).toBeGreaterThan(0);
  });

  it('does not look at a guess that has to wait, so that the right one is no answer either', async () => {
    await several(free + 1);
    const check = vi.fn(async () => true);
    await expect(guesses.check('a', check)).rejects.toMatchObject({ code: 'too-many-requests' });
    expect(check).not.toHaveBeenCalled();
  });

  it('waits twice as long after each wrong guess', async () => {
    await several(free);
    const waits: (string | number | undefined)[] = [];
    for (let round = 0; round < 5; round += 1) {
      expect(await guess(false)).toBe('wrong');
      const wait = await guess(false);
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(Number(wait) * 1000);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80]);
  });

  it('makes no delay longer for asking often meanwhile', async () => {
    await several(free + 1);
    for (let round = 0; round < 50; round += 1) await guess(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await guess(false)).toBe('wrong');
    expect(await guess(false)).toBe(10);
  });

  it('never delays for longer than a quarter of an hour, and forgets after a day: nobody is shut out for good', async () => {
    expect(delaySeconds(1)).toBe(5);
    expect(delaySeconds(8)).toBe(640);
    expect(delaySeconds(9)).toBe(900);
    expect(delaySeconds(1_000_000)).toBe(900);
    await several(free + 1);
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(await several(free)).toEqual(Array(free).fill('wrong'));
  });

  it('forgets after the right one, and when the owner is back', async () => {
    await several(free - 1);
    expect(await guess(true)).toBe('right');
    expect(await several(free)).toEqual(Array(free).fill('wrong'));
    await several(10);
    await guesses.forget(['a']);
    expect(await several(free)).toEqual(Array(free).fill('wrong'));
  });

  it('counts each account by itself', async () => {
    await several(20);
    expect(await guess(true, 'b')).toBe('right');
  });

  it.each([
    ['a service is away', () => new OutageError('away')],
    ['the server is busy', () => new AuthError('too-many-requests')],
  ])('does not count when nothing was looked at since %s', async (_, fault) => {
    for (let round = 0; round < 20; round += 1) {
      await expect(guesses.check('a', () => Promise.reject(fault()))).rejects.toThrow();
    }
    expect(await guess(true)).toBe('right');
  });

  it('counts a refusal', async () => {
    const wrong = () => Promise.reject(new AuthError('invalid-otp'));
    for (let round = 0; round < free + 1; round += 1) {
      await expect(guesses.check('a', wrong)).rejects.toMatchObject({ code: 'invalid-otp' });
    }
    await expect(guesses.check('a', wrong)).rejects.toMatchObject({ code: 'too-many-requests' });
  });
});
