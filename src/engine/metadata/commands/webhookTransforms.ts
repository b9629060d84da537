import { fillTemplate } from '../../actions/environment.js';
import { HasuraError } from '../../errors.js';
import type { Json, JsonObject } from '../../json.js';
import { parseJson } from '../../jsonText.js';
import { KritiError } from '../../kriti/template.js';
import {
  TransformError,
  type TransformedRequest,
  transformRequest,
} from '../../transforms/applyTransform.js';
import { parseRequestTransform, transformFault } from '../../transforms/parseTransform.js';
import type { Handlers } from '../context.js';
import {
  parseRequestTransform as readRequest,
  parseResponseTransform as readResponse,
} from '../parse/transforms.js';
import { Fields, json, list, type Read, record, string } from '../reader.js';
import type { ActionMetadata } from '../types.js';
import { argsOf } from './arguments.js';

type EnvironmentSample = Readonly<Record<string, string>>;

export const transformCommands: Handlers = {
  /** What a request would be after its transform; nothing is sent. Environment variables are those of the request. */
  test_webhook_transform(args) {
    const fields = argsOf(args);
    const sample = fields.withDefault('env', record(string), {});
    const webhookUrl = fields.required('webhook_url', urlSource);
    const body = fields.required('body', json);
    const headers = fields.withDefault('request_headers', list(list(string)), []);
    const session = fields.withDefault('session_variables', record(string), {});
    const requestTransform = fields.required('request_transform', readRequest);
    const responseTransform = fields.optional('response_transform', readResponse);
    checkTransforms({ requestTransform, ...(responseTransform && { responseTransform }) });

    const request = {
      method: 'POST',
      url: webhookUrl(sample),
      headers: Object.fromEntries(
        headers.map(([name = '', value = '']) => [name, fillTemplate(value, sample, missingSample)]),
      ),
      body,
    };
    if (!URL.canParse(request.url)) {
      throw refusal('request', { error_code: 'Request Initialization Error', message: 'Invalid URL' });
    }
    const sessionVariables = Object.fromEntries(
      Object.entries(session).map(([name, value]) => [name.toLowerCase(), value]),
    );
    try {
      const transform = parseRequestTransform(requestTransform);
      return describe(transformRequest(transform, request, sessionVariables));
    } catch (error) {
      if (!(error instanceof KritiError) && !(error instanceof TransformError)) throw error;
      throw refusal('request', error.toJSON());
    }
  },
};

/** @throws HasuraError validation-failed when a template can't be read */
export function checkTransforms(
  transforms: Pick<ActionMetadata, 'requestTransform' | 'responseTransform'>,
): void {
  const fault = transformFault(transforms);
  if (fault) throw refusal(fault.of, fault.error.toJSON());
}

const refusal = (of: 'request' | 'response', error: JsonObject): HasuraError =>
  new HasuraError('validation-failed', `${of} transform validation failed`, {
    path: '$.args',
    internal: [error],
  });

/** A URL with `{{NAME}}` in it, or `{from_env}`. */
const urlSource: Read<(sample: EnvironmentSample) => string> = (value, at) => {
  if (typeof value === 'string') return (sample) => fillTemplate(value, sample, missingSample);
  const name = new Fields(value, at).required('from_env', string);
  return (sample) => {
    const url = sample[name];
    if (url === undefined) throw new HasuraError('not-found', 'Missing Env Var', { path: '$.args' });
    return url;
  };
};

const missingSample = (names: string): HasuraError =>
  new HasuraError(
    'not-found',
    `Missing Env Var: ${names}. For security reasons when testing request options real environment variable values are not available. Please enter a mock value for ${names} in the Sample Env Variables list. See https://hasura.io/docs/latest/graphql/core/actions/rest-connectors.html#action-transforms-sample-context`,
    { path: '$.args' },
  );

const describe = ({ url, method, headers, body }: TransformedRequest): Json => ({
  webhook_url: url,
  method,
  headers: Object.entries(headers).map(([name, value]): Json => [name.toLowerCase(), value]),
  body: readBody(body ?? ''),
});

/** JSON as JSON; what isn't (a form, nothing) as its text. */
function readBody(body: string): Json {
  try {
    return parseJson(body);
  } catch {
    return body;
  }
}
