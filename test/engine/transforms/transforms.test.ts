import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/json.js';
import * as metadata from '../../../src/engine/metadata/parse/transforms.js';
import { transformRequest, transformResponse } from '../../../src/engine/transforms/applyTransform.js';
import {
  parseRequestTransform,
  parseResponseTransform,
} from '../../../src/engine/transforms/parseTransform.js';

const plain = {
  method: 'POST',
  url: 'http://hook.example/base?old=1',
  headers: { 'Content-Type': 'application/json', 'User-Agent': 'x' },
  body: { input: { name: 'ada lovelace' }, n: 1 },
};
const session = { 'x-hasura-user-id': '7' };

const place = { path: '$', strict: true };
const readRequest = (json: Json) => metadata.parseRequestTransform(json, place);
const request = (transform: Json) =>
  transformRequest(parseRequestTransform(readRequest(transform)), plain, session);

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
        gone: '{{ $body?.nope }}',
        alone: null,
      },
      request_headers: {
        add_headers: { 'user-agent': 'me', 'X-Old': '{{ $query_params[0][1] }}', gone: 'null' },
        remove_headers: ['content-type'],
      },
      body: { action: 'transform', template: '{"who": {{ getSessionVariable("X-Hasura-User-Id") }}}' },
    });
    expect(changed).toEqual({
      method: 'PUT',
      url: 'http://hook.example/base?user=7&name=ada%20lovelace&alone',
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

  it('sends forms, or no body; other headers stay', () => {
    const form = { b: '{{ $body.input.name }}', a: "x&y's", c: '{{ null }}' };
    expect(
      request({ version: 2, body: { action: 'x_www_form_urlencoded', form_template: form } }),
    ).toMatchObject({
      body: 'a=x%26y%27s&b=ada%20lovelace',
      headers: plain.headers,
    });
    expect(request({ version: 2, method: 'GET', body: { action: 'remove' } })).toEqual({
      method: 'GET',
      url: plain.url,
      headers: plain.headers,
      body: null,
    });
  });

  it.each<[Json, string]>([
    [{ query_params: {} }, 'http://hook.example/base?old=1'],
    [{ query_params: 'a={{ $body.n }}&b' }, 'http://hook.example/base?a=1&b'],
    [{ query_params: '{{ null }}' }, 'http://hook.example/base'],
    [{ url: 'http://other.example?q={{ $body.n }}' }, 'http://other.example?q=1'],
    [{ url: 'http://other.example?q=1', query_params: { a: 'b c' } }, 'http://other.example?a=b%20c'],
  ])('%j goes to %s', (transform, url) => {
    expect(request(transform).url).toBe(url);
  });

  it('fails for a URL that is none', () => {
    expect(() => request({ url: '{{ $body.n }}' })).toThrow('Invalid URL: 1');
  });
});

it('a response transform sees the answer, its status, the request and the session', () => {
  const transform = parseResponseTransform({
    version: 2,
    template_engine: 'Kriti',
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

describe('in metadata a request transform', () => {
  it.each<[Json, Json]>([
    [{ body: '{{' }, { version: 1, template_engine: 'Kriti', body: '{{' }],
    [
      { version: 2, method: 'GET', request_headers: { remove_headers: ['a'] }, query_params: { a: null } },
      {
        version: 2,
        template_engine: 'Kriti',
        method: 'GET',
        query_params: { a: null },
        request_headers: { add_headers: {}, remove_headers: ['a'] },
      },
    ],
  ])('%j is kept', (given, kept) => {
    expect(readRequest(given)).toEqual(kept);
  });

  it.each<[Json, string, string]>([
    [{ template_engine: 'Other' }, '$.template_engine', 'unexpected value "Other", expected one of Kriti'],
    [{ version: 3 }, '$.version', 'expected 1 or 2, encountered 3'],
    [
      { version: 2, body: { action: 'explode' } },
      '$.body.action',
      'unexpected value "explode", expected one of transform, remove, x_www_form_urlencoded',
    ],
    [{ version: 2, body: '1' }, '$.body', 'parsing Object failed, expected Object, but encountered String'],
    [{ url: 1 }, '$.url', 'parsing Text failed, expected String, but encountered Number'],
    [
      { request_headers: { remove_headers: 'a' } },
      '$.request_headers.remove_headers',
      'parsing [] failed, expected Array, but encountered String',
    ],
  ])('%j is refused', (json, path, message) => {
    expect(() => readRequest(json)).toThrow(expect.objectContaining({ code: 'parse-failed', path, message }));
  });
});
