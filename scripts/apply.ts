import { MetadataDirectoryError } from '../src/engine/metadata/directoryError.js';
import { ApplyError, applyProject } from './applyProject.js';

/**
 * `npm run apply`: puts the migrations and the metadata of hasura/ into the Hasura at HASURA_GRAPHQL_ENDPOINT, for who
 * has no Hasura CLI. Safe to repeat. Exits with 1 and one explanation when something is wrong.
 */
const { HASURA_GRAPHQL_ENDPOINT: endpoint, HASURA_GRAPHQL_ADMIN_SECRET: adminSecret } = process.env;

if (!endpoint || !adminSecret) {
  console.error(
    'Set HASURA_GRAPHQL_ENDPOINT (such as http://localhost:8080) and HASURA_GRAPHQL_ADMIN_SECRET.',
  );
  process.exit(1);
}
try {
  await applyProject({
    endpoint: endpoint.replace(/\/+$/, ''),
    adminSecret,
    directory: 'hasura',
    waitSeconds: 60,
    say: (line) => console.log(line),
  });
} catch (error) {
  if (!(error instanceof ApplyError || error instanceof MetadataDirectoryError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
