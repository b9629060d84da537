import { rank, type Verdict, worstOf } from './compare.js';
import { type DroppedColumns, type Missing, withoutMissing } from './missing.js';
import { runFile } from './runFile.js';
import { filesOf, needSources } from './sources.js';
import { fixtureEndpoint, fixtureFiles, readYaml, type Suite, type TestClass } from './suite.js';
import type { OpenTarget, Target } from './target.js';
import { type Answer, overHttp, toJson } from './transports.js';

export interface CaseResult {
  readonly class: string;
  readonly tier: string;
  readonly test: string;
  readonly verdict: Verdict;
}

export interface RunOptions {
  readonly openTarget: OpenTarget;
  /** What the database lacks; it is left out of the setups, and requests that name it are skipped. */
  readonly missing: Missing;
  readonly webhookUrl: string;
  onTarget(target: Target): void;
}

/** One class on one fresh database. */
export interface ClassRun {
  readonly suite: Suite;
  readonly group: TestClass;
  readonly target: Target;
  readonly missing: Missing;
  readonly droppedColumns: DroppedColumns;
}

/** What Hasura's own harness sets for every class. */
export const harnessEnvironment = { HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: 'true' };

export async function runClass(suite: Suite, group: TestClass, options: RunOptions): Promise<CaseResult[]> {
  const target = await options.openTarget({
    ...(group.admin_secret ? { adminSecret: 'conformance-admin-secret' } : {}),
    env: { ...harnessEnvironment, ...group.env, ACTION_WEBHOOK_HANDLER: options.webhookUrl },
    needsSources: needSources(suite, filesOf(suite, group)),
  });
  options.onTarget(target);
  const run: ClassRun = {
    suite,
    group,
    target,
    missing: options.missing,
    droppedColumns: new Map(),
  };
  try {
    const refused = await runFixtures(run, fixtureFiles(suite, group).beforeClass).catch(String);
    const results: CaseResult[] = [];
    for (const { test, files } of group.cases) {
      const verdict = refused ? failed(`setup: ${refused}`) : await runCase(run, files);
      results.push({ class: group.class, tier: group.tier, test, verdict });
    }
    return results;
  } finally {
    await target.close();
  }
}

/** A case passes when it does over each of its class's transports. */
async function runCase(run: ClassRun, files: readonly string[]): Promise<Verdict> {
  if (!run.target.hasSources && needSources(run.suite, files)) {
    const detail = 'the case adds databases of a PostgreSQL server as sources, and none is here';
    return { outcome: 'notSupported', textDiffers: false, detail };
  }
  const { beforeCase, afterCase } = fixtureFiles(run.suite, run.group);
  const verdicts: Verdict[] = [];
  for (const transport of run.group.transports.flatMap((each) => transportsOf[each] ?? ['http'])) {
    try {
      await runFixtures(run, beforeCase);
      for (const file of files) verdicts.push(await runFile(run, file, transport));
    } catch (error) {
      verdicts.push(failed(`${transport}: ${error}`));
    }
    await runFixtures(run, afterCase).catch((error: unknown) => verdicts.push(failed(`teardown: ${error}`)));
  }
  return worst(verdicts);
}

const transportsOf: Readonly<Record<string, readonly string[]>> = {
  http: ['http'],
  websocket: ['graphql-transport-ws', 'graphql-ws'],
  subscription: ['graphql-transport-ws subscription', 'graphql-ws subscription'],
};

/** @throws with the answer, when a command is refused. */
export async function runFixtures(run: ClassRun, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const answer = await sendFixture(run, file);
    if (answer.status !== 200) throw new Error(`${file}: ${toJson(answer.body).slice(0, 1200)}`);
  }
}

export async function sendFixture(run: ClassRun, file: string): Promise<Answer> {
  const body = withoutMissing(readYaml(run.suite, file), run.missing, run.droppedColumns);
  return overHttp(run.target.url, {
    url: fixtureEndpoint(run.group, file),
    headers: adminHeaders(run.target),
    body,
  });
}

export const adminHeaders = (target: Target): Record<string, string> =>
  target.adminSecret ? { 'X-Hasura-Admin-Secret': target.adminSecret } : {};

const failed = (detail: string): Verdict => ({ outcome: 'dataDiffers', textDiffers: false, detail });

/** A part that can't be run here doesn't hide the parts that can: only when nothing ran is the whole not supported. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const ran = verdicts.filter((each) => each.outcome !== 'notSupported');
  return worstOf(ran.length > 0 ? ran : verdicts);
}

export const best = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce((a, b) => (rank(b) < rank(a) ? b : a));
