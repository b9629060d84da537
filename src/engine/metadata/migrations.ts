import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { isObject } from '../jsonText.js';
import { adminSession } from './adminSession.js';
import type { MetadataHost } from './host.js';

export interface Migration {
  /** Milliseconds since 1970, as the CLI names migrations. */
  readonly version: string;
  readonly name: string;
  readonly file: string;
}

export interface MigrationOptions {
  /** Metadata source, which is also the name of the directory. Default `default`. */
  readonly source?: string;
  /** Told of each file before it runs. */
  readonly onFile?: (file: string) => void;
}

/** A file that can't be run: which, and what the database said. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly file: string;

  constructor(file: string, reason: string, options: { readonly cause?: unknown } = {}) {
    super(`${file}: ${reason}`, options);
    this.file = file;
  }
}

/** The migrations of a CLI project (`<directory>/<source>/<version>_<name>/up.sql`), oldest first. */
export async function findMigrations(directory: string, source = 'default'): Promise<readonly Migration[]> {
  const root = path.join(directory, source);
  const migrations = (await entriesOf(root)).flatMap((entry): Migration[] => {
    if (!entry.isDirectory()) return [];
    const [, version, name] = /^(\d+)_(.*)$/.exec(entry.name) ?? [];
    if (version === undefined || name === undefined) {
      throw new MigrationError(path.join(root, entry.name), 'the directory is not named <version>_<name>');
    }
    return [{ version, name, file: path.join(root, entry.name, 'up.sql') }];
  });
  return migrations.sort((a, b) => Number(a.version) - Number(b.version));
}

/**
 * Runs the migrations that haven't run yet, and keeps what has run where Hasura's CLI keeps it, so that either can go
 * on where the other stopped. Each is one transaction with its note in the state. Answers those that ran.
 *
 * @throws MigrationError naming the file; earlier migrations stay
 */
export async function applyMigrations(
  host: MetadataHost,
  directory: string,
  options: MigrationOptions = {},
): Promise<readonly Migration[]> {
  const source = options.source ?? 'default';
  const migrations = await findMigrations(directory, source);
  let state = await loadState(host);
  const pending = migrations.filter(({ version }) => !(version in versionsOf(state, source)));
  for (const migration of pending) {
    options.onFile?.(migration.file);
    const sql = await readSql(migration.file);
    state = withVersion(state, source, migration.version);
    await run(host, migration.file, [
      { type: 'run_sql', args: { sql, source, check_metadata_consistency: false } },
      { type: 'set_catalog_state', args: { type: 'cli', state } },
    ]);
  }
  return pending;
}

async function run(host: MetadataHost, file: string, commands: readonly Json[]): Promise<void> {
  try {
    await host.run('/v1/query', { type: 'bulk', args: commands }, adminSession);
  } catch (error) {
    if (!(error instanceof HasuraError)) throw error;
    throw new MigrationError(file, reasonOf(error), { cause: error });
  }
}

/** What Postgres said, where it was Postgres. */
function reasonOf({ message, internal }: HasuraError): string {
  const error = isObject(internal as Json) ? (internal as JsonObject).error : undefined;
  if (!isObject(error) || typeof error.message !== 'string') return message;
  return [error.message, error.description, error.hint]
    .filter((each) => typeof each === 'string' && each !== '')
    .join('; ');
}

async function loadState(host: MetadataHost): Promise<JsonObject> {
  const answer = await host.run('/v1/metadata', { type: 'get_catalog_state', args: {} }, adminSession);
  const state = isObject(answer) && isObject(answer.cli_state) ? answer.cli_state : {};
  // The defaults of the CLI. Its older tables of migrations don't exist here: there is nothing to copy.
  return { settings: { migration_mode: 'true' }, isStateCopyCompleted: true, ...state };
}

function versionsOf(state: JsonObject, source: string): JsonObject {
  const sources = isObject(state.migrations) ? state.migrations : {};
  const versions = sources[source];
  return isObject(versions) ? versions : {};
}

/** The CLI writes false for a migration that went well: it means `dirty`. */
function withVersion(state: JsonObject, source: string, version: string): JsonObject {
  const sources = isObject(state.migrations) ? state.migrations : {};
  return {
    ...state,
    migrations: { ...sources, [source]: { ...versionsOf(state, source), [version]: false } },
  };
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new MigrationError(directory, 'the directory cannot be read', { cause });
  }
}

async function readSql(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new MigrationError(file, 'the file cannot be read', { cause });
  }
}
