import type { Json, JsonObject } from '../json.js';
import { stringifyJson } from '../jsonText.js';
import { evaluate, type Scope } from '../kriti/evaluate.js';
import type { Template } from '../kriti/template.js';
import type { BodyTransform, RequestTransform, ResponseTransform } from './parseTransform.js';

export interface TransformedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null: none is sent. */
  readonly body: string | null;
}

/** The request as it would be without a transform. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/**
 * The request that a webhook gets in place of the plain one. Every template sees the plain request.
 *
 * @throws KritiError
 */
export function transformRequest(
  transform: RequestTransform,
  request: PlainRequest,
  sessionVariables: Readonly<Record<string, string>>,
): TransformedRequest {
  const scope = scopeOf(
    {
      $body: request.body,
      $base_url: request.url,
      $query_params: Object.fromEntries(new URLSearchParams(request.url.split('?')[1])),
    },
    sessionVariables,
  );
  const url = transform.url ? text(transform.url, scope) : request.url;
  return {
    method: transform.method ?? request.method,
    url: withQuery(url, transform.queryParameters, scope),
    headers: transformHeaders(transform, request.headers, scope),
    body: transformBody(transform.body, request.body, scope),
  };
}

/** @throws KritiError */
export function transformResponse(
  transform: ResponseTransform,
  response: { readonly status: number; readonly body: Json },
  request: JsonObject,
  sessionVariables: Readonly<Record<string, string>>,
): string {
  const variables = { $body: response.body, $response: { status: response.status }, $request: request };
  return transformBody(transform.body, response.body, scopeOf(variables, sessionVariables)) ?? 'null';
}

function scopeOf(variables: Record<string, Json>, sessionVariables: Readonly<Record<string, string>>): Scope {
  return {
    variables: new Map([...Object.entries(variables), ['$session_variables', sessionVariables]]),
    functions: {
      getSessionVariable(name) {
        const key = typeof name === 'string' ? name.toLowerCase() : '';
        if (!Object.hasOwn(sessionVariables, key)) throw new Error('Session variable not found.');
        return sessionVariables[key] ?? null;
      },
    },
  };
}

function transformBody(transform: BodyTransform, body: Json, scope: Scope): string | null {
  switch (transform.kind) {
    case 'keep':
      return stringifyJson(body);
    case 'remove':
      return null;
    case 'transform':
      return stringifyJson(evaluate(transform.template, scope));
    case 'form':
      return transform.fields.map(([name, value]) => pair(name, text(value, scope))).join('&');
  }
}

function withQuery(url: string, parameters: RequestTransform['queryParameters'], scope: Scope): string {
  if (parameters === null) return url;
  const query =
    'kind' in parameters
      ? text(parameters, scope).replace(/^\?/, '')
      : parameters.map(([name, value]) => pair(text(name, scope), text(value, scope))).join('&');
  const [base] = url.split('?', 1);
  return query === '' ? (base ?? url) : `${base}?${query}`;
}

function transformHeaders(
  { addHeaders, removeHeaders, contentType, body }: RequestTransform,
  headers: Readonly<Record<string, string>>,
  scope: Scope,
): Record<string, string> {
  const added = addHeaders.map(([name, value]) => [name, text(value, scope)] as const);
  const byForm = body.kind === 'form' ? 'application/x-www-form-urlencoded' : null;
  const type = contentType ?? byForm;
  if (type !== null && !added.some(([name]) => name.toLowerCase() === 'content-type')) {
    added.push(['Content-Type', type]);
  }
  const gone = new Set([...removeHeaders, ...added.map(([name]) => name.toLowerCase())]);
  if (body.kind === 'remove') gone.add('content-type');
  const kept = Object.entries(headers).filter(([name]) => !gone.has(name.toLowerCase()));
  return Object.fromEntries([...kept, ...added]);
}

const text = (template: Template, scope: Scope): string => String(evaluate(template, scope));

const pair = (name: string, value: string): string =>
  `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
