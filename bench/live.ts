import pg from 'pg';
import { WebSocket } from 'ws';
import { noPostgres, withPostgres } from './support/databases.js';
import { accessToken, type EngineProcess, runSql, startEngine } from './support/engineServer.js';
import { librarySql, setUpLibrary } from './support/library.js';
import type { BenchOptions } from './support/options.js';
import { cpuSeconds, residentMegabytes } from './support/processes.js';
import { atMost, type Figure, type Outcome } from './support/report.js';

const sessions = 50;
const observedSeconds = 10;
const query = `subscription latest($category: Int!) {
  note(where: {category: {_eq: $category}}, order_by: {id: asc}, limit: 10) { id title author { name } }
}`;

/** Many live subscribers: what they cost, and (with `--minutes`) whether memory stays flat. */
export async function live({ minutes }: BenchOptions): Promise<Outcome> {
  const outcome = await withPostgres(async (server) => {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query("alter system set shared_preload_libraries = 'pg_stat_statements'");
    await admin.end();
    server.restart();
    const databaseUrl = await server.createDatabase();
    const statistics = new pg.Client({ connectionString: databaseUrl });
    await statistics.connect();
    await statistics.query(`create extension pg_stat_statements; ${librarySql}`);
    const engine = await startEngine(databaseUrl);
    await setUpLibrary(engine.url, { hasTables: true });
    const figures: Figure[] = [];
    for (const subscribers of [50, 1000]) figures.push(...(await observe(engine, statistics, subscribers)));
    if (minutes > 0) figures.push(...(await soak(engine, minutes)));
    await engine.stop();
    await statistics.end();
    return figures;
  });
  return outcome ?? { skipped: noPostgres };
}

/** Subscribers of one query, shared out over the sessions, each session with a value of its own. */
async function subscribe(url: string, subscribers: number) {
  let results = 0;
  const sockets = await Promise.all(
    Array.from({ length: sessions }, (_, session) => openSocket(url, session, () => (results += 1))),
  );
  for (let index = 0; index < subscribers; index += 1) {
    const session = index % sessions;
    const payload = { query, variables: { category: session } };
    sockets[session]?.send(JSON.stringify({ id: String(index), type: 'subscribe', payload }));
  }
  await until(() => results >= subscribers);
  return {
    results: () => results,
    close() {
      for (const socket of sockets) socket.close();
    },
  };
}

function openSocket(url: string, session: number, onResult: () => void): Promise<WebSocket> {
  const token = accessToken('user', { 'x-hasura-tenant': 'one', 'x-hasura-user-id': String(session) });
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/graphql`, 'graphql-transport-ws');
    socket.on('open', () => {
      const payload = { headers: { authorization: `Bearer ${token}` } };
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
    });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string };
      if (message.type === 'connection_ack') resolve(socket);
      else if (message.type === 'ping') socket.send('{"type":"pong"}');
      else if (message.type === 'next') onResult();
      else reject(new Error(data.toString()));
    });
    socket.on('error', reject);
  });
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('no result came in a minute');
    await pause(0.05);
  }
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function observe(engine: EngineProcess, statistics: pg.Client, subscribers: number): Promise<Figure[]> {
  const { pid } = engine.process;
  const clients = await subscribe(engine.url, subscribers);
  await pause(2);
  await statistics.query('select pg_stat_statements_reset()');
  const before = cpuSeconds(pid);
  await pause(observedSeconds);
  const cpu = ((cpuSeconds(pid) - before) * 1000) / observedSeconds;
  const counted = await statistics.query<{ calls: string }>(
    `select coalesce(sum(calls), 0) as calls from pg_stat_statements where query like '%note%' and query not like '%pg_stat%'`,
  );
  const statementsPerSecond = Number(counted.rows[0]?.calls) / observedSeconds;
  const latency = await changeLatency(engine.url, clients.results, subscribers / sessions);
  clients.close();
  await pause(1);
  const label = `${subscribers} subscribers, ${sessions} sessions`;
  return [
    { name: `${label}: statements`, value: statementsPerSecond, unit: '/s', goal: atMost(1.2) },
    { name: `${label}: CPU`, value: cpu, unit: 'ms/s' },
    { name: `${label}: change to last result`, value: latency, unit: 'ms' },
  ];
}

/** Changes a row that one session's subscribers see, and waits until each has it. */
async function changeLatency(url: string, results: () => number, listeners: number): Promise<number> {
  const expected = results() + listeners;
  const started = performance.now();
  await runSql(url, "update note set title = title || '!' where id = 500");
  await until(() => results() >= expected);
  return performance.now() - started;
}

/** 500 subscribers who come and go; memory after the first tenth of the time beside memory at the end. */
async function soak(engine: EngineProcess, minutes: number): Promise<Figure[]> {
  const { pid } = engine.process;
  const end = performance.now() + minutes * 60_000;
  const settled = performance.now() + minutes * 6_000;
  let early = Number.NaN;
  let rounds = 0;
  while (performance.now() < end) {
    const clients = await subscribe(engine.url, 500);
    await pause(5);
    await changeLatency(engine.url, clients.results, 500 / sessions);
    clients.close();
    await pause(0.5);
    rounds += 1;
    if (Number.isNaN(early) && performance.now() > settled) early = residentMegabytes(pid);
  }
  return [
    {
      name: `500 subscribers, ${minutes} min, renewed ${rounds} times: memory early`,
      value: early,
      unit: 'MB',
    },
    { name: `500 subscribers, ${minutes} min: memory at the end`, value: residentMegabytes(pid), unit: 'MB' },
    { name: 'end / early', value: residentMegabytes(pid) / early, unit: 'x', goal: atMost(1.3) },
  ];
}
