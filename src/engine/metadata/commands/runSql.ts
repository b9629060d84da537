import type { PoolClient } from 'pg';
import type { Json } from '../../json.js';
import type { Handlers, MetadataContext } from '../context.js';
import { getSource } from '../edit.js';
import { boolean, type Fields, string } from '../reader.js';
import { executeSql } from '../runSql/execute.js';
import { followChanges } from '../runSql/follow.js';
import { argsOf, sourceOf } from './arguments.js';

/** Hasura looks for these words to tell whether SQL may have changed what metadata refers to. */
const changesSchema = /\balter\b|\bdrop\b|\breplace\b|\bcreate function\b|\bcomment on\b/i;

/** Whether what a run_sql with these arguments does is looked for in the database afterwards. */
export function buildsSchema(fields: Fields): boolean {
  if (fields.withDefault('read_only', boolean, false)) return false;
  const sql = fields.required('sql', string);
  return fields.optional('check_metadata_consistency', boolean) ?? changesSchema.test(sql);
}

async function runSql(args: Json, context: MetadataContext): Promise<Json> {
  const fields = argsOf(args);
  const sql = fields.required('sql', string);
  const source = sourceOf(fields);
  const cascade = fields.withDefault('cascade', boolean, false);
  const readOnly = fields.withDefault('read_only', boolean, false);
  const noTransaction = fields.withDefault('no_transaction', boolean, false);
  const checks = buildsSchema(fields);
  getSource(context.metadata(), source);
  const execute = (client: PoolClient) => executeSql(client, sql);
  if (readOnly) return context.transaction(source, execute, 'read only');
  if (noTransaction) return execute(await context.connection(source));
  if (!checks) return context.transaction(source, execute);
  return context.transaction(source, async (client) => {
    const before = await context.readCatalog(source);
    const result = await execute(client);
    const after = await context.readCatalog(source);
    const followed = followChanges(context.metadata(), {
      model: context.sourceModel(source),
      before,
      after,
      cascade,
    });
    await context.apply(followed, { refuse: 'new', catalogs: new Map([[source, after]]) });
    return result;
  });
}

export const runSqlCommands: Handlers = { run_sql: runSql, pg_run_sql: runSql };
