import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase } from '../../support/createDatabase.js';
import { fixtureFiles, type Suite, type TestClass } from './suite.js';

/** Hasura's harness gives the server the URLs of empty databases, for sources besides the first, in these. */
const variables = ['HASURA_GRAPHQL_PG_SOURCE_URL_1', 'HASURA_GRAPHQL_PG_SOURCE_URL_2'] as const;

/** Empty databases on the server, by variable. */
export async function createSources(serverUrl: string): Promise<Record<string, string>> {
  const sources: Record<string, string> = {};
  for (const variable of variables) sources[variable] = await createDatabase(serverUrl);
  return sources;
}

export const needSources = (suite: Suite, files: readonly string[]): boolean =>
  files.some((file) => {
    const text = readFileSync(join(suite.directory, file), 'utf8');
    return variables.some((variable) => text.includes(variable));
  });

/** The files of a class: what prepares it, and its cases. */
export function filesOf(suite: Suite, group: TestClass): readonly string[] {
  const { beforeClass, beforeCase, afterCase } = fixtureFiles(suite, group);
  return [...beforeClass, ...beforeCase, ...afterCase, ...group.cases.flatMap((each) => each.files)];
}
