import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export const projectDir = resolve(import.meta.dirname, '../..');

/** The programs that are measured, besides the product's own. */
export type ServerName = 'bareHandler' | 'barePostgres' | 'engine' | 'fakeHasura' | 'hashing' | 'proxy';

/**
 * Bundles a server of `bench/servers`, as the product is bundled, and answers its file. It lies in the project's `dist`,
 * so that it runs on the project's packages and not on those of the peers in `bench/peers`.
 */
export async function buildServer(name: ServerName): Promise<string> {
  const outfile = join(projectDir, 'dist', 'bench', `${name}.js`);
  await build({
    entryPoints: [join(projectDir, 'bench', 'servers', `${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  return outfile;
}

let product: string | undefined;

/** Builds the product, once in a run, and answers its main file. */
export function buildProduct(): string {
  if (product) return product;
  execFileSync(process.execPath, [join(projectDir, 'scripts', 'build.mjs')], { cwd: projectDir });
  product = join(projectDir, 'dist', 'main.js');
  return product;
}
