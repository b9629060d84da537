import { readFile, writeFile } from 'node:fs/promises';
import { generate, loadContext } from '@graphql-codegen/cli';
import { openPglite } from '../src/engine/database/pglite.js';
import { createEngine } from '../src/engine/engine.js';
import { applyProject } from '../src/engine/metadata/applyProject.js';
import { buildRoleSchema } from '../src/engine/schema/buildRoleSchema.js';
import { printSchema } from '../src/engine/schema/printSchema.js';

/**
 * Writes what codegen.yml describes: `npm run codegen`.
 * With --check nothing is written; it exits with 1 and names every file that is not what would be written.
 */

type File = { path: string; content: string };

const schemaFile = 'schema.graphql';

/** The schema that Hasura serves to the role admin, as SDL: the project is applied to an engine that keeps nothing. */
async function loadAdminSchema(): Promise<string> {
  const database = await openPglite({ dataDir: 'memory' });
  const env = { ACTION_BASE_URL: 'http://localhost:4000', ACTION_SECRET: 'not needed for this' };
  const engine = await createEngine({ database, env });
  await applyProject(engine.metadata, { directory: 'hasura', say: () => {} });
  const schema = printSchema(buildRoleSchema(engine.metadata.state().model, 'admin', { backendOnly: false }));
  await engine.close();
  await database.close();
  return `# Written by npm run codegen. Do not edit.\n${schema}`;
}

async function generateTypes(schema: string): Promise<File[]> {
  const context = await loadContext('codegen.yml');
  context.updateConfig({ silent: true, errorsOnly: true, noSilentErrors: true });
  const config = context.getConfig();
  for (const output of Object.values(config.generates)) {
    if ('schema' in output && output.schema === schemaFile) output.schema = schema;
  }
  const files: { filename: string; content: string }[] = await generate(context, false);
  return files.map(({ filename, content }) => ({
    path: filename,
    content: `// Written by npm run codegen. Do not edit.\n${typeImports(content)}`,
  }));
}

/** An import of types alone must not load the package at run time, as `import { type A } from` would. */
const typeImports = (content: string): string =>
  content.replaceAll(/^import \{ type \w+(?:, type \w+)* \} from/gm, (found) =>
    found.replaceAll('type ', '').replace('import', 'import type'),
  );

async function isStale({ path, content }: File): Promise<boolean> {
  const committed = await readFile(path, 'utf8').catch(() => undefined);
  return committed !== content;
}

const schema = await loadAdminSchema();
const files: File[] = [{ path: schemaFile, content: schema }, ...(await generateTypes(schema))];
const stale: File[] = [];
for (const file of files) if (await isStale(file)) stale.push(file);

if (!process.argv.includes('--check')) {
  for (const file of stale) await writeFile(file.path, file.content);
  console.log(
    stale.length === 0 ? 'Nothing changed.' : stale.map((file) => `Written: ${file.path}`).join('\n'),
  );
} else if (stale.length > 0) {
  console.error(
    `Not up to date: ${stale.map((file) => file.path).join(', ')}. Run npm run codegen and commit.`,
  );
  process.exitCode = 1;
}
