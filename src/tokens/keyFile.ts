import { chmod, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newUuid } from '../lib/ids.js';
import { formatKeySet, type KeySet, parseKeySet } from './keySet.js';

/** @throws Error with one sentence that names the file, when it can't be read or is no set of keys. */
export async function loadKeyFile(path: string): Promise<KeySet> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The keys in ${path} cannot be read (${cause.code}).`, { cause });
  });
  try {
    return parseKeySet(text);
  } catch (error) {
    throw new Error(`${path} ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}

/** Written beside and renamed, so that no reader sees half of it; only its owner can read it. */
export async function saveKeyFile(path: string, keys: KeySet): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${newUuid()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(formatKeySet(keys));
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(draft, 0o600);
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  }
}

/** How often the file is looked at; less than the time between publishing a key and signing with it. */
const pollMs = 1000;

/** A file of keys that is read again whenever it changes. */
export interface WatchedKeys {
  readonly keys: () => KeySet;
  readonly close: () => void;
}

/**
 * @param onError told once per change that can't be read; the keys that are known stay in use.
 * @throws as `loadKeyFile`, for the first reading.
 */
export async function watchKeyFile(path: string, onError: (error: unknown) => void): Promise<WatchedKeys> {
  let seen = await versionOf(path);
  let keys = await loadKeyFile(path);
  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  return { keys: () => keys, close: () => clearInterval(timer) };

  async function look(): Promise<void> {
    const version = await versionOf(path);
    if (version === seen) return;
    seen = version;
    try {
      keys = await loadKeyFile(path);
    } catch (error) {
      onError(error);
    }
  }
}

/** Whether more users of the machine than the file's owner can read it. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  return ((await stat(path)).mode & 0o077) !== 0;
}

async function versionOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : '';
}
