import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { devSecretsPath } from '../src/config/devSecrets.js';
import { ImportError, importUsers, type Progress, refusedPath } from './importUsers.js';

/**
 * `npm run import -- users.jsonl`: imports accounts with their password hashes; see docs/import.md. Asks the Hasura at
 * HASURA_GRAPHQL_ENDPOINT with HASURA_GRAPHQL_ADMIN_SECRET, or without them the one that `npm start` runs here. Stopped
 * or interrupted, it goes on where it was. Exits with 1 when it could not finish or a line was refused.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { firebase: { type: 'string' } },
});
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  console.error('Usage: npm run import -- users.jsonl [--firebase parameters.json]');
  process.exit(2);
}

try {
  const progress = await importUsers({
    file,
    ...(await hasuraOf(process.env)),
    firebase: values.firebase === undefined ? undefined : await readFirebase(values.firebase),
    onProgress: show,
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  console.log(`${counts(progress)}.`);
  if (progress.refused > 0) {
    console.error(`What was refused is in ${refusedPath(file)}.`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof ImportError)) throw error;
  if (process.stderr.isTTY) process.stderr.write('\n');
  console.error(error.message);
  process.exitCode = 1;
}

async function hasuraOf(env: NodeJS.ProcessEnv): Promise<{ endpoint: string; adminSecret: string }> {
  const { HASURA_GRAPHQL_ENDPOINT, HASURA_PORT = '8080', DATA_DIR = '.data' } = env;
  const endpoint = (HASURA_GRAPHQL_ENDPOINT ?? `http://localhost:${HASURA_PORT}`).replace(
    /(\/v1\/graphql)?\/*$/,
    '',
  );
  const given = env.HASURA_GRAPHQL_ADMIN_SECRET;
  if (given) return { endpoint, adminSecret: given };
  try {
    const secrets = JSON.parse(await readFile(devSecretsPath(DATA_DIR), 'utf8'));
    return { endpoint, adminSecret: secrets.HASURA_GRAPHQL_ADMIN_SECRET };
  } catch {
    throw new ImportError('Set HASURA_GRAPHQL_ENDPOINT and HASURA_GRAPHQL_ADMIN_SECRET.');
  }
}

/** As the Firebase console shows them: `base64_signer_key` and its like, or the names of the Action. */
async function readFirebase(path: string): Promise<object> {
  try {
    const given = JSON.parse(await readFile(path, 'utf8'));
    return {
      signerKey: given.base64_signer_key ?? given.signerKey,
      saltSeparator: given.base64_salt_separator ?? given.saltSeparator,
      rounds: given.rounds,
      memCost: given.mem_cost ?? given.memCost,
    };
  } catch {
    throw new ImportError(`${path} must be a JSON file with the parameters of the project.`);
  }
}

function show(progress: Progress, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${bar(progress.lines, total)} ${counts(progress)}  `);
  else console.error(`${progress.lines} of ${total} lines: ${counts(progress)}`);
}

function bar(done: number, total: number): string {
  const width = 30;
  const full = total === 0 ? width : Math.floor((done / total) * width);
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${String(percent).padStart(3)} %`;
}

function counts({ created, exists, refused }: Progress): string {
  return `${created} created, ${exists} there already, ${refused} refused`;
}
