import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

let product: readonly string[] | undefined;

/** Builds the product, once in a run, and answers what Node is started with: the flags of the Dockerfile and the main file. */
export function buildProduct(): readonly string[] {
  if (product) return product;
  execFileSync(process.execPath, [join(projectDir, 'scripts', 'build.mjs')], { cwd: projectDir });
  const command = /^CMD (\["node".*\])$/m.exec(readFileSync(join(projectDir, 'Dockerfile'), 'utf8'))?.[1];
  if (!command) throw new Error('The Dockerfile has no CMD that starts Node');
  const [, ...given] = JSON.parse(command) as string[];
  product = given.map((each) => (each.startsWith('--') ? each : join(projectDir, each)));
  return product;
}
