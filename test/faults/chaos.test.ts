import { describe, expect, it } from 'vitest';
import { findPostgresBinaries } from '../support/postgresServer.js';
import { runChaos } from './chaos/runChaos.js';

const binaries = findPostgresBinaries();
if (!binaries)
  console.log('skipped, chaos: PostgreSQL is not installed (Debian: apt-get install postgresql)');

describe.skipIf(!binaries)('when its processes are killed at random', () => {
  it('keeps every promise that it made to 50 clients', { timeout: 240_000 }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { violations, ledger } = await runChaos({ binaries: binaries ?? '', seconds: 30, seed });
    const told = `seed ${seed}: ${JSON.stringify(Object.fromEntries(ledger.counts))}`;
    console.log(told);
    expect(violations, told).toEqual([]);
    // Something was put to the test.
    expect(ledger.accounts.size).toBeGreaterThan(10);
    expect(ledger.counts.get('refresh done') ?? 0).toBeGreaterThan(10);
  });
});
