import type { Json, JsonObject } from '../json.js';
import { parseTemplate, parseTextTemplate } from '../kriti/parseTemplate.js';
import { KritiError, type Template } from '../kriti/template.js';

/** `request_transform` of an Action, with its templates read. */
export interface RequestTransform {
  readonly method: string | null;
  readonly url: Template | null;
  readonly body: BodyTransform;
  readonly contentType: string | null;
  /** Name and value, or the whole query string. */
  readonly queryParameters: readonly (readonly [Template, Template])[] | Template | null;
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

/** A transform that can't be used; the message says where and why. */
export class TransformError extends Error {
  override readonly name = 'TransformError';
}

/** @throws TransformError, KritiError */
export function parseRequestTransform(json: Json): RequestTransform {
  const fields = asObject(json, 'request_transform');
  checkEngine(fields);
  const headers = optionalObject(fields.request_headers, 'request_headers');
  return {
    method: optionalText(fields.method, 'method')?.toUpperCase() ?? null,
    url: textTemplate(fields.url, 'url'),
    body: parseBodyTransform(fields),
    contentType: optionalText(fields.content_type, 'content_type'),
    queryParameters: parseQueryParameters(fields.query_params),
    addHeaders: entries(headers?.add_headers, 'add_headers'),
    removeHeaders: textList(headers?.remove_headers, 'remove_headers').map((each) => each.toLowerCase()),
  };
}

/** @throws TransformError, KritiError */
export function parseResponseTransform(json: Json): ResponseTransform {
  const fields = asObject(json, 'response_transform');
  checkEngine(fields);
  const body = parseBodyTransform(fields);
  if (body.kind === 'form') throw new TransformError('a response has no form');
  return { body };
}

function checkEngine({ template_engine: engine, version }: JsonObject): void {
  if (engine !== undefined && engine !== null && engine !== 'Kriti') {
    throw new TransformError('template_engine must be Kriti');
  }
  if (version !== undefined && version !== null && !['1', '2'].includes(String(version))) {
    throw new TransformError('version must be 1 or 2');
  }
}

/** Version 1 gives a template; version 2 an action, and a plain template too, as Hasura reads it. */
function parseBodyTransform({ body }: JsonObject): BodyTransform {
  if (body === undefined || body === null) return { kind: 'keep' };
  if (typeof body === 'string') return { kind: 'transform', template: parseTemplate(body) };
  const { action, template, form_template: form } = asObject(body, 'body');
  switch (action) {
    case 'remove':
      return { kind: 'remove' };
    case 'transform':
      if (typeof template !== 'string') throw new TransformError('body.template must be a string');
      return { kind: 'transform', template: parseTemplate(template) };
    case 'x_www_form_urlencoded': {
      const fields = [...entries(asObject(form ?? null, 'body.form_template'), 'form_template')];
      return { kind: 'form', fields: fields.sort(([a], [b]) => (a < b ? -1 : 1)) };
    }
    default:
      throw new TransformError('body.action must be remove, transform or x_www_form_urlencoded');
  }
}

function parseQueryParameters(json: Json | undefined): RequestTransform['queryParameters'] {
  if (json === undefined || json === null) return null;
  if (typeof json === 'string') return parseTextTemplate(json);
  return Object.entries(asObject(json, 'query_params')).flatMap(([name, value]) => {
    const template = textTemplate(value, `query_params.${name}`);
    return template ? [[parseTextTemplate(name), template] as const] : [];
  });
}

function entries(json: Json | undefined, where: string): [string, Template][] {
  return Object.entries(optionalObject(json, where) ?? {}).flatMap(([name, value]) => {
    const template = textTemplate(value, `${where}.${name}`);
    return template ? [[name, template] as [string, Template]] : [];
  });
}

function textTemplate(json: Json | undefined, where: string): Template | null {
  const text = optionalText(json, where);
  return text === null ? null : parseTextTemplate(text);
}

function optionalText(json: Json | undefined, where: string): string | null {
  if (json === undefined || json === null) return null;
  if (typeof json !== 'string') throw new TransformError(`${where} must be a string`);
  return json;
}

function textList(json: Json | undefined, where: string): readonly string[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json) || !json.every((each): each is string => typeof each === 'string')) {
    throw new TransformError(`${where} must be a list of strings`);
  }
  return json;
}

const optionalObject = (json: Json | undefined, where: string): JsonObject | undefined =>
  json === undefined || json === null ? undefined : asObject(json, where);

function asObject(json: Json, where: string): JsonObject {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TransformError(`${where} must be an object`);
  }
  return json as JsonObject;
}

/** What is wrong with an Action's transforms, null when nothing is. */
export function transformFault(transforms: {
  readonly requestTransform?: Json;
  readonly responseTransform?: Json;
}): string | null {
  try {
    if (transforms.requestTransform !== undefined) parseRequestTransform(transforms.requestTransform);
    if (transforms.responseTransform !== undefined) parseResponseTransform(transforms.responseTransform);
    return null;
  } catch (error) {
    if (error instanceof TransformError || error instanceof KritiError) return error.message;
    throw error;
  }
}
