import { describe, expect, it } from 'vitest';
import { runFuzz } from './fuzz/runFuzz.js';

/** More by `npm run fuzz`; the same ones again by SEED. */
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('5,000 generated requests', () => {
  it('find no failure and no secret, and get into every Action and route', { timeout: 600_000 }, async () => {
    console.log(`SEED=${seed}`);
    const report = await runFuzz({ requests: 5000, seed });
    const told = `seed ${seed}`;
    expect(report.faults, told).toEqual([]);
    const counted = [...report.actions, ...report.routes];
    expect(
      counted.filter(([, { reached }]) => reached === 0).map(([name]) => name),
      told,
    ).toEqual([]);
    // Requests that the server agrees to are part of it.
    const done = counted.filter(([, each]) => each.done > 0).length;
    expect(done, told).toBeGreaterThan(counted.length / 2);
    expect(report.linesOfLog).toBeGreaterThan(1000);
    expect(report.recordsRead).toBeGreaterThan(100);
  });
});
