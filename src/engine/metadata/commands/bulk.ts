import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { isObject } from '../../jsonText.js';
import type { Handlers, MetadataContext } from '../context.js';
import { json, list } from '../reader.js';
import { argsOf, argsPlace } from './arguments.js';
import { buildsSchema } from './runSql.js';

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

/** Only for reading: Hasura runs the commands side by side. */
function concurrent(args: Json, context: MetadataContext): Promise<Json> {
  if (list(json)(args, argsPlace).some(changesSchema)) {
    const message = 'Only read-only queries are allowed in a concurrent_bulk';
    throw new HasuraError('unexpected', message, { path: '$.args', status: 500 });
  }
  return all(args, context);
}

function changesSchema(command: Json): boolean {
  if (!isObject(command) || !isObject(command.args ?? null)) return false;
  if (command.type !== 'run_sql' && command.type !== 'pg_run_sql') return false;
  return buildsSchema(argsOf(command.args ?? null));
}

/**
 * Lists of commands. On /v1/query a bulk is one transaction; on /v2/query each run_sql commits alone; changes of
 * metadata are kept together or not at all everywhere. concurrent_bulk is for reading.
 */
export const bulkCommands: Handlers = {
  bulk: all,
  bulk_atomic: all,
  concurrent_bulk: concurrent,
  bulk_keep_going: keepGoing,
};
