import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newUuid } from '../lib/ids.js';

/** The variables that a first start makes up, by their names in the environment. */
const made = {
  HASURA_GRAPHQL_ADMIN_SECRET: () => randomBytes(24).toString('base64url'),
  HASURA_GRAPHQL_JWT_SECRET: () =>
    JSON.stringify({ type: 'HS256', key: randomBytes(48).toString('base64url') }),
  ACTION_SECRET: () => randomBytes(24).toString('base64url'),
  AUTH_ENCRYPTION_KEY: () => randomBytes(32).toString('hex'),
};

export type DevSecrets = Record<keyof typeof made, string>;

/** Secrets for development that live as long as the process. */
export function makeDevSecrets(): DevSecrets {
  return {
    HASURA_GRAPHQL_ADMIN_SECRET: made.HASURA_GRAPHQL_ADMIN_SECRET(),
    HASURA_GRAPHQL_JWT_SECRET: made.HASURA_GRAPHQL_JWT_SECRET(),
    ACTION_SECRET: made.ACTION_SECRET(),
    AUTH_ENCRYPTION_KEY: made.AUTH_ENCRYPTION_KEY(),
  };
}

export function devSecretsPath(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

/**
 * The secrets kept in `dataDir`, made on the first start; the file can be read by its owner only.
 *
 * @throws Error with one sentence that says what to do, when the directory or the file can't be used.
 */
export async function loadDevSecrets(dataDir: string): Promise<DevSecrets> {
  const path = devSecretsPath(dataDir);
  try {
    await mkdir(dataDir, { recursive: true });
    const kept = await readKept(path);
    const secrets = { ...makeDevSecrets(), ...kept };
    if (Object.keys(made).some((name) => kept[name] === undefined)) await keep(path, secrets);
    return secrets;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Error(`${path} is not valid JSON: repair it, or delete it to have new secrets made.`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot use the data directory ${dataDir} (${reason}): make it writable or set DATA_DIR.`,
    );
  }
}

async function readKept(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) throw new SyntaxError('not an object');
  const strings = Object.entries(parsed).filter(([, value]) => typeof value === 'string' && value !== '');
  return Object.fromEntries(strings) as Record<string, string>;
}

/** Written beside and renamed, so that a crash leaves either no file or a whole one. */
async function keep(path: string, secrets: DevSecrets): Promise<void> {
  const draft = `${path}.${newUuid()}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
}
