import type { DeletePlan, InsertPlan, MutationPlan, UpdatePlan } from '../plan/types.js';
import { answerSql, type Change, checkedChangeSql, returningRowsSql } from '../sql/change.js';
import { deleteSql } from '../sql/delete.js';
import { compile, type Statement } from '../sql/fragment.js';
import { insertSql } from '../sql/insert.js';
import { nothingDone, returnedFields } from '../sql/mutationOutput.js';
import { compileSelects } from '../sql/query.js';
import { readsOtherRows } from '../sql/select.js';
import { updateSql } from '../sql/update.js';
import { arrayText, type Connection, hasTooManyParameters } from './connection.js';
import { type Changed, changedRows, insertRows } from './insertRows.js';

/** A mutation with its statements, kept as long as its plan. */
export interface CompiledMutation {
  /** Everything is one statement, which is a transaction by itself. */
  readonly isAtomic: boolean;
  /** @returns JSON text. */
  run(connection: Connection): Promise<string>;
}

const compiled = new WeakMap<MutationPlan, CompiledMutation>();

export function compileMutation(plan: MutationPlan): CompiledMutation {
  const known = compiled.get(plan);
  if (known) return known;
  const mutation = compileAny(plan);
  compiled.set(plan, mutation);
  return mutation;
}

function compileAny(plan: MutationPlan): CompiledMutation {
  switch (plan.kind) {
    case 'function':
      return inOne(compileSelects([plan.select]), '$');
    case 'insert':
      return compileInsert(plan);
    case 'update':
      return plan.operations.length === 0
        ? done(nothingDone(plan.output))
        : compileChange(plan, updateSql(plan));
    case 'delete':
      return compileChange(plan, deleteSql(plan));
    case 'updateMany': {
      const updates = plan.updates.map(compileAny);
      return {
        isAtomic: updates.length < 2 && updates.every(({ isAtomic }) => isAtomic),
        async run(connection) {
          const answers: string[] = [];
          for (const update of updates) answers.push(await update.run(connection));
          return `[${answers.join(',')}]`;
        },
      };
    }
  }
}

const done = (text: string): CompiledMutation => ({ isAtomic: true, run: async () => text });

function inOne(statement: Statement, path: string): CompiledMutation {
  return {
    isAtomic: true,
    run: async (connection) => (await connection.run(statement, path))[0]?.[0] ?? 'null',
  };
}

function compileInsert(plan: InsertPlan): CompiledMutation {
  if (plan.rows.length === 0) return done(nothingDone(plan.output));
  const isNested = plan.rows.some((row) => row.nested.length > 0);
  if (!isNested && !readsOtherRows(returnedFields(plan.output))) {
    const statement = compile(checkedChangeSql(insertSql(plan, plan.rows), plan.output));
    if (!hasTooManyParameters(statement)) return inOne(statement, plan.path);
  }
  return inTwo(plan, (connection) => insertRows(connection, plan, plan.output.kind === 'response'));
}

/** Hasura reports errors of updates and deletes at the root. */
function compileChange(plan: UpdatePlan | DeletePlan, change: Change): CompiledMutation {
  if (!readsOtherRows(returnedFields(plan.output))) {
    return inOne(compile(checkedChangeSql(change, plan.output)), '$');
  }
  const statement = compile(returningRowsSql(change));
  return inTwo(plan, async (connection) => {
    const rows = await changedRows(connection, statement, '$');
    return { rows, affected: rows.length };
  });
}

/** First the change, then a statement that reads the answer: only so are related rows seen as the change left them. */
function inTwo(
  plan: InsertPlan | UpdatePlan | DeletePlan,
  change: (connection: Connection) => Promise<Changed>,
): CompiledMutation {
  const answer = compile(answerSql(plan.table, plan.output));
  return {
    isAtomic: false,
    async run(connection) {
      const { rows, affected } = await change(connection);
      const slots = { rows: arrayText(rows), affected: String(affected) };
      return (await connection.run(answer, '$', slots))[0]?.[0] ?? 'null';
    },
  };
}
