/** The process of the auth server: environment, start, signals, exit codes. Everything else is told what it needs. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, createApp } from './app.js';
import { type Config, ConfigError, type Environment, parseConfig } from './config/config.js';
import { devSecretsPath, loadDevSecrets, makeDevSecrets } from './config/devSecrets.js';
import { demoUsers } from './demoUsers.js';
import { createLog, type Log } from './lib/log.js';
import { type Listening, listen } from './listen.js';

/** The project's directory, from `src/` and from `dist/` alike. */
const projectDir = fileURLToPath(new URL('..', import.meta.url));
const hasuraDir = resolve(projectDir, 'hasura');
const metadataDir = resolve(hasuraDir, 'metadata');
const templatesDir = resolve(projectDir, 'email-templates');
/** Built by `scripts/build.mjs`. */
const signInPageDir = resolve(projectDir, 'dist/web');

/** How long running requests may take to finish after a signal; the process ends within 5 s. */
const graceMs = 3000;
const hardStopMs = 4500;

/** What to close at the end, in this order: first what takes requests, then what answers them. */
const cleanups: (() => Promise<void>)[] = [];
/** What is told first, so that no more requests are sent here. */
const drains: (() => void)[] = [];
const stopping = new AbortController();

process.once('SIGTERM', () => void stop(0));
process.once('SIGINT', () => void stop(0));

main().catch((error: unknown) => {
  if (stopping.signal.aborted) return;
  if (error instanceof ConfigError) for (const fault of error.faults) console.error(`error: ${fault}`);
  else console.error(`error: ${error instanceof Error ? error.message : error}`);
  void stop(1);
});

async function main(): Promise<void> {
  const { config, adminSecret } = await loadConfig(process.env);
  const log = createLog(config.logLevel, (line) => console.error(line), {
    isText: config.logFormatText,
  });
  const version = await readVersion();
  say(`hasura-actions-auth ${version}`);
  const common = { config, version, metadataDir, templatesDir, signInPageDir, log };
  if (config.hasuraEndpoint === undefined) await startWithEngine(common, adminSecret);
  else await startBeside(common, config.hasuraEndpoint);
}

interface Common {
  readonly config: Config;
  readonly version: string;
  readonly metadataDir: string;
  readonly templatesDir: string;
  readonly signInPageDir: string;
  readonly log: Log;
}

/** The auth server alone, in front of a Hasura that runs elsewhere. */
async function startBeside(common: Common, endpoint: string): Promise<void> {
  const app = await createApp({ ...common, hasuraEndpoint: endpoint });
  const { url } = await listenForAuth(common.config, app);
  await listenForMetrics(common.config, app);
  drains.push(app.drain);
  cleanups.push(app.close);
  step(`auth server listens on ${url}`);
  const { waitForHasura } = await import('./waitForHasura.js');
  await waitForHasura({ app, endpoint, metadataDir, say: step, signal: stopping.signal });
  step(`Hasura answers at ${endpoint}`);
  app.startWorker();
  say(`ready: auth server at ${url}`);
}

/** Hasura's API and the auth server in this one process. */
async function startWithEngine(common: Common, adminSecret: string): Promise<void> {
  const { config, log } = common;
  let app: App | undefined;
  // Listens first: a taken port is told at once, and the engine learns where Actions are.
  const { url } = await listenForAuth(config, {
    handle: (incoming, outgoing) => (app ? app.handle(incoming, outgoing) : outgoing.writeHead(503).end()),
  });
  step(`auth server listens on ${url}`);
  const { createDemoUsers, startEmbedded } = await import('./embedded.js');
  const engine = await startEmbedded({
    config,
    hasuraDir,
    authUrl: url,
    authFetch: (request) =>
      app ? app.fetch(request) : Promise.reject(new Error('the auth server is starting')),
    env: process.env,
    log,
    say: step,
  });
  // Its requests reach the auth server without a socket. The engine last: what has gone out is noted in its database.
  cleanups.push(async () => {
    await app?.idle(graceMs);
    await app?.close();
  }, engine.close);
  step(`embedded engine listens on ${engine.endpoint}`);
  app = await createApp({ ...common, hasuraEndpoint: engine.endpoint, fetch: engine.fetch, localUrl: url });
  await listenForMetrics(config, app);
  drains.push(app.drain);
  await app.prepare();
  app.startWorker();
  const withDemoUsers =
    engine.isFresh && config.environment !== 'production' && (await createDemoUsers(app, engine));
  tellWhereThingsAre({
    graphqlUrl: engine.endpoint,
    authUrl: url,
    adminSecret,
    withDemoUsers,
    hasInbox: app.auth.inbox !== undefined,
    hasPage: config.environment !== 'production',
  });
}

async function listenForAuth(config: Config, { handle }: Pick<App, 'handle'>): Promise<Listening> {
  const { host, port } = config;
  const listening = await listen({ host, port, portVariable: 'AUTH_PORT', handle });
  cleanups.push(() => listening.close(graceMs));
  return listening;
}

/** Metrics on a port of their own, which the world need not reach. */
async function listenForMetrics({ host, metricsPort }: Config, { handleMetrics }: App): Promise<void> {
  if (metricsPort === undefined || handleMetrics === undefined) return;
  const portVariable = 'AUTH_METRICS_PORT';
  const { url, close } = await listen({ host, port: metricsPort, portVariable, handle: handleMetrics });
  cleanups.push(() => close(0));
  step(`metrics at ${url}/metrics`);
}

function tellWhereThingsAre(places: {
  graphqlUrl: string;
  authUrl: string;
  adminSecret: string;
  withDemoUsers: boolean;
  hasInbox: boolean;
  hasPage: boolean;
}): void {
  const [first] = demoUsers;
  say('');
  say(`  GraphQL API      ${places.graphqlUrl}/v1/graphql   (GraphiQL: ${places.graphqlUrl}/)`);
  if (places.hasPage) say(`  sign-in page     ${places.authUrl.replace('127.0.0.1', 'localhost')}/`);
  say(`  auth server      ${places.authUrl}/graphql`);
  if (places.hasInbox) say(`  mails and SMS    ${places.authUrl}/dev/inbox`);
  say(`  admin secret     ${places.adminSecret}`);
  if (places.withDemoUsers) {
    for (const { email, password } of demoUsers) say(`  demo user        ${email}, password "${password}"`);
    say('');
    say(
      `  mutation { signIn(email: "${first.email}", password: "${first.password}") { session { accessToken } } }`,
    );
  }
  say('');
  say(`ready: GraphQL API at ${places.graphqlUrl}, auth server at ${places.authUrl}`);
}

/**
 * Reads the environment, and says where the admin secret is. Beside the embedded engine, outside production, secrets
 * that aren't given come from the data directory, where a first start makes them.
 */
async function loadConfig(env: Environment): Promise<{ config: Config; adminSecret: string }> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const fromEnvironment = 'in HASURA_GRAPHQL_ADMIN_SECRET';
  if (given.NODE_ENV === 'production' || given.HASURA_GRAPHQL_ENDPOINT) {
    return { config: parseConfig(given), adminSecret: fromEnvironment };
  }
  const dataDir = given.DATA_DIR ?? '.data';
  const inMemory = dataDir === 'memory';
  const made = inMemory ? makeDevSecrets() : await loadDevSecrets(dataDir);
  const config = parseConfig({ ...made, ...given });
  if (given.HASURA_GRAPHQL_ADMIN_SECRET) return { config, adminSecret: fromEnvironment };
  return {
    config,
    adminSecret: inMemory ? 'made for this run only' : `in ${resolve(devSecretsPath(dataDir))}`,
  };
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(resolve(projectDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Closes what was opened and ends the process. A second signal ends it at once. */
async function stop(exitCode: number): Promise<void> {
  stopping.abort();
  for (const drain of drains) drain();
  process.once('SIGTERM', () => process.exit(1));
  process.once('SIGINT', () => process.exit(1));
  setTimeout(() => process.exit(exitCode), hardStopMs).unref();
  for (const close of cleanups) {
    await close().catch((error: unknown) => console.error(`error while stopping: ${error}`));
  }
  process.exit(exitCode);
}

function say(line: string): void {
  console.log(line);
}

function step(line: string): void {
  say(`- ${line}`);
}
