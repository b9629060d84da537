import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from './outcome.js';
import type { Sources } from './sources.js';

export interface MetricsOptions {
  readonly version: string;
}

/** Counts and measures, and tells it in Prometheus' text format. */
export interface Metrics {
  actionEnded(action: string, outcome: Outcome, seconds: number): void;
  requestEnded(kind: string, status: number): void;
  hasuraEnded(operation: string, outcome: 'ok' | 'refused' | 'failed', seconds: number): void;
  /** A task of the hashing threads began after it had waited so long. */
  hashingBegan(waitedSeconds: number): void;
  /** Names what is asked at each scrape. Called once, when all of it is there. */
  watch(sources: Sources): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** From a read that Hasura answers at once to one that takes until it counts as down, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** All series of one server. Labels are names of Actions, operations and codes: never what a client made up. */
export function createMetrics({ version }: MetricsOptions): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  new Gauge({
    name: 'auth_build_info',
    help: 'Always 1; the label says which version runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);

  const actions = new Counter({
    name: 'auth_actions_total',
    help: 'Calls of Actions by outcome (ok, refused, failed) and the code that the client was told.',
    labelNames: ['action', 'outcome', 'code'],
    registers,
  });
  const actionSeconds = new Histogram({
    name: 'auth_action_duration_seconds',
    help: 'How long calls of Actions took, whatever their outcome.',
    labelNames: ['action'],
    buckets,
    registers,
  });
  const requests = new Counter({
    name: 'auth_http_requests_total',
    help: 'HTTP requests by kind (webhook, graphql, rest) and status.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const hasura = new Counter({
    name: 'auth_hasura_requests_total',
    help: 'Requests to Hasura by operation and outcome (ok, refused, failed).',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const hasuraSeconds = new Histogram({
    name: 'auth_hasura_request_duration_seconds',
    help: 'How long requests to Hasura took, waiting for their turn included.',
    labelNames: ['operation'],
    buckets,
    registers,
  });
  const hashingWait = new Histogram({
    name: 'auth_hashing_wait_seconds',
    help: 'How long passwords waited for a hashing thread.',
    buckets,
    registers,
  });

  let readOutbox = async () => {};

  return {
    actionEnded(action, { outcome, code }, seconds) {
      actions.inc({ action, outcome, code });
      actionSeconds.observe({ action }, seconds);
    },
    requestEnded: (kind, status) => requests.inc({ kind, status }),
    hasuraEnded(operation, outcome, seconds) {
      hasura.inc({ operation, outcome });
      hasuraSeconds.observe({ operation }, seconds);
    },
    hashingBegan: (waitedSeconds) => hashingWait.observe(waitedSeconds),
    watch(sources) {
      watchSources(sources, registers);
      readOutbox = outboxReader(sources.outbox, registers);
    },
    contentType: register.contentType,
    async text() {
      await readOutbox();
      return register.metrics();
    },
  };
}

/** Gauges that are read when they are asked for. */
function watchSources({ hashing, hasura, brokenClaims, isReady }: Sources, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  new Gauge({
    name: 'auth_ready',
    help: 'Whether this server takes requests: 1 or 0, as /readyz says.',
    registers,
    async collect() {
      this.set((await isReady()) ? 1 : 0);
    },
  });
  gauge('auth_hashing_running', 'Hashing threads that work.', () => hashing().running);
  gauge('auth_hashing_queue_length', 'Passwords that wait for a hashing thread.', () => hashing().waiting);
  gauge('auth_hasura_in_flight', 'Requests to Hasura that are under way.', () => hasura().inFlight);
  gauge('auth_hasura_waiting', 'Requests to Hasura that wait for their turn.', () => hasura().waiting);
  gauge(
    'auth_custom_claims_broken',
    'Custom claims that tokens lack, since Hasura does not know their path.',
    brokenClaims,
  );
  new Counter({
    name: 'auth_hasura_turned_away_total',
    help: 'Requests to Hasura that were given up because too many, or too long, had waited.',
    registers,
    collect() {
      this.reset();
      this.inc(hasura().turnedAway);
    },
  });
}

/** How the figures of deliveries are brought up to date; while Hasura does not tell them, they have no value. */
function outboxReader(outbox: Sources['outbox'], registers: Registry[]): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['queue'], registers });
  const gauges = {
    due: gauge('auth_outbox_due', 'What should have been delivered by now: mails and text messages, hooks.'),
    retried: gauge('auth_outbox_retried', 'What could not be delivered at the last try, and is tried again.'),
    abandoned: gauge('auth_outbox_abandoned', 'What was given up within the last week.'),
    oldestDueSeconds: gauge(
      'auth_outbox_oldest_due_seconds',
      'For how long the oldest of what is due has been so; 0 when nothing is.',
    ),
  };
  return async () => {
    const queues = (await outbox()) ?? {};
    for (const [name, each] of Object.entries(gauges)) {
      each.reset();
      for (const [queue, state] of Object.entries(queues)) {
        each.set({ queue }, state[name as keyof typeof gauges]);
      }
    }
  };
}
