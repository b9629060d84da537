/**
 * Runs a directory of Hasura's own test cases: `npm run conformance [-- --json] [--only CLASS] [--database pglite|postgres]`.
 *
 * CONFORMANCE_DIR: the directory (default ../shared/conformance/hasura). HASURA_GRAPHQL_ENDPOINT (and _ADMIN_SECRET): that
 * server instead of the embedded engine. DATABASE_URL: that PostgreSQL instead of one started for the run.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runJwtCases } from '../test/conformance/runner/jwtCases.js';
import type { Missing } from '../test/conformance/runner/missing.js';
import { buildReport, printReport } from '../test/conformance/runner/report.js';
import { adminHeaders, type CaseResult, runClass } from '../test/conformance/runner/runClass.js';
import { loadSuite } from '../test/conformance/runner/suite.js';
import {
  embeddedTarget,
  type OpenTarget,
  remoteTarget,
  type Target,
} from '../test/conformance/runner/target.js';
import { overHttp } from '../test/conformance/runner/transports.js';
import { startWebhook } from '../test/conformance/runner/webhook.js';
import { findPostgresBinaries, startPostgresServer } from '../test/support/postgresServer.js';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string' }, database: { type: 'string' } },
});
const say = (text: string) => (values.json ? console.error(text) : console.log(text));
const directory = process.env.CONFORMANCE_DIR || '../shared/conformance/hasura';

if (!existsSync(join(directory, 'manifest.json'))) {
  console.log(`skipped, not here: ${directory}`);
} else {
  const { targets, stop } = await findTargets();
  const reports: Record<string, unknown> = {};
  for (const [name, openTarget] of targets) {
    const results = await runAll(openTarget);
    const report = buildReport(results);
    reports[name] = report;
    say(`\n## ${name}\n${printReport(report, results)}`);
  }
  stop();
  // One object: the last target's figures (PostgreSQL where it is there), and every target's by name.
  if (values.json)
    console.log(JSON.stringify({ ...(Object.values(reports).at(-1) as object), targets: reports }));
}

async function runAll(openTarget: OpenTarget): Promise<CaseResult[]> {
  const suite = loadSuite(directory);
  let current: Target | undefined;
  const webhook = await startWebhook(() => ({
    url: current?.url ?? '',
    headers: current ? adminHeaders(current) : {},
  }));
  const missing = await findMissing(openTarget);
  const results: CaseResult[] = [];
  for (const group of suite.classes) {
    if (values.only && !group.class.includes(values.only)) continue;
    const onTarget = (target: Target) => {
      current = target;
    };
    results.push(
      ...(await runClass(suite, group, { openTarget, missing, webhookUrl: webhook.url, onTarget })),
    );
  }
  if (existsSync(join(directory, 'jwt_cases.json')) && (!values.only || values.only === 'jwt')) {
    results.push(...(await runJwtCases(suite, openTarget, missing)));
  }
  await webhook.close();
  return results;
}

/** Asks a fresh target what it lacks, and says so. */
async function findMissing(openTarget: OpenTarget): Promise<Missing> {
  const target = await openTarget({ env: {} });
  const accepts = async (sql: string) => {
    const body = { type: 'run_sql', args: { sql } };
    return (
      (await overHttp(target.url, { url: '/v2/query', headers: adminHeaders(target), body })).status === 200
    );
  };
  const locale = 'en_US.utf-8';
  const types = (await accepts('create extension postgis')) ? [] : ['geometry', 'geography'];
  const locales = (await accepts(`set lc_monetary to "${locale}"`)) ? [] : [locale.toLowerCase()];
  await target.close();
  if (types.length > 0)
    say('no PostGIS: columns of its types are left out of setups, requests that name them are skipped');
  if (locales.length > 0) say(`no locale ${locale}: setting it is left out of setups`);
  return { types, locales };
}

async function findTargets(): Promise<{ targets: [string, OpenTarget][]; stop: () => void }> {
  const endpoint = process.env.HASURA_GRAPHQL_ENDPOINT;
  if (endpoint) {
    const openTarget = remoteTarget(endpoint, process.env.HASURA_GRAPHQL_ADMIN_SECRET);
    return { targets: [[endpoint, openTarget]], stop: () => {} };
  }
  const { url, stop } = await findServer();
  const targets: [string, OpenTarget][] = [];
  if (values.database !== 'postgres') targets.push(['PGlite', embeddedTarget(undefined, url)]);
  if (values.database !== 'pglite' && url) targets.push(['PostgreSQL', embeddedTarget(url)]);
  return { targets, stop };
}

async function findServer(): Promise<{ url: string | undefined; stop: () => void }> {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: () => {} };
  const binaries = findPostgresBinaries();
  if (!binaries) {
    say('PostgreSQL: skipped, it is not installed (Debian: apt-get install postgresql)');
    return { url: undefined, stop: () => {} };
  }
  const { url, stop } = await startPostgresServer(binaries);
  return { url, stop };
}
