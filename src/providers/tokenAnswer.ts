import { OutageError } from '../errors.js';
import { readObject } from './claims.js';
import type { Claims } from './provider.js';

/** The answer of a token endpoint, with what providers are known to do otherwise than RFC 6749 section 5 put right. */
export interface TokenAnswer {
  /** For oauth4webapi. Without an ID token, which is verified apart. */
  readonly response: Response;
  /** As it came. */
  readonly body: Claims;
}

/**
 * GitHub reports errors with status 200, Twitch sends `scope` as a list, Facebook and others have left out `token_type`.
 *
 * @throws OutageError for an answer that is no answer: status 429 or 5xx, or another thing than JSON.
 */
export async function readTokenAnswer(answer: Response): Promise<TokenAnswer> {
  const { status } = answer;
  if (status === 429 || status >= 500)
    throw new OutageError(`a token endpoint answered with status ${status}`);
  const body = readObject(await parseJson(answer));
  const { id_token: _, ...rest } = body;
  const right = {
    ...rest,
    token_type: rest.token_type ?? 'bearer',
    ...(Array.isArray(rest.scope) && { scope: rest.scope.join(' ') }),
  };
  const isError = typeof body.error === 'string';
  const response = new Response(JSON.stringify(isError ? rest : right), {
    status: isError && status === 200 ? 400 : status,
    headers: { 'content-type': 'application/json' },
  });
  return { response, body };
}

async function parseJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new OutageError('a token endpoint answered something else than JSON');
  }
}
