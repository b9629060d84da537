import { AuthError, OutageError, type Problem, type ProblemCode, problems } from '../errors.js';
import type { Log } from '../lib/log.js';
import { type Answer, jsonAnswer } from './messages.js';

/** What a client is told about something that was thrown. */
export interface Failure {
  readonly code: ProblemCode;
  readonly status: number;
  readonly message: string;
  readonly details: string | undefined;
}

/**
 * Anything thrown, as what may be said about it: refusals by their code, outages as `service-unavailable`, all else as
 * `internal-server-error`. The latter two are logged; nothing of them reaches the client.
 */
export function failureOf(
  error: unknown,
  { concealErrors, log }: { concealErrors: boolean; log: Log },
): Failure {
  if (error instanceof AuthError) return refusal(error, concealErrors);
  if (error instanceof OutageError) {
    log.warn('A service that is needed did not answer', { error });
    return failure('service-unavailable');
  }
  log.error('A request failed unexpectedly', { error });
  return failure('internal-server-error');
}

function refusal({ code, details }: AuthError, concealErrors: boolean): Failure {
  const problem: Problem = problems[code];
  return concealErrors && problem.conceal ? failure('invalid-request') : failure(code, details);
}

function failure(code: ProblemCode, details?: string): Failure {
  return { code, status: problems[code].status, message: problems[code].message, details };
}

/** In the shape of Nhost Auth, with one more key where there is more to say. */
export function restFailure({ code, status, message, details }: Failure): Answer {
  const body = { status, error: code, message, ...(details !== undefined && { details }) };
  return jsonAnswer(status, body, status === 429 || status === 503 ? { 'retry-after': '1' } : {});
}

/** In the shape that Hasura passes on. It hides every status but 4xx, so outages and bugs answer 400 here. */
export function webhookFailure(failed: Failure): Answer {
  const status = failed.status < 500 ? failed.status : 400;
  return jsonAnswer(status, { message: failed.message, extensions: extensionsOf(failed) });
}

export function extensionsOf({ code, details }: Failure): Record<string, string> {
  return { code, ...(details !== undefined && { details }) };
}
