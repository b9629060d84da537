import { afterEach, describe, expect, it } from 'vitest';
import { createHashingPool, type HashingPool } from '../../src/passwords/hashingPool.js';

let pool: HashingPool;
afterEach(() => pool.close());

const task = { kind: 'hash', password: 'abc' } as const;

describe('createHashingPool', () => {
  it('refuses at once what the queue has no room for', async () => {
    pool = createHashingPool({ workers: 1, queue: 2 });
    const accepted = [pool.run(task), pool.run(task), pool.run(task)];
    await expect(pool.run(task)).rejects.toMatchObject({ code: 'too-many-requests' });
    await expect(Promise.all(accepted)).resolves.toHaveLength(3);
    await expect(pool.run(task)).resolves.toMatch(/^\$argon2id\$/);
  });

  it('leaves the calling thread free', async () => {
    pool = createHashingPool({ workers: 2, queue: 100 });
    await pool.run(task);
    let running = true;
    let turns = 0;
    const storm = Promise.all(Array.from({ length: 20 }, () => pool.run(task))).then(() => {
      running = false;
    });
    while (running) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
    await storm;
    expect(turns).toBeGreaterThan(20);
  });

  it('answers what waits with a refusal when it is closed', async () => {
    pool = createHashingPool({ workers: 1, queue: 10 });
    const results = Promise.allSettled([pool.run(task), pool.run(task), pool.run(task)]);
    await pool.close();
    const states = (await results).map(({ status }) => status);
    expect(states.slice(1)).toEqual(['rejected', 'rejected']);
    await expect(pool.run(task)).rejects.toMatchObject({ code: 'service-unavailable' });
  });
});
