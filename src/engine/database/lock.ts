import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  readonly directory: string;
  readonly processId: number;

  constructor(directory: string, processId: number) {
    super(
      `The data directory ${directory} is in use by process ${processId}. Stop that process, or set DATA_DIR to another directory.`,
    );
    this.directory = directory;
    this.processId = processId;
  }
}

/**
 * Takes a directory for this process; answers how to give it back.
 * A lock left by a process that no longer lives is taken over.
 *
 * @throws DirectoryInUse
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, 'engine.lock');
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    // Our own number means a former life of a container whose processes are numbered anew.
    if (owner !== process.pid && isAlive(owner)) throw new DirectoryInUse(directory, owner);
    await rm(file, { force: true });
  }
  throw new Error(`Cannot take the lock ${file}: other processes keep taking it.`);
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
