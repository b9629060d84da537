import { HasuraError } from '../../errors.js';
import type { Json } from '../../json.js';
import { KritiError } from '../../kriti/template.js';
import { transformRequest } from '../../transforms/applyTransform.js';
import {
  parseRequestTransform,
  parseResponseTransform,
  TransformError,
} from '../../transforms/parseTransform.js';
import type { Handlers } from '../context.js';
import { json, jsonObject, string } from '../reader.js';
import { argsOf } from './arguments.js';

export const transformCommands: Handlers = {
  /** What a request would be after its transform; nothing is sent. */
  async test_webhook_transform(args) {
    const fields = argsOf(args);
    const url = fields.required('webhook_url', string);
    const body = fields.required('body', json);
    const given = fields.withDefault('session_variables', jsonObject, {});
    const sessionVariables = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const requestTransform = fields.required('request_transform', json);
    const responseTransform = fields.withDefault('response_transform', json, null);
    const transformed = orRefuse('request', () => {
      const transform = parseRequestTransform(requestTransform);
      return transformRequest(transform, { method: 'POST', url, headers: {}, body }, sessionVariables);
    });
    if (responseTransform !== null) orRefuse('response', () => parseResponseTransform(responseTransform));
    return {
      webhook_url: transformed.url,
      method: transformed.method,
      headers: Object.entries(transformed.headers)
        .map(([name, value]): Json => [name.toLowerCase(), value])
        .sort(),
      body: readBody(transformed.body),
    };
  },
};

function orRefuse<Result>(what: 'request' | 'response', transform: () => Result): Result {
  try {
    return transform();
  } catch (error) {
    if (!(error instanceof KritiError) && !(error instanceof TransformError)) throw error;
    const code = error instanceof KritiError ? error.code : 'Parse Error';
    throw new HasuraError('validation-failed', `${what} transform validation failed`, {
      path: '$.args',
      internal: [{ error_code: code, message: error.message }],
    });
  }
}

/** JSON as JSON; a form is no JSON and is shown as its text. */
function readBody(body: string | null): Json {
  if (body === null) return '';
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
