import { Pool } from 'undici';
import { cpuSeconds } from './processes.js';

export interface Target {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly path: string;
  /** POST unless said. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of the nth request, counted over all clients; none without. */
  readonly body?: (index: number) => string;
  /** Looks at the answer to the nth request; throws when it isn't what is measured. */
  readonly check: (status: number, text: string, index: number) => void;
}

export interface Load {
  readonly clients: number;
  readonly seconds: number;
}

export interface Measured {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly latenciesMs: readonly number[];
}

/** Each client sends its next request when the last one is answered. Every answer is checked. */
export async function sendLoad(target: Target, { clients, seconds }: Load): Promise<Measured> {
  const pool = new Pool(target.origin, { connections: clients, pipelining: 1 });
  const latenciesMs: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  let index = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      await sendOne(pool, target, index++);
      latenciesMs.push(performance.now() - sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    await pool.close();
  }
  const taken = (performance.now() - started) / 1000;
  return { requests: latenciesMs.length, requestsPerSecond: latenciesMs.length / taken, latenciesMs };
}

async function sendOne(pool: Pool, target: Target, index: number): Promise<void> {
  const { path, method = 'POST', headers = {}, body, check } = target;
  const answer = await pool.request({
    path,
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: body(index) }),
  });
  check(answer.statusCode, await answer.body.text(), index);
}

/** One side of a comparison: what is asked, and the process whose CPU time counts. */
export interface Side {
  readonly name: string;
  readonly pid: number;
  readonly target: Target;
}

export interface SideResult {
  readonly name: string;
  /** Of each round: CPU of the process per request, in microseconds. */
  readonly cpuMicroseconds: readonly number[];
  readonly requestsPerSecond: readonly number[];
}

/** Rounds in which each side has its turn, so that whatever else the machine does meets all sides alike. */
export async function compareSides(
  sides: readonly Side[],
  { rounds, load, warmUpSeconds = 2 }: { rounds: number; load: Load; warmUpSeconds?: number },
): Promise<readonly SideResult[]> {
  for (const { target } of sides) await sendLoad(target, { ...load, seconds: warmUpSeconds });
  const results = sides.map(({ name }) => ({
    name,
    cpuMicroseconds: [] as number[],
    requestsPerSecond: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { pid, target }] of sides.entries()) {
      const before = cpuSeconds(pid);
      const { requests, requestsPerSecond } = await sendLoad(target, load);
      results[index]?.cpuMicroseconds.push(((cpuSeconds(pid) - before) * 1e6) / requests);
      results[index]?.requestsPerSecond.push(requestsPerSecond);
    }
  }
  return results;
}
