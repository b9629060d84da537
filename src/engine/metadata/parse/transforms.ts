import type { Json } from '../../json.js';
import { Fields, list, oneOf, type Place, parseFailed, type Read, record, string } from '../reader.js';
import type { BodyTransformJson, RequestTransformJson, ResponseTransformJson } from '../types.js';

/** `request_transform`. Templates are looked into by whoever uses them: Hasura keeps faulty ones too. */
export function parseRequestTransform(value: Json, at: Place): RequestTransformJson {
  const fields = new Fields(value, at);
  const transform: RequestTransformJson = {
    ...engineOf(fields),
    ...fields.maybe('method', string, 'method'),
    ...fields.maybe('url', string, 'url'),
    ...bodyOf(fields),
    ...fields.maybe('content_type', string, 'content_type'),
    ...fields.maybe('query_params', queryParameters, 'query_params'),
    ...fields.maybe('request_headers', requestHeaders, 'request_headers'),
  };
  fields.end('RequestTransform');
  return transform;
}

/** `response_transform`. */
export function parseResponseTransform(value: Json, at: Place): ResponseTransformJson {
  const fields = new Fields(value, at);
  const transform: ResponseTransformJson = { ...engineOf(fields), ...bodyOf(fields) };
  fields.end('MetadataResponseTransform');
  return transform;
}

function engineOf(fields: Fields): Pick<RequestTransformJson, 'version' | 'template_engine'> {
  return {
    version: fields.withDefault('version', version, 1),
    template_engine: fields.withDefault('template_engine', oneOf('Kriti'), 'Kriti'),
  };
}

const version: Read<1 | 2> = (value, at) => {
  if (value === 1 || value === 2) return value;
  throw parseFailed(at, `expected 1 or 2, encountered ${JSON.stringify(value)}`);
};

const bodyOf = (fields: Fields): { readonly body?: BodyTransformJson } =>
  fields.withDefault('version', version, 1) === 1
    ? fields.maybe('body', string, 'body')
    : fields.maybe('body', bodyAction, 'body');

const bodyAction: Read<BodyTransformJson> = (value, at) => {
  const fields = new Fields(value, at);
  const action = fields.required('action', oneOf('transform', 'remove', 'x_www_form_urlencoded'));
  if (action === 'transform') return { action, template: fields.required('template', string) };
  if (action === 'remove') return { action };
  return { action, form_template: fields.required('form_template', record(string)) };
};

const queryParameters: Read<string | Readonly<Record<string, string | null>>> = (value, at) =>
  typeof value === 'string' ? value : record(stringOrNull)(value, at);

const stringOrNull: Read<string | null> = (value, at) => (value === null ? null : string(value, at));

const requestHeaders: Read<NonNullable<RequestTransformJson['request_headers']>> = (value, at) => {
  const fields = new Fields(value, at);
  return {
    add_headers: fields.withDefault('add_headers', record(string), {}),
    remove_headers: fields.withDefault('remove_headers', list(string), []),
  };
};
