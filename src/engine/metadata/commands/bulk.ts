import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import type { Handlers, MetadataContext } from '../context.js';
import { json, list } from '../reader.js';
import { argsPlace } from './arguments.js';

async function all(args: Json, context: MetadataContext): Promise<Json> {
  const results: Json[] = [];
  for (const [index, command] of list(json)(args, argsPlace).entries()) {
    results.push(await context.runCommand(command, `$.args[${index}]`));
  }
  return results;
}

/** Goes on after a failure, whose error stands in the place of the answer. */
async function keepGoing(args: Json, context: MetadataContext): Promise<Json> {
  const results: Json[] = [];
  for (const [index, command] of list(json)(args, argsPlace).entries()) {
    try {
      results.push(await context.runCommand(command, `$.args[${index}]`));
    } catch (error) {
      if (!(error instanceof HasuraError)) throw error;
      results.push({ path: error.path, error: error.message, code: error.code });
    }
  }
  return results;
}

/**
 * Lists of commands. On /v1/query a bulk is one transaction; on /v2/query each run_sql commits alone; changes of
 * metadata are kept together or not at all everywhere. concurrent_bulk is for reading, where the order can't matter.
 */
export const bulkCommands: Handlers = {
  bulk: all,
  bulk_atomic: all,
  concurrent_bulk: all,
  bulk_keep_going: keepGoing,
};
