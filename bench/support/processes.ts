import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux counts CPU time in these; all supported architectures have 100 a second. */
const ticksPerSecond = 100;

/** CPU seconds that a process has used, all its threads together, as the kernel counts them. */
export function cpuSeconds(pid: number): number {
  const { user, system } = cpuTicks(pid);
  return (user + system) / ticksPerSecond;
}

/** The same of a process with all that it has started, also what has ended meanwhile. */
export function familyCpuSeconds(pid: number): number {
  const { user, system, ended } = cpuTicks(pid);
  const running = descendants(pid).reduce((sum, each) => sum + cpuSeconds(each), 0);
  return (user + system + ended) / ticksPerSecond + running;
}

function cpuTicks(pid: number): { user: number; system: number; ended: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return { user, system, ended: endedUser + endedSystem };
}

/** Resident memory of a process in MB. */
export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The processes that a process has started, and those that they have started. */
export function descendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (children === '') return [];
  return children.split(' ').flatMap((each) => [Number(each), ...descendants(Number(each))]);
}

export const commandLine = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

/** A process that prints a line when it is ready. */
export interface RunningProcess {
  readonly pid: number;
  /** What the pattern of the ready line has matched. */
  readonly ready: RegExpExecArray;
  /** From the start to the ready line. */
  readonly startSeconds: number;
  stop(): Promise<void>;
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Of a line of its output; by default `listening <url>`. */
  readonly ready?: RegExp;
}

const running = new Set<ChildProcess>();
// An interrupted run leaves nothing behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program with nothing of this environment but PATH and HOME, and waits until it is ready. */
export async function startProcess(
  command: string,
  args: readonly string[],
  { env = {}, cwd, ready = /^listening (\S+)$/m }: StartOptions = {},
): Promise<RunningProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const started = performance.now();
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    const read = (data: Buffer): void => {
      output += data.toString();
      const found = ready.exec(output);
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${command} ended with ${code}: ${output.slice(-2000)}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} has no process`);
  return {
    pid,
    ready: match,
    startSeconds: (performance.now() - started) / 1000,
    stop: () => stop(child),
  };
}

/** Asks it to end, and the same of what it has started; after five seconds ends it. */
async function stop(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (child.exitCode === null && child.signalCode === null && pid !== undefined) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    const family = [...descendants(pid).toReversed(), pid];
    signal(family, 'SIGTERM');
    const force = setTimeout(() => signal(family, 'SIGKILL'), 5_000);
    await ended;
    clearTimeout(force);
  }
  running.delete(child);
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // has ended by itself
    }
  }
}
