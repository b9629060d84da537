import { AuthError } from '../errors.js';
import { isAccountGone } from './accountGone.js';
import { runStages } from './actionStage.js';
import type { CallContext } from './auth.js';

/**
 * Runs what somebody asks for within the server's stages: an Action, or what a browser asks for by following a link or a
 * redirect, as if it were the Action `name`.
 *
 * @param run gets the context in which the audit log's facts are noted.
 * @throws AuthError `unauthenticated-user` when the caller's account was deleted under way, or `disabled-user` when that was
 *   the account that somebody was about to sign in to; and whatever a stage or `run` throws.
 */
export function runCall<T>(
  context: CallContext,
  { name, input }: { readonly name: string; readonly input: unknown },
  run: (noted: CallContext) => Promise<T>,
): Promise<T> {
  const noted = { ...context, notes: { action: name } };
  const result = runStages(context.auth.stages, { name, input, context: noted }, async () => {
    try {
      return await run(noted);
    } catch (error) {
      throw isAccountGone(error) ? goneError(error, context) : error;
    }
  });
  return result as Promise<T>;
}

/** An administrator acts on accounts of others: which one is gone, the Action itself says. */
function goneError(error: unknown, { caller }: CallContext): unknown {
  if (caller.role === 'admin') return error;
  const code = caller.userId === undefined ? 'disabled-user' : 'unauthenticated-user';
  return new AuthError(code, { cause: error });
}
