import { spawn } from 'node:child_process';
import type { Pool } from 'pg';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { boolean, Fields, list, string } from '../reader.js';
import { dumpSchema } from './dumpSchema.js';

export interface DumpSource {
  readonly pool: Pool;
  /** URL of the server; absent for PGlite, which no program can reach. */
  readonly connectionString?: string | undefined;
  /** Where programs are looked for: the variable PATH. */
  readonly searchPath?: string | undefined;
}

/**
 * POST /v1alpha1/pg_dump: SQL text that makes the database again, by the `pg_dump` program, as Hasura does it. The
 * embedded database writes its schema itself, and so does a server where there is no such program.
 *
 * @param find throws for a source that isn't there
 * @param body `{opts: string[], clean_output?: boolean, source?: string}`
 * @throws HasuraError when the program fails, or is asked for what only the program can do
 */
export async function dumpDatabase(find: (source: string) => DumpSource, body: Json): Promise<string> {
  const fields = new Fields(body, { path: '$', strict: false });
  const source = find(fields.withDefault('source', string, 'default'));
  const options = fields.required('opts', list(string));
  const isClean = fields.withDefault('clean_output', boolean, false);
  if (options.some((each) => /^(-f|--file|-d|--dbname|-h|--host)/.test(each))) {
    throw new HasuraError('bad-request', 'pg_dump: options that name files or servers are not accepted', {
      path: '$.opts',
    });
  }
  const text =
    (await dumpByProgram(source, options)) ?? (await dumpSchema(source.pool, schemaOptions(options)));
  return isClean ? cleanDump(text) : text;
}

/** Undefined where there is no server for the program, or no program. */
async function dumpByProgram(source: DumpSource, options: readonly string[]): Promise<string | undefined> {
  if (source.connectionString === undefined) return undefined;
  const variables = { PATH: source.searchPath ?? '', ...connectionVariables(source.connectionString) };
  try {
    return await runPgDump(options, variables);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The schemas that are asked for. Rows, or anything else that pg_dump can do, aren't. */
function schemaOptions(options: readonly string[]): readonly string[] {
  const schemas: string[] = [];
  const rest = [...options];
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    const [, value] = /^(?:--schema=|-n)(.+)$/.exec(option) ?? [];
    if (value !== undefined) schemas.push(value);
    else if (option === '--schema' || option === '-n') schemas.push(rest.shift() ?? '');
    else if (!dumpFlags.has(option)) throw unsupportedOption(option);
  }
  if (!options.some((each) => each === '--schema-only' || each === '-s'))
    throw unsupportedOption('without --schema-only');
  return schemas;
}

const dumpFlags: ReadonlySet<string> = new Set([
  '-O',
  '--no-owner',
  '-x',
  '--no-acl',
  '--no-privileges',
  '-s',
  '--schema-only',
]);

const unsupportedOption = (option: string): HasuraError =>
  new HasuraError('not-supported', `pg_dump ${option}: the embedded database can be dumped by schema only`, {
    path: '$.opts',
  });

/** By environment, not by arguments: those can be read by every user of the machine. */
function connectionVariables(connectionString: string): Readonly<Record<string, string>> {
  const url = new URL(connectionString);
  const variables: Readonly<Record<string, string | null>> = {
    PGHOST: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get('sslmode'),
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
}

function runPgDump(options: readonly string[], variables: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('pg_dump', options, {
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(dumpFailed(Buffer.concat(errors).toString('utf8').trim()));
    });
  });
}

const dumpFailed = (reason: string): HasuraError =>
  new HasuraError('unexpected', 'error while executing pg_dump', { status: 500, internal: reason });

/** Lines that only set up the session, or make what every database has. */
const noise =
  /^(--|SET |SELECT pg_catalog\.set_config|CREATE SCHEMA public;|COMMENT ON SCHEMA public |\\(un)?restrict )/;

/** The dump without comments, settings and empty lines, outside of function bodies. */
export function cleanDump(text: string): string {
  let quote: string | undefined;
  const kept = text.split('\n').filter((line) => {
    const isBody = quote !== undefined;
    for (const [tag] of line.matchAll(/\$(?:[A-Za-z_]\w*)?\$/g)) {
      if (quote === undefined) quote = tag;
      else if (quote === tag) quote = undefined;
    }
    return isBody || (line !== '' && !noise.test(line));
  });
  return `${kept.join('\n')}\n`;
}
