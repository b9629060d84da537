import { HasuraError } from '../errors.js';
import type { Json } from '../json.js';
import { isObject } from '../jsonText.js';
import type { CustomTypes } from '../metadata/types.js';
import type { ActionPlan } from '../plan/types.js';
import { type Answer, type CallEnvironment, type CallRequest, callWebhook, failure } from './callWebhook.js';
import { checkOutput } from './checkOutput.js';
import { projectOutput, type RelatedRows } from './projectOutput.js';

export interface ActionEnvironment extends CallEnvironment {
  readonly customTypes: CustomTypes;
  /** Under the caller's session: the select plans hold the caller's permissions already. */
  readonly relatedRows: RelatedRows;
}

export interface ActionResult {
  /** JSON text of the field's value. */
  readonly json: string;
  /** For the client's HTTP response. Hasura passes them on for mutations only. */
  readonly setCookies: readonly string[];
}

/**
 * Calls the Action's webhook and answers the selected part of its reply.
 *
 * @throws HasuraError with the webhook's own message for a 4xx reply; unexpected for anything that isn't a valid one
 */
export async function runAction(
  plan: ActionPlan,
  request: CallRequest,
  environment: ActionEnvironment,
): Promise<ActionResult> {
  const answer = await callAction(plan, request, environment);
  return {
    json: await projectOutput(plan.output, answer.body, environment.relatedRows),
    setCookies: plan.action.type === 'mutation' ? answer.response.headers.getSetCookie() : [],
  };
}

/**
 * The webhook's reply, checked against the Action's output type.
 *
 * @throws HasuraError as `runAction`
 */
export async function callAction(
  plan: ActionPlan,
  request: CallRequest,
  environment: CallEnvironment & Pick<ActionEnvironment, 'customTypes'>,
): Promise<Answer> {
  const answer = await callWebhook(plan, request, environment);
  const { status } = answer.response;
  if (status >= 400 && status < 500) throw refusal(answer);
  if (status < 200 || status >= 300) {
    throw failure('internal error', answer.internal(`expecting 2xx or 4xx status code, but found ${status}`));
  }
  withInternal(answer, () => checkOutput(answer.body, plan.action.outputType, environment.customTypes));
  return answer;
}

/** A 4xx reply is the webhook's word to the client: `{message, code?, extensions?}`. */
function refusal(answer: Answer): HasuraError {
  const { body } = answer;
  const parse = (message: string, path = '$') =>
    new HasuraError('parse-failed', message, { path, internal: answer.internal('unexpected response') });
  if (!isObject(body)) {
    return parse(
      `parsing ActionWebhookErrorResponse failed, expected Object, but encountered ${typeName(body)}`,
    );
  }
  const { message, code, extensions } = body;
  if (message === undefined) return parse("the key 'message' was not present");
  const notText = (value: Json) => `parsing Text failed, expected String, but encountered ${typeName(value)}`;
  if (typeof message !== 'string') return parse(notText(message), '$.message');
  if (code !== undefined && code !== null && typeof code !== 'string') return parse(notText(code), '$.code');
  return new HasuraError(code ?? 'unexpected', message, {
    status: answer.response.status,
    ...(extensions !== undefined && extensions !== null && { extensions }),
  });
}

function withInternal(answer: Answer, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof HasuraError)) throw error;
    throw new HasuraError(error.code, error.message, { internal: answer.internal('unexpected response') });
  }
}

function typeName(json: Json): string {
  if (json === null) return 'Null';
  if (Array.isArray(json)) return 'Array';
  if (typeof json === 'string') return 'String';
  if (typeof json === 'boolean') return 'Boolean';
  return typeof json === 'number' ? 'Number' : 'Object';
}
