import type { Auth } from '../auth/auth.js';
import { AuthError, OutageError, type Problem, type ProblemCode, problems } from '../errors.js';
import { type Answer, jsonAnswer } from './messages.js';

/** What a client is told about something that was thrown. */
export interface Failure {
  readonly code: ProblemCode;
  readonly status: number;
  readonly message: string;
  readonly details: string | undefined;
  /** When to try again. */
  readonly retryAfterSeconds: number | undefined;
  /** The operator's own code, of `refused-by-hook`. */
  readonly reason?: string | undefined;
}

/**
 * Anything thrown, as what may be said about it: refusals by their code, outages as `service-unavailable`, all else as
 * `internal-server-error`. The latter two are logged; nothing of them reaches the client.
 */
export function failureOf(
  error: unknown,
  {
    config,
    log,
    outages,
  }: Pick<Auth, 'log' | 'outages'> & { readonly config: Pick<Auth['config'], 'concealErrors'> },
): Failure {
  if (error instanceof AuthError) return refusal(error, config.concealErrors);
  if (error instanceof OutageError) {
    outages.report(log, error);
    return failure('service-unavailable');
  }
  log.error('A request failed unexpectedly', { error });
  return failure('internal-server-error');
}

function refusal(error: AuthError, concealErrors: boolean): Failure {
  const { code, message, reason, details, retryAfterSeconds } = error;
  const problem: Problem = problems[code];
  if (concealErrors && problem.conceal) return failure('invalid-request');
  return { ...failure(code, { details, retryAfterSeconds }), message, reason };
}

function failure(
  code: ProblemCode,
  more: { readonly details?: string | undefined; readonly retryAfterSeconds?: number | undefined } = {},
): Failure {
  const { status, message } = problems[code];
  const { details, retryAfterSeconds = status === 429 || status === 503 ? 1 : undefined } = more;
  return { code, status, message, details, retryAfterSeconds };
}

/** In the shape of Nhost Auth, with one more key where there is more to say. */
export function restFailure(failed: Failure): Answer {
  const { code, status, message, details, reason, retryAfterSeconds } = failed;
  const body = {
    status,
    error: code,
    message,
    ...(details !== undefined && { details }),
    ...(reason !== undefined && { reason }),
  };
  return jsonAnswer(
    status,
    body,
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

/** In the shape that Hasura passes on. It hides every status but 4xx, so outages and bugs answer 400 here. */
export function webhookFailure(failed: Failure): Answer {
  const status = failed.status < 500 ? failed.status : 400;
  return jsonAnswer(status, { message: failed.message, extensions: extensionsOf(failed) });
}

/** `retryAfter`, in seconds, comes with `too-many-requests` alone. */
export function extensionsOf(failed: Failure): Record<string, string | number> {
  const { code, details, reason, retryAfterSeconds } = failed;
  return {
    code,
    ...(details !== undefined && { details }),
    ...(reason !== undefined && { reason }),
    ...(code === 'too-many-requests' && retryAfterSeconds !== undefined && { retryAfter: retryAfterSeconds }),
  };
}
