import { WebSocket } from 'ws';
import { compareAnswer, parseExact, type Verdict } from './compare.js';
import { adminHeaders, type ClassRun, worst } from './runClass.js';
import { overHttp, type SubProtocol } from './transports.js';

/** A mutation with its answer and, where it changes what is watched, what the live query then pushes. */
export interface LiveQueryStep {
  readonly name: string;
  readonly query: string;
  readonly variables: string | null;
  readonly response: string;
  readonly live_response?: string;
}

export const isLiveQuery = (steps: readonly unknown[]): boolean =>
  steps.some((step) => typeof step === 'object' && step !== null && 'live_response' in step);

/** Watches the table that the first step inserts into, by the columns it returns, while the steps are run. */
export async function runLiveQuery(
  run: ClassRun,
  protocol: SubProtocol,
  steps: readonly LiveQueryStep[],
): Promise<Verdict> {
  const inserted = Object.entries(parseExact(steps[0]?.response ?? '{}') as Inserted)[0];
  const table = inserted?.[0].replace(/^insert_/, '') ?? '';
  const columns = Object.keys(inserted?.[1].returning?.[0] ?? {});
  const watch = openWatch(
    run,
    protocol,
    `subscription { ${table}(order_by: {${columns[0]}: asc}) { ${columns.join(' ')} } }`,
  );
  const verdicts: Verdict[] = [compareAnswer({ data: { [table]: [] } }, await watch.next())];
  for (const step of steps) {
    const body = { query: step.query, variables: step.variables ? parseExact(step.variables) : null };
    const answer = await overHttp(run.target.url, {
      url: '/v1/graphql',
      headers: adminHeaders(run.target),
      body,
    });
    verdicts.push(compareAnswer({ data: parseExact(step.response) }, answer.body));
    const pushed = (await watch.next()) as { data?: Record<string, unknown> };
    if (step.live_response)
      verdicts.push(compareAnswer({ data: { [table]: parseExact(step.live_response) } }, pushed));
  }
  watch.close();
  return worst(verdicts);
}

type Inserted = Record<string, { returning?: Record<string, unknown>[] }>;

function openWatch(run: ClassRun, protocol: SubProtocol, query: string) {
  const socket = new WebSocket(`${run.target.url.replace(/^http/, 'ws')}/v1/graphql`, protocol);
  const pushed: unknown[] = [];
  const waiting: ((value: unknown) => void)[] = [];
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { headers: adminHeaders(run.target) } })),
  );
  socket.on('message', (data) => {
    const message = parseExact(String(data)) as { type: string; payload?: unknown };
    if (message.type === 'connection_ack') {
      const type = protocol === 'graphql-transport-ws' ? 'subscribe' : 'start';
      socket.send(JSON.stringify({ id: 'watch', type, payload: { query } }));
    } else if (['next', 'data', 'error'].includes(message.type)) {
      const next = waiting.shift();
      if (next) next(message.payload);
      else pushed.push(message.payload);
    }
  });
  return {
    next: (): Promise<unknown> => {
      if (pushed.length > 0) return Promise.resolve(pushed.shift());
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('nothing pushed within 10 s')), 10_000);
        waiting.push((value) => {
          clearTimeout(timer);
          resolve(value);
        });
      });
    },
    close: () => socket.terminate(),
  };
}
