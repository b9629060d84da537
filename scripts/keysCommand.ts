import { parseArgs } from 'node:util';
import { isAlgorithmName } from '../src/tokens/algorithms.js';
import { loadKeyFile, saveKeyFile } from '../src/tokens/keyFile.js';
import {
  type KeySet,
  makeKey,
  matters,
  type SetKey,
  signingAt,
  supersededAt,
  withKey,
} from '../src/tokens/keySet.js';

/** What went wrong, in one sentence for whoever runs the command. */
export class KeysError extends Error {
  override readonly name = 'KeysError';
}

export const usage = `Usage: npm run keys -- <command> [--file FILE]

  list                    shows the keys: what each does, and until when
  add [--alg ALG]         makes a key that stands by: Hasura gets to know it, nothing is signed with it yet
  rotate [--alg ALG] [--in SECONDS]
                          lets the key that stands by take over, or a new one, ten minutes after it was made unless told otherwise
  retire KID [--force]    takes a key out at once: what it signed is refused from then on

The file is that of AUTH_KEYS_FILE unless given; the first key is made by add or rotate, and signs at once.
ALG is ES256 (default), ES384, ES512, EdDSA, RS256, RS384 or RS512.`;

/** Hasura reads the keys again within a minute, servers read the file within seconds: ten minutes are plenty for both. */
const leadSeconds = 600;
/** Keys that can't matter any more stay in the file for a day at least. */
const keptSeconds = 86_400;

interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** Runs `npm run keys` with `args`. @returns the lines to print. @throws KeysError */
export async function keysCommand(args: readonly string[], io: Io): Promise<readonly string[]> {
  const { values, positionals } = parse(args);
  const [command, kid, ...rest] = positionals;
  const file = values.file ?? io.env.AUTH_KEYS_FILE;
  if (command === undefined || rest.length > 0 || (kid !== undefined) !== (command === 'retire')) {
    throw new KeysError(usage);
  }
  if (!file) throw new KeysError('Say which file holds the keys: --file FILE, or AUTH_KEYS_FILE.');
  const now = io.now();
  const lifetime = io.env.AUTH_ACCESS_TOKEN_EXPIRES_IN ?? '';
  const lifetimeSeconds = /^\d+$/.test(lifetime) ? Number(lifetime) : 900;
  const keys = await load(file, command !== 'add' && command !== 'rotate');
  const change = changeOf(command, keys, { ...values, kid, now });
  if (change) {
    const kept = change.filter((key) =>
      matters(change, key, now, Math.max(lifetimeSeconds * 2, keptSeconds)),
    );
    await saveKeyFile(file, kept);
  }
  return describe(change ?? keys, now, lifetimeSeconds);
}

interface Wishes {
  readonly alg?: string | undefined;
  readonly in?: string | undefined;
  readonly force?: boolean | undefined;
  readonly kid: string | undefined;
  readonly now: Date;
}

/** The keys as they shall be; undefined when nothing changes. */
function changeOf(command: string, keys: KeySet, wishes: Wishes): KeySet | undefined {
  switch (command) {
    case 'list':
      return undefined;
    case 'add':
      return withKey(keys, newKey(keys, wishes, keys.length === 0 ? wishes.now : null));
    case 'rotate':
      return rotate(keys, wishes);
    case 'retire':
      return retire(keys, wishes);
    default:
      throw new KeysError(usage);
  }
}

function newKey(keys: KeySet, { alg, now }: Wishes, signsFrom: Date | null): SetKey {
  const name = alg ?? signingAt(keys, now)?.algorithm ?? 'ES256';
  if (!isAlgorithmName(name) || name.startsWith('HS')) throw new KeysError(usage);
  return makeKey(name, now, signsFrom);
}

function rotate(keys: KeySet, wishes: Wishes): KeySet {
  const { now, alg } = wishes;
  if (keys.length === 0) return withKey(keys, newKey(keys, wishes, now));
  const waiting = keys.find(({ signsFrom }) => signsFrom !== null && signsFrom > now);
  if (waiting) throw new KeysError(`${waiting.keyId} is about to take over already.`);
  const next =
    keys.find((each) => each.signsFrom === null && (alg === undefined || each.algorithm === alg)) ??
    newKey(keys, wishes, null);
  return withKey(keys, { ...next, signsFrom: takeover(next, wishes) });
}

/** Not before Hasura can know the key, unless that is wanted. */
function takeover({ createdAt }: SetKey, { in: wished, now }: Wishes): Date {
  if (wished === undefined)
    return new Date(Math.max(now.getTime(), createdAt.getTime() + leadSeconds * 1000));
  if (!/^\d{1,8}$/.test(wished)) throw new KeysError(usage);
  return new Date(now.getTime() + Number(wished) * 1000);
}

function retire(keys: KeySet, wishes: Wishes): KeySet {
  const { kid, force = false, now } = wishes;
  if (!keys.some(({ keyId }) => keyId === kid)) throw new KeysError(`There is no key ${kid}.`);
  const others = keys.filter(({ keyId }) => keyId !== kid);
  if (signingAt(keys, now)?.keyId !== kid) return others;
  if (!force) {
    throw new KeysError(
      `${kid} signs now: rotate first, and retire it when the next one has taken over. With --force the next one, or a new one, takes over at once; sessions go on, with a new access token as soon as Hasura has read the keys again.`,
    );
  }
  const next =
    others.find(({ signsFrom }) => signsFrom === null || signsFrom > now) ?? newKey(keys, wishes, now);
  return withKey(others, { ...next, signsFrom: now });
}

function describe(keys: KeySet, now: Date, lifetimeSeconds: number): string[] {
  if (keys.length === 0) return ['no keys'];
  const rows = keys.map(
    (key) => `${key.keyId}  ${key.algorithm.padEnd(5)}  ${stateOf(keys, key, now, lifetimeSeconds)}`,
  );
  return ['kid                                   alg    state', ...rows];
}

function stateOf(keys: KeySet, key: SetKey, now: Date, lifetimeSeconds: number): string {
  if (key.signsFrom === null) return 'stands by';
  if (key.signsFrom > now) return `signs from ${key.signsFrom.toISOString()}`;
  const end = supersededAt(keys, key);
  if (end === undefined) return 'signs';
  if (end > now) return `signs until ${end.toISOString()}`;
  const last = new Date(end.getTime() + lifetimeSeconds * 1000);
  return last > now ? `verifies until ${last.toISOString()}` : 'does not matter any more';
}

async function load(file: string, mustBeThere: boolean): Promise<KeySet> {
  try {
    return await loadKeyFile(file);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
    if (cause?.code === 'ENOENT' && !mustBeThere) return [];
    throw new KeysError(error instanceof Error ? error.message : String(error));
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        file: { type: 'string' },
        alg: { type: 'string' },
        in: { type: 'string' },
        force: { type: 'boolean' },
      },
    });
  } catch {
    throw new KeysError(usage);
  }
}
