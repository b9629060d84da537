import { compareAnswer, passed, type Verdict } from './compare.js';
import { isLiveQuery, type LiveQueryStep, runLiveQuery } from './liveQuery.js';
import { withoutNulls } from './missing.js';
import { adminHeaders, best, type ClassRun, sendFixture, worst } from './runClass.js';
import { selectionOf } from './selection.js';
import { readYaml, type Step } from './suite.js';
import {
  overHttp,
  overWebSocket,
  type Request,
  type SubProtocol,
  toJson,
  withoutNullData,
} from './transports.js';

/** A file of a case: requests, a fixture of its own, a list of inconsistent objects, or the steps of a live query. */
export async function runFile(run: ClassRun, file: string, transport: string): Promise<Verdict> {
  const document = readYaml(run.suite, file);
  if (isFixture(document)) return runCommand(run, file);
  const steps = Array.isArray(document) ? document : [document];
  if (isLiveQuery(steps)) {
    const verdicts: Verdict[] = [];
    for (const protocol of ['graphql-transport-ws', 'graphql-ws'] as const) {
      verdicts.push(await runLiveQuery(run, protocol, steps as LiveQueryStep[]));
    }
    return worst(verdicts);
  }
  if (steps.every((step) => 'reason' in step)) {
    return inconsistentObjects(run, steps as InconsistentObject[]);
  }
  const verdicts: Verdict[] = [];
  for (const step of steps as Step[]) verdicts.push(await runStep(run, step, transport));
  return worst(verdicts);
}

interface InconsistentObject {
  readonly type: string;
  readonly definition: { readonly schema?: string; readonly name?: string };
}

const isFixture = (document: unknown) =>
  typeof document === 'object' && document !== null && 'type' in document && 'args' in document;

/** A command of which the case doesn't say what must come: done, or refused with a code of the client's fault. */
async function runCommand(run: ClassRun, file: string): Promise<Verdict> {
  const answer = await sendFixture(run, file);
  if (answer.status < 500) return passed;
  const detail = `${file}: status ${answer.status} ${toJson(answer.body)}`;
  return { outcome: 'codeDiffers', textDiffers: false, detail };
}

/** The tables that the list calls missing are dropped behind the metadata's back; then the list must be that. */
async function inconsistentObjects(run: ClassRun, expected: readonly InconsistentObject[]): Promise<Verdict> {
  const command = (url: string, body: unknown) =>
    overHttp(run.target.url, { url, headers: adminHeaders(run.target), body });
  for (const { type, definition } of expected) {
    if (type !== 'table') continue;
    const sql = `drop table "${definition.schema}"."${definition.name}" cascade`;
    await command('/v2/query', { type: 'run_sql', args: { sql, check_metadata_consistency: false } });
  }
  await command('/v1/query', { type: 'reload_metadata', args: {} });
  const body = { type: 'get_inconsistent_metadata', args: {} };
  const answer = await overHttp(run.target.url, {
    url: '/v1/query',
    headers: adminHeaders(run.target),
    body,
  });
  const { inconsistent_objects: listed } = answer.body as { inconsistent_objects?: unknown };
  return compareAnswer(normalised(expected), normalised(listed));
}

/** The list is compared as Hasura's harness does: nulls count as absent, keys in any order. */
function normalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(
    kept.map(([key, each]) => [key, normalised(each)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function runStep(run: ClassRun, given: Step, transport: string): Promise<Verdict> {
  const step = { ...given, query: withoutNulls(given.query, run.droppedColumns) };
  const missing = missingIn(run, step);
  if (missing)
    return { outcome: 'notSupported', textDiffers: false, detail: `the database lacks ${missing}` };
  const request: Request = {
    url: step.url ?? '/v1/graphql',
    headers: headersOf(run, step),
    body: step.query,
  };
  const socket = transport !== 'http' && request.url.endsWith('graphql') && !Array.isArray(step.query);
  const answer = socket
    ? await overWebSocket(run.target.url, transport.split(' ')[0] as SubProtocol, inForm(request, transport))
    : await overHttp(run.target.url, request);
  const place = `${transport} ${step.description ?? ''}`;
  if (!socket && step.status !== undefined && Number(step.status) !== answer.status) {
    const got = JSON.stringify(answer.body, asNumber)?.slice(0, 1000);
    const detail = `${place}: expected status ${step.status}, got ${answer.status} ${got}`;
    return { outcome: 'codeDiffers', textDiffers: false, detail };
  }
  const wanted =
    step.allowed_responses?.map((each) => each.response) ?? ('response' in step ? [step.response] : []);
  if (wanted.length === 0) return passed;
  const got = socket ? withoutNullData(answer.body) : answer.body;
  const selection = request.url.endsWith('graphql')
    ? selectionOf((step.query as { query?: string }).query)
    : undefined;
  const verdict = best(wanted.map((each) => compareAnswer(each, got, selection)));
  return verdict.detail ? { ...verdict, detail: `${place}: ${verdict.detail}` } : verdict;
}

/** A request can't be made when it names a missing type, or a column that had to be left out for it. */
function missingIn({ missing, droppedColumns }: ClassRun, step: Step): string | undefined {
  const text = JSON.stringify({ ...step, description: '' }, asNumber).toLowerCase();
  const type = missing.types.find((each) => text.includes(each));
  if (type) return `the type ${type}`;
  const columns = [...droppedColumns.values()].flatMap((each) => [...each]);
  const column = columns.find((each) => new RegExp(`\\b${each}\\b`, 'i').test(text));
  return column && `the type of the column ${column}`;
}

/**
 * Where a class configures an unauthorized role its requests go without the secret: that is what they are about. So do
 * requests with a token, which the secret would outdo.
 */
function headersOf(run: ClassRun, step: Step): Record<string, string> {
  const own = Object.entries(step.headers ?? {}).map(([name, value]) => [name, String(value)] as const);
  const asNobody = 'HASURA_GRAPHQL_UNAUTHORIZED_ROLE' in run.group.env;
  const hasToken = own.some(([name]) => name.toLowerCase() === 'authorization');
  return { ...(asNobody || hasToken ? {} : adminHeaders(run.target)), ...Object.fromEntries(own) };
}

/** For the transport `… subscription` the same query is asked as a subscription. */
function inForm(request: Request, transport: string): Request {
  if (!transport.endsWith('subscription')) return request;
  const body = request.body as { query: string };
  const query = body.query.replace(/^\s*query\b/, 'subscription').replace(/^\s*\{/, 'subscription {');
  return { ...request, body: { ...body, query } };
}

const asNumber = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
