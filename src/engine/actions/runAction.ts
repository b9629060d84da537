import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { parseJson, stringifyJson } from '../jsonText.js';
import type { ActionMetadata, CustomTypes } from '../metadata/types.js';
import type { ActionPlan } from '../plan/types.js';
import type { Session } from '../session.js';
import { checkOutput } from './checkOutput.js';
import { type EnvironmentVariables, fillTemplate } from './environment.js';
import { projectOutput, type RelatedRows } from './projectOutput.js';
import type { WebhookFetch, WebhookResponse } from './webhookFetch.js';
import { type ClientHeaders, webhookHeaders } from './webhookHeaders.js';

export interface ActionRequest {
  readonly session: Session;
  /** By lower-case name; over WebSocket those of the upgrade and of connection_init. */
  readonly clientHeaders: ClientHeaders;
  /** The GraphQL document as the client sent it. */
  readonly queryText: string;
}

export interface ActionEnvironment {
  readonly fetch: WebhookFetch;
  /** Environment variables for `{{NAME}}` and `value_from_env`. */
  readonly variables: EnvironmentVariables;
  readonly customTypes: CustomTypes;
  /** Under the caller's session: the select plans hold the caller's permissions already. */
  readonly relatedRows: RelatedRows;
  /** HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE; default false: a client's forwarded header wins. */
  readonly configuredHeadersFirst?: boolean;
}

export interface ActionResult {
  /** JSON text of the field's value. */
  readonly json: string;
  /** For the client's HTTP response. Hasura passes them on for mutations only. */
  readonly setCookies: readonly string[];
}

/** A webhook's answer, and how to tell an admin about it. */
interface Answer {
  readonly response: WebhookResponse;
  readonly body: Json;
  /** `extensions.internal` */
  internal(error: Json): JsonObject;
}

/**
 * Calls the Action's webhook and answers the selected part of its reply.
 *
 * @throws HasuraError with the webhook's own message for a 4xx reply; unexpected for anything that isn't a valid one
 */
export async function runAction(
  plan: ActionPlan,
  request: ActionRequest,
  environment: ActionEnvironment,
): Promise<ActionResult> {
  const { action } = plan;
  const answer = await callWebhook(plan, request, environment);
  const { status } = answer.response;
  if (status >= 400 && status < 500) throw refusal(answer);
  if (status < 200 || status >= 300) {
    throw failure('internal error', answer.internal(`expecting 2xx or 4xx status code, but found ${status}`));
  }
  withInternal(answer, () => checkOutput(answer.body, action.outputType, environment.customTypes));
  return {
    json: await projectOutput(plan.output, answer.body, environment.relatedRows),
    setCookies: action.type === 'mutation' ? answer.response.headers.getSetCookie() : [],
  };
}

async function callWebhook(
  { action, input }: ActionPlan,
  { session, clientHeaders, queryText }: ActionRequest,
  environment: ActionEnvironment,
): Promise<Answer> {
  const url = fillTemplate(action.handler, environment.variables);
  const payload = {
    action: { name: action.name },
    input,
    request_query: queryText,
    session_variables: Object.fromEntries(session.variables),
  };
  const call = {
    method: 'POST',
    headers: webhookHeaders(
      action,
      clientHeaders,
      environment.variables,
      environment.configuredHeadersFirst ?? false,
    ),
    body: stringifyJson(payload),
    signal: AbortSignal.timeout(action.timeoutSeconds * 1000),
    redirect: 'manual',
  } as const;
  const shown = requestInfo(action, payload);

  let response: WebhookResponse;
  let text: string;
  try {
    response = await environment.fetch(url, call);
    text = await response.text();
  } catch (cause) {
    const message = call.signal.aborted ? 'Response timeout' : 'Connection failure';
    const internal = { error: { type: 'http_exception', message }, request: shown, response: null };
    throw failure('http exception when calling webhook', internal, cause);
  }
  const internal = (body: Json) => (error: Json) => ({
    error,
    request: shown,
    response: responseInfo(response, body),
  });
  try {
    const body = parseJson(text);
    return { response, body, internal: internal(body) };
  } catch {
    throw failure('not a valid json response from webhook', internal(text)('invalid JSON'));
  }
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
    ...(isObject(extensions) && { extensions }),
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

const failure = (message: string, internal: JsonObject, cause?: unknown): HasuraError =>
  new HasuraError('unexpected', message, { status: 500, internal, cause });

/** As configured, so that no value of an environment variable is shown. */
function requestInfo(action: ActionMetadata, body: JsonObject): JsonObject {
  const headers = action.headers.map(({ name, value, valueFromEnv }) =>
    valueFromEnv === undefined ? { name, value: value ?? '' } : { name, value_from_env: valueFromEnv },
  );
  return { url: action.handler, headers, body, transformed_request: null };
}

function responseInfo({ status, headers }: WebhookResponse, body: Json): JsonObject {
  return { status, body, headers: Array.from(headers.entries(), ([name, value]) => ({ name, value })) };
}

const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function typeName(json: Json): string {
  if (json === null) return 'Null';
  if (Array.isArray(json)) return 'Array';
  if (typeof json === 'string') return 'String';
  if (typeof json === 'boolean') return 'Boolean';
  return typeof json === 'number' ? 'Number' : 'Object';
}
