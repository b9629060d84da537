import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgres } from '../src/engine/database/postgres.js';
import { createEngine } from '../src/engine/engine.js';
import type { BareStatement } from './support/bareStatement.js';
import { buildServer, projectDir } from './support/build.js';
import { noPostgres, withPostgres } from './support/databases.js';
import { accessToken, engineEnvironment, startEngine } from './support/engineServer.js';
import { type LibraryQuery, libraryQueries, librarySql, setUpLibrary } from './support/library.js';
import { compareSides, type Side, type Target } from './support/load.js';
import { type RunningProcess, startProcess } from './support/processes.js';
import { atLeast, atMost, type Figure, type Outcome, ratio } from './support/report.js';
import { median } from './support/statistics.js';

const load = { clients: 16, seconds: 2 };
const rounds = 5;
/** Until the compiler is done with either side. */
const warmUpSeconds = 6;

/** Queries through the engine, beside the same SQL run by nothing but `pg`, and beside PostGraphile 4. */
export async function engine(): Promise<Outcome> {
  const outcome = await withPostgres(async (server) => {
    const databaseUrl = await server.createDatabase();
    const first = await startEngine(databaseUrl);
    await setUpLibrary(first.url);
    const statements = await recordStatements(databaseUrl);
    await first.stop();
    const onPostgres = await measure('PostgreSQL', databaseUrl, statements);
    return [...onPostgres, ...(await measure('PGlite', undefined, statements))];
  });
  return outcome ?? { skipped: noPostgres };
}

const token = accessToken('user', { 'x-hasura-tenant': 'one' });

async function measure(
  database: string,
  databaseUrl: string | undefined,
  statements: Readonly<Record<string, BareStatement>>,
): Promise<Figure[]> {
  const ours = await startEngine(databaseUrl);
  if (!databaseUrl) await setUpLibrary(ours.url);
  const bare = await startProcess(process.execPath, [await buildServer('barePostgres')], {
    env: {
      STATEMENTS: JSON.stringify(statements),
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { SETUP: librarySql }),
    },
  });
  const peer = databaseUrl ? await startPostgraphile(databaseUrl) : undefined;
  const figures: Figure[] = [];
  for (const query of libraryQueries) {
    const sides = [
      side('engine', ours.process, query, query.hasura),
      side('bare pg', bare, query, ''),
      ...(peer ? [side('PostGraphile 4', peer, query, query.postgraphile)] : []),
    ];
    const results = await compareSides(sides, { rounds, load, warmUpSeconds });
    const [engineCpu = [], bareCpu = [], peerCpu] = results.map((each) => each.cpuMicroseconds);
    const label = `${database} ${query.name}`;
    for (const { name, cpuMicroseconds, requestsPerSecond } of results) {
      figures.push({ name: `${label}: CPU, ${name}`, value: median(cpuMicroseconds), unit: 'us' });
      figures.push({ name: `${label}: requests, ${name}`, value: median(requestsPerSecond), unit: '/s' });
    }
    const overBare = ratio(engineCpu, bareCpu);
    figures.push({ name: `${label}: engine / bare pg`, value: overBare, unit: 'x', goal: atMost(1.3) });
    if (!peerCpu) continue;
    const underPeer = ratio(peerCpu, engineCpu);
    figures.push({
      name: `${label}: PostGraphile 4 / engine`,
      value: underPeer,
      unit: 'x',
      goal: atLeast(3),
    });
  }
  await Promise.all([ours.stop(), bare.stop(), peer?.stop()]);
  return figures;
}

/** Undefined where the peers of `bench/peers/package.json` aren't installed. */
async function startPostgraphile(databaseUrl: string): Promise<RunningProcess | undefined> {
  if (!existsSync(join(projectDir, 'bench', 'peers', 'node_modules', 'postgraphile'))) {
    console.log('PostGraphile 4: skipped (not installed: npm ci --prefix bench/peers)');
    return undefined;
  }
  return startProcess(process.execPath, [join(projectDir, 'bench', 'peers', 'postgraphile.mjs')], {
    env: { DATABASE_URL: databaseUrl, NODE_ENV: 'production' },
  });
}

function side(name: string, { pid, ready }: RunningProcess, query: LibraryQuery, text: string): Side {
  const target: Target = {
    origin: ready[1] ?? '',
    path: '/v1/graphql',
    headers: name === 'PostGraphile 4' ? {} : { authorization: `Bearer ${token}` },
    body: (index) =>
      JSON.stringify({ query: text, operationName: query.name, variables: query.variables(index) }),
    check(status, answer) {
      if (status !== 200 || !answer.includes('word word')) throw new Error(`${name}: ${status} ${answer}`);
    },
  };
  return { name, pid, target };
}

/** The statements that the engine makes of the queries, seen on their way to the database. */
async function recordStatements(databaseUrl: string): Promise<Readonly<Record<string, BareStatement>>> {
  const database = openPostgres({ connectionString: databaseUrl });
  const seen: { text: string; values: (string | null)[] }[] = [];
  database.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      seen.push(args[0] as (typeof seen)[number]);
      return query(...args);
    }) as typeof client.query;
  });
  const recorded = await createEngine({ database, env: engineEnvironment });
  const statements: Record<string, BareStatement> = {};
  for (const { name, root, hasura, variables } of libraryQueries) {
    seen.length = 0;
    const given = variables(3);
    const response = await recorded.fetch('http://engine/v1/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: hasura, operationName: name, variables: given }),
    });
    const [statement, ...more] = seen;
    if (!statement || more.length > 0)
      throw new Error(`${name}: not one statement: ${await response.text()}`);
    statements[name] = {
      root,
      text: statement.text,
      values: statement.values.map((value) => origin(value, given)),
    };
  }
  await recorded.close();
  await database.close();
  return statements;
}

function origin(value: string | null, given: Readonly<Record<string, number>>) {
  const variable = Object.keys(given).find((name) => String(given[name]) === value);
  return variable === undefined ? { constant: value } : { variable };
}
