import { HasuraError, type HasuraErrorCode } from '../errors.js';
import { checkFailure } from '../sql/change.js';

/** What node-postgres says about an error that the server has reported. */
interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** Class 23. Hasura puts these words before the server's message; a table's own CHECK counts as a permission. */
const violations: Readonly<Record<string, readonly [HasuraErrorCode, string]>> = {
  '23001': ['constraint-violation', 'Can not delete or update due to data being referred. '],
  '23502': ['constraint-violation', 'Not-NULL violation. '],
  '23503': ['constraint-violation', 'Foreign key violation. '],
  '23505': ['constraint-violation', 'Uniqueness violation. '],
  '23514': ['permission-error', 'Check constraint violation. '],
  '23P01': ['constraint-violation', 'Exclusion violation. '],
};

/**
 * An error of the database in Hasura's terms: what a client can have caused by its data has a code and a text of its
 * own (Hasura's mkTxErrorHandler), everything else is `database query error` with the details for admins.
 *
 * @param path Where in the request, e.g. `$.selectionSet.insert_notes.args.objects`.
 * @param statement The SQL text, told to admins. Never its values.
 */
export function sqlError(cause: unknown, path: string, statement?: string): unknown {
  if (cause instanceof HasuraError) return cause;
  if (isConnectionFailure(cause)) {
    return new HasuraError('postgres-error', 'connection error', { status: 500, cause });
  }
  if (!isServerError(cause)) return cause;
  const expected = expectedError(cause);
  if (expected) return new HasuraError(expected[0], expected[1], { path, cause });
  const internal = describeServerError(cause, statement);
  return new HasuraError('unexpected', 'database query error', { path, status: 500, internal, cause });
}

/** A permission's check was false for a row. */
export const checkFailed = (path: string): HasuraError =>
  new HasuraError('permission-error', 'check constraint of an insert/update permission has failed', { path });

function expectedError({ code, message }: ServerError): readonly [HasuraErrorCode, string] | undefined {
  if (code === '22P02' && message.includes(checkFailure)) {
    return ['permission-error', 'check constraint of an insert/update permission has failed'];
  }
  const violation = violations[code];
  if (violation) return [violation[0], violation[1] + message];
  if (code === '42P10') {
    return ['constraint-error', 'there is no unique or exclusion constraint on target column(s)'];
  }
  if (code === '42704') return ['constraint-error', message];
  if (code === '40001') return ['concurrent-update', 'serialization failure due to concurrent update'];
  if (code === '22025') return ['bad-request', message];
  switch (code.slice(0, 2)) {
    case '22':
      return ['data-exception', message];
    case '23':
      return ['constraint-violation', message];
    case '40':
      return ['concurrent-update', message];
    default:
      return undefined;
  }
}

function describeServerError(error: ServerError, statement: string | undefined) {
  return {
    statement: statement ?? null,
    prepared: true,
    error: {
      exec_status: 'FatalError',
      hint: error.hint ?? null,
      message: error.message,
      status_code: error.code,
      description: error.detail ?? null,
    },
  };
}

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'code' in error && 'severity' in error && typeof error.code === 'string';
}

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The server can't be reached, has ended the connection, is starting up or takes no more connections. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionFailure);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (isServerError(error)) return /^(08(?!P01)|28|57P0[1-5]|53300|3D000)/.test(code);
  if (networkCodes.has(code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/i.test(
    error.message,
  );
}
