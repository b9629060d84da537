import { AuthError, OutageError, type ProblemCode } from '../errors.js';

/** How a call ended: as asked, refused for a reason of the client's, or failed for one of the server's. */
export interface Outcome {
  readonly outcome: 'ok' | 'refused' | 'failed';
  /** What a client is told; `none` when it got what it asked for. */
  readonly code: ProblemCode | 'none';
}

export const ok: Outcome = { outcome: 'ok', code: 'none' };

/** The outcome of a call that threw `error`. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof AuthError) {
    return { outcome: error.code === 'service-unavailable' ? 'failed' : 'refused', code: error.code };
  }
  const code = error instanceof OutageError ? 'service-unavailable' : 'internal-server-error';
  return { outcome: 'failed', code };
}
