import { HasuraError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { parseJson, stringifyJson } from '../jsonText.js';
import { KritiError } from '../kriti/template.js';
import type { ActionMetadata } from '../metadata/types.js';
import type { ActionPlan } from '../plan/types.js';
import type { Session } from '../session.js';
import {
  TransformError,
  type TransformedRequest,
  transformRequest,
  transformResponse,
} from '../transforms/applyTransform.js';
import {
  parseRequestTransform,
  parseResponseTransform,
  type RequestTransform,
  type ResponseTransform,
} from '../transforms/parseTransform.js';
import { type EnvironmentVariables, fillTemplate } from './environment.js';
import type { WebhookFetch, WebhookResponse } from './webhookFetch.js';
import { type ClientHeaders, webhookHeaders } from './webhookHeaders.js';

export interface CallRequest {
  readonly session: Pick<Session, 'variables'>;
  /** By lower-case name; over WebSocket those of the upgrade and of connection_init. */
  readonly clientHeaders: ClientHeaders;
  /** The GraphQL document as the client sent it; asynchronous Actions are called without. */
  readonly queryText: string | null;
}

export interface CallEnvironment {
  readonly fetch: WebhookFetch;
  /** Environment variables for `{{NAME}}` and `value_from_env`. */
  readonly variables: EnvironmentVariables;
  /** HASURA_GRAPHQL_CONFIGURED_HEADER_PRECEDENCE; default false: a client's forwarded header wins. */
  readonly configuredHeadersFirst?: boolean;
}

/** A webhook's answer, and how to tell an admin about it. */
export interface Answer {
  readonly response: WebhookResponse;
  readonly body: Json;
  /** `extensions.internal` */
  internal(error: Json): JsonObject;
}

/**
 * Sends an Action to its webhook and reads the answer as JSON, whatever its status.
 *
 * @throws HasuraError when there is no answer, or none in JSON
 */
export async function callWebhook(
  { action, input }: ActionPlan,
  { session, clientHeaders, queryText }: CallRequest,
  environment: CallEnvironment,
): Promise<Answer> {
  const sessionVariables = Object.fromEntries(session.variables);
  const body: JsonObject = {
    action: { name: action.name },
    input,
    ...(queryText !== null && { request_query: queryText }),
    session_variables: sessionVariables,
  };
  const plain = {
    method: 'POST',
    url: fillTemplate(action.handler, environment.variables),
    headers: webhookHeaders(
      action,
      clientHeaders,
      environment.variables,
      environment.configuredHeadersFirst ?? false,
    ),
    body,
  };
  const { request: change, response: changeBack } = transformsOf(action);
  const transformed = change
    ? orFail('Request Transformation Failed', () => transformRequest(change, plain, sessionVariables))
    : null;
  const shown = requestInfo(action, body, transformed);
  const { response, text } = await send(
    transformed ?? { ...plain, body: stringifyJson(body) },
    action.timeoutSeconds,
    environment.fetch,
    shown,
  );
  if (!changeBack) return readAnswer(response, text, shown);
  const answered = { status: response.status, body: jsonOrNull(text) };
  return readAnswer(
    response,
    orFail('Response Transformation Failed', () =>
      transformResponse(changeBack, answered, plain, sessionVariables),
    ),
    shown,
  );
}

/** Transforms see an answer that isn't JSON as null. */
function jsonOrNull(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

async function send(
  { method, url, headers, body }: TransformedRequest,
  timeoutSeconds: number,
  fetch: WebhookFetch,
  shown: JsonObject,
): Promise<{ response: WebhookResponse; text: string }> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const init = { method, headers: { ...headers }, signal, redirect: 'manual' as const };
  try {
    const response = await fetch(url, body === null ? init : { ...init, body });
    return { response, text: await response.text() };
  } catch (cause) {
    const message = signal.aborted ? 'Response timeout' : 'Connection failure';
    const internal = { error: { type: 'http_exception', message }, request: shown, response: null };
    throw failure('http exception when calling webhook', internal, cause);
  }
}

function readAnswer(response: WebhookResponse, text: string, shown: JsonObject): Answer {
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

interface Transforms {
  readonly request: RequestTransform | null;
  readonly response: ResponseTransform | null;
}

const transforms = new WeakMap<ActionMetadata, Transforms>();

function transformsOf(action: ActionMetadata): Transforms {
  let known = transforms.get(action);
  if (!known) {
    const { requestTransform, responseTransform } = action;
    known = {
      request: requestTransform === undefined ? null : parseRequestTransform(requestTransform),
      response: responseTransform === undefined ? null : parseResponseTransform(responseTransform),
    };
    transforms.set(action, known);
  }
  return known;
}

function orFail<Result>(message: string, transform: () => Result): Result {
  try {
    return transform();
  } catch (error) {
    if (!(error instanceof KritiError) && !(error instanceof TransformError)) throw error;
    throw failure(message, [error.toJSON()], error);
  }
}

export const failure = (message: string, internal: Json, cause?: unknown): HasuraError =>
  new HasuraError('unexpected', message, { status: 500, internal, cause });

/** As configured, so that no value of an environment variable is shown. */
function requestInfo(
  action: ActionMetadata,
  body: JsonObject,
  transformed: TransformedRequest | null,
): JsonObject {
  const headers = action.headers.map(({ name, value, valueFromEnv }) =>
    valueFromEnv === undefined ? { name, value: value ?? '' } : { name, value_from_env: valueFromEnv },
  );
  const shown = transformed && { method: transformed.method, body: transformed.body };
  return { url: action.handler, headers, body, transformed_request: shown };
}

function responseInfo({ status, headers }: WebhookResponse, body: Json): JsonObject {
  return { status, body, headers: Array.from(headers.entries(), ([name, value]) => ({ name, value })) };
}
