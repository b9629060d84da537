import type { PoolClient } from 'pg';
import type { Database } from '../database/database.js';
import { HasuraError } from '../errors.js';
import type { BoundValue } from '../model/condition.js';
import type { Statement } from '../sql/fragment.js';
import { isConnectionFailure, sqlError } from './sqlErrors.js';
import { type BoundStatement, type Row, runText } from './textQuery.js';

/** Values of a statement's slots, by name. */
export type Slots = Readonly<Record<string, string | null>>;

/** The request's value for a parameter, as the text that its type reads. */
export type Bind = (value: BoundValue) => string | null;

/** Runs statements: each on its own where it is made of the pool, in one transaction where `inTransaction` made it. */
export interface Connection {
  /** @throws HasuraError with `path`. */
  run(statement: Statement, path: string, slots?: Slots): Promise<readonly Row[]>;
}

/** The protocol counts parameters in 16 bits; more would be sent as another number. */
const maxParameters = 65_535;

export const hasTooManyParameters = (statement: Statement): boolean =>
  statement.parameters.length > maxParameters;

/** Statements of plans that are used again are prepared on the server, up to this many per process. */
const maxPrepared = 1000;
let prepared = 0;
/** `null`: has run once. */
const names = new WeakMap<Statement, string | null>();

/**
 * Named from the second use on: one-off queries would only fill the server's memory. The name is not made of the text,
 * since after a change of the schema the same text can mean other types, and plans are then made anew.
 */
function nameOf(statement: Statement): string | undefined {
  const name = names.get(statement);
  if (name) return name;
  if (name === undefined) {
    names.set(statement, null);
    return undefined;
  }
  if (prepared >= maxPrepared) return undefined;
  prepared += 1;
  const given = `hasura_${prepared}`;
  names.set(statement, given);
  return given;
}

function boundStatement(statement: Statement, bind: Bind, slots: Slots): BoundStatement {
  if (hasTooManyParameters(statement)) {
    const message = `a statement takes at most ${maxParameters} values, but found ${statement.parameters.length}`;
    throw new HasuraError('not-supported', message);
  }
  const values = statement.parameters.map((each) =>
    each.kind === 'slot' ? (slots[each.name] ?? null) : bind(each),
  );
  return { text: statement.text, values, name: nameOf(statement) };
}

/** Each statement is a transaction of its own. */
export function onPool(database: Database, bind: Bind): Connection {
  return {
    async run(statement, path, slots = {}) {
      const bound = boundStatement(statement, bind, slots);
      // Not pool.query: it closes the connection after every error, a violated constraint as well.
      const client = await connect(database);
      let isBroken = false;
      try {
        return await runText(client, bound);
      } catch (error) {
        isBroken = isConnectionFailure(error);
        throw sqlError(error, path, statement.text);
      } finally {
        client.release(isBroken);
      }
    },
  };
}

/** On a connection whose transaction is the caller's. */
export const onClient = (client: PoolClient, bind: Bind): Connection => ({
  async run(statement, path, slots = {}) {
    try {
      return await runText(client, boundStatement(statement, bind, slots));
    } catch (error) {
      throw sqlError(error, path, statement.text);
    }
  },
});

/** All of `work` in one transaction, at the default isolation level (read committed, as Hasura's). */
export async function inTransaction<Result>(
  database: Database,
  bind: Bind,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const client = await connect(database);
  let isBroken = false;
  try {
    await client.query('begin');
    const result = await work(onClient(client, bind));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      isBroken = true;
    });
    throw sqlError(error, '$');
  } finally {
    client.release(isBroken);
  }
}

async function connect({ pool }: Database): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw sqlError(error, '$');
  }
}

/** A Postgres array as text. */
export function arrayText(items: readonly (string | null)[]): string {
  const texts = items.map((item) =>
    item === null ? 'NULL' : `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  );
  return `{${texts.join(',')}}`;
}
