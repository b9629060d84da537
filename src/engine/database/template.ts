import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * An empty initialised database as a tar, from the cache or made now: initdb in WebAssembly takes seconds, unpacking
 * about one. Written under a temporary name first, so that two processes can make it at once.
 */
export async function loadTemplate(cacheDir = defaultCacheDir()): Promise<Blob> {
  const file = join(cacheDir, `pglite-${version()}.tar`);
  const cached = await readFile(file).catch(() => undefined);
  if (cached) return new Blob([new Uint8Array(cached)]);

  const database = await PGlite.create();
  const dump = await database.dumpDataDir('none');
  await database.close();
  const staging = `${file}.${process.pid}`;
  await mkdir(cacheDir, { recursive: true })
    .then(async () => writeFile(staging, Buffer.from(await dump.arrayBuffer())))
    .then(() => rename(staging, file))
    .catch(() => undefined); // a read-only install only loses the short-cut
  return dump;
}

function defaultCacheDir(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const modules = entry.slice(0, entry.lastIndexOf(join('node_modules', '@electric-sql')));
  return join(modules, 'node_modules', '.cache', 'hasura-actions-auth');
}

function version(): string {
  const require = createRequire(import.meta.url);
  let directory = dirname(require.resolve('@electric-sql/pglite'));
  for (;;) {
    try {
      const found = require(join(directory, 'package.json')) as { name?: string; version?: string };
      if (found.name === '@electric-sql/pglite' && found.version) return found.version;
    } catch {
      // not this directory
    }
    const parent = dirname(directory);
    if (parent === directory) return 'unknown';
    directory = parent;
  }
}
