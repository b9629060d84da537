/**
 * `npm run docs`: writes the documents that follow from tables in the code. With `--check`: exits 1 when a committed
 * one is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { actionsPage } from './docs/actionsPage.js';
import { configurationPage, exampleEnvironment } from './docs/configurationPage.js';
import { errorsPage } from './docs/errorsPage.js';
import { providerPages } from './docs/providerPages.js';
import { routesPage } from './docs/routesPage.js';

const pages: Readonly<Record<string, () => Promise<string> | string>> = {
  'docs/configuration.md': configurationPage,
  'docs/errors.md': errorsPage,
  'docs/actions.md': actionsPage,
  'docs/routes.md': routesPage,
  '.env.example': exampleEnvironment,
  ...providerPages,
};

const check = process.argv.includes('--check');
for (const [file, page] of Object.entries(pages)) {
  const wanted = await page();
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present === wanted) continue;
  if (check) {
    console.error(`${file} is stale: run npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, wanted);
    console.log(`wrote ${file}`);
  }
}
