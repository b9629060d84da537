/**
 * `npm run bench` runs every benchmark, `npm run bench -- refresh engine` those that are named. Each compares its sides
 * in one run, in turns, and prints ratios: figures of a busy machine swing, ratios hardly do.
 */
import { availableParallelism } from 'node:os';
import { betterAuth } from './betterAuth.js';
import { engine } from './engine.js';
import { equalTimes } from './equalTimes.js';
import { growth } from './growth.js';
import { live } from './live.js';
import { loop } from './loop.js';
import { memory } from './memory.js';
import { refresh } from './refresh.js';
import { replicas } from './replicas.js';
import { signIn } from './signIn.js';
import { size } from './size.js';
import { start } from './start.js';
import { storm } from './storm.js';
import type { BenchOptions } from './support/options.js';
import { type Outcome, printOutcome } from './support/report.js';

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<Outcome>>> = {
  start,
  signIn,
  refresh,
  betterAuth,
  storm,
  memory,
  equalTimes,
  engine,
  size,
  live,
  loop,
  growth,
  replicas,
};

async function main(args: readonly string[]): Promise<void> {
  const { names, options } = parseArguments(args);
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`,
  );
  for (const name of names) {
    const bench = benches[name];
    if (bench) printOutcome(name, await bench(options));
  }
}

function parseArguments(args: readonly string[]): { names: readonly string[]; options: BenchOptions } {
  const names = [...args];
  const minutes = takeNumber(names, '--minutes');
  const users = takeNumber(names, '--users');
  for (const name of names) {
    if (!Object.hasOwn(benches, name)) {
      throw new Error(`There is no benchmark ${name}; there are ${Object.keys(benches).join(', ')}`);
    }
  }
  return { names: names.length > 0 ? names : Object.keys(benches), options: { minutes, users } };
}

/** Takes an option and its number out of the arguments; 0 when it isn't there. */
function takeNumber(args: string[], option: string): number {
  const at = args.indexOf(option);
  if (at < 0) return 0;
  const [, text] = args.splice(at, 2);
  const value = Number(text);
  if (text === undefined || !(value >= 0)) throw new Error(`${option} takes a number`);
  return value;
}

// Ending this way runs the handlers that stop what was started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? `error: ${error.message}` : error);
  process.exit(1);
});
