import { noPostgres, withPostgres } from './support/databases.js';
import { accessToken, type EngineProcess, runCommand, runSql, startEngine } from './support/engineServer.js';
import { compareSides, type Side, sendLoad, type Target } from './support/load.js';
import { residentMegabytes } from './support/processes.js';
import { atMost, type Outcome, ratio } from './support/report.js';
import { median } from './support/statistics.js';

const many = 300;
const few = 3;
const columns = Array.from({ length: 20 }, (_, index) => `column_${index}`);
const roles = ['reader', 'writer', 'editor', 'owner', 'auditor'];

/** The engine with many tables beside the engine with few: start, memory, and the cost of one and the same query. */
export async function size(): Promise<Outcome> {
  const outcome = await withPostgres(async (server) => {
    const [large, small] = [await server.createDatabase(), await server.createDatabase()];
    await prepare(large, many);
    await prepare(small, few);
    const starts: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const started = await startEngine(large);
      starts.push(started.process.startSeconds);
      await started.stop();
    }
    const engines = [await startEngine(large), await startEngine(small)] as const;
    const memory = await memoryPerRole(engines[0]);
    const sides = engines.map((each, index) => side(index === 0 ? 'many' : 'few', each));
    const results = await compareSides(sides, { rounds: 5, load: { clients: 16, seconds: 2 } });
    for (const each of engines) await each.stop();
    const [manyCpu = [], fewCpu = []] = results.map((each) => each.cpuMicroseconds);
    return [
      {
        name: `start with ${many} tables, ${columns.length} columns, ${roles.length} roles`,
        value: median(starts),
        unit: 's',
        goal: atMost(3),
      },
      { name: 'resident memory before the first request', value: memory.before, unit: 'MB' },
      { name: 'memory of a role whose schema was asked for', value: memory.perRole, unit: 'MB' },
      { name: `CPU of a query, ${many} tables`, value: median(manyCpu), unit: 'us' },
      { name: `CPU of a query, ${few} tables`, value: median(fewCpu), unit: 'us' },
      { name: `${many} tables / ${few} tables`, value: ratio(manyCpu, fewCpu), unit: 'x', goal: atMost(1.1) },
    ];
  });
  return outcome ?? { skipped: noPostgres };
}

/** Makes the tables and metadata, which the engine keeps in the database for later starts. */
async function prepare(databaseUrl: string, tables: number): Promise<void> {
  const engine = await startEngine(databaseUrl);
  const names = Array.from({ length: tables }, (_, index) => `table_${index}`);
  const list = columns.map((column) => `${column} text`).join(', ');
  const create = (name: string, index: number): string => {
    const parent = index === 0 ? '' : `, parent_id int references table_${index - 1} (id)`;
    return `create table ${name} (id int primary key, ${list}${parent}); insert into ${name} values (1);`;
  };
  await runSql(engine.url, names.map(create).join('\n'));
  await replaceMetadata(engine.url, names.map(metadataOf));
  await engine.stop();
}

function metadataOf(name: string, index: number): object {
  const permission = {
    columns: ['id', ...columns],
    filter: { column_0: { _is_null: true } },
    allow_aggregations: true,
  };
  const parent = { name: 'parent', using: { foreign_key_constraint_on: 'parent_id' } };
  return {
    table: { schema: 'public', name },
    object_relationships: index === 0 ? [] : [parent],
    select_permissions: roles.map((role) => ({ role, permission })),
  };
}

/** Replaces the tables in what the engine exports, which knows its connection. */
async function replaceMetadata(url: string, tables: readonly object[]): Promise<void> {
  const exported = (await runCommand(url, '/v1/metadata', { type: 'export_metadata', args: {} })) as {
    sources: object[];
  };
  const sources = exported.sources.map((source) => ({ ...source, tables }));
  await runCommand(url, '/v1/metadata', { type: 'replace_metadata', args: { ...exported, sources } });
}

function target(url: string, role: string): Target {
  const query = 'query one($id: Int!) { table_1_by_pk(id: $id) { id column_0 column_19 parent { id } } }';
  return {
    origin: url,
    path: '/v1/graphql',
    headers: { authorization: `Bearer ${accessToken(role, {})}` },
    body: () => JSON.stringify({ query, variables: { id: 1 } }),
    check(status, text) {
      if (status !== 200 || !text.includes('"column_19"')) throw new Error(`${status} ${text}`);
    },
  };
}

const side = (name: string, { url, process }: EngineProcess): Side => ({
  name,
  pid: process.pid,
  target: target(url, roles[0] ?? ''),
});

/** Each role asks once: the first warms up what all share, the others add a schema each. */
async function memoryPerRole({ url, process }: EngineProcess) {
  const before = residentMegabytes(process.pid);
  const [first = '', ...others] = roles;
  await sendLoad(target(url, first), { clients: 1, seconds: 1 });
  const shared = residentMegabytes(process.pid);
  for (const role of others) await sendLoad(target(url, role), { clients: 1, seconds: 0.2 });
  return { before, perRole: (residentMegabytes(process.pid) - shared) / others.length };
}
