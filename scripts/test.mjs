// `npm test`: every check that CI runs, in the order in which a failure is cheapest to see.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['types', 'tsc', ['--noEmit']],
  ["the example's types", 'tsc', ['-p', 'examples/web']],
  ['generated files are fresh', 'tsx', ['scripts/codegen.ts', '--check']],
  ['generated documents are fresh', 'tsx', ['scripts/docs.ts', '--check']],
  ['tests', 'vitest', ['run', ...process.argv.slice(2)]],
];

for (const [name, command, args] of steps) {
  const started = Date.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`\nfailed: ${name} (${command} ${args.join(' ')})`);
    process.exit(status ?? 1);
  }
  console.log(`   ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
console.log('\nall checks passed');
