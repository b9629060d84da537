import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchMetadata } from '../../../src/engine/metadata/watch.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('watchMetadata', () => {
  it('looks again and again, reports an outage once, and stops', async () => {
    let looks = 0;
    let isDown = false;
    const errors: unknown[] = [];
    const refresh = async () => {
      looks += 1;
      if (isDown) throw new Error('down');
    };
    const stop = watchMetadata(
      { refresh },
      { intervalMilliseconds: 100, onError: (error) => errors.push(error) },
    );
    await vi.advanceTimersByTimeAsync(350);
    expect(looks).toBe(3);
    isDown = true;
    await vi.advanceTimersByTimeAsync(300);
    isDown = false;
    await vi.advanceTimersByTimeAsync(100);
    isDown = true;
    await vi.advanceTimersByTimeAsync(100);
    expect(errors).toHaveLength(2);
    stop();
    const before = looks;
    await vi.advanceTimersByTimeAsync(1000);
    expect(looks).toBe(before);
  });
});
