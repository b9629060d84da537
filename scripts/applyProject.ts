import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadMetadataDirectory } from '../src/engine/metadata/directory.js';

type Options = {
  /** Base URL of Hasura, without a path. */
  endpoint: string;
  adminSecret: string;
  /** A Hasura CLI project of version 3: holds `metadata/` and `migrations/<source>/<version>_<name>/up.sql`. */
  directory: string;
  /** How long to wait for Hasura to answer at first. */
  waitSeconds: number;
  /** One line for each thing that was done. */
  say: (line: string) => void;
  /** How Hasura is called; over the network unless given. */
  fetch?: typeof globalThis.fetch;
};

/** Hasura could not be reached, or refused; the message says what to do. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
}

type Migration = { source: string; version: string; name: string; file: string };

/** What the CLI keeps of itself in Hasura's catalog: which migrations of which source have run. */
type CliState = {
  migrations?: Record<string, Record<string, boolean>>;
  settings?: Record<string, string>;
  isStateCopyCompleted?: boolean;
};

/** The fault's place and text, and for failed SQL what the database said. */
type Fault = {
  error?: string;
  code?: string;
  internal?: { error?: { message?: string; hint?: string | null } };
};

type Inconsistent = { type?: string; name?: string; reason?: string; message?: unknown };

type Command = 'metadata' | 'query';

/**
 * Applies the project's migrations and metadata in the calls, and the order, of `hasura deploy`: metadata (which
 * connects the sources), migrations that have not run, metadata again, reload. What has run is kept where the CLI
 * keeps it, so either can go on where the other stopped, and a second run changes nothing.
 */
export async function applyProject(options: Options): Promise<void> {
  const { directory, say } = options;
  const metadata = await loadMetadataDirectory(join(directory, 'metadata'));
  const migrations = await findMigrations(join(directory, 'migrations'));
  const hasura = connect(options);
  say(`Hasura ${await hasura.waitForVersion()} at ${options.endpoint}`);
  await replaceMetadata(hasura, metadata);

  const applied = await applyMigrations(hasura, migrations, say);
  say(
    applied === 0 ? `Migrations: all ${migrations.length} had run before` : `Migrations: ${applied} applied`,
  );

  await replaceMetadata(hasura, metadata);
  await hasura.send('metadata', { type: 'reload_metadata', args: {} });
  const { inconsistent_objects: faults } = await hasura.send<{ inconsistent_objects: Inconsistent[] }>(
    'metadata',
    {
      type: 'get_inconsistent_metadata',
      args: {},
    },
  );
  if (faults.length > 0) {
    const lines = faults.map(
      ({ type, name, reason }) => `  ${name ?? type ?? 'object'}: ${reason ?? 'inconsistent'}`,
    );
    throw new ApplyError(`Hasura took the metadata, but parts of it do not work:\n${lines.join('\n')}`);
  }
  say('Metadata: applied, consistent');
}

type Hasura = ReturnType<typeof connect>;

function connect({ endpoint, adminSecret, waitSeconds, fetch = globalThis.fetch }: Options) {
  /** @throws ApplyError with Hasura's own words when it refuses. */
  async function send<Answer>(command: Command, body: object): Promise<Answer> {
    const url = `${endpoint}/${command === 'metadata' ? 'v1/metadata' : 'v2/query'}`;
    const headers = { 'content-type': 'application/json', 'x-hasura-admin-secret': adminSecret };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
      (cause) => {
        throw new ApplyError(`Hasura does not answer at ${endpoint}`, { cause });
      },
    );
    const text = await response.text();
    if (response.ok) return parseJson(text, url) as Answer;
    throw new ApplyError(faultText(parseJson(text, url) as Fault, response.status));
  }

  async function waitForVersion(): Promise<string> {
    const deadline = Date.now() + waitSeconds * 1000;
    for (;;) {
      const response = await fetch(`${endpoint}/v1/version`, { signal: AbortSignal.timeout(5000) }).catch(
        () => undefined,
      );
      if (response?.ok) {
        const { version } = parseJson(await response.text(), endpoint) as { version?: string };
        return version ?? 'of unknown version';
      }
      if (Date.now() > deadline) {
        const seen = response ? `it answered /v1/version with status ${response.status}` : 'no connection';
        throw new ApplyError(
          `Hasura does not answer at ${endpoint} (${seen}). Is HASURA_GRAPHQL_ENDPOINT right?`,
        );
      }
      await sleep(500);
    }
  }

  return { send, waitForVersion };
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApplyError(`What answers at ${url} is not Hasura: the answer is not JSON`, { cause });
  }
}

function faultText({ error, code, internal }: Fault, status: number): string {
  const database = internal?.error;
  const hint = database?.hint ? ` (${database.hint})` : '';
  const what = database?.message ? `${database.message}${hint}` : `${error ?? `status ${status}`}`;
  if (code === 'access-denied') return `Hasura refused: ${what}. Is HASURA_GRAPHQL_ADMIN_SECRET right?`;
  return `Hasura refused: ${what}${code ? ` [${code}]` : ''}`;
}

async function replaceMetadata(hasura: Hasura, metadata: object): Promise<void> {
  await hasura.send('metadata', {
    type: 'replace_metadata',
    version: 2,
    // Before the migrations the tables are not there yet; what is left at the end is reported.
    args: { allow_inconsistent_metadata: true, metadata },
  });
}

/** Answers how many migrations have run now. A failing one stops the rest and is not recorded. */
async function applyMigrations(
  hasura: Hasura,
  migrations: Migration[],
  say: Options['say'],
): Promise<number> {
  let state = await loadState(hasura);
  const pending = migrations.filter(
    ({ source, version }) => !(version in (state.migrations?.[source] ?? {})),
  );
  for (const { source, version, name, file } of pending) {
    const sql = await readFile(file, 'utf8');
    const args = { sql, source, check_metadata_consistency: false };
    await hasura.send('query', { type: 'run_sql', args }).catch((error: unknown) => {
      if (error instanceof ApplyError) throw new ApplyError(`${file}: ${error.message}`, { cause: error });
      throw error;
    });
    // Read again: whatever else the state holds by now stays in it.
    state = await loadState(hasura);
    const done = { ...state.migrations?.[source], [version]: false };
    await saveState(hasura, { ...state, migrations: { ...state.migrations, [source]: done } });
    say(`  ${source} ${version}_${name}`);
  }
  return pending.length;
}

async function loadState(hasura: Hasura): Promise<CliState> {
  const { cli_state: state } = await hasura.send<{ cli_state?: CliState }>('metadata', {
    type: 'get_catalog_state',
    args: {},
  });
  // The defaults of the CLI. Its older tables of migrations don't exist in a new Hasura: there is nothing to copy.
  return { settings: { migration_mode: 'true' }, isStateCopyCompleted: true, ...state };
}

async function saveState(hasura: Hasura, state: CliState): Promise<void> {
  await hasura.send('metadata', { type: 'set_catalog_state', args: { type: 'cli', state } });
}

/** Every migration of every source, oldest first. */
async function findMigrations(root: string): Promise<Migration[]> {
  const found: Migration[] = [];
  for (const source of await directoriesIn(root)) {
    for (const directory of await directoriesIn(join(root, source))) {
      const [, version, name] = /^(\d+)_(.+)$/.exec(directory) ?? [];
      if (!version || !name) throw new ApplyError(`${join(root, source, directory)} is not <version>_<name>`);
      found.push({ source, version, name, file: join(root, source, directory, 'up.sql') });
    }
  }
  return found.sort((a, b) => Number(a.version) - Number(b.version));
}

async function directoriesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
