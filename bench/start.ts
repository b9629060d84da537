import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { authEnvironment, authReady, startFakeHasura } from './support/authServer.js';
import { projectDir } from './support/build.js';
import {
  commandLine,
  descendants,
  type RunningProcess,
  residentMegabytes,
  startProcess,
} from './support/processes.js';
import { atMost, type Outcome } from './support/report.js';
import { median } from './support/statistics.js';

const rounds = 3;
const embeddedReady = /^ready: GraphQL API at (\S+), auth server/m;

/** `npm start` from a fresh clone, again, and in front of a Hasura; and the memory of the auth server alone. */
export async function start(): Promise<Outcome> {
  const hasura = await startFakeHasura();
  const fresh: number[] = [];
  const second: number[] = [];
  const alone: number[] = [];
  const memory: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const clone = makeClone();
      const ports = { AUTH_PORT: '0', HASURA_PORT: '0' };
      fresh.push(await timeStart(clone, ports, embeddedReady));
      second.push(await timeStart(clone, ports, embeddedReady));
      const env = authEnvironment(hasura.ready[1] ?? '');
      alone.push(
        await timeStart(clone, env, authReady, async (running) => {
          await new Promise((settled) => setTimeout(settled, 3000));
          memory.push(serverMemory(running));
        }),
      );
      rmSync(clone, { recursive: true, force: true });
    }
  } finally {
    await hasura.stop();
  }
  return [
    { name: 'npm start to ready, fresh clone', value: median(fresh), unit: 's', goal: atMost(12) },
    { name: 'npm start to ready, second', value: median(second), unit: 's', goal: atMost(4) },
    { name: 'npm start to ready, auth server alone', value: median(alone), unit: 's', goal: atMost(1) },
    {
      name: 'resident memory 3 s later, auth server alone',
      value: median(memory),
      unit: 'MB',
      goal: atMost(120),
    },
  ];
}

async function timeStart(
  cwd: string,
  env: Record<string, string>,
  ready: RegExp,
  look: (running: RunningProcess) => Promise<void> | void = () => {},
): Promise<number> {
  const running = await startProcess('npm', ['start'], { cwd, env, ready });
  await look(running);
  await running.stop();
  return running.startSeconds;
}

/** Of the server itself, below npm and its shell. */
function serverMemory({ pid }: RunningProcess): number {
  const server = descendants(pid).find((each) => /^\S*node scripts\/start\.mjs/.test(commandLine(each)));
  if (server === undefined) throw new Error('npm start runs no scripts/start.mjs');
  return residentMegabytes(server);
}

/**
 * What a clone is after `npm ci`: the files that git knows, the packages, no build, no data and no prepared database.
 * Packages are linked, but for the database's: its cache lies beside it.
 */
function makeClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: projectDir, encoding: 'utf8' });
  for (const file of files.split('\0').filter((each) => each !== '')) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(projectDir, file), join(clone, file));
  }
  const packages = join(projectDir, 'node_modules');
  mkdirSync(join(clone, 'node_modules'));
  for (const name of readdirSync(packages)) {
    if (name === '.cache') continue;
    const [from, to] = [join(packages, name), join(clone, 'node_modules', name)];
    if (name === '@electric-sql') cpSync(from, to, { recursive: true });
    else symlinkSync(from, to);
  }
  return clone;
}
