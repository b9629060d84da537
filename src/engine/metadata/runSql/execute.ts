import type { PoolClient, QueryArrayResult } from 'pg';
import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';

/** `{result_type: "CommandOk", result: null}`, or `TuplesOk` with a row of names and rows of text. */
export type SqlResult = Json;

/** Statements after which settings of the session may differ: they must not outlive the command. */
const changesSettings = /\bset\b|set_config/i;

/**
 * Runs SQL text of any number of statements as one simple query, and answers the last result as Hasura does: every
 * cell is text, SQL's null is `NULL`, booleans are t and f.
 *
 * @throws HasuraError postgres-error
 */
export async function executeSql(client: PoolClient, sql: string): Promise<SqlResult> {
  try {
    // pg's types know one result; several statements answer a list of them.
    const answer: unknown = await client.query({ text: sql, rowMode: 'array' });
    if (changesSettings.test(sql)) await client.query('reset all');
    const results = (Array.isArray(answer) ? answer : [answer]) as readonly QueryArrayResult<
      (string | null)[]
    >[];
    return resultJson(results.at(-1));
  } catch (error) {
    throw sqlFailure(error, sql);
  }
}

function resultJson(result: QueryArrayResult<(string | null)[]> | undefined): SqlResult {
  if (!result || result.fields.length === 0) return { result_type: 'CommandOk', result: null };
  const names = result.fields.map((each) => each.name);
  const rows = result.rows.map((row) => row.map((cell) => cell ?? 'NULL'));
  return { result_type: 'TuplesOk', result: [names, ...rows] };
}

interface PostgresError extends Error {
  readonly code: string;
  readonly hint?: string;
  readonly detail?: string;
}

const isPostgresError = (error: unknown): error is PostgresError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code);

function sqlFailure(error: unknown, statement: string): unknown {
  if (!isPostgresError(error)) return error;
  const internal = {
    statement,
    prepared: false,
    error: {
      exec_status: 'FatalError',
      hint: error.hint ?? null,
      message: error.message,
      status_code: error.code,
      description: error.detail ?? null,
    },
    arguments: [],
  };
  return new HasuraError('postgres-error', 'query execution failed', {
    path: '$.args',
    internal,
    cause: error,
  });
}
