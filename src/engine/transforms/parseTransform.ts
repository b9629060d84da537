import { parseTemplate, parseTextTemplate } from '../kriti/parseTemplate.js';
import { KritiError, type Template } from '../kriti/template.js';
import type { BodyTransformJson, RequestTransformJson, ResponseTransformJson } from '../metadata/types.js';

/** `request_transform` of an Action, with its templates read. */
export interface RequestTransform {
  readonly method: string | null;
  readonly url: Template | null;
  readonly body: BodyTransform;
  readonly contentType: string | null;
  /** Names and values (null: the name stands alone), or the whole query string. */
  readonly queryParameters: readonly (readonly [Template, Template | null])[] | Template | null;
  readonly addHeaders: readonly (readonly [name: string, value: Template])[];
  /** In lower case. */
  readonly removeHeaders: readonly string[];
}

/** `response_transform`. */
export interface ResponseTransform {
  readonly body: BodyTransform;
}

export type BodyTransform =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'transform'; readonly template: Template }
  /** By name, sorted. */
  | { readonly kind: 'form'; readonly fields: readonly (readonly [name: string, value: Template])[] };

/** @throws KritiError */
export function parseRequestTransform(transform: RequestTransformJson): RequestTransform {
  const { method, url, body, content_type, query_params, request_headers } = transform;
  return {
    method: method?.toUpperCase() ?? null,
    url: url === undefined ? null : parseTextTemplate(url),
    body: parseBodyTransform(body),
    contentType: content_type ?? null,
    queryParameters: parseQueryParameters(query_params),
    addHeaders: parseValues(request_headers?.add_headers ?? {}),
    removeHeaders: (request_headers?.remove_headers ?? []).map((each) => each.toLowerCase()),
  };
}

/** @throws KritiError */
export const parseResponseTransform = ({ body }: ResponseTransformJson): ResponseTransform => ({
  body: parseBodyTransform(body),
});

function parseBodyTransform(body: BodyTransformJson | undefined): BodyTransform {
  if (body === undefined) return { kind: 'keep' };
  if (typeof body === 'string') return { kind: 'transform', template: parseTemplate(body) };
  switch (body.action) {
    case 'remove':
      return { kind: 'remove' };
    case 'transform':
      return { kind: 'transform', template: parseTemplate(body.template) };
    case 'x_www_form_urlencoded':
      return { kind: 'form', fields: parseValues(body.form_template) };
  }
}

function parseQueryParameters(
  parameters: RequestTransformJson['query_params'],
): RequestTransform['queryParameters'] {
  if (parameters === undefined) return null;
  if (typeof parameters === 'string') return parseTextTemplate(parameters);
  return Object.entries(parameters).map(([name, value]) => [
    parseTextTemplate(name),
    value === null ? null : parseTextTemplate(value),
  ]);
}

/** By name, sorted: Hasura keeps these in an ordered map. */
const parseValues = (values: Readonly<Record<string, string>>): [string, Template][] =>
  Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, parseTextTemplate(value)]);

/** What is wrong with the templates of an Action's transforms, null when nothing is. */
export function transformFault(transforms: {
  readonly requestTransform?: RequestTransformJson;
  readonly responseTransform?: ResponseTransformJson;
}): { readonly of: 'request' | 'response'; readonly error: KritiError } | null {
  const { requestTransform, responseTransform } = transforms;
  const request = faultOf(() => requestTransform && parseRequestTransform(requestTransform));
  if (request) return { of: 'request', error: request };
  const response = faultOf(() => responseTransform && parseResponseTransform(responseTransform));
  return response && { of: 'response', error: response };
}

function faultOf(parse: () => unknown): KritiError | null {
  try {
    parse();
    return null;
  } catch (error) {
    if (error instanceof KritiError) return error;
    throw error;
  }
}
