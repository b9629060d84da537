// Bundles src/main.ts into dist/, and the page of examples/web beside it. Packages stay outside, in node_modules.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds; files that would not change are left alone, so that running servers don't notice. */
export async function buildDist() {
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    sourcemap: 'linked',
    write: false,
    logLevel: 'warning',
  };
  const server = build({
    ...common,
    entryPoints: {
      main: 'src/main.ts',
      hashWorker: 'src/passwords/hashWorker.ts',
      actionRolesWorker: 'src/actionRolesWorker.ts',
      doctor: 'scripts/doctor.ts',
    },
    outdir: 'dist',
    splitting: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
  });
  const page = build({
    ...common,
    entryPoints: ['examples/web/app.ts', 'examples/web/app.css', 'examples/web/index.html'],
    loader: { '.html': 'copy' },
    outdir: 'dist/web',
    sourcemap: false,
  });
  const outputFiles = (await Promise.all([server, page])).flatMap((result) => result.outputFiles);
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
