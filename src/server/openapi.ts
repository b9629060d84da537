import { describeRest } from '../rest/openapi.js';
import { loadActionsMetadata } from './actionsMetadata.js';

interface Options {
  readonly version: string;
  /** Directory of the Hasura metadata, with `actions.graphql`. */
  readonly metadataDir: string;
}

/** What `/openapi.json` answers. */
export async function loadOpenapi({ version, metadataDir }: Options): Promise<object> {
  const { schema } = await loadActionsMetadata(metadataDir);
  return describeRest(schema, version);
}
