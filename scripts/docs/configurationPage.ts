import { entries } from '../../src/config/config.js';
import { entriesByProvider } from '../../src/config/entries/providers.js';
import type { Entry } from '../../src/config/entry.js';
import { code, generatedNote, table } from './markdown.js';

const all: readonly Entry<unknown>[] = [
  ...Object.values<Entry<unknown>>(entries),
  ...Object.values(entriesByProvider).flatMap((each) => Object.values(each)),
];

export function configurationPage(): string {
  const rows = all.map((entry) => [entry.env.map(code).join(' or '), standard(entry), entry.doc]);
  return `${generatedNote}

# Configuration

Everything is read from the environment, once, at the start; an empty value counts as unset. All faults are reported
together. In development, secrets that aren't given are made on the first start and kept in \`.data/secrets.json\`
(mode 0600); with \`NODE_ENV=production\` nothing is made up.

${table(['Variable', 'Without it', 'Meaning'], rows)}
`;
}

function standard(entry: Entry<unknown>): string {
  if (entry.presence === 'required') return '**required** in production';
  return entry.default === undefined || entry.default === '' ? 'unset' : code(entry.default);
}

/** `.env.example`: the required ones to fill in, all others commented out with their defaults. */
export function exampleEnvironment(): string {
  const lines = all.map((entry) => {
    const assignment = `${entry.env[0]}=${entry.default ?? ''}`;
    return `# ${entry.doc}\n${entry.presence === 'required' ? assignment : `# ${assignment}`}`;
  });
  return `# Written by npm run docs. Copy to .env and fill in.\n\n# Password of the Postgres in compose.yaml.\nPOSTGRES_PASSWORD=\n\n${lines.join('\n\n')}\n`;
}
