// Bundles src/main.ts into dist/. Packages stay outside, in node_modules.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds; files that would not change are left alone, so that running servers don't notice. */
export async function buildDist() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts', hashWorker: 'src/passwords/hashWorker.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    write: false,
    logLevel: 'warning',
  });
  // esbuild's own process would live as long as the server that this one becomes.
  await Promise.all([stop(), ...outputFiles.map(writeIfChanged)]);
}

/** Written beside and renamed: several builds at once leave whole files. */
async function writeIfChanged({ path, contents }) {
  const former = await readFile(path).catch(() => undefined);
  if (former?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

if (process.argv[1] && import.meta.url === pathToFileURL(join(process.argv[1])).href) await buildDist();
