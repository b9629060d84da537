import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `read` makes of a file of a Hasura metadata directory. @throws Error that names the file, when it is missing or broken. */
export async function readMetadata<T>(
  metadataDir: string,
  name: string,
  read: (text: string) => T,
): Promise<T> {
  const path = join(metadataDir, name);
  try {
    return read(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
