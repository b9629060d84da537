/** `npm run fuzz -- --requests 100000 --seed 7`: see test/faults/fuzz/runFuzz.ts. */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runFuzz } from '../test/faults/fuzz/runFuzz.js';

const { values } = parseArgs({ options: { requests: { type: 'string' }, seed: { type: 'string' } } });
const requests = Number(values.requests ?? 100_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
/**
 * How much the heap may grow from a fifth of the requests to the end: what caches are bounded to, and noise. In fewer requests
 * than these the caches and the compiler are not done after a fifth, and the growth is told but not judged.
 */
const allowedGrowthMb = 60;
const enoughForMemory = 25_000;

if (!(requests > 0) || !Number.isInteger(seed)) {
  console.error('error: --requests and --seed take numbers');
  process.exit(1);
}
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heaps: number[] = [];
const began = Date.now();
console.log(`seed ${seed}, ${requests} requests`);
const report = await runFuzz({
  requests,
  seed,
  say: console.log,
  onMeasure: () => {
    collect();
    heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
  },
});

const bySize = ([, a]: [string, number], [, b]: [string, number]) => b - a;
for (const [what, times] of [...report.statuses].sort(bySize)) console.log(`  ${what.padEnd(16)} ${times}`);
for (const [kind, counts] of [
  ['Action', report.actions],
  ['route', report.routes],
] as const) {
  for (const [name, { reached, done }] of [...counts].sort()) {
    console.log(
      `  ${kind} ${name.padEnd(52)} reached ${String(reached).padStart(6)}  done ${String(done).padStart(6)}`,
    );
  }
}
const [early = 0, late = 0] = [heaps[0], heaps.at(-1)];
console.log(
  `${report.linesOfLog} lines of the log, ${report.recordsRead} rows of audit log and hooks were read`,
);
console.log(
  `heap after each fifth, in MB: ${heaps.map((each) => each.toFixed(1)).join(', ')}; ${Math.round((Date.now() - began) / 1000)} s`,
);

const unreached = [...report.actions, ...report.routes].filter(([, { reached }]) => reached === 0);
// Those of answers and logs were told when they were found.
const others = [
  ...(requests < 5000 ? [] : unreached.map(([name]) => `${name} was never reached`)),
  ...(requests >= enoughForMemory && late - early > allowedGrowthMb
    ? [`the heap grew by ${(late - early).toFixed(1)} MB`]
    : []),
];
for (const fault of others) console.error(`fault: ${fault}`);
const count = report.faults.length + others.length;
console.log(count === 0 ? 'nothing was found' : `${count} faults`);
process.exit(count === 0 ? 0 : 1);
