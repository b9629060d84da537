import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/engine/database/database.js';
import { HasuraError } from '../../../src/engine/errors.js';
import type { JsonObject } from '../../../src/engine/json.js';
import { openTestDatabase } from '../../support/database.js';
import { type Client, clientOf, openHost, sessionOf } from './openHost.js';

let database: Database;
let metadata: Client;
let asUser: Client;

beforeAll(async () => {
  database = await openTestDatabase();
  const host = await openHost(database);
  metadata = clientOf(host, '/v1/metadata');
  asUser = clientOf(host, '/v1/metadata', sessionOf('user'));
});
afterAll(() => database.close());

const args = {
  webhook_url: 'http://hook.example/{{PATH}}',
  env: { PATH: 'users', KEY: 'mock' },
  body: { user: 'ada' },
  request_headers: [['X-Key', '{{KEY}}']],
  session_variables: { 'X-Hasura-User-Id': '7' },
  request_transform: {
    version: 2,
    template_engine: 'Kriti',
    method: 'put',
    query_params: { by: '{{ getSessionVariable("x-hasura-user-id") }}' },
    request_headers: { add_headers: { 'X-Who': '{{ $body.user }}' } },
    body: { action: 'transform', template: '{"name": {{ $body.user }}}' },
  },
};
const bodyOf = (body: JsonObject) => ({ ...args, request_transform: { version: 2, body } });
const readTemplate = (template: string) => bodyOf({ action: 'transform', template });

describe('test_webhook_transform', () => {
  it('answers the request that would be made', async () => {
    expect(await metadata('test_webhook_transform', args)).toEqual({
      webhook_url: 'http://hook.example/users?by=7',
      method: 'PUT',
      headers: [
        ['x-who', 'ada'],
        ['x-key', 'mock'],
      ],
      body: { name: 'ada' },
    });
  });

  it.each<[JsonObject, string]>([
    [{ action: 'remove' }, ''],
    [{ action: 'x_www_form_urlencoded', form_template: { b: '{{ $body.user }}', a: '1' } }, 'a=1&b=ada'],
  ])('answers the body of %j as text', async (body, text) => {
    expect(await metadata('test_webhook_transform', bodyOf(body))).toMatchObject({ body: text });
  });

  it('takes the URL from the given environment', async () => {
    const answer = metadata('test_webhook_transform', {
      ...args,
      webhook_url: { from_env: 'URL' },
      env: { URL: 'https://a.example', KEY: '' },
    });
    expect(await answer).toMatchObject({ webhook_url: 'https://a.example?by=7' });
  });

  it.each<[JsonObject, string, string]>([
    [{ ...args, env: {} }, 'not-found', 'Missing Env Var: PATH'],
    [{ ...args, webhook_url: { from_env: 'NOPE' } }, 'not-found', 'Missing Env Var'],
    [{ ...args, webhook_url: 'no url' }, 'validation-failed', 'request transform validation failed'],
    [readTemplate('{{ $body.nope }}'), 'validation-failed', 'request transform validation failed'],
    [readTemplate('{{'), 'validation-failed', 'request transform validation failed'],
    [
      { ...args, response_transform: { version: 1, body: '{{' } },
      'validation-failed',
      'response transform validation failed',
    ],
    [{ ...args, request_transform: { version: 3 } }, 'parse-failed', 'expected 1 or 2, encountered 3'],
  ])('refuses %j', async (wrong, code, message) => {
    const refusal = await metadata.refusal('test_webhook_transform', wrong);
    expect(refusal).toMatchObject({ code, error: expect.stringContaining(message) });
    expect(refusal.path).toMatch(/^\$\.args/);
  });

  it('says what is wrong and where', async () => {
    const refusal = await metadata.refusal('test_webhook_transform', readTemplate('{{ $body.nope }}'));
    expect(JSON.parse(JSON.stringify(refusal.internal))).toEqual([
      {
        error_code: 'Attribute Error',
        message: "'Object' has no attribute 'nope'.",
        source_position: { start_line: 0, start_column: 4, end_line: 0, end_column: 14 },
      },
    ]);
  });

  it('is for admins', async () => {
    const refused = asUser('test_webhook_transform', args);
    await expect(refused).rejects.toThrow(HasuraError);
    await expect(refused).rejects.toMatchObject({ code: 'access-denied' });
  });
});

describe("an Action's transforms", () => {
  const action = (transforms: JsonObject) => ({
    name: 'ping',
    definition: { handler: 'http://hook.example', output_type: 'String!', ...transforms },
  });

  it('are refused when a template can not be read', async () => {
    expect(
      await metadata.refusal('create_action', action({ request_transform: { url: '{{ 1' } })),
    ).toMatchObject({ code: 'validation-failed', error: 'request transform validation failed' });
    await metadata('create_action', action({}));
    expect(
      await metadata.refusal('update_action', action({ response_transform: { body: '}' } })),
    ).toMatchObject({ code: 'validation-failed', error: 'response transform validation failed' });
  });

  it('are exported as Hasura writes them', async () => {
    const request_transform = { version: 2, request_headers: { add_headers: { b: '1', a: '2' } } };
    await metadata('update_action', action({ request_transform, response_transform: { body: '1' } }));
    const exported = JSON.stringify(await metadata('export_metadata', {}));
    expect(exported).toContain(
      '"request_transform":{"request_headers":{"add_headers":{"a":"2","b":"1"},"remove_headers":[]},"template_engine":"Kriti","version":2},' +
        '"response_transform":{"body":"1","template_engine":"Kriti","version":1}',
    );
  });
});
