import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RelatedRows } from '../../../src/engine/actions/projectOutput.js';
import { type ActionEnvironment, runAction } from '../../../src/engine/actions/runAction.js';
import { openWebhookFetch } from '../../../src/engine/actions/webhookFetch.js';
import { HasuraError } from '../../../src/engine/errors.js';
import type { Json } from '../../../src/engine/json.js';
import type { ActionMetadata, CustomTypes } from '../../../src/engine/metadata/types.js';
import { always } from '../../../src/engine/model/condition.js';
import type { ActionOutput, ActionOutputField, SelectPlan } from '../../../src/engine/plan/types.js';

const customTypes: CustomTypes = {
  inputObjects: [],
  scalars: [{ name: 'blob' }],
  enums: [],
  objects: [
    {
      name: 'User',
      fields: [
        { name: 'id', type: 'Int!' },
        { name: 'name', type: 'String' },
        { name: 'address', type: 'Address' },
      ],
      relationships: [],
    },
    { name: 'Address', fields: [{ name: 'city', type: 'String!' }], relationships: [] },
  ],
};

const defaults: ActionMetadata = {
  name: 'getUser',
  type: 'mutation',
  kind: 'synchronous',
  handler: '{{BASE}}/hook',
  arguments: [],
  outputType: 'User',
  headers: [],
  forwardClientHeaders: false,
  timeoutSeconds: 5,
  permissions: [],
};

const leaf: ActionOutput = { kind: 'leaf' };
const scalar = (name: string, alias = name): ActionOutputField => ({
  kind: 'field',
  alias,
  name,
  output: leaf,
});
const object = (type: string, ...fields: ActionOutputField[]): ActionOutput => ({
  kind: 'object',
  type,
  fields,
});
const userId = object('User', scalar('id'));

/** What the webhook answers next, and what it was sent last. */
const hook = {
  status: 200,
  body: 'null',
  cookies: [] as string[],
  delayMilliseconds: 0,
  seen: { headers: {} as IncomingHttpHeaders, body: {} as unknown },
};

let server: Server;
let webhooks: ReturnType<typeof openWebhookFetch>;
let environment: ActionEnvironment;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    hook.seen = { headers: request.headers, body: JSON.parse(text) };
    const { status, body, cookies } = hook;
    setTimeout(() => {
      response.writeHead(status, {
        'Content-Type': 'application/json',
        'Set-Cookie': cookies,
        Location: '/',
      });
      response.end(body);
    }, hook.delayMilliseconds);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  webhooks = openWebhookFetch();
  environment = {
    fetch: webhooks.fetch,
    variables: {
      BASE: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      HOOK_KEY: 'key from env',
    },
    customTypes,
    relatedRows: async () => [],
  };
});

afterAll(async () => {
  await webhooks.close();
  server.close();
});

beforeEach(() => {
  Object.assign(hook, { status: 200, body: 'null', cookies: [], delayMilliseconds: 0 });
});

interface Call {
  readonly action?: Partial<ActionMetadata>;
  readonly input?: Record<string, Json>;
  readonly output?: ActionOutput;
  readonly headers?: Record<string, string>;
  readonly environment?: Partial<ActionEnvironment>;
}

const run = ({ action, input = {}, output = userId, headers = {}, environment: more }: Call = {}) =>
  runAction(
    { action: { ...defaults, ...action }, input, output },
    {
      session: {
        variables: new Map([
          ['x-hasura-role', 'user'],
          ['x-hasura-user-id', '7'],
        ]),
      },
      clientHeaders: headers,
      queryText: 'mutation { getUser }',
    },
    { ...environment, ...more },
  );

async function failure(of: Promise<unknown>): Promise<HasuraError> {
  const error = await of.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HasuraError)) throw error ?? new Error('expected a failure');
  return error;
}

describe('the call', () => {
  it('carries action, input, query text and session variables', async () => {
    hook.body = '{"id":1}';
    await run({ input: { email: 'a@b.example', nothing: null } });
    expect(hook.seen.body).toEqual({
      action: { name: 'getUser' },
      input: { email: 'a@b.example', nothing: null },
      request_query: 'mutation { getUser }',
      session_variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '7' },
    });
    expect(hook.seen.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'hasura-graphql-engine/v2.48.0',
    });
  });

  it('adds configured headers, from text, template and environment', async () => {
    hook.body = '{"id":1}';
    const headers = [
      { name: 'X-Plain', value: 'plain' },
      { name: 'X-Template', value: 'a-{{HOOK_KEY}}' },
      { name: 'X-Env', valueFromEnv: 'HOOK_KEY' },
    ];
    await run({ action: { headers }, headers: { authorization: 'Bearer t' } });
    expect(hook.seen.headers).toMatchObject({
      'x-plain': 'plain',
      'x-template': 'a-key from env',
      'x-env': 'key from env',
    });
    expect(hook.seen.headers.authorization).toBeUndefined();
  });

  it.each([
    [{ headers: [{ name: 'a', valueFromEnv: 'NOPE' }] }, 'not-found', "environment variable 'NOPE' not set"],
    [{ handler: '{{NOPE}}/x' }, 'unexpected', 'Value for environment variables not found: NOPE'],
  ])('fails when a variable is missing: %j', async (action, code, message) => {
    expect(await failure(run({ action }))).toMatchObject({ code, message });
  });

  const client = {
    host: 'api.example',
    'user-agent': 'browser',
    origin: 'https://app.example',
    authorization: 'Bearer t',
    cookie: 'a=b',
    'x-custom': 'from client',
    'x-hasura-user-id': '9',
    'content-length': '999',
    'accept-language': 'de',
    'content-type': 'text/plain',
  };

  it('forwards client headers but those of Hasura and the ignored ones', async () => {
    hook.body = '{"id":1}';
    await run({
      action: { forwardClientHeaders: true, headers: [{ name: 'X-Custom', value: 'configured' }] },
      headers: client,
    });
    const { host, connection, 'content-length': length, ...headers } = hook.seen.headers;
    expect(headers).toEqual({
      'x-forwarded-host': 'api.example',
      'x-forwarded-user-agent': 'browser',
      'x-forwarded-origin': 'https://app.example',
      authorization: 'Bearer t',
      cookie: 'a=b',
      'x-custom': 'from client',
      'content-type': 'application/json',
      'user-agent': 'hasura-graphql-engine/v2.48.0',
    });
    expect(length).not.toBe('999');
    expect(host).toContain('127.0.0.1');
  });

  it('lets an Action choose what is ignored, and the engine which header wins', async () => {
    hook.body = '{"id":1}';
    const action = {
      forwardClientHeaders: true,
      ignoredClientHeaders: ['Cookie'],
      headers: [{ name: 'X-Custom', value: 'configured' }],
    };
    await run({ action, headers: client, environment: { configuredHeadersFirst: true } });
    expect(hook.seen.headers).toMatchObject({ 'accept-language': 'de', 'x-custom': 'configured' });
    expect(hook.seen.headers.cookie).toBeUndefined();
  });

  it('goes straight to an injected fetch', async () => {
    const fetch = async (url: string) => Response.json({ id: url.length });
    const { json } = await run({ action: { handler: 'http://in.process/hook' }, environment: { fetch } });
    expect(json).toBe('{"id":22}');
  });
});

describe('a 2xx reply', () => {
  it.each<[string, string, ActionOutput, string, string]>([
    [
      'selected fields in their order',
      'User',
      object('User', scalar('name'), scalar('id', 'key')),
      '{"id":1,"name":"n","x":2}',
      '{"name":"n","key":1}',
    ],
    [
      'null for a missing nullable field',
      'User',
      object('User', scalar('name')),
      '{"id":1}',
      '{"name":null}',
    ],
    ['null', 'User', userId, 'null', 'null'],
    ['a list with null in it', '[User]', userId, '[{"id":1},null]', '[{"id":1},null]'],
    [
      '__typename',
      'User',
      object('User', { kind: 'constant', alias: '__typename', value: 'User' }),
      '{"id":1}',
      '{"__typename":"User"}',
    ],
    [
      'a nested object',
      'User',
      object('User', {
        kind: 'field',
        alias: 'address',
        name: 'address',
        output: object('Address', scalar('city', 'c')),
      }),
      '{"id":1,"address":{"city":"x","zip":1}}',
      '{"address":{"c":"x"}}',
    ],
    [
      'nothing for an aliased nested object',
      'User',
      object('User', scalar('id'), {
        kind: 'field',
        alias: 'a',
        name: 'address',
        output: object('Address', scalar('city')),
      }),
      '{"id":1,"address":{"city":"x"}}',
      '{"id":1}',
    ],
    ['a scalar', 'String!', leaf, '"s"', '"s"'],
    ['a list of scalars', '[String]!', leaf, '["a",null]', '["a",null]'],
    ['any JSON for a custom scalar', 'blob!', leaf, '[{"foo":1}]', '[{"foo":1}]'],
    ['any JSON for a Postgres scalar', 'jsonb', leaf, '{"foo":[1]}', '{"foo":[1]}'],
    ['every digit of a number', 'bigint', leaf, '[12345678901234567890, 1.10]', '[12345678901234567890,1.1]'],
  ])('answers %s', async (_, outputType, output, body, json) => {
    hook.body = body;
    expect((await run({ action: { outputType }, output })).json).toBe(json);
  });

  it.each([
    ['User', '{"name":"n"}', 'field "id" expected in webhook response, but not found'],
    ['User', '{"id":null}', 'expecting not null value for field "id"'],
    ['User!', 'null', 'got null for the action webhook response'],
    ['[User!]', '[null]', 'got null for the action webhook response'],
    ['User', '[]', 'got array for the action webhook response, expecting User'],
    ['User', '"s"', 'got scalar String for the action webhook response, expecting User'],
    ['User', '1', 'got scalar String for the action webhook response, expecting User'],
    ['User', 'true', 'got scalar Boolean for the action webhook response, expecting User'],
    ['[User]', '{"id":1}', 'expecting array for the action webhook response'],
    ['[[User]]', '[[{"name":"n"}]]', 'field "id" expected in webhook response, but not found'],
    ['String', '{}', 'got object for the action webhook response, expecting String'],
    ['User', 'nonsense', 'not a valid json response from webhook'],
    ['User', '', 'not a valid json response from webhook'],
  ])('must be a %s: %s', async (outputType, body, message) => {
    hook.body = body;
    const error = await failure(run({ action: { outputType } }));
    expect(error).toMatchObject({ code: 'unexpected', path: '$', message });
    expect(error.internal).toMatchObject({ request: { url: '{{BASE}}/hook' }, response: { status: 200 } });
  });

  it('hands its cookies on for mutations', async () => {
    Object.assign(hook, { body: '{"id":1}', cookies: ['a=1; Path=/', 'b=2'] });
    expect((await run()).setCookies).toEqual(['a=1; Path=/', 'b=2']);
    expect((await run({ action: { type: 'query' } })).setCookies).toEqual([]);
  });
});

describe('any other reply', () => {
  it.each([
    [400, '{"message":"m"}', { code: 'unexpected', message: 'm', extensions: undefined }],
    [401, '{"message":"m","code":"c"}', { code: 'c', message: 'm', extensions: undefined }],
    [
      499,
      '{"message":"m","code":"c","extensions":{"foo":"bar"}}',
      { message: 'm', extensions: { foo: 'bar' } },
    ],
    [400, '{"message":"m","extensions":["as it is"]}', { message: 'm', extensions: ['as it is'] }],
    [400, '{"message":"m","code":"c","extensions":null}', { code: 'c', extensions: undefined }],
    [400, '{}', { code: 'parse-failed', message: "the key 'message' was not present" }],
    [400, '{"message":1}', { code: 'parse-failed', path: '$.message' }],
    [400, '"no"', { code: 'parse-failed' }],
    [400, 'no', { code: 'unexpected', message: 'not a valid json response from webhook' }],
    [302, '{"id":1}', { code: 'unexpected', message: 'internal error' }],
    [500, '{"message":"secret details"}', { code: 'unexpected', message: 'internal error' }],
  ])('%i %s', async (status, body, expected) => {
    Object.assign(hook, { status, body });
    const error = await failure(run());
    expect(error).toMatchObject(expected);
    if (status === 500 || status === 302) {
      expect(error.internal).toMatchObject({
        error: `expecting 2xx or 4xx status code, but found ${status}`,
      });
    }
  });

  it('or none', async () => {
    const message = 'http exception when calling webhook';
    hook.delayMilliseconds = 1_000;
    expect(await failure(run({ action: { timeoutSeconds: 0.1 } }))).toMatchObject({
      code: 'unexpected',
      message,
    });
    expect(await failure(run({ action: { handler: 'http://127.0.0.1:1/' } }))).toMatchObject({ message });
  });
});

describe('transforms', () => {
  const template = (body: string) => ({ version: 1, template_engine: 'Kriti', body }) as const;
  const swap = template('{"was": {{ $body.input.a }}}');

  it('change what is sent and what is read', async () => {
    hook.body = '{"data":{"key":3}}';
    const responseTransform = template('{"id": {{ $body.data.key }}, "name": "{{ $request.body.input.a }}"}');
    const { json } = await run({
      action: { requestTransform: swap, responseTransform },
      input: { a: 'x' },
      output: object('User', scalar('id'), scalar('name')),
    });
    expect(hook.seen.body).toEqual({ was: 'x' });
    expect(json).toBe('{"id":3,"name":"x"}');
  });

  it('fail with a word about which, and details for admins', async () => {
    const error = await failure(run({ action: { requestTransform: swap } }));
    expect(error).toMatchObject({ code: 'unexpected', message: 'Request Transformation Failed' });
    expect(error.internal).toEqual([
      {
        error_code: 'Attribute Error',
        message: "'Object' has no attribute 'a'.",
        source_position: { start_line: 0, start_column: 12, end_line: 0, end_column: 25 },
      },
    ]);
    const responseTransform = template('{{ $body.nope }}');
    hook.body = '{}';
    expect(await failure(run({ action: { responseTransform } }))).toMatchObject({
      message: 'Response Transformation Failed',
    });
  });

  it('see an answer that is no JSON as null, and refusals too', async () => {
    const id = (body: string) => run({ action: { responseTransform: template(body) }, output: userId });
    hook.body = 'Not JSON';
    expect((await id('{"id": {{ if $body == null }} 5 {{ else }} 6 {{ end }}}')).json).toBe('{"id":5}');
    Object.assign(hook, { status: 404, body: '{"why": "gone"}' });
    const error = await failure(id('{"message": "{{ $body.why }} {{ $response.status }}"}'));
    expect(error.message).toBe('gone 404');
  });
});

describe('relationships to tables', () => {
  const select: SelectPlan = {
    from: { kind: 'table', table: { schema: 'public', name: 'users' } },
    where: always,
    orderBy: [],
    distinctOn: [],
    limit: null,
    permissionLimit: null,
    offset: null,
    output: { kind: 'object', fields: [] },
  };
  const type = { sql: 'int4', name: 'int4', schema: 'pg_catalog', isArray: false, kind: 'base' } as const;
  const columns = [{ field: 'id', column: 'id', type }];
  const relation: ActionOutputField = { kind: 'relation', alias: 'user', columns, source: 'default', select };

  it('asks once for all objects and puts the rows in place, null where there is no value', async () => {
    hook.body = '[{"id":2,"address":{"id":8}},null,{"id":1}]';
    const asked: unknown[] = [];
    const relatedRows: RelatedRows = async ({ alias }, keys) => {
      asked.push({ alias, keys });
      return keys.map(([id]) => (id === 1 ? null : `{"big":12345678901234567890,"id":${id}}`));
    };
    const nested: ActionOutputField = {
      kind: 'relation',
      alias: 'owner',
      columns,
      source: 'default',
      select,
    };
    const address: ActionOutputField = {
      kind: 'field',
      alias: 'address',
      name: 'address',
      output: object('Address', nested),
    };
    const { json } = await run({
      action: { outputType: '[User]' },
      output: object('User', relation, scalar('name', 'id'), address),
      environment: { relatedRows },
    });
    expect(json).toBe(
      '[{"user":{"big":12345678901234567890,"id":2},"id":null,"address":{"owner":{"big":12345678901234567890,"id":8}}},' +
        'null,{"user":null,"id":null}]',
    );
    expect(asked).toEqual([
      { alias: 'user', keys: [[2], [1]] },
      { alias: 'owner', keys: [[8]] },
    ]);
  });

  it('asks nothing without a value', async () => {
    hook.body = '{"id":1}';
    const byName: ActionOutputField = { ...relation, columns: [{ field: 'name', column: 'name', type }] };
    const relatedRows: RelatedRows = async () => {
      throw new Error('not to be called');
    };
    const { json } = await run({ output: object('User', byName), environment: { relatedRows } });
    expect(json).toBe('{"user":null}');
  });
});
