import { access } from 'node:fs/promises';
import path from 'node:path';
import { HasuraError } from '../errors.js';
import type { Inconsistency } from '../model/types.js';
import { loadMetadataDirectory } from './directory.js';
import type { MetadataHost } from './host.js';
import { applyMigrations } from './migrations.js';
import { applyMetadata } from './project.js';

export interface ProjectOptions {
  /** A Hasura CLI project: holds `metadata/` and `migrations/<source>/<version>_<name>/up.sql`. */
  readonly directory: string;
  /** One line for each thing that was done. */
  readonly say: (line: string) => void;
}

/** A project that can't be served as it is; the message names file, object and reason. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
}

/**
 * Runs the project's migrations that haven't run yet, each in one transaction with the note that it has, and serves its
 * metadata. Unlike Hasura, which serves what it can, this stops at metadata that isn't whole.
 *
 * @throws ProjectError, MetadataDirectoryError or MigrationError
 */
export async function applyProject(host: MetadataHost, { directory, say }: ProjectOptions): Promise<void> {
  const metadataDirectory = path.join(directory, 'metadata');
  const metadata = await loadMetadataDirectory(metadataDirectory);
  const ran = await applyMigrations(host, path.join(directory, 'migrations'), {
    onFile: (file) => say(`migration ${path.basename(path.dirname(file))}`),
  });
  say(ran.length === 0 ? 'migrations had all run before' : `migrations applied: ${ran.length}`);
  const faults = await applyMetadata(host, metadata).catch((error: unknown) => {
    if (!(error instanceof HasuraError)) throw error;
    throw new ProjectError(`${metadataDirectory}: ${error.message} (at ${error.path})`, { cause: error });
  });
  if (faults.length > 0) {
    const lines = await Promise.all(faults.map((fault) => describe(fault, metadataDirectory)));
    throw new ProjectError(`The metadata can't be served:\n${lines.join('\n')}`);
  }
  say('metadata applied');
}

async function describe({ type, name, reason }: Inconsistency, directory: string): Promise<string> {
  return `  ${await fileOf(type, name, directory)}: ${name}: ${reason}`;
}

/** The file in which the CLI keeps such an object, if it is there; else the directory. */
async function fileOf(type: string, name: string, directory: string): Promise<string> {
  const [, table, source] = /table (\S+) in source (\S+)$/.exec(name) ?? [];
  const qualified = table?.includes('.') ? table.replace('.', '_') : `public_${table}`;
  const candidates: Readonly<Record<string, string>> = {
    action: 'actions.yaml',
    custom_types: 'actions.graphql',
    remote_schema: 'remote_schemas.yaml',
    cron_trigger: 'cron_triggers.yaml',
    rest_endpoint: 'rest_endpoints.yaml',
    inherited_role: 'inherited_roles.yaml',
    source: 'databases/databases.yaml',
  };
  const candidate = table ? `databases/${source}/tables/${qualified}.yaml` : candidates[type];
  const file = path.join(directory, candidate ?? '');
  return access(file).then(
    () => file,
    () => directory,
  );
}
