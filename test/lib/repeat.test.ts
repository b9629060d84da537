import { describe, expect, it } from 'vitest';
import { repeat } from '../../src/lib/repeat.js';

describe('repeat', () => {
  it('does the work again after the time that it asks for, until it is stopped', async () => {
    let times = 0;
    const stop = repeat(async () => {
      times += 1;
      return 1;
    });
    await expect.poll(() => times).toBeGreaterThan(2);
    await stop();
    const stopped = times;
    await new Promise((later) => setTimeout(later, 20));
    expect(times).toBe(stopped);
  });

  it('waits for the work under way, which is told to end', async () => {
    let ended = false;
    const stop = repeat(async (isStopped) => {
      while (!isStopped()) await new Promise((later) => setTimeout(later, 1));
      ended = true;
      return 1;
    });
    await new Promise((later) => setTimeout(later, 5));
    await stop();
    expect(ended).toBe(true);
  });
});
