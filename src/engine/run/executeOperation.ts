import type { Databases } from '../database/database.js';
import { groupBy } from '../model/groupBy.js';
import { type LeafField, leavesOf, responseText } from '../plan/responseText.js';
import type { ActionPlan, MutationPlan, OperationPlan, SelectPlan } from '../plan/types.js';
import type { Statement } from '../sql/fragment.js';
import { compileSelects } from '../sql/query.js';
import { type Bind, type Connection, inTransaction, onPool } from './connection.js';
import { type CompiledMutation, compileMutation } from './mutation.js';

export interface ExecutionEnvironment {
  readonly databases: Databases;
  readonly bind: Bind;
  /** Calls the Action's webhook; answers JSON text. */
  readonly runAction: (action: ActionPlan, alias: string) => Promise<string>;
}

/**
 * Runs an operation and answers the JSON text of its `data`, which Postgres has written and nothing has parsed.
 *
 * @throws HasuraError
 */
export async function executeOperation(
  plan: OperationPlan,
  environment: ExecutionEnvironment,
): Promise<string> {
  const leaves = plan.fields.flatMap(leavesOf);
  const results: Results = new Map();
  if (plan.kind === 'mutation') await runMutations(leaves, results, environment);
  else await runQuery(plan, leaves, results, environment);
  return responseText(plan.fields, (field) => results.get(field) ?? 'null');
}

type Results = Map<LeafField, string>;

// Queries

type SelectLeaf = Extract<LeafField, { kind: 'select' }>;

/** The selects of one source, as one statement. */
interface SourceQuery {
  readonly source: string;
  readonly leaves: readonly SelectLeaf[];
  readonly statement: Statement;
}

const queries = new WeakMap<OperationPlan, readonly SourceQuery[]>();

/** One statement for each source of the operation, kept with the plan. */
function compileQueries(plan: OperationPlan): readonly SourceQuery[] {
  const known = queries.get(plan);
  if (known) return known;
  const bySource = groupBy(
    plan.fields.flatMap(leavesOf).filter((leaf) => leaf.kind === 'select'),
    (leaf) => leaf.source,
  );
  const compiled = [...bySource].map(([source, leaves]) => {
    return { source, leaves, statement: compileSelects(leaves.map(({ select }) => select)) };
  });
  queries.set(plan, compiled);
  return compiled;
}

async function runQuery(
  plan: OperationPlan,
  leaves: readonly LeafField[],
  results: Results,
  { databases, bind, runAction }: ExecutionEnvironment,
): Promise<void> {
  for (const query of compileQueries(plan)) {
    const [row = []] = await onPool(databases.get(query.source), bind).run(query.statement, '$');
    for (const [index, leaf] of query.leaves.entries()) results.set(leaf, row[index] ?? 'null');
  }
  for (const leaf of leaves) {
    if (leaf.kind === 'action') results.set(leaf, await runAction(leaf.action, leaf.alias));
  }
}

// Mutations

/** A run of mutations on one source that no Action interrupts shares one transaction; Actions are called outside of any. */
async function runMutations(
  leaves: readonly LeafField[],
  results: Results,
  { databases, bind, runAction }: ExecutionEnvironment,
): Promise<void> {
  let pending: Step[] = [];
  const flush = async () => {
    const steps = pending;
    pending = [];
    const [first] = steps;
    if (!first) return;
    const database = databases.get(first.leaf.source);
    if (steps.length === 1 && first.mutation.isAtomic) await runSteps(steps, onPool(database, bind), results);
    else await inTransaction(database, bind, (connection) => runSteps(steps, connection, results));
  };
  for (const leaf of leaves) {
    if (leaf.kind === 'constant') continue;
    if (leaf.kind === 'action') {
      await flush();
      results.set(leaf, await runAction(leaf.action, leaf.alias));
      continue;
    }
    if (pending[0] && pending[0].leaf.source !== leaf.source) await flush();
    const mutation = leaf.kind === 'mutation' ? leaf.mutation : functionCall(leaf.select);
    pending.push({ leaf, mutation: compileMutation(mutation) });
  }
  await flush();
}

/** A query that stands among mutations. */
const functionCall = (select: SelectPlan): MutationPlan => ({ kind: 'function', select });

interface Step {
  readonly leaf: Extract<LeafField, { source: string }>;
  readonly mutation: CompiledMutation;
}

async function runSteps(steps: readonly Step[], connection: Connection, results: Results): Promise<void> {
  for (const { leaf, mutation } of steps) results.set(leaf, await mutation.run(connection));
}
