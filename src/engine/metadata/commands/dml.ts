import type { PoolClient } from 'pg';
import { HasuraError } from '../../errors.js';
import type { Json, JsonObject } from '../../json.js';
import { parseJson } from '../../jsonText.js';
import { bindValue } from '../../plan/bindValue.js';
import type { MutationPlan, SelectPlan } from '../../plan/types.js';
import { onClient } from '../../run/connection.js';
import { compileMutation } from '../../run/mutation.js';
import { compileSelects } from '../../sql/query.js';
import type { Handler, Handlers, MetadataContext } from '../context.js';
import { deletePlan, insertPlan, updatePlan } from '../dml/mutations.js';
import { countPlan, selectPlan } from '../dml/select.js';
import type { Fields } from '../reader.js';
import { argsOf, sourceOf } from './arguments.js';

const connect = (client: PoolClient, context: MetadataContext) =>
  onClient(client, (value) => bindValue(value, {}, context.session));

/** What the database refuses is about the command, not about a place in it. */
async function atArguments<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof HasuraError) || error.path !== '$') throw error;
    const { code, message, status, internal } = error;
    throw new HasuraError(code, message, { path: '$.args', status, internal, cause: error });
  }
}

const reading =
  (plan: (fields: Fields, context: MetadataContext) => SelectPlan): Handler =>
  async (args, context) => {
    const fields = argsOf(args);
    const statement = compileSelects([plan(fields, context)]);
    const [row] = await atArguments(
      context.transaction(sourceOf(fields), (client) => connect(client, context).run(statement, '$.args')),
    );
    return parseJson(row?.[0] ?? 'null');
  };

const writing =
  (plan: (fields: Fields, context: MetadataContext) => MutationPlan): Handler =>
  async (args, context) => {
    const fields = argsOf(args);
    const mutation = compileMutation(plan(fields, context));
    const run = (client: PoolClient) => mutation.run(connect(client, context));
    return parseJson(await atArguments(context.transaction(sourceOf(fields), run)));
  };

const count = reading(countPlan);

/**
 * The v1 query language: Hasura's older way to data, which its own test setups use. Permissions hold, so roles other
 * than admin may run these.
 */
export const dmlCommands: Handlers = {
  select: reading(selectPlan),
  count: async (args, context, command): Promise<Json> =>
    ((await count(args, context, command)) as { readonly aggregate: JsonObject }).aggregate,
  insert: writing(insertPlan),
  update: writing(updatePlan),
  delete: writing(deletePlan),
};
