import type { QualifiedName } from '../catalog/types.js';
import { HasuraError } from '../errors.js';
import type { InsertPlan, InsertRow, NestedInsert } from '../plan/types.js';
import { givenColumnSql, returningRowsSql } from '../sql/change.js';
import { compile, type Sql, type Statement } from '../sql/fragment.js';
import { insertSql, type RowValues } from '../sql/insert.js';
import { type Connection, hasTooManyParameters, type Slots } from './connection.js';
import { checkFailed } from './sqlErrors.js';

/** What a change has done: the rows of its own table as composite values' text, and the count with nested rows. */
export interface Changed {
  readonly rows: readonly string[];
  readonly affected: number;
}

type Insert = Omit<InsertPlan, 'output'>;

/** Values handed on from another row: SQL by column, over rows in slots. */
interface Joined {
  readonly columns: ReadonlyMap<string, Sql>;
  readonly slots: Slots;
}

const nothingJoined: Joined = { columns: new Map(), slots: {} };

/**
 * Inserts rows with everything nested in them: object relationships whose key the row needs go first, then the row,
 * then what needs the row's key. As in Hasura a row that isn't inserted (do nothing on conflict) can't have nested ones.
 *
 * @param isList The rows stand in a list, so that errors name the position of theirs.
 */
export async function insertRows(
  connection: Connection,
  plan: Insert,
  isList: boolean,
  joined = nothingJoined,
): Promise<Changed> {
  if (plan.rows.every((row) => row.nested.length === 0)) return insertPlainRows(connection, plan, joined);
  const all: Changed[] = [];
  for (const [index, row] of plan.rows.entries()) {
    const path = isList ? `${plan.path}[${index}]` : plan.path;
    all.push(await insertRow(connection, { ...plan, path }, row, joined));
  }
  return {
    rows: all.flatMap(({ rows }) => rows),
    affected: all.reduce((sum, { affected }) => sum + affected, 0),
  };
}

async function insertRow(
  connection: Connection,
  plan: Insert,
  row: InsertRow,
  joined: Joined,
): Promise<Changed> {
  const before = await insertBefore(connection, plan, row.nested, joined);
  const own = await insertPlainRows(connection, { ...plan, rows: [row] }, before.joined);
  const after = row.nested.filter(({ order }) => order === 'after');
  const [parent] = own.rows;
  if (after.length > 0 && parent === undefined) {
    throw affectsNoRows('array relations', plan.table, plan.path);
  }
  let affected = before.affected + own.affected;
  for (const nested of after) {
    const columns = nested.columns.map(
      ([parentColumn, column]) => [column, givenColumnSql('parent', plan.table, parentColumn)] as const,
    );
    const key: Joined = { columns: new Map(columns), slots: { parent: parent ?? null } };
    affected += (await insertRows(connection, nested.insert, nested.kind === 'array', key)).affected;
  }
  return { rows: own.rows, affected };
}

async function insertBefore(
  connection: Connection,
  plan: Insert,
  all: readonly NestedInsert[],
  joined: Joined,
): Promise<{ joined: Joined; affected: number }> {
  const columns = new Map(joined.columns);
  const slots = { ...joined.slots };
  let affected = 0;
  for (const [index, nested] of all.entries()) {
    if (nested.order !== 'before') continue;
    const inserted = await insertRows(connection, nested.insert, false);
    const [related] = inserted.rows;
    if (related === undefined) {
      const path = `${plan.path}.${nested.relationship}`;
      throw affectsNoRows(`object relation "${nested.relationship}"`, nested.insert.table, path);
    }
    const slot = `related${index}`;
    slots[slot] = related;
    for (const [column, relatedColumn] of nested.columns) {
      columns.set(column, givenColumnSql(slot, nested.insert.table, relatedColumn));
    }
    affected += inserted.affected;
  }
  return { joined: { columns, slots }, affected };
}

function affectsNoRows(what: string, table: QualifiedName, path: string): HasuraError {
  const name = table.schema === 'public' ? table.name : `${table.schema}.${table.name}`;
  const message = `cannot proceed to insert ${what} since insert to table "${name}" affects zero rows`;
  return new HasuraError('not-supported', message, { path });
}

async function insertPlainRows(connection: Connection, plan: Insert, joined: Joined): Promise<Changed> {
  const rows: string[] = [];
  for (const statement of insertStatements(plan, joined)) {
    rows.push(...(await changedRows(connection, statement, plan.path, joined.slots)));
  }
  return { rows, affected: rows.length };
}

/** One statement, or as many as the limit of parameters asks for. */
function insertStatements(plan: Insert, joined: Joined): readonly Statement[] {
  const statements: Statement[] = [];
  let size = plan.rows.length;
  for (let start = 0; start < plan.rows.length; ) {
    const statement = insertStatement(plan, plan.rows.slice(start, start + size), joined);
    if (hasTooManyParameters(statement) && size > 1) {
      size = Math.ceil(size / 2);
      continue;
    }
    statements.push(statement);
    start += size;
  }
  return statements;
}

function insertStatement(plan: Insert, rows: readonly InsertRow[], joined: Joined): Statement {
  const values = rows.map((row): RowValues => ({ values: row.values, joined: joined.columns }));
  return compile(returningRowsSql(insertSql(plan, values)));
}

/** Runs a statement of `returningRowsSql`. */
export async function changedRows(
  connection: Connection,
  statement: Statement,
  path: string,
  slots?: Slots,
): Promise<readonly string[]> {
  const answer = await connection.run(statement, path, slots);
  return answer.map(([row, ok]) => {
    if (ok !== 'true') throw checkFailed(path);
    return row ?? '';
  });
}
