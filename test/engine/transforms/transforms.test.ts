import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/json.js';
import { transformRequest, transformResponse } from '../../../src/engine/transforms/applyTransform.js';
import {
  parseRequestTransform,
  parseResponseTransform,
  transformFault,
} from '../../../src/engine/transforms/parseTransform.js';

const plain = {
  method: 'POST',
  url: 'http://hook.example/base?old=1',
  headers: { 'Content-Type': 'application/json', 'User-Agent': 'x' },
  body: { input: { name: 'ada lovelace' }, n: 1 },
};
const session = { 'x-hasura-user-id': '7' };

const request = (transform: Json) => transformRequest(parseRequestTransform(transform), plain, session);

describe('a request transform', () => {
  it('leaves alone what it does not name', () => {
    expect(request({ version: 2, template_engine: 'Kriti' })).toEqual({
      ...plain,
      body: JSON.stringify(plain.body),
    });
  });

  it('changes method, URL, query, headers and body, all made from the plain request', () => {
    const changed = request({
      version: 2,
      method: 'put',
      url: '{{ $base_url }}/{{ $body.n }}',
      query_params: {
        user: "{{ $session_variables['x-hasura-user-id'] }}",
        name: '{{ $body.input.name }}',
        none: null,
      },
      request_headers: {
        add_headers: { 'user-agent': 'me', 'X-Old': '{{ $query_params.old }}' },
        remove_headers: ['content-type'],
      },
      body: { action: 'transform', template: '{"who": {{ getSessionVariable("X-Hasura-User-Id") }}}' },
    });
    expect(changed).toEqual({
      method: 'PUT',
      url: 'http://hook.example/base?user=7&name=ada%20lovelace',
      headers: { 'user-agent': 'me', 'X-Old': '1' },
      body: '{"who":"7"}',
    });
  });

  it('reads the older form, where the body is the template', () => {
    expect(request({ body: '"hello {{ $body.n }}"', content_type: 'text/plain' })).toMatchObject({
      body: '"hello 1"',
      headers: { 'Content-Type': 'text/plain' },
    });
  });

  it('sends forms, or no body', () => {
    const form = { b: '{{ $body.input.name }}', a: 'x&y' };
    expect(
      request({ version: 2, body: { action: 'x_www_form_urlencoded', form_template: form } }),
    ).toMatchObject({
      body: 'a=x%26y&b=ada%20lovelace',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(request({ version: 2, method: 'GET', body: { action: 'remove' } })).toEqual({
      method: 'GET',
      url: plain.url,
      headers: { 'User-Agent': 'x' },
      body: null,
    });
  });
});

it('a response transform sees the answer, its status, the request and the session', () => {
  const transform = parseResponseTransform({
    version: 2,
    body: {
      action: 'transform',
      template:
        '{"id": {{ $body.id }}, "status": {{ $response.status }}, "n": {{ $request.body.n }}, "me": {{ $session_variables["x-hasura-user-id"] }}}',
    },
  });
  expect(transformResponse(transform, { status: 201, body: { id: 5 } }, plain, session)).toBe(
    '{"id":5,"status":201,"n":1,"me":"7"}',
  );
});

it.each([
  [{ template_engine: 'Other' }, 'template_engine must be Kriti'],
  [{ version: 3 }, 'version must be 1 or 2'],
  [{ body: { action: 'explode' } }, 'body.action must be'],
  [{ body: '{{' }, 'Unexpected end of the template.'],
  [{ url: 1 }, 'url must be a string'],
  [{ request_headers: { remove_headers: 'a' } }, 'remove_headers must be a list of strings'],
  ['x', 'request_transform must be an object'],
])('%j can not be used', (requestTransform, message) => {
  expect(transformFault({ requestTransform })).toContain(message);
});
