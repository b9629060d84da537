import type { Json, JsonObject } from '../json.js';
import { stringifyJson } from '../jsonText.js';
import { evaluate, type Scope } from '../kriti/evaluate.js';
import { percentEncode } from '../kriti/percentEncode.js';
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

export type SessionVariables = Readonly<Record<string, string>>;

/** Templates that can be evaluated, but not to what is needed. */
export class TransformError extends Error {
  override readonly name = 'TransformError';

  /** As Hasura shows it to admins. */
  toJSON(): JsonObject {
    return { error_code: 'TransformationError', message: this.message };
  }
}

/**
 * The request that a webhook gets in place of the plain one. Every template sees the plain request.
 *
 * @throws KritiError, TransformError
 */
export function transformRequest(
  transform: RequestTransform,
  request: PlainRequest,
  session: SessionVariables,
): TransformedRequest {
  const context = requestContext(request, session);
  const variables = Object.entries(context).map(([name, value]) => [`$${name}`, value ?? null] as const);
  const scope = scopeOf(variables, session);
  return {
    method: transform.method ?? request.method,
    url: transformUrl(transform, request.url, scope),
    headers: transformHeaders(transform, request.headers, scope),
    body: transformBody(transform.body, request.body, scope),
  };
}

/**
 * What is read in place of a webhook's answer; it need not be JSON.
 *
 * @throws KritiError
 */
export function transformResponse(
  transform: ResponseTransform,
  response: { readonly status: number; readonly body: Json },
  request: PlainRequest,
  session: SessionVariables,
): string {
  const scope = scopeOf(
    [
      ['$body', response.body],
      ['$response', { status: response.status }],
      ['$request', requestContext(request, session)],
      ['$session_variables', session],
    ],
    session,
  );
  return transformBody(transform.body, response.body, scope) ?? '';
}

/** What templates know of the plain request. */
function requestContext({ url, body }: PlainRequest, session: SessionVariables): JsonObject {
  const query = new URLSearchParams(splitUrl(url).query);
  return {
    base_url: url,
    body,
    query_params: Array.from(query, ([name, value]): Json => [name, value]),
    session_variables: session,
  };
}

function scopeOf(variables: Iterable<readonly [string, Json]>, session: SessionVariables): Scope {
  return {
    variables: new Map(variables),
    functions: {
      getSessionVariable(name) {
        if (typeof name !== 'string') throw new Error('Session variable name should be a string');
        const key = name.toLowerCase();
        if (!Object.hasOwn(session, key)) throw new Error(`Session variable "${name}" not found`);
        return session[key] ?? null;
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
    case 'form': {
      const values = transform.fields.map(([name, value]) => [name, text(value, scope)] as const);
      return values
        .filter(([, value]) => value !== absent)
        .map(([name, value]) => pair(name, value))
        .join('&');
    }
  }
}

function transformUrl({ url, queryParameters }: RequestTransform, plain: string, scope: Scope): string {
  const changed = url ? text(url, scope) : plain;
  if (!URL.canParse(changed)) throw new TransformError(`Invalid URL: ${changed}`);
  if (queryParameters === null || (Array.isArray(queryParameters) && queryParameters.length === 0)) {
    return changed;
  }
  const query = queryText(queryParameters, scope);
  const { base } = splitUrl(changed);
  return query === '' ? base : `${base}?${query}`;
}

function queryText(parameters: NonNullable<RequestTransform['queryParameters']>, scope: Scope): string {
  if ('kind' in parameters) {
    const query = text(parameters, scope).replace(/^\?/, '');
    return query === absent ? '' : query;
  }
  return parameters
    .map(([name, value]) => [text(name, scope), value && text(value, scope)] as const)
    .filter(([name, value]) => name !== absent && value !== absent)
    .map(([name, value]) => (value === null ? percentEncode(name) : pair(name, value)))
    .join('&');
}

function transformHeaders(
  { addHeaders, removeHeaders, contentType }: RequestTransform,
  headers: Readonly<Record<string, string>>,
  scope: Scope,
): Record<string, string> {
  const added = addHeaders
    .map(([name, value]) => [name, text(value, scope)] as const)
    .filter(([, value]) => value !== absent);
  if (contentType !== null && !added.some(([name]) => name.toLowerCase() === 'content-type')) {
    added.push(['Content-Type', contentType]);
  }
  const gone = new Set([...removeHeaders, ...added.map(([name]) => name.toLowerCase())]);
  const kept = Object.entries(headers).filter(([name]) => !gone.has(name.toLowerCase()));
  return Object.fromEntries([...added, ...kept]);
}

/** As in Hasura, a parameter, header or form field whose template gives null is left out. */
const absent = 'null';

const text = (template: Template, scope: Scope): string => String(evaluate(template, scope));

const pair = (name: string, value: string): string => `${percentEncode(name)}=${percentEncode(value)}`;

function splitUrl(url: string): { readonly base: string; readonly query: string } {
  const [base = '', ...rest] = url.split('?');
  return { base, query: rest.join('?') };
}
