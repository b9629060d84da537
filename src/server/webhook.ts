import { actions } from '../../actions/index.js';
import { type Action, type ActionName, runAction } from '../action.js';
import type { Auth } from '../auth/auth.js';
import { callerFromSession } from '../auth/caller.js';
import { forwardedClient } from '../auth/client.js';
import { openRefreshCookie } from '../auth/refreshCookie.js';
import { AuthError } from '../errors.js';
import { failureOf, webhookFailure } from './failures.js';
import { type Answer, jsonAnswer, type ServerRequest } from './messages.js';

/**
 * Hasura's call of an Action: `{action: {name}, input, session_variables}`, answered with the Action's result, or with
 * 4xx `{message, extensions: {code}}`. The secret is checked before the body is read: nothing is done without it.
 */
export async function answerWebhook(request: ServerRequest, auth: Auth): Promise<Answer> {
  try {
    if (request.method !== 'POST') throw new AuthError('method-not-allowed');
    const given = request.headers['x-action-secret'];
    if (given === undefined || !auth.config.actionSecret.equals(given))
      throw new AuthError('invalid-action-secret');
    const { name, input, session } = parseCall(await request.text());
    const action: Action = actions[name];
    const caller = callerFromSession(session);
    const client = forwardedClient(request.headers, auth.config.trustedProxies);
    const cookie = openRefreshCookie(auth, request.headers, 'throughHasura');
    const context = { auth, caller, client, cookie, headers: request.headers };
    return jsonAnswer(200, await runAction(action, input, context), cookie?.answerHeaders());
  } catch (error) {
    return webhookFailure(failureOf(error, auth));
  }
}

interface Call {
  readonly name: ActionName;
  readonly input: unknown;
  readonly session: Readonly<Record<string, string>>;
}

function parseCall(text: string): Call {
  const body = objectOf(parseJson(text), 'the body');
  const { name } = objectOf(body.action, 'action');
  if (typeof name !== 'string' || !Object.hasOwn(actions, name)) throw malformed('action.name is no Action');
  return {
    name: name as ActionName,
    input: objectOf(body.input, 'input'),
    session: sessionOf(objectOf(body.session_variables, 'session_variables')),
  };
}

/** Names in lower case, as Hasura reads them, and nothing but strings. */
function sessionOf(variables: Record<string, unknown>): Record<string, string> {
  const session: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value !== 'string') throw malformed('session_variables must hold strings');
    session[name.toLowerCase()] = value;
  }
  return session;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('the body is not valid JSON');
  }
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${name} must be an object`);
  return value as Record<string, unknown>;
}

function malformed(details: string): AuthError {
  return new AuthError('invalid-request', { details });
}
