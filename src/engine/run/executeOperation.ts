import type { Database } from '../database/database.js';
import type { ActionPlan, OperationPlan, RootField } from '../plan/types.js';
import type { Statement } from '../sql/fragment.js';
import { compileSelects } from '../sql/query.js';
import { type Bind, type Connection, inTransaction, onPool } from './connection.js';
import { type CompiledMutation, compileMutation } from './mutation.js';

export interface ExecutionEnvironment {
  readonly database: Database;
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
  return objectText(plan.fields, results);
}

type Leaf = Exclude<RootField, { kind: 'group' }>;
type Results = Map<Leaf, string>;

const leavesOf = (field: RootField): readonly Leaf[] =>
  field.kind === 'group' ? field.fields.flatMap(leavesOf) : [field];

function objectText(fields: readonly RootField[], results: Results): string {
  const members = fields.map((field) => `${JSON.stringify(field.alias)}:${valueText(field, results)}`);
  return `{${members.join(',')}}`;
}

function valueText(field: RootField, results: Results): string {
  switch (field.kind) {
    case 'group':
      return objectText(field.fields, results);
    case 'constant':
      return field.text;
    default:
      return results.get(field) ?? 'null';
  }
}

// Queries

type SelectLeaf = Extract<Leaf, { kind: 'select' }>;

const statements = new WeakMap<OperationPlan, Statement>();

/** All selects of the operation as one statement, kept with the plan. */
export function compileQuery(plan: OperationPlan): Statement {
  const known = statements.get(plan);
  if (known) return known;
  const statement = compileSelects(selectsOf(plan.fields.flatMap(leavesOf)).map(({ select }) => select));
  statements.set(plan, statement);
  return statement;
}

const selectsOf = (leaves: readonly Leaf[]): readonly SelectLeaf[] =>
  leaves.filter((leaf) => leaf.kind === 'select');

async function runQuery(
  plan: OperationPlan,
  leaves: readonly Leaf[],
  results: Results,
  { database, bind, runAction }: ExecutionEnvironment,
): Promise<void> {
  const selects = selectsOf(leaves);
  if (selects.length > 0) {
    const [row = []] = await onPool(database, bind).run(compileQuery(plan), '$');
    for (const [index, leaf] of selects.entries()) results.set(leaf, row[index] ?? 'null');
  }
  for (const leaf of leaves) {
    if (leaf.kind === 'action') results.set(leaf, await runAction(leaf.action, leaf.alias));
  }
}

// Mutations

/** A run of table mutations that no Action interrupts shares one transaction; Actions are called outside of any. */
async function runMutations(
  leaves: readonly Leaf[],
  results: Results,
  { database, bind, runAction }: ExecutionEnvironment,
): Promise<void> {
  let pending: Step[] = [];
  const flush = async () => {
    const steps = pending;
    pending = [];
    const [first] = steps;
    if (!first) return;
    if (steps.length === 1 && first.mutation.isAtomic) await runSteps(steps, onPool(database, bind), results);
    else await inTransaction(database, bind, (connection) => runSteps(steps, connection, results));
  };
  for (const leaf of leaves) {
    if (leaf.kind === 'action') {
      await flush();
      results.set(leaf, await runAction(leaf.action, leaf.alias));
    } else if (leaf.kind === 'mutation') {
      pending.push({ leaf, mutation: compileMutation(leaf.mutation) });
    } else if (leaf.kind === 'select') {
      pending.push({ leaf, mutation: compileMutation({ kind: 'function', select: leaf.select }) });
    }
  }
  await flush();
}

interface Step {
  readonly leaf: Leaf;
  readonly mutation: CompiledMutation;
}

async function runSteps(steps: readonly Step[], connection: Connection, results: Results): Promise<void> {
  for (const { leaf, mutation } of steps) results.set(leaf, await mutation.run(connection));
}
