import { describeRest } from '../rest/openapi.js';
import { loadActionsSchema } from './actionsSchema.js';

interface Options {
  readonly version: string;
  /** Directory of the Hasura metadata, with `actions.graphql`. */
  readonly metadataDir: string;
}

/** What `/openapi.json` answers. */
export async function loadOpenapi({ version, metadataDir }: Options): Promise<object> {
  return describeRest(await loadActionsSchema(metadataDir), version);
}
