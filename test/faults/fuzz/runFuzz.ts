import { actions } from '../../../actions/index.js';
import { createRandom } from '../chaos/random.js';
import { type Canaries, createCanaries } from './canaries.js';
import { createDrafts, type Drafts, nameOf } from './drafts.js';
import { type FuzzServer, startFuzzServer } from './fuzzServer.js';
import { judge } from './judge.js';
import { addAccounts, plantVictims, readRecords } from './records.js';
import type { FuzzRequest } from './requests.js';
import { sendRequest } from './send.js';
import { World } from './world.js';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
  /** Called after each fifth of the requests. */
  readonly onMeasure?: () => void;
}

export interface FuzzReport {
  /** What should not have happened, each with the request. */
  readonly faults: readonly string[];
  /** Answers by target and status. */
  readonly statuses: ReadonlyMap<string, number>;
  /** By Action: how often its own code was reached, and how often it did what was asked. */
  readonly actions: ReadonlyMap<string, { reached: number; done: number }>;
  /** By route of the OpenAPI document: how often it was answered, and how often with 200. */
  readonly routes: ReadonlyMap<string, { reached: number; done: number }>;
  readonly linesOfLog: number;
  readonly recordsRead: number;
}

/** How many requests are under way at once. */
const atOnce = 8;
/** Many are deleted, disabled or get another password on the way. */
const accountsEvery = 240;
const keptFaults = 50;

/**
 * Sends generated requests to every Action, route and page, by all ways, and looks for failures and leaks in answers, the
 * log, the audit log and what hooks get. What is generated follows from the seed; secrets and times do not.
 */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const canaries = createCanaries();
  const findings = createFindings(canaries, options.say ?? (() => {}));
  const server = await startFuzzServer({
    canaries,
    onLine: findings.line,
    onOutside: (url, body) => {
      if (url.startsWith('http://hooks.invalid/')) findings.record(`the hook ${url}`, body);
    },
  });
  const reached = countActions();
  try {
    const random = createRandom(options.seed);
    const world = new World(canaries);
    for (const { auth } of [server.app, server.strict])
      auth.inbox?.subscribe((message) => world.learnMessage(message));
    await plantVictims(server, world, canaries);
    const drafts = await createDrafts(server, random, world);
    const counts = await sendAll({ server, world, drafts, canaries, findings }, options);
    const recordsRead = await readRecords(server, findings.record);
    const { faults, linesOfLog } = findings;
    return { ...counts, faults, actions: reached.counts, linesOfLog: linesOfLog(), recordsRead };
  } finally {
    reached.restore();
    await server.close();
  }
}

interface Run {
  readonly server: FuzzServer;
  readonly world: World;
  readonly drafts: Drafts;
  readonly canaries: Canaries;
  readonly findings: ReturnType<typeof createFindings>;
}

async function sendAll(run: Run, { requests, say = () => {}, onMeasure }: FuzzOptions) {
  const { server, world, drafts, findings } = run;
  const statuses = new Map<string, number>();
  const routes = new Map(drafts.rest.map((each) => [nameOf(each), { reached: 0, done: 0 }]));
  const once = async (place: number) => {
    const { request, status } = await sendOne(run, place);
    count(statuses, `${request.target} ${status}`);
    noteRoute(routes, request, status);
  };
  for (let sent = 0; sent < requests; sent += atOnce) {
    if (sent % accountsEvery === 0) await addAccounts(server, world, 8);
    await Promise.all(Array.from({ length: Math.min(atOnce, requests - sent) }, (_, place) => once(place)));
    const fifths = Math.floor((sent * 5) / requests);
    if (Math.floor(((sent + atOnce) * 5) / requests) > fifths) {
      onMeasure?.();
      say(`${sent + atOnce} requests, ${findings.faults.length} faults`);
    }
  }
  return { statuses, routes };
}

async function sendOne({ server, world, drafts, canaries, findings }: Run, place: number) {
  const request = drafts.next(place);
  const answer = await sendRequest(server, request);
  world.learnLocation(answer.headers);
  learn(world, request, answer.text);
  const wrong = judge(request, answer, canaries);
  if (wrong.length > 0) {
    const { account: _, raw, body, ...shown } = request;
    const told = JSON.stringify({ ...shown, raw: raw?.toString('latin1'), body: body?.slice(0, 3000) });
    findings.fault(`${wrong.join(', ')}: ${answer.text.slice(0, 1000)}\n  to ${told}`);
  }
  return { request, status: answer.status };
}

function createFindings(canaries: Canaries, say: (line: string) => void) {
  const faults: string[] = [];
  let lines = 0;
  const fault = (text: string) => {
    if (faults.length >= keptFaults) return;
    faults.push(text);
    say(`fault: ${text}`);
  };
  const record = (what: string, text: string) => {
    const found = canaries.inRecord(text);
    if (found.length > 0) fault(`${what} holds ${found.join(', ')}: ${text.slice(0, 2000)}`);
  };
  return {
    faults: faults as readonly string[],
    fault,
    record,
    linesOfLog: () => lines,
    line(text: string) {
      lines += 1;
      if (/"level":"(error|fatal)"/.test(text)) fault(`the log has an error: ${text.slice(0, 4000)}`);
      record('a line of the log', text);
    },
  };
}

/** Counts each Action's own code, behind all stages and the check of its input. */
function countActions() {
  const counts = new Map(Object.keys(actions).map((name) => [name, { reached: 0, done: 0 }]));
  const restored: (() => void)[] = [];
  for (const action of Object.values(actions) as { name: string; run: (...args: never[]) => unknown }[]) {
    const { run } = action;
    const entry = counts.get(action.name) ?? { reached: 0, done: 0 };
    action.run = async (...args) => {
      entry.reached += 1;
      const result = await run(...args);
      entry.done += 1;
      return result;
    };
    restored.push(() => {
      action.run = run;
    });
  }
  return {
    counts,
    restore: () => {
      for (const each of restored) each();
    },
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function noteRoute(
  routes: ReadonlyMap<string, { reached: number; done: number }>,
  { of }: FuzzRequest,
  status: number,
) {
  const entry = routes.get(of);
  if (!entry || status === 405) return;
  entry.reached += 1;
  if (status === 200) entry.done += 1;
}

function learn(world: World, { account, of }: FuzzRequest, text: string): void {
  // Of the requests of a table nothing can be learnt, and an import has ids alone.
  if (!text.startsWith('{') || of === 'page') return;
  try {
    world.learn(JSON.parse(text), account);
  } catch {
    // Not JSON: nothing to learn.
  }
}
