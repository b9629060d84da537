/** `npm run chaos -- --minutes 10 --seed 7`: see test/faults/chaos/runChaos.ts. Needs PostgreSQL. */
import { parseArgs } from 'node:util';
import { runChaos } from '../test/faults/chaos/runChaos.js';
import { findPostgresBinaries } from '../test/support/postgresServer.js';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const seconds = Number(values.minutes ?? 1) * 60;
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const binaries = findPostgresBinaries();

if (!binaries || !(seconds > 0) || !Number.isInteger(seed)) {
  console.error(
    binaries
      ? 'error: --minutes and --seed take numbers'
      : 'error: PostgreSQL is not installed (Debian: apt-get install postgresql)',
  );
  process.exit(1);
}
console.log(`seed ${seed}, ${seconds} s, 50 clients`);
const { violations, ledger, mailsSentAgain } = await runChaos({ binaries, seconds, seed, say: console.log });
for (const [what, times] of [...ledger.counts].sort()) console.log(`  ${what.padEnd(24)} ${times}`);
console.log(
  `  accounts ${ledger.accounts.size}, sessions ${ledger.sessions.length}, tickets ${ledger.tickets.size}`,
);
console.log(`  mails sent again with the same Message-ID: ${mailsSentAgain}`);
for (const violation of violations) console.error(`violation: ${violation}`);
console.log(violations.length === 0 ? 'every promise was kept' : `${violations.length} promises were broken`);
process.exit(violations.length === 0 ? 0 : 1);
